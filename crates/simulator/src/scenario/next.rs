//! Completes statements of the learner: keywords, methods, settings, and the names of existing things. The caller
//! filters by the part of the word already typed.

mod names;

use warren_broker::Name;

use super::method::{Extra, METHODS, QUEUE_ARGUMENTS, Spec};
use super::method_args::PROPERTIES;
use super::parse::BEHAVIOURS;
use super::setting::{ACKS, SETTINGS, SETTLES, types};
use super::statements::{self, STATEMENTS, named};
use super::token::unfinished;
use crate::{ClientState, Overview};
use names::Names;

/// The completions for a place in a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Next {
    /// Where the word at this place begins, in bytes.
    pub from: usize,
    /// All words possible there.
    pub words: Vec<NextWord>,
    /// The syntax of the statement, as far as it is known.
    pub usage: String,
}

/// A possible word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextWord {
    /// The word as written. A word that ends with `=` or `.` is not complete yet.
    pub text: String,
    /// The argument that follows it or its kind, in the language's capitals.
    pub note: String,
}

/// The values possible after a key's `=`, as far as they can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// A number, a name or a text, which cannot be listed.
    Any,
    Words(&'static [&'static str]),
    Acks,
    Settles,
    ExchangeTypes,
    Queues,
    Exchanges,
}

/// The values of a flag.
pub const TRUE_FALSE: Values = Values::Words(&["true", "false"]);

/// Returns the words possible in the place of the last word of `before`, by what exists.
#[must_use]
pub fn next_words(before: &str, overview: &Overview) -> Next {
    let Some((words, mut from)) = unfinished(before) else { return Next { from: before.len(), ..Next::default() } };
    let word = &before[from..];
    let key = (!word.starts_with('"')).then(|| word.split_once('=')).flatten().map(|(key, _)| key);
    from += key.map_or(0, |key| key.len() + 1);
    let mut place = Place { names: Names(overview), overview, key, next: Next { from, ..Next::default() } };
    place.statement(&words, word);
    place.next
}

/// A place in a statement, and the completions found for it.
struct Place<'a> {
    names: Names<'a>,
    overview: &'a Overview,
    /// The key before the `=`, if its value comes next.
    key: Option<&'a str>,
    next: Next,
}

impl Place<'_> {
    fn statement(&mut self, words: &[&str], word: &str) {
        let [name, rest @ ..] = words else { return self.beginning(word) };
        if let Some(sender) = name.strip_suffix(':') {
            return self.sent(sender, rest);
        }
        let Some(spec) = named(name) else { return };
        spec.usage().clone_into(&mut self.next.usage);
        let last = spec.next.len().saturating_sub(1);
        if let Some(next) = spec.next.get(rest.len()) {
            self.place(*next, &[]);
        } else if let Some(next @ (statements::Next::Keys(_) | statements::Next::Settings)) = spec.next.last() {
            // They repeat to the end of the line.
            self.place(*next, &rest[last..]);
        }
    }

    /// Completes a place of a statement after the keys already given.
    fn place(&mut self, next: statements::Next, said: &[&str]) {
        let running = |state: &ClientState| *state == ClientState::Running;
        match next {
            statements::Next::Anything => {}
            statements::Next::Spans => self.all(["500ms", "1s", "5s"], "SPAN"),
            statements::Next::Startable => self.clients(|state| !running(state), !self.overview.broker_up),
            statements::Next::Stoppable => self.clients(running, self.overview.broker_up),
            statements::Next::Running => self.clients(running, false),
            statements::Next::Clients => self.clients(|_| true, false),
            statements::Next::Broker => self.add("broker", ""),
            statements::Next::Keys(keys) => self.keys(keys, said, |_| Values::Any),
            statements::Next::Settings => self.settings(said),
            statements::Next::Behaviours => {
                if self.key.is_none() {
                    self.all(BEHAVIOURS.iter().map(|(word, _)| *word), "BEHAVIOUR");
                }
                self.settings(said);
            }
        }
    }

    fn add(&mut self, text: impl Into<String>, note: impl Into<String>) {
        self.next.words.push(NextWord { text: text.into(), note: note.into() });
    }

    fn all<T: Into<String>>(&mut self, texts: impl IntoIterator<Item = T>, note: &str) {
        for text in texts {
            self.add(text, note);
        }
    }

    /// Completes a statement's first word. A channel already written stays.
    fn beginning(&mut self, word: &str) {
        for spec in STATEMENTS.iter().filter(|spec| !spec.only_in_scenarios()) {
            self.add(spec.name, spec.usage()[spec.name.len()..].trim_start());
        }
        let channel = word.trim_end_matches(':').split_once('/').map_or("", |(_, channel)| channel);
        for client in &self.overview.clients {
            let slash = if channel.is_empty() { "" } else { "/" };
            self.add(format!("{}{slash}{channel}:", client.name), "METHOD ARGUMENTS");
        }
    }

    /// Completes clients: first those for which it makes sense now.
    fn clients(&mut self, sensible: impl Fn(&ClientState) -> bool, broker: bool) {
        for wanted in [true, false] {
            for client in self.overview.clients.iter().filter(|client| sensible(&client.state) == wanted) {
                self.add(&*client.name, "NAME");
            }
            if broker && wanted {
                self.add("broker", "");
            }
        }
    }

    /// Completes flags and keys not yet given, or the values of the current key.
    fn keys(&mut self, known: &[&str], said: &[&str], values: impl Fn(&str) -> Values) {
        if let Some(key) = self.key {
            return self.values(values(&plain(key)));
        }
        let key_of = |word: &str| plain(word.split('=').next().unwrap_or_default());
        let said: Vec<String> = said.iter().map(|word| key_of(word)).collect();
        for word in known.iter().filter(|word| !said.contains(&key_of(word))) {
            self.add(*word, "");
        }
    }

    fn settings(&mut self, said: &[&str]) {
        let written: Vec<String> =
            SETTINGS.iter().map(|key| if key.alone { key.name.to_owned() } else { format!("{}=", key.name) }).collect();
        self.keys(&written.iter().map(String::as_str).collect::<Vec<_>>(), said, |name| {
            let setting = SETTINGS.iter().find(|key| key.name == name).map(|key| key.values);
            setting.or_else(|| value_of(QUEUE_ARGUMENTS, name)).unwrap_or(Values::Any)
        });
    }

    fn values(&mut self, values: Values) {
        match values {
            Values::Any => {}
            Values::Words(words) => self.all(words.iter().copied(), ""),
            Values::Acks => self.all(ACKS.iter().map(|(word, _)| *word), ""),
            Values::Settles => self.all(SETTLES.iter().map(|(word, _)| *word), ""),
            Values::ExchangeTypes => self.all(types().iter().map(|(word, _)| *word), ""),
            Values::Queues => self.queues(),
            Values::Exchanges => self.exchanges(),
        }
    }

    fn queues(&mut self) {
        self.all(self.names.queues(), "QUEUE");
    }

    fn exchanges(&mut self) {
        self.all(self.names.exchanges(), "EXCHANGE");
    }

    /// Completes the words after `NAME:`.
    fn sent(&mut self, sender: &str, words: &[&str]) {
        "NAME: [every SPAN [times NUMBER]] METHOD ARGUMENTS".clone_into(&mut self.next.usage);
        match words {
            ["every"] => self.all(["500ms", "1s"], "SPAN"),
            ["every", _] => {
                self.add("times", "NUMBER");
                self.methods();
            }
            ["every", _, "times"] => {}
            ["every", _, "times", _, rest @ ..] | ["every", _, rest @ ..] => self.method(sender, rest),
            rest => {
                self.method(sender, rest);
                if rest.is_empty() {
                    self.add("every", "SPAN [times NUMBER] METHOD");
                }
            }
        }
    }

    fn methods(&mut self) {
        for spec in METHODS {
            self.add(spec.name, spec.usage()[spec.name.len()..].trim_start());
        }
    }

    fn method(&mut self, sender: &str, words: &[&str]) {
        let [name, said @ ..] = words else { return self.methods() };
        let Some(spec) = METHODS.iter().find(|spec| spec.name == *name) else { return };
        self.next.usage = spec.usage();
        let required = spec.positional.len() - spec.optional;
        let named =
            |word: &str| spec.flags.contains(&plain(word).as_str()) || (!word.starts_with('"') && word.contains('='));
        let mains = said.iter().take(spec.positional.len()).enumerate();
        let mains = mains.take_while(|(index, word)| *index < required || !named(word)).count();
        if mains == said.len()
            && self.key.is_none()
            && let Some(argument) = spec.positional.get(mains)
        {
            self.main(sender, argument, said.first().copied().unwrap_or_default());
        }
        if mains >= required {
            self.named(spec, &said[mains..]);
        }
    }

    fn main(&mut self, sender: &str, argument: &str, first: &str) {
        match argument {
            "QUEUE" => self.queues(),
            "EXCHANGE" | "SOURCE" | "DESTINATION" => self.exchanges(),
            "TYPE" => self.all(types().iter().map(|(word, _)| *word), argument),
            "ROUTING_KEY" if first == "\"\"" => self.queues(),
            "ROUTING_KEY" => self.all(self.names.keys(), argument),
            "CONSUMER_TAG" => self.all(self.names.tags(), argument),
            "DELIVERY_TAG" => self.all(self.names.deliveries(sender), argument),
            "ACTIVE" => self.all(["true", "false"], ""),
            _ => {}
        }
    }

    /// Completes flags and the other named arguments of a method.
    fn named(&mut self, spec: &Spec, said: &[&str]) {
        let properties = if spec.extra == Extra::Properties { PROPERTIES } else { &[] };
        let pairs = properties.iter().map(|(key, ..)| *key).chain(spec.keys.iter().map(|(key, _)| *key));
        // `header.` is not complete with its `=`.
        let pairs: Vec<String> =
            pairs.map(|key| if key.ends_with('.') { key.to_owned() } else { format!("{key}=") }).collect();
        let known = spec.flags.iter().copied().chain(pairs.iter().map(String::as_str));
        self.keys(&known.collect::<Vec<_>>(), said, |name| {
            let property = || properties.iter().find(|(key, ..)| *key == name).map(|(_, values, _)| *values);
            let flag = || spec.flags.contains(&name).then_some(TRUE_FALSE);
            value_of(spec.keys, name).or_else(property).or_else(flag).unwrap_or(Values::Any)
        });
    }
}

/// Returns the values of a key, if it is among these.
fn value_of(keys: &[(&str, Values)], name: &str) -> Option<Values> {
    keys.iter().find(|(key, _)| *key == name).map(|(_, values)| *values)
}

/// Returns the normalised form of a key or flag.
fn plain(word: &str) -> String {
    if word.starts_with("x-") || word == "alternate-exchange" { word.to_owned() } else { word.replace('-', "_") }
}

/// Returns a name as a statement writes it.
fn written(name: &Name) -> String {
    super::Word(name).to_string()
}

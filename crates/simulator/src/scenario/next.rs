//! Which words may come next in a statement of the learner's: keywords, methods, settings, and the names of what exists.
//! It does not know what has been typed of the word itself; whoever asks filters.

mod names;

use warren_broker::Name;

use super::given::PROPERTIES;
use super::method::{Extra, METHODS, Spec};
use super::parse::{BEHAVIOURS, USAGES, first_word, usage};
use super::setting::{ACKS, SETTINGS, SETTLES, types};
use crate::{ClientState, Overview};
use names::Names;

/// What may stand in a place of a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Next {
    /// Where the word begins that stands there, in bytes.
    pub from: usize,
    /// All that may stand there and has a name.
    pub words: Vec<NextWord>,
    /// How the statement, as far as it is known, is written.
    pub usage: String,
}

/// A word that may stand in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextWord {
    /// As it is written. One that ends with `=` or `.` is not whole yet.
    pub text: String,
    /// What follows it or what it is, in the language's capitals.
    pub note: String,
}

/// Statements that belong to a scenario's text; the learner cannot carry them out.
const OF_SCENARIOS: &[&str] = &["seed", "broker", "at", "mark"];

/// Settings that say something without a value.
const BARE: &[&str] = &["durable", "exclusive", "auto_delete", "persistent", "mandatory", "confirm"];

/// The words that may stand where the last word of a beginning of a statement stands, by what exists.
#[must_use]
pub fn next_words(before: &str, overview: &Overview) -> Next {
    let Some((words, mut from)) = cut(before) else { return Next { from: before.len(), ..Next::default() } };
    let word = &before[from..];
    let key = (!word.starts_with('"')).then(|| word.split_once('=')).flatten().map(|(key, _)| key);
    from += key.map_or(0, |key| key.len() + 1);
    let mut place = Place { names: Names(overview), overview, key, next: Next { from, ..Next::default() } };
    place.statement(&words, word);
    place.next
}

/// The whole words, and where the word begins that may not be whole; nothing in a comment.
fn cut(before: &str) -> Option<(Vec<&str>, usize)> {
    let (mut words, mut from, mut depth) = (Vec::new(), 0, 0_usize);
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in before.char_indices() {
        if quoted {
            quoted = c != '"' || escaped;
            escaped = c == '\\' && !escaped;
            continue;
        }
        match c {
            '"' => quoted = true,
            '#' if at == from => return None,
            '[' if at == from || before[..at].ends_with('=') || depth > 0 => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            c if c.is_whitespace() && depth == 0 => {
                if from < at {
                    words.push(&before[from..at]);
                }
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    Some((words, from))
}

/// A place in a statement, and what is found for it.
struct Place<'a> {
    names: Names<'a>,
    overview: &'a Overview,
    /// The key before the `=`, if what comes next is its value.
    key: Option<&'a str>,
    next: Next,
}

impl Place<'_> {
    fn statement(&mut self, words: &[&str], word: &str) {
        let [name, rest @ ..] = words else { return self.beginning(word) };
        if let Some(sender) = name.strip_suffix(':') {
            return self.sent(sender, rest);
        }
        usage(name).clone_into(&mut self.next.usage);
        let running = |state: &ClientState| *state == ClientState::Running;
        match (*name, rest) {
            ("start", []) => self.clients(|state| !running(state), !self.overview.broker_up),
            ("stop", []) => self.clients(running, self.overview.broker_up),
            ("kill", []) => self.clients(running, false),
            ("set", []) => self.clients(|_| true, false),
            ("set", [_, said @ ..]) => self.settings(said),
            ("client", [_, said @ ..]) => {
                if said.is_empty() && self.key.is_none() {
                    self.all(BEHAVIOURS.iter().map(|(word, _)| *word), "BEHAVIOUR");
                }
                self.settings(said);
            }
            ("restart" | "crash", []) => self.add("broker", ""),
            ("restart", [_]) => self.keys(&["down="], &[]),
            ("crash", [_, said @ ..]) => self.keys(&["power", "down="], said),
            ("advance", []) => self.all(["500ms", "1s", "5s"], "SPAN"),
            _ => {}
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

    /// A statement's first word. A channel that was written stays.
    fn beginning(&mut self, word: &str) {
        for written in USAGES {
            let name = first_word(written);
            if !OF_SCENARIOS.contains(&name) {
                self.add(name, written[name.len()..].trim_start());
            }
        }
        let channel = word.trim_end_matches(':').split_once('/').map_or("", |(_, channel)| channel);
        for client in &self.overview.clients {
            let slash = if channel.is_empty() { "" } else { "/" };
            self.add(format!("{}{slash}{channel}:", client.name), "METHOD ARGUMENTS");
        }
    }

    /// Clients: first those for whom it makes sense now.
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

    /// Flags and keys that are not said yet, or the values of the key that is.
    fn keys(&mut self, known: &[&str], said: &[&str]) {
        if let Some(key) = self.key {
            return self.values(&plain(key));
        }
        let key_of = |word: &str| plain(word.split('=').next().unwrap_or_default());
        let said: Vec<String> = said.iter().map(|word| key_of(word)).collect();
        for word in known.iter().filter(|word| !said.contains(&key_of(word))) {
            self.add(*word, "");
        }
    }

    fn settings(&mut self, said: &[&str]) {
        let written: Vec<String> = SETTINGS
            .iter()
            .map(|(key, _)| if BARE.contains(key) { (*key).to_owned() } else { format!("{key}=") })
            .collect();
        self.keys(&written.iter().map(String::as_str).collect::<Vec<_>>(), said);
    }

    fn values(&mut self, key: &str) {
        match key {
            "ack" => self.all(ACKS.iter().map(|(word, _)| *word), ""),
            "settle" => self.all(SETTLES.iter().map(|(word, _)| *word), ""),
            "type" => self.all(types().iter().map(|(word, _)| *word), ""),
            "think" => self.all(["none", "dots"], ""),
            "times" => self.add("forever", ""),
            "reconnect" => self.add("no", ""),
            "confirm" => self.all(["async", "each", "no"], ""),
            "x-overflow" => self.all(["drop-head", "reject-publish", "reject-publish-dlx"], ""),
            "x-queue-type" => self.all(["classic", "quorum"], ""),
            "x-match" => self.all(["all", "any", "all-with-x", "any-with-x"], ""),
            "delivery_mode" => self.all(["1", "2"], ""),
            "queue" | "routing_key" | "reply_to" | "x-dead-letter-routing-key" => self.queues(),
            "exchange" | "alternate-exchange" | "x-dead-letter-exchange" => self.exchanges(),
            "x-single-active-consumer" => self.all(["true", "false"], ""),
            key if BARE.contains(&key) || METHODS.iter().any(|spec| spec.flags.contains(&key)) => {
                self.all(["true", "false"], "");
            }
            _ => {}
        }
    }

    fn queues(&mut self) {
        self.all(self.names.queues(), "QUEUE");
    }

    fn exchanges(&mut self) {
        self.all(self.names.exchanges(), "EXCHANGE");
    }

    /// What stands behind `NAME:`.
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
        let required = spec.main.len() - spec.optional;
        let named =
            |word: &str| spec.flags.contains(&plain(word).as_str()) || (!word.starts_with('"') && word.contains('='));
        let mains = said.iter().take(spec.main.len()).enumerate();
        let mains = mains.take_while(|(index, word)| *index < required || !named(word)).count();
        if mains == said.len()
            && self.key.is_none()
            && let Some(argument) = spec.main.get(mains)
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

    /// Flags, and what else a method takes by name.
    fn named(&mut self, spec: &Spec, said: &[&str]) {
        let pairs: &[&str] = match (spec.extra, spec.name) {
            (Extra::Table, "queue.declare") => DECLARE,
            (Extra::Table, "exchange.declare") => &["alternate-exchange="],
            (Extra::Table, "basic.consume") => &["x-priority="],
            (Extra::Table, "queue.bind" | "queue.unbind" | "exchange.bind" | "exchange.unbind") => &["x-match="],
            (Extra::Properties, _) => &["header."],
            (Extra::PrefetchSize, _) => &["prefetch_size="],
            (Extra::Table | Extra::Nothing, _) => &[],
        };
        let properties = if spec.extra == Extra::Properties { PROPERTIES } else { &[] };
        let properties: Vec<String> = properties.iter().map(|(key, _)| format!("{key}=")).collect();
        let known = spec.flags.iter().copied().chain(properties.iter().map(String::as_str));
        self.keys(&known.chain(pairs.iter().copied()).collect::<Vec<_>>(), said);
    }
}

/// The arguments of `queue.declare` that RabbitMQ knows and the simulation obeys.
const DECLARE: &[&str] = &[
    "x-message-ttl=",
    "x-expires=",
    "x-max-length=",
    "x-max-length-bytes=",
    "x-overflow=",
    "x-dead-letter-exchange=",
    "x-dead-letter-routing-key=",
    "x-max-priority=",
    "x-single-active-consumer=",
    "x-queue-type=",
    "x-delivery-limit=",
];

/// A key or flag as it is looked up.
fn plain(word: &str) -> String {
    if word.starts_with("x-") || word == "alternate-exchange" { word.to_owned() } else { word.replace('-', "_") }
}

/// A name as a statement writes it.
fn written(name: &Name) -> String {
    super::Word(name).to_string()
}

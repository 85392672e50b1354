//! Catalogs: the sentences of one language by key, with placeholders and plural forms. Tests check that every language
//! has the same keys. The format is a plain one of ours, because Fluent's bundles would weigh more than the page's
//! first part has room for; its plural categories are CLDR's (`plurals.rs`).

mod argument;
mod particle;

use core::borrow::Borrow;
use core::fmt;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, LocalizedText};
use crate::explain::{Arg, Phrase};
use crate::plurals::{Category, Plurals};

/// The sentences of one language.
///
/// In JSON: an object from key to [`Text`]. A text is either a sentence or an object with a sentence for each of CLDR's
/// plural categories in the language, at least `other`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "BTreeMap<String, Text>", into = "BTreeMap<String, Text>")]
pub struct Catalog {
    /// Sorted by key, without duplicates.
    texts: Vec<(String, Text)>,
    /// Chooses between the forms of a text.
    plurals: Plurals,
}

/// Two catalogs are equal if their texts are.
impl PartialEq for Catalog {
    fn eq(&self, other: &Self) -> bool {
        self.texts == other.texts
    }
}

impl Eq for Catalog {}

/// One text. `{name}` stands for an argument, `{{` and `}}` for the braces themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Text {
    /// The same for all numbers.
    One(String),
    /// By number.
    Plural(Forms),
}

/// The forms of a text by plural category. Languages without plurals (Japanese, Korean, Chinese) need only `other`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The fields have CLDR's own names.
pub struct Forms {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zero: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub one: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub two: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub few: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub many: Option<String>,
    pub other: String,
}

impl Forms {
    /// Returns the form for a category, or `other` if it has none.
    #[must_use]
    pub fn of(&self, category: Category) -> &str {
        let own = match category {
            Category::Zero => &self.zero,
            Category::One => &self.one,
            Category::Two => &self.two,
            Category::Few => &self.few,
            Category::Many => &self.many,
            Category::Other => &None,
        };
        own.as_ref().unwrap_or(&self.other)
    }
}

impl Catalog {
    /// Reads a catalog.
    ///
    /// # Errors
    ///
    /// Where the JSON is wrong.
    pub fn parse(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// Sets the plural rule of the language.
    #[must_use]
    pub fn with_plurals(self, plurals: Plurals) -> Self {
        Self { plurals, ..self }
    }

    /// Returns the text of `key` with its arguments filled in. `plural` is the number that chooses between its forms.
    ///
    /// An unknown key gives the key, and a missing argument stays as `{name}`: both are visible on the page, and
    /// neither breaks it.
    #[must_use]
    pub fn format(&self, key: &str, args: &[(&str, &dyn fmt::Display)], plural: Option<u64>) -> String {
        match self.place(key) {
            Ok(place) => fill(self.texts[place].1.form(plural.map(|number| self.plurals.of(number))), args),
            Err(_) => key.to_owned(),
        }
    }

    /// Returns the sentence of a phrase. Its number named `count`, if any, chooses the plural form.
    #[must_use]
    pub fn phrase(&self, phrase: &Phrase) -> String {
        let count = phrase.args.iter().find_map(|(name, arg)| {
            if let Arg::Number(number) = arg
                && *name == "count"
            {
                return Some(*number);
            }
            None
        });
        match self.place(phrase.key) {
            Ok(place) => {
                self.filled(self.texts[place].1.form(count.map(|number| self.plurals.of(number))), &phrase.args)
            }
            Err(_) => phrase.key.to_owned(),
        }
    }

    /// Fills in arguments in this language.
    fn filled(&self, text: &str, args: &[(&'static str, Arg)]) -> String {
        let filled: Vec<(&str, String)> = args.iter().map(|(name, arg)| (*name, self.argument(arg))).collect();
        let args: Vec<(&str, &dyn fmt::Display)> =
            filled.iter().map(|(name, arg)| (*name, arg as &dyn fmt::Display)).collect();
        fill(text, &args)
    }

    /// Returns a sentence in this language, or in English if the catalog lacks it.
    #[must_use]
    pub fn said(&self, said: &LocalizedText) -> String {
        let text = self.place(said.text).map_or(said.text, |place| self.texts[place].1.form(None));
        self.filled(text, &said.args)
    }

    /// Returns a diagnostic in this language: what is wrong, where, and what would be right.
    #[must_use]
    pub fn diagnostic(&self, wrong: &Diagnostic) -> String {
        self.said(&wrong.sentence(&self.said(&wrong.message), &self.said(&wrong.help)))
    }

    /// Formats the value of a placeholder in this language.
    #[must_use]
    pub fn argument(&self, value: &Arg) -> String {
        argument::formatted(value, &|said| self.said(said))
    }

    /// Joins names with this language's separators.
    #[must_use]
    pub fn list<T: Borrow<str>>(&self, names: &[T]) -> String {
        argument::joined(names, &|said| self.said(said))
    }

    /// Returns the text of a `key` without arguments or number.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.format(key, &[], None)
    }

    /// Returns whether the catalog has `key`.
    #[must_use]
    pub fn contains(&self, key: &str) -> bool {
        self.place(key).is_ok()
    }

    /// Returns every key, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(|(key, _)| key.as_str())
    }

    /// Returns every key with its text, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Text)> {
        self.texts.iter().map(|(key, text)| (key.as_str(), text))
    }

    /// Adds the texts of another catalog, which win over the present ones. Returns the keys of both.
    pub fn merge(&mut self, other: Self) -> Vec<String> {
        let mut doubled = Vec::new();
        for (key, text) in other.texts {
            match self.place(&key) {
                Ok(place) => {
                    self.texts[place].1 = text;
                    doubled.push(key);
                }
                Err(place) => self.texts.insert(place, (key, text)),
            }
        }
        doubled
    }

    fn place(&self, key: &str) -> Result<usize, usize> {
        self.texts.binary_search_by(|(other, _)| other.as_str().cmp(key))
    }
}

impl From<BTreeMap<String, Text>> for Catalog {
    fn from(texts: BTreeMap<String, Text>) -> Self {
        Self { texts: texts.into_iter().collect(), plurals: Plurals::default() }
    }
}

impl From<Catalog> for BTreeMap<String, Text> {
    fn from(catalog: Catalog) -> Self {
        catalog.texts.into_iter().collect()
    }
}

/// The last text of a repeated key counts.
impl FromIterator<(String, Text)> for Catalog {
    fn from_iter<I: IntoIterator<Item = (String, Text)>>(texts: I) -> Self {
        let mut catalog = Self::default();
        for (key, text) in texts {
            catalog.merge(Self { texts: vec![(key, text)], plurals: Plurals::default() });
        }
        catalog
    }
}

impl Text {
    fn form(&self, category: Option<Category>) -> &str {
        match self {
            Self::One(text) => text,
            Self::Plural(forms) => forms.of(category.unwrap_or(Category::Other)),
        }
    }

    /// Returns all forms.
    #[must_use]
    pub fn forms(&self) -> Vec<&str> {
        match self {
            Self::One(text) => vec![text],
            Self::Plural(Forms { zero, one, two, few, many, other }) => {
                let own = [zero, one, two, few, many].into_iter().flatten();
                own.chain([other]).map(String::as_str).collect()
            }
        }
    }
}

/// Returns the arguments that a text names, without duplicates, in alphabetical order: the same in every language.
#[must_use]
pub fn arguments(text: &str) -> Vec<&str> {
    let mut names = named(text);
    names.sort_unstable();
    names.dedup();
    names
}

/// Returns the arguments that a text names, in order.
pub(crate) fn named(text: &str) -> Vec<&str> {
    let names = pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Argument(name) => Some(name),
        Piece::Literal(_) => None,
    });
    names.collect()
}

/// Fills in the arguments of a text, and chooses the form of each Korean particle by the word before it.
pub(crate) fn fill(text: &str, args: &[(&str, &dyn fmt::Display)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    for piece in pieces(text) {
        match piece {
            Piece::Literal(literal) => particle::push(&mut filled, literal),
            Piece::Argument(name) => match args.iter().find(|(given, _)| *given == name) {
                Some((_, value)) => filled.push_str(&value.to_string()),
                None => {
                    filled.push('{');
                    filled.push_str(name);
                    filled.push('}');
                }
            },
        }
    }
    filled
}

enum Piece<'a> {
    Literal(&'a str),
    Argument(&'a str),
}

/// Splits a text at its braces. A brace without its partner is a literal.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        pieces.push(Piece::Literal(before));
        if from.starts_with("{{") || from.starts_with("}}") {
            pieces.push(Piece::Literal(&from[..1]));
            rest = &from[2..];
        } else if let Some(end) = from.strip_prefix('{').and_then(|inner| inner.find(['{', '}']))
            && from.as_bytes()[end + 1] == b'}'
        {
            pieces.push(Piece::Argument(&from[1..=end]));
            rest = &from[end + 2..];
        } else {
            pieces.push(Piece::Literal(&from[..1]));
            rest = &from[1..];
        }
    }
    pieces.push(Piece::Literal(rest));
    pieces
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::*;

    fn catalog(json: &str) -> Catalog {
        Catalog::parse(json).expect("a catalog in the test")
    }

    #[test]
    fn arguments_are_filled_in_by_name() {
        let texts = catalog(r#"{"moved": "{n} from {queue} to {worker}, {n}"}"#);
        let filled = texts.format("moved", &[("queue", &"q"), ("worker", &"C1"), ("n", &3)], None);
        assert_eq!(filled, "3 from q to C1, 3");
    }

    #[test]
    fn the_number_picks_the_form() {
        let texts = catalog(r#"{"ready": {"one": "{n} message", "other": "{n} messages"}, "ja": {"other": "{n} 件"}}"#);
        let ready = |key, n: u64| texts.format(key, &[("n", &n)], Some(n));
        assert_eq!((ready("ready", 0), ready("ready", 1)), ("0 messages".into(), "1 message".into()));
        assert_eq!((ready("ja", 1), ready("ja", 2)), ("1 件".into(), "2 件".into()));
    }

    #[test]
    fn a_language_with_more_forms_has_them() {
        let json = r#"{"n": {"one": "{n} сообщение", "few": "{n} сообщения", "many": "{n} сообщений", "other": "{n} сообщения"}}"#;
        let texts = catalog(json).with_plurals(Plurals::of_language("ru"));
        let said = [1, 3, 5, 21].map(|n: u64| texts.format("n", &[("n", &n)], Some(n)));
        assert_eq!(said, ["1 сообщение", "3 сообщения", "5 сообщений", "21 сообщение"]);
        assert!(Catalog::parse(r#"{"n": {"once": "a", "other": "b"}}"#).is_err(), "there is no such category");
    }

    #[test]
    fn what_is_missing_stays_plain_to_see() {
        let texts = catalog(r#"{"hello": "Hello {name}"}"#);
        assert_eq!(texts.text("nothing.here"), "nothing.here");
        assert_eq!(texts.text("hello"), "Hello {name}");
    }

    #[test]
    fn braces_can_be_written() {
        let texts = catalog(r#"{"a": "{{n}} is {n}", "b": "a { b } c", "c": "end {", "d": "{x{n}"}"#);
        let filled = |key| texts.format(key, &[("n", &1)], None);
        assert_eq!(filled("a"), "{n} is 1");
        assert_eq!(filled("b"), "a { b } c");
        assert_eq!(filled("c"), "end {");
        assert_eq!(filled("d"), "{x1");
    }

    #[test]
    fn arguments_of_a_text_are_listed_once() {
        assert_eq!(arguments("{b} {a} {{no}} {b}"), ["a", "b"]);
    }

    #[test]
    fn a_phrase_brings_its_arguments_and_its_number() {
        let texts =
            catalog(r#"{"lost": {"one": "{who}: {count} in {span}", "other": "{who}: all {count} in {span}"}}"#);
        let lost = |count| Phrase {
            key: "lost",
            args: vec![
                ("who", Arg::Text("C1".into())),
                ("count", Arg::Number(count)),
                ("span", Arg::Span(Duration::from_millis(1_050))),
            ],
        };
        assert_eq!(texts.phrase(&lost(1)), "C1: 1 in 1.05 s");
        assert_eq!(texts.phrase(&lost(2)), "C1: all 2 in 1.05 s");
    }

    #[test]
    fn a_language_tells_what_it_is_given_in_its_own_way() {
        let texts = catalog(
            r#"{"went": "{messages}: {names}, {span}", ", ": "、", "{first}-{last}": "{first}〜{last}",
                "{number} ms": "{number} ミリ秒"}"#,
        );
        let went = Phrase {
            key: "went",
            args: vec![
                ("messages", Arg::Messages(vec![3, 4, 5, 8])),
                ("names", Arg::List(vec!["a".into(), "b".into()])),
                ("span", Arg::Span(Duration::from_millis(250))),
            ],
        };
        assert_eq!(texts.phrase(&went), "3〜5、8: a、b, 250 ミリ秒");
        assert_eq!(texts.list(&["a", "b"]), "a、b");
        assert_eq!(Catalog::default().list(&["a", "b"]), "a, b", "as in English where a language does not say");
    }

    #[test]
    fn a_particle_follows_the_argument_that_is_filled_in() {
        let texts = catalog(r#"{"sent": "{client}이(가) `{what}`을(를) 보냅니다 {{을(를)}}"}"#);
        let sent = |client: &str, what: &str| texts.format("sent", &[("client", &client), ("what", &what)], None);
        assert_eq!(sent("worker1", "basic.ack"), "worker1이 `basic.ack`를 보냅니다 {를}");
        assert_eq!(sent("receive", "이(가)"), "receive가 `이(가)`를 보냅니다 {를}");
    }
}

//! Texts by key, in one language: `text.<lang>.json`. It fills in arguments and picks plural forms; it does not know which
//! keys there are (a test of the compiler's sees that every language has the same).

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::{Deserialize, Serialize};

/// All texts of one language that are not a lesson's: the page's and the simulator's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Catalog {
    texts: BTreeMap<String, Text>,
}

/// One text. `{name}` stands for an argument, `{{` and `}}` for the braces themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Text {
    /// The same whatever the number.
    One(String),
    /// By number. Languages without plural forms (Japanese, Korean, Chinese) need only `other`.
    Plural {
        /// Exactly one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        one: Option<String>,
        /// Every other number, none included.
        other: String,
    },
}

impl Catalog {
    /// The text of `key` with its arguments filled in. `plural` is the number that decides between its forms.
    ///
    /// A key that is not there gives the key, and an argument that is not given stays as `{name}`: both are plain to see
    /// on the page, and neither takes it down.
    #[must_use]
    pub fn format(&self, key: &str, args: &[(&str, &dyn Display)], plural: Option<u64>) -> String {
        let Some(text) = self.texts.get(key) else { return key.to_owned() };
        fill(text.form(plural), args)
    }

    /// The text of `key` where it takes neither arguments nor a number.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.format(key, &[], None)
    }

    /// Whether `key` is there.
    #[must_use]
    pub fn contains(&self, key: &str) -> bool {
        self.texts.contains_key(key)
    }

    /// Every key, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// Every key with its text, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Text)> {
        self.texts.iter().map(|(key, text)| (key.as_str(), text))
    }

    /// Takes in the texts of another catalog; the keys that both have, whose texts then are the other's, are returned.
    pub fn merge(&mut self, other: Self) -> Vec<String> {
        let mut doubled = Vec::new();
        for (key, text) in other.texts {
            if self.texts.insert(key.clone(), text).is_some() {
                doubled.push(key);
            }
        }
        doubled
    }
}

impl Text {
    fn form(&self, number: Option<u64>) -> &str {
        match self {
            Self::One(text) => text,
            Self::Plural { one: Some(one), .. } if number == Some(1) => one,
            Self::Plural { other, .. } => other,
        }
    }

    /// All its forms.
    #[must_use]
    pub fn forms(&self) -> Vec<&str> {
        match self {
            Self::One(text) => vec![text],
            Self::Plural { one, other } => one.iter().chain([other]).map(String::as_str).collect(),
        }
    }
}

/// The arguments that a text names, each once and in order of the alphabet: the same in every language.
#[must_use]
pub fn arguments(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = pieces(text)
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Argument(name) => Some(name),
            Piece::Literal(_) => None,
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn fill(text: &str, args: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    for piece in pieces(text) {
        match piece {
            Piece::Literal(literal) => filled.push_str(literal),
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

/// Cuts a text at its braces. A brace without its partner is a literal.
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
    use super::*;

    fn catalog(json: &str) -> Catalog {
        serde_json::from_str(json).expect("a catalog in the test")
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
}

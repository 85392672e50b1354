//! Catalogs: the sentences of one language by key, with placeholders and plural forms. It does not know what is said.

use std::collections::BTreeMap;

use crate::explain::{Arg, Phrase};

/// The sentences of one language.
///
/// In JSON: an object from key to either a sentence with `{name}` placeholders (`{{` and `}}` are braces) or an object with
/// the sentence in the plural forms of the language (`one`, `other`), chosen by the argument named `count`.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Catalog {
    entries: BTreeMap<String, Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
enum Entry {
    One(String),
    Plural(BTreeMap<String, String>),
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

    /// All keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Adds all entries of another catalog; those of the same key are replaced.
    pub fn merge(&mut self, other: Self) {
        self.entries.extend(other.entries);
    }

    /// The sentence of a key with its placeholders filled. A key that is not there gives the key itself, a placeholder
    /// without an argument stays as it is: both can be seen, neither breaks the page.
    #[must_use]
    pub fn format(&self, key: &str, args: &[(&str, Arg)]) -> String {
        let template = match self.entries.get(key) {
            Some(Entry::One(text)) => text,
            Some(Entry::Plural(forms)) => match forms.get(self.plural(args)).or_else(|| forms.get("other")) {
                Some(text) => text,
                None => return key.to_owned(),
            },
            None => return key.to_owned(),
        };
        fill(template, args)
    }

    /// The sentence of a phrase.
    #[must_use]
    pub fn phrase(&self, phrase: &Phrase) -> String {
        self.format(phrase.key, &phrase.args)
    }

    fn plural(&self, args: &[(&str, Arg)]) -> &'static str {
        let one = args.iter().any(|(name, arg)| *name == "count" && *arg == Arg::Number(1));
        if one { "one" } else { "other" }
    }
}

fn fill(template: &str, args: &[(&str, Arg)]) -> String {
    let mut text = template.to_owned();
    for (name, arg) in args {
        let shown = match arg {
            Arg::Text(name) => name.to_string(),
            Arg::Number(number) => number.to_string(),
            Arg::Span(span) => format!("{span:?}"),
        };
        text = text.replace(&format!("{{{name}}}"), &shown);
    }
    text
}

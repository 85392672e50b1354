//! Diagnostics of scenario text: what is wrong, where, and what would be right. The sentences stand here in English and
//! in every language's catalog.

use core::fmt;

use warren_spelling::nearest;

use crate::explain::Arg;
use crate::text::{fill, named};

/// An error in a scenario or statement. Lines and columns count from 1, columns and lengths in characters.
///
/// It displays in English; [`Catalog::diagnostic`](crate::text::Catalog::diagnostic) tells it in any language.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Diagnostic {
    /// The line, from 1; 1 for a single statement.
    pub line: usize,
    /// The first wrong character, from 1.
    pub column: usize,
    /// The number of wrong characters; 0 if something is missing there.
    pub length: usize,
    /// The error.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub message: LocalizedText,
    /// The right form.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub help: LocalizedText,
}

/// A sentence with arguments. It displays and serialises in English, which is also its key in the catalogs
/// ([`Catalog::said`](crate::text::Catalog::said)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalizedText {
    /// The English text, with `{name}` for an argument, as in catalogs.
    pub(crate) text: &'static str,
    /// Names, numbers, pieces of statements, or lists of them, the same in every language.
    pub(crate) args: Vec<(&'static str, Arg)>,
}

/// An English source text, which is also the key in the catalogs. A test (`explain/tests/catalogs.rs`) collects them
/// from the sources.
#[derive(Clone, Copy)]
pub struct SourceText(pub &'static str);

/// Builds a sentence from a text and its arguments, in the order in which the text names them.
pub fn localized(text: SourceText, args: &[&str]) -> LocalizedText {
    let names = names(&[text.0]);
    debug_assert_eq!(names.len(), args.len(), "{}", text.0);
    LocalizedText { text: text.0, args: named_args(names, args) }
}

fn named_args(names: Vec<&'static str>, args: &[&str]) -> Vec<(&'static str, Arg)> {
    names.into_iter().zip(args.iter().map(|arg| Arg::Text((*arg).into()))).collect()
}

/// Returns the names of the arguments in some texts, without duplicates, in order of first occurrence.
fn names(texts: &[&'static str]) -> Vec<&'static str> {
    let mut names = Vec::new();
    for name in texts.iter().flat_map(|text| named(text)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Suggests the known word that was probably meant, or lists all of them.
pub fn suggest(word: &str, known: &[&str]) -> LocalizedText {
    match (nearest(word, known), known) {
        (Some(near), _) => localized(SourceText("did you mean `{near}`?"), &[near]),
        (None, []) => localized(SourceText("there are none"), &[]),
        (None, [one]) => localized(SourceText("there is only `{one}`"), &[one]),
        (None, known) => among(SourceText("there are {words} and `{last}`"), known),
    }
}

/// Builds a sentence that lists words: `{words}` is all but the last, and `{last}` is joined to them in each language's
/// own way.
pub fn among(text: SourceText, known: &[&str]) -> LocalizedText {
    let (last, words) = known.split_last().map_or(("", known), |(last, words)| (*last, words));
    let quoted = words.iter().map(|word| ["`", word, "`"].concat().into()).collect();
    LocalizedText { text: text.0, args: vec![("words", Arg::List(quoted)), ("last", Arg::Text(last.into()))] }
}

impl Diagnostic {
    /// Makes a diagnostic for a place (column and length) in a single line. The arguments are those of the message in
    /// order, then those that only the help names.
    pub(crate) fn new((column, length): (usize, usize), message: SourceText, help: SourceText, args: &[&str]) -> Self {
        let names = names(&[message.0, help.0]);
        debug_assert_eq!(names.len(), args.len(), "{} ({})", message.0, help.0);
        let args = named_args(names, args);
        let (message, help) =
            (LocalizedText { text: message.0, args: args.clone() }, LocalizedText { text: help.0, args });
        Self { line: 1, column, length, message, help }
    }

    /// Joins place, message and help into one sentence.
    pub(crate) fn sentence(&self, message: &str, help: &str) -> LocalizedText {
        let (line, column) = (self.line.to_string(), self.column.to_string());
        localized(SourceText("line {line}, column {column}: {message} ({help})"), &[&line, &column, message, help])
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sentence(&self.message.to_string(), &self.help.to_string()).fmt(f)
    }
}

impl std::error::Error for Diagnostic {}

impl fmt::Display for LocalizedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let args: Vec<(&str, &dyn fmt::Display)> =
            self.args.iter().map(|(name, value)| (*name, value as &dyn fmt::Display)).collect();
        f.write_str(&fill(self.text, &args))
    }
}

impl std::error::Error for LocalizedText {}

impl From<LocalizedText> for String {
    fn from(said: LocalizedText) -> Self {
        said.to_string()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for LocalizedText {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_suggested_or_all_are_listed() {
        let suggested = |word, known: &[&str]| suggest(word, known).to_string();
        let known = ["start", "stop", "kill"];
        assert_eq!(suggested("strat", &known), "did you mean `start`?");
        assert_eq!(suggested("explode", &known), "there are `start`, `stop` and `kill`");
        assert_eq!(suggested("explode", &known[..2]), "there are `start` and `stop`");
        assert_eq!(suggested("explode", &known[..1]), "there is only `start`");
        assert_eq!(suggested("explode", &[]), "there are none");
    }

    #[test]
    fn braces_of_an_argument_are_left_alone() {
        assert_eq!(localized(SourceText("`{key}` and {{key}}"), &["{key}"]).to_string(), "`{key}` and {key}");
    }
}

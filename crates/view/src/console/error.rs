//! Errors in an entered line: what is wrong, where, and what would be right. The sentences are elsewhere.

use warren_ctl::CtlError;
use warren_simulator::scenario::suggest_fix;
use warren_simulator::{Diagnostic, LocalizedText, Overview};

/// An error in a line.
#[derive(Debug, PartialEq, Eq)]
pub struct LineError {
    /// The line.
    pub line: String,
    /// The first wrong character, from 0, and the number of wrong characters (0 if something is missing there); `None`
    /// if the line is right.
    pub place: Option<(usize, usize)>,
    /// Two sentences: the error, and what would be right instead.
    pub words: Words,
    /// A whole text for the field that was probably meant.
    pub suggestion: Option<String>,
}

/// Two sentences about an error, by their source.
#[derive(Debug, PartialEq, Eq)]
pub enum Words {
    /// From the simulator, in any language.
    Localized(Box<[LocalizedText; 2]>),
    /// From `rabbitmqctl`, in English.
    Printed(String, String),
}

impl LineError {
    /// Describes an error in a statement.
    #[must_use]
    pub fn of_statement(line: &str, wrong: Diagnostic, overview: &Overview) -> Self {
        let suggestion = suggest_fix(line, &wrong, overview);
        let Diagnostic { column, length, message, help, .. } = wrong;
        let words = Words::Localized(Box::new([message, help]));
        Self { line: line.to_owned(), place: Some((column.saturating_sub(1), length)), words, suggestion }
    }

    /// Describes an error in a listing.
    pub(super) fn of_listing(line: &str, error: &CtlError) -> Self {
        let culprit = error.culprit().filter(|culprit| !culprit.is_empty());
        let found = culprit.and_then(|culprit| Some((line.find(culprit)?, culprit)));
        let place = found.map(|(at, culprit)| (line[..at].chars().count(), culprit.chars().count()));
        let said = error.to_string();
        let (message, help) = said.split_once('\n').unwrap_or((&said, ""));
        let suggestion = match error {
            CtlError::NodeDown => Some("start broker".to_owned()),
            CtlError::UnknownCommand { .. }
            | CtlError::UnknownColumns { .. }
            | CtlError::NotSimulated { .. }
            | CtlError::BadOption { .. }
            | CtlError::NoSuchVhost(_) => warren_ctl::suggest_fix(line),
        };
        let words = Words::Printed(message.to_owned(), help.to_owned());
        Self { line: line.to_owned(), place, words, suggestion }
    }

    /// Extends the suggestion for this one of several lines to a replacement of all of them.
    #[must_use]
    pub fn within(mut self, text: &str) -> Self {
        if let Some(suggestion) = self.suggestion.as_mut().filter(|_| text.contains('\n')) {
            let wrong = |line: &str| super::read::bare(line) == self.line;
            let whole: Vec<&str> =
                text.lines().map(|line| if wrong(line) { suggestion.as_str() } else { line }).collect();
            *suggestion = whole.join("\n");
        }
        self
    }
}

//! Scenarios and statements: text that parses and prints without loss.

mod arguments;
mod check;
mod decimal;
mod method;
mod method_args;
mod next;
mod parse;
mod print;
mod setting;
pub mod span;
mod statements;
mod suggest_fix;
mod template;
mod token;

use core::fmt;
use std::sync::Arc;

pub(crate) use check::{client_there, unknown_client};
pub(crate) use method::QUEUE_ARGUMENTS;
pub use method::{Every, Method};
pub use next::{Next, NextWord, next_words};
pub use print::{Literal, Quoted, Word};
pub use setting::{ACKS, ConfigSetting, Setting};
pub use statements::{Action, LANGUAGE};
pub(crate) use statements::{Spec, When, named};
pub use suggest_fix::suggest_fix;
pub use template::{fill, has_placeholder};

use parse::Parsed;

use crate::diagnostic::{Diagnostic, SourceText};

/// A scenario: one statement a line. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "String", into = "String")
)]
pub struct Scenario {
    text: Arc<str>,
    statements: Arc<[Line]>,
}

/// A statement of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line number, from 1.
    pub number: usize,
    /// Its statement.
    pub statement: Statement,
}

/// One statement. It keeps its spelling and comment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "String", into = "String")
)]
pub struct Statement {
    text: Arc<str>,
    action: Action,
    /// The column and length of the name it concerns, for errors.
    subject: (usize, usize),
}

impl Scenario {
    /// Reads a scenario.
    ///
    /// # Errors
    ///
    /// All errors in it, in order of lines.
    pub fn parse(text: &str) -> Result<Self, Vec<Diagnostic>> {
        let mut check = check::Check::default();
        let mut statements = Vec::new();
        let mut wrong = Vec::new();
        for (index, line) in text.lines().enumerate() {
            if wrong.len() == check::MOST_ERRORS || index == check::MOST_LINES {
                wrong.push(check::too_much(index + 1));
                break;
            }
            match parse::line(line).and_then(|parsed| parsed.map(|parsed| check.add(parsed)).transpose()) {
                Ok(None) => {}
                Ok(Some(Parsed { action: Action::Version(version), subject, .. })) if version > LANGUAGE => {
                    // Other errors may be right in that version.
                    return Err(vec![check::too_new(index + 1, version, &subject)]);
                }
                Ok(Some(parsed)) => {
                    statements.push(Line { number: index + 1, statement: Statement::new(line, parsed) });
                }
                Err(error) => {
                    check.defined_wrongly(line);
                    wrong.push(Diagnostic { line: index + 1, ..error });
                }
            }
        }
        if wrong.is_empty() { Ok(Self { text: text.into(), statements: statements.into() }) } else { Err(wrong) }
    }

    /// Returns the statements, without blank lines and comments.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.statements
    }

    /// Returns the text for a file: unchanged, preceded by the language's version if it names none.
    #[must_use]
    pub fn to_file(&self) -> String {
        let named = self.statements.first().is_some_and(|line| matches!(line.statement.action(), Action::Version(_)));
        if named { self.text.to_string() } else { format!("warren {LANGUAGE}\n{}", self.text) }
    }

    /// Returns the text unchanged.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl Statement {
    /// Reads one statement.
    ///
    /// # Errors
    ///
    /// The error, in line 1.
    pub fn parse(text: &str) -> Result<Self, Diagnostic> {
        let trimmed = text.trim();
        let help = SourceText("write for example `start NAME` or `NAME: basic.ack`");
        let nothing = || Diagnostic::new((1, 0), SourceText("there is no statement"), help, &[]);
        if let Some(at) = trimmed.find(['\n', '\r']) {
            let column = trimmed[..at].chars().count() + 1;
            let (message, help) = (SourceText("one statement has one line"), SourceText("enter one after the other"));
            return Err(Diagnostic::new((column, 0), message, help, &[]));
        }
        let parsed = parse::line(trimmed)?.ok_or_else(nothing)?;
        Ok(Self::new(trimmed, parsed))
    }

    /// Returns its action.
    #[must_use]
    pub const fn action(&self) -> &Action {
        &self.action
    }

    /// Returns the column and length of the name it concerns.
    pub(crate) const fn place(&self) -> (usize, usize) {
        self.subject
    }

    fn new(text: &str, parsed: parse::Parsed) -> Self {
        let subject = (parsed.subject.column, parsed.subject.length);
        Self { text: text.into(), action: parsed.action, subject }
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Prints the action as a new statement.
impl From<Action> for Statement {
    fn from(action: Action) -> Self {
        let text: Arc<str> = action.to_string().into();
        Self { subject: (1, text.chars().count()), text, action }
    }
}

impl TryFrom<String> for Scenario {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).map_err(|wrong| wrong.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
    }
}

impl From<Scenario> for String {
    fn from(scenario: Scenario) -> Self {
        scenario.text.to_string()
    }
}

impl TryFrom<String> for Statement {
    type Error = Diagnostic;

    fn try_from(text: String) -> Result<Self, Diagnostic> {
        Self::parse(&text)
    }
}

impl From<Statement> for String {
    fn from(statement: Statement) -> Self {
        statement.text.to_string()
    }
}

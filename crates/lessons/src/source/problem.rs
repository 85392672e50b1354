//! What is wrong in an author's file: where, what, and what would be right. It does not know who tells it to whom.

use core::fmt;

/// One mistake in one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as a path from where the reader began.
    pub file: String,
    /// Its line, counted from 1; nothing if the whole file is missing or wrong.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub help: String,
}

impl Problem {
    /// A mistake on a line.
    pub fn on(line: usize, file: impl Into<String>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { file: file.into(), line: Some(line), message: message.into(), help: help.into() }
    }

    /// A mistake that no single line is to blame for.
    pub fn of(file: impl Into<String>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { file: file.into(), line: None, message: message.into(), help: help.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.message)?;
        if self.help.is_empty() { Ok(()) } else { write!(f, "\n  help: {}", self.help) }
    }
}

impl std::error::Error for Problem {}

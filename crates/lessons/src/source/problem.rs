//! Errors in an author's file: where, what, and what would be right.

use core::fmt;

/// An error in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as a path from the reader's root.
    pub file: String,
    /// Its line, from 1; `None` if the whole file is missing or wrong.
    pub line: Option<usize>,
    /// The error.
    pub message: String,
    /// The right form.
    pub help: String,
}

impl Problem {
    /// Makes an error on a line.
    pub fn on(line: usize, file: impl Into<String>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { file: file.into(), line: Some(line), message: message.into(), help: help.into() }
    }

    /// Makes an error without a line.
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

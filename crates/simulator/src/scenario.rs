//! Scenarios and statements: text that parses and prints without loss. It does not know what statements do.

use core::fmt;

use crate::Diagnostic;

/// A scenario: what happens, one statement a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scenario {
    lines: Vec<String>,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    text: String,
}

impl Scenario {
    /// Reads a scenario.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, in order of lines.
    pub fn parse(text: &str) -> Result<Self, Vec<Diagnostic>> {
        Ok(Self { lines: text.lines().map(str::to_owned).collect() })
    }
}

impl Statement {
    /// Reads one statement.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Diagnostic> {
        Ok(Self { text: text.to_owned() })
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

//! The programming languages of the samples: the places of their programs, the form of the broker's address in each,
//! and the tools that read and run them.

use crate::tools::{self, Tools};
use std::path::Path;
use std::process::Command;

/// A programming language whose samples are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Python,
    JavaScript,
}

pub const LANGUAGES: [Language; 2] = [Language::Python, Language::JavaScript];

impl Language {
    /// Returns its folder among a lesson's code.
    pub fn folder(self) -> &'static str {
        match self {
            Language::Python => "python",
            Language::JavaScript => "javascript",
        }
    }

    /// Returns the file of a program.
    pub fn file(self, program: &str) -> String {
        match self {
            Language::Python => format!("{program}.py"),
            Language::JavaScript => format!("{program}.js"),
        }
    }

    /// Makes sure that its programs can be run. The error says what is missing.
    pub fn prepare(self, folder: &Path) -> anyhow::Result<Tools> {
        match self {
            Language::Python => tools::python(folder),
            Language::JavaScript => tools::javascript(folder),
        }
    }

    /// Runs a program.
    pub fn command(self, tools: &Tools, file: &Path) -> Command {
        let mut command = Command::new(&tools.interpreter);
        match self {
            // As on a terminal, each line is written when it is printed.
            Language::Python => command.env("PYTHONUNBUFFERED", "1").env("PYTHONDONTWRITEBYTECODE", "1"),
            Language::JavaScript => &mut command,
        };
        command.arg(file);
        command
    }

    /// Returns a program's text with this address in place of the usual one. The error says how the usual one is
    /// written.
    pub fn with_address(self, text: &str, port: u16, vhost: &str) -> anyhow::Result<String> {
        let (usual, ours) = match self {
            Language::Python => (
                "ConnectionParameters(\"localhost\")",
                format!("ConnectionParameters(\"127.0.0.1\", {port}, \"{vhost}\")"),
            ),
            Language::JavaScript => ("\"amqp://localhost\"", format!("\"amqp://127.0.0.1:{port}/{vhost}\"")),
        };
        let times = text.matches(usual).count();
        anyhow::ensure!(
            times == 1,
            "it must connect by `{usual}`, once, so that it can be run against a broker elsewhere; it does {times} times"
        );
        Ok(text.replace(usual, &ours))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_replaced() {
        let python = Language::Python.with_address("c = pika.ConnectionParameters(\"localhost\")\n", 1, "v").unwrap();
        assert_eq!(python, "c = pika.ConnectionParameters(\"127.0.0.1\", 1, \"v\")\n");
        let javascript = Language::JavaScript.with_address("connect(\"amqp://localhost\")", 1, "v").unwrap();
        assert_eq!(javascript, "connect(\"amqp://127.0.0.1:1/v\")");
        let told = Language::Python.with_address("pika.ConnectionParameters('localhost')", 1, "v").unwrap_err();
        assert!(told.to_string().contains("it does 0 times"), "{told}");
    }
}

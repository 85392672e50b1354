//! Errors in a command line, in the words of `rabbitmqctl` where it has any, and what would be right.

use std::error::Error;
use std::fmt;

/// A command line that cannot be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CtlError {
    /// There is no command of this name; perhaps another one was meant.
    UnknownCommand {
        /// The given command.
        command: String,
        /// A known command with a similar spelling.
        suggestion: Option<&'static str>,
        /// All commands.
        known: Vec<&'static str>,
    },
    /// Columns that `rabbitmqctl` does not have.
    UnknownColumns {
        /// The command.
        command: &'static str,
        /// The given columns.
        columns: Vec<String>,
        /// All columns.
        known: Vec<&'static str>,
    },
    /// Columns of `rabbitmqctl` about things that are not simulated.
    NotSimulated {
        /// The command.
        command: &'static str,
        /// The given columns.
        columns: Vec<String>,
        /// All columns.
        known: Vec<&'static str>,
    },
    /// An option that the command does not have or that lacks its value.
    BadOption {
        /// The command.
        command: &'static str,
        /// The given option.
        option: String,
    },
    /// A virtual host other than the only one.
    NoSuchVhost(String),
    /// The broker is down.
    NodeDown,
}

impl CtlError {
    /// Returns the first wrong word of the command line; `None` if it has none.
    #[must_use]
    pub fn culprit(&self) -> Option<&str> {
        match self {
            Self::UnknownCommand { command, .. } => Some(command),
            Self::UnknownColumns { columns, .. } | Self::NotSimulated { columns, .. } => {
                columns.first().map(String::as_str)
            }
            Self::BadOption { option, .. } => Some(option),
            Self::NoSuchVhost(vhost) => Some(vhost),
            Self::NodeDown => None,
        }
    }
}

impl fmt::Display for CtlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownCommand { command, suggestion, known } => {
                if command.is_empty() {
                    f.write_str("No command given.")?;
                } else {
                    write!(f, "Command '{command}' not found.")?;
                }
                match suggestion {
                    Some(suggestion) => write!(f, "\nDid you mean '{suggestion}'?"),
                    None => write!(f, "\nCommands: {}", known.join(", ")),
                }
            }
            Self::UnknownColumns { command, columns, known } => write!(
                f,
                "Error: Info key(s) {} are not supported\n{command} knows: {}",
                columns.join(","),
                known.join(", ")
            ),
            Self::NotSimulated { command, columns, known } => write!(
                f,
                "Error: Info key(s) {} are RabbitMQ's, but what they count is not simulated\n{command} knows: {}",
                columns.join(","),
                known.join(", ")
            ),
            Self::BadOption { command, option } => write!(
                f,
                "Error (argument validation): Invalid options for this command: {option}\n{command} takes \
                 -q/--quiet, -s/--silent, --no-table-headers and -p/--vhost <vhost>"
            ),
            Self::NoSuchVhost(vhost) => {
                write!(f, "Error: Virtual host '{vhost}' does not exist; the only one here is '/'")
            }
            Self::NodeDown => f.write_str(
                "Error: unable to perform an operation on node 'rabbit@warren'\nThe broker is down: start it first",
            ),
        }
    }
}

impl Error for CtlError {}

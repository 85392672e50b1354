//! What can be wrong with a command line, in the words of `rabbitmqctl` where it has any, with what would be right.

use std::error::Error;
use std::fmt;

/// A command line that cannot be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CtlError {
    /// No command of this name; perhaps another one was meant.
    UnknownCommand {
        /// As given.
        command: String,
        /// A known command that is spelt nearly like it.
        suggestion: Option<&'static str>,
        /// All that there are.
        known: Vec<&'static str>,
    },
    /// Columns that `rabbitmqctl` does not have.
    UnknownColumns {
        /// The command.
        command: &'static str,
        /// As given.
        columns: Vec<String>,
        /// All that there are.
        known: Vec<&'static str>,
    },
    /// Columns that `rabbitmqctl` has, about things that are not simulated.
    NotSimulated {
        /// The command.
        command: &'static str,
        /// As given.
        columns: Vec<String>,
        /// All that there are.
        known: Vec<&'static str>,
    },
    /// An option that the command does not have, or that lacks its value.
    BadOption {
        /// The command.
        command: &'static str,
        /// As given.
        option: String,
    },
    /// A virtual host other than the one there is.
    NoSuchVhost(String),
    /// The broker is down: nobody answers.
    NodeDown,
}

impl CtlError {
    /// The first word of the command line that is wrong; nothing if none is.
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

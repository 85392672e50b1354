//! `rabbitmqctl`'s listings as a pure function of [`Overview`]: RabbitMQ 3.10's own commands, columns, defaults, header
//! lines and layout.
//!
//! ```
//! let broker = warren_broker::Broker::new(warren_broker::Config::default());
//! let printed = warren_ctl::run("list_exchanges -q type name", Some(&broker.overview()));
//! assert_eq!(printed.expect("all words are known").lines().next(), Some("type\tname"));
//! ```
//!
//! Rows come in the order of the overview; RabbitMQ's own order is by chance. Process identifiers and ports, which a
//! simulation does not have, are made from the numbers of connections, channels and queues.

mod error;
mod listing;
mod request;
mod synthetic_ids;
mod terms;
mod words;

use warren_broker::Overview;

pub use error::CtlError;
pub use words::{next_words, suggest_fix};

use crate::listing::Listing;
use crate::request::Request;

/// Returns the commands that [`run`] knows.
#[must_use]
pub fn commands() -> Vec<&'static str> {
    Listing::ALL.iter().map(|listing| listing.command()).collect()
}

/// Returns the columns of a command in RabbitMQ's order, without those for which the simulation has no values; `None`
/// if there is no such command.
#[must_use]
pub fn columns(command: &str) -> Option<Vec<&'static str>> {
    Listing::find(command).map(Listing::columns)
}

/// Checks that [`run`] can run a command line, whether the broker is up or down.
///
/// # Errors
///
/// Those of [`run`] for the line.
pub fn check(line: &str) -> Result<(), CtlError> {
    Request::parse(line).map(|_| ())
}

/// Runs a command line such as `list_queues name messages_ready`, with or without the word `rabbitmqctl` (and `sudo`,
/// as in RabbitMQ's tutorials), and returns its output.
///
/// Options: `-q`/`--quiet` leaves out the banner, `-s`/`--silent` the line of column names too, `--no-table-headers`
/// only that line; `-p`/`--vhost` may only name `/`.
///
/// Without an overview the broker is down.
///
/// # Errors
///
/// An unknown command, column or option, in `rabbitmqctl`'s manner, and what would be right; for a correct line, that
/// the broker is down.
pub fn run(line: &str, overview: Option<&Overview>) -> Result<String, CtlError> {
    let Request { listing, columns, banner, headers } = Request::parse(line)?;
    let overview = overview.ok_or(CtlError::NodeDown)?;
    let rows = listing.rows(overview, &columns);
    let mut lines: Vec<String> = Vec::with_capacity(rows.len() + 3);
    if banner {
        lines.extend(listing.banner().iter().map(|&line| line.to_owned()));
    }
    // The column names come with the first row, so an empty listing has none.
    if headers && !rows.is_empty() {
        lines.push(columns.join("\t"));
    }
    lines.extend(rows.iter().map(|row| row.join("\t")));
    Ok(lines.into_iter().map(|line| line + "\n").collect())
}

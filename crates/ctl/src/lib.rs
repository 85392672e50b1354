//! `rabbitmqctl`'s listings as a pure function of [`Overview`]: RabbitMQ 3.10's own commands, columns, defaults, header
//! lines and layout. It changes nothing and knows nothing of how the state came about.
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
pub use words::{mend, next_words};

use crate::listing::Listing;
use crate::request::Request;

/// The commands that [`run`] knows.
#[must_use]
pub fn commands() -> Vec<&'static str> {
    Listing::ALL.iter().map(|listing| listing.command()).collect()
}

/// The columns of a command in RabbitMQ's order, those left out that the simulation has no values for; nothing if there is
/// no such command.
#[must_use]
pub fn columns(command: &str) -> Option<Vec<&'static str>> {
    Listing::find(command).map(Listing::columns)
}

/// Whether [`run`] can run a command line, be the broker up or down.
///
/// # Errors
/// As [`run`] has them for the line.
pub fn check(line: &str) -> Result<(), CtlError> {
    Request::parse(line).map(|_| ())
}

/// Runs a command line such as `list_queues name messages_ready`, without the word `rabbitmqctl` or with it (and `sudo`, as
/// RabbitMQ's tutorials have it), and gives back what would be printed.
///
/// Options: `-q`/`--quiet` leaves out the banner, `-s`/`--silent` the line of column names too, `--no-table-headers` only
/// that; `-p`/`--vhost` may only name `/`.
///
/// Without an overview the broker is down, and nobody answers.
///
/// # Errors
/// For an unknown command, column or option, in `rabbitmqctl`'s manner, and with what would be right; if the line is right,
/// for a broker that is down.
pub fn run(line: &str, overview: Option<&Overview>) -> Result<String, CtlError> {
    let Request { listing, columns, banner, headers } = Request::parse(line)?;
    let overview = overview.ok_or(CtlError::NodeDown)?;
    let rows = listing.rows(overview, &columns);
    let mut lines: Vec<String> = Vec::with_capacity(rows.len() + 3);
    if banner {
        lines.extend(listing.banner().iter().map(|&line| line.to_owned()));
    }
    // The column names come with the first row: a listing of nothing has none.
    if headers && !rows.is_empty() {
        lines.push(columns.join("\t"));
    }
    lines.extend(rows.iter().map(|row| row.join("\t")));
    Ok(lines.into_iter().map(|line| line + "\n").collect())
}

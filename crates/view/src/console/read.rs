//! Reads entered lines: distinguishes statements from listings, and reports lines that are neither.

use warren_simulator::scenario::next_words;
use warren_simulator::{Overview, Statement};
use warren_spelling::nearest;

use super::LineError;

/// The word that shows the help.
pub const HELP: &str = "help";
/// The word that empties the transcript.
pub const CLEAR: &str = "clear";

/// An entered thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entered {
    /// Statements, one after another.
    Statements(Vec<Statement>),
    /// A listing, as typed.
    Listing(String),
    /// The help.
    Help,
    /// The emptying of the transcript.
    Clear,
}

/// Reads lines. Comments are left out, and so is a prompt that was pasted with its line.
///
/// # Errors
///
/// The error of the first wrong line.
pub fn read(text: &str, overview: &Overview) -> Result<Vec<Entered>, LineError> {
    let mut all: Vec<Entered> = Vec::new();
    for line in text.lines().map(bare).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let first = line.split_whitespace().next().unwrap_or_default();
        let alone = first == line;
        if alone && first == HELP {
            all.push(Entered::Help);
        } else if alone && first == CLEAR {
            all.push(Entered::Clear);
        } else if is_listing(first) {
            // A line before this one may start a broker that is down.
            warren_ctl::check(line).map_err(|error| LineError::of_listing(line, &error).within(text))?;
            all.push(Entered::Listing(line.to_owned()));
        } else {
            let statement = Statement::parse(line).map_err(|wrong| {
                let mut wrong = LineError::of_statement(line, wrong, overview);
                if alone && wrong.suggestion.is_none() {
                    wrong.suggestion = nearest(first, &[HELP, CLEAR]).map(str::to_owned);
                }
                wrong.within(text)
            })?;
            match all.last_mut() {
                Some(Entered::Statements(statements)) => statements.push(statement),
                Some(Entered::Listing(_) | Entered::Help | Entered::Clear) | None => {
                    all.push(Entered::Statements(vec![statement]));
                }
            }
        }
    }
    Ok(all)
}

/// Prints a listing.
///
/// # Errors
///
/// The message of `rabbitmqctl` when it prints none.
pub fn list(line: &str, overview: &Overview) -> Result<String, LineError> {
    let broker = overview.broker_up.then_some(&overview.broker);
    warren_ctl::run(line, broker).map_err(|error| LineError::of_listing(line, &error))
}

/// Returns whether a line that begins with this word is a listing, if only nearly.
#[must_use]
pub fn is_listing(first: &str) -> bool {
    let is_statement = || next_words(first, &Overview::default()).words.iter().any(|word| word.text == first);
    let mut known = warren_ctl::commands();
    known.extend(["rabbitmqctl", "sudo"]);
    first.starts_with("list_") || known.contains(&first) || (!is_statement() && nearest(first, &known).is_some())
}

/// Trims spaces from both ends of a line and a prompt from its beginning.
pub(super) fn bare(line: &str) -> &str {
    let line = line.trim();
    line.strip_prefix("$ ").or_else(|| line.strip_prefix("> ")).unwrap_or(line).trim_start()
}

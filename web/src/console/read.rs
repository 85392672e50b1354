//! What is entered, line by line: which lines are statements, which are listings, and what is wrong with those that are
//! neither. It deliberately carries nothing out.

use warren_simulator::scenario::next_words;
use warren_simulator::{Overview, Statement};
use warren_spelling::nearest;

use super::Fault;

/// The word that shows what can be typed.
pub const HELP: &str = "help";
/// The word that empties the transcript.
pub const CLEAR: &str = "clear";

/// One thing asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Statements, one after another.
    Statements(Vec<Statement>),
    /// A listing, as it was typed.
    Listing(String),
    /// What can be typed.
    Help,
    /// An empty transcript.
    Clear,
}

/// Reads lines, or says what is wrong with the first that is wrong. Comments are left out, and so is a prompt that was
/// pasted with its line.
pub fn read(text: &str, overview: &Overview) -> Result<Vec<Asked>, Fault> {
    let mut all: Vec<Asked> = Vec::new();
    for line in text.lines().map(bare).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let first = line.split_whitespace().next().unwrap_or_default();
        let alone = first == line;
        if alone && first == HELP {
            all.push(Asked::Help);
        } else if alone && first == CLEAR {
            all.push(Asked::Clear);
        } else if is_listing(first) {
            // The broker that is down may be started by a line before this one.
            warren_ctl::check(line).map_err(|error| within(text, Fault::of_listing(line, &error)))?;
            all.push(Asked::Listing(line.to_owned()));
        } else {
            let statement = Statement::parse(line).map_err(|wrong| {
                let mut fault = Fault::of_statement(line, wrong, overview);
                if alone && fault.mended.is_none() {
                    fault.mended = nearest(first, &[HELP, CLEAR]).map(str::to_owned);
                }
                within(text, fault)
            })?;
            match all.last_mut() {
                Some(Asked::Statements(statements)) => statements.push(statement),
                Some(Asked::Listing(_) | Asked::Help | Asked::Clear) | None => {
                    all.push(Asked::Statements(vec![statement]));
                }
            }
        }
    }
    Ok(all)
}

/// What a listing prints.
pub fn list(line: &str, overview: &Overview) -> Result<String, Fault> {
    let broker = overview.broker_up.then_some(&overview.broker);
    warren_ctl::run(line, broker).map_err(|error| Fault::of_listing(line, &error))
}

/// What is wrong with one of several lines, and what to write instead of all of them.
pub fn within(text: &str, mut fault: Fault) -> Fault {
    if let Some(mended) = fault.mended.as_mut().filter(|_| text.contains('\n')) {
        let wrong = |line: &str| bare(line) == fault.line;
        let whole: Vec<&str> = text.lines().map(|line| if wrong(line) { mended.as_str() } else { line }).collect();
        *mended = whole.join("\n");
    }
    fault
}

/// Whether a line that begins with this word is a listing, if only by what it nearly says.
pub fn is_listing(first: &str) -> bool {
    let is_statement = || next_words(first, &Overview::default()).words.iter().any(|word| word.text == first);
    let mut known = warren_ctl::commands();
    known.extend(["rabbitmqctl", "sudo"]);
    first.starts_with("list_") || known.contains(&first) || (!is_statement() && nearest(first, &known).is_some())
}

/// A line without spaces at its ends and without a prompt before it.
fn bare(line: &str) -> &str {
    let line = line.trim();
    line.strip_prefix("$ ").or_else(|| line.strip_prefix("> ")).unwrap_or(line).trim_start()
}

//! The event log on a terminal: one line for each entry, in columns as wide as needed. The simulator words the lines.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;
use warren_simulator::explain::{Explanation, LogLine};
use warren_simulator::text::Catalog;

/// The width of the time column, which fits hours.
const TIME: usize = 10;

/// A moment to be printed.
pub struct Entry {
    /// The mark of the beat that begins here.
    pub mark: Option<String>,
    /// Its explanation.
    pub told: Explanation,
}

/// Prints the log; with a catalog also each moment's sentence and causes.
///
/// # Errors
///
/// The output cannot be written.
pub fn print(entries: &[Entry], sentences: Option<&Catalog>, out: &mut impl Write) -> io::Result<()> {
    let lines = || entries.iter().flat_map(|entry| &entry.told.log);
    let widest = |text: fn(&LogLine) -> &str| lines().map(|line| text(line).width()).max().unwrap_or_default();
    let (actors, whats) = (widest(|line| &line.actor), widest(|line| line.what));
    for Entry { mark, told } in entries {
        if let Some(mark) = mark {
            writeln!(out, "--- {mark}")?;
        }
        for line in &told.log {
            let row = format!(
                "{:>TIME$}  {}  {}  {}",
                line.at.to_string(),
                padded(&line.actor, actors),
                padded(line.what, whats),
                line.detail
            );
            writeln!(out, "{}", row.trim_end())?;
        }
        if let Some(catalog) = sentences {
            let indent = " ".repeat(TIME + 2);
            for phrase in told.summary.iter().chain(&told.why) {
                writeln!(out, "{indent}{}", catalog.phrase(phrase))?;
            }
        }
    }
    Ok(())
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

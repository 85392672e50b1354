//! `warren lessons`: lists the lessons.

use std::error::Error;
use std::io::Write;

use clap::Args;
use serde_json::json;
use unicode_width::UnicodeWidthStr;
use warren_lessons::bundled::lessons;

use crate::Outcome;
use crate::language::check;

/// List the lessons, for `warren run`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The language of titles and summaries; English where a lesson does not have it.
    #[arg(long, value_name = "CODE", default_value = "en")]
    lang: String,
    /// Print one JSON object a lesson.
    #[arg(long)]
    json: bool,
}

/// Prints the list.
///
/// # Errors
///
/// There is no such language, or the output cannot be written.
pub fn run(arguments: &Arguments, out: &mut impl Write) -> Result<Outcome, Box<dyn Error>> {
    check(&arguments.lang)?;
    let width = lessons().iter().map(|lesson| lesson.id.width()).max().unwrap_or_default();
    for lesson in lessons() {
        let prose = lesson.prose(&arguments.lang);
        if arguments.json {
            let line = json!({
                "order": lesson.order, "id": lesson.id, "title": prose.title, "summary": prose.summary,
                "languages": lesson.prose.keys().collect::<Vec<_>>(),
            });
            writeln!(out, "{line}")?;
        } else {
            let padding = " ".repeat(width - lesson.id.width());
            writeln!(out, "{:>2}  {}{padding}  {} - {}", lesson.order, lesson.id, prose.title, prose.summary)?;
        }
    }
    Ok(Outcome::Good)
}

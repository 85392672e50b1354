//! `warren conform`: replays recordings of the real broker and reports where the simulated one differs.
//! `warren-conformance` does the work.

use std::error::Error;
use std::io::Write;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value as Json, json};
use warren_conformance::{Difference, judge, read, recordings_under};

use crate::Outcome;

/// Replay recordings of a real RabbitMQ and report each that differs, with the first differing step.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Recordings, or folders that hold them at any depth.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Print one JSON object a recording, and one with the totals.
    #[arg(long)]
    json: bool,
    /// Print those that pass, too.
    #[arg(short, long)]
    verbose: bool,
}

/// The result of replaying a recording.
enum Verdict {
    Passed,
    Differs(Difference),
    /// The file is not a recording that can be replayed.
    Unreadable(String),
    /// The simulated broker panicked: a mistake of ours, whatever the recording.
    Panicked(String),
}

/// Replays all recordings under the paths.
///
/// # Errors
///
/// A path cannot be read, or the output cannot be written.
pub fn run(arguments: &Arguments, out: &mut impl Write) -> Result<Outcome, Box<dyn Error>> {
    let mut files = Vec::new();
    for path in &arguments.paths {
        files.append(&mut recordings_under(path)?);
    }
    let (mut passed, mut failed, mut unread) = (0_usize, 0_usize, 0_usize);
    for file in &files {
        let verdict = verdict(file);
        match verdict {
            Verdict::Passed => passed += 1,
            Verdict::Differs(_) | Verdict::Panicked(_) => failed += 1,
            Verdict::Unreadable(_) => unread += 1,
        }
        if arguments.json {
            writeln!(out, "{}", as_json(file, &verdict))?;
        } else if let Some(line) = as_line(file, &verdict, arguments.verbose) {
            writeln!(out, "{line}")?;
        }
    }
    let outcome = match (failed, unread) {
        (0, 0) => Outcome::Good,
        (_, 0) => Outcome::Bad,
        _ => Outcome::Unread,
    };
    let failed = failed + unread;
    if arguments.json {
        writeln!(out, "{}", json!({"passed": passed, "failed": failed}))?;
    } else {
        writeln!(out, "{passed} passed, {failed} failed")?;
    }
    Ok(outcome)
}

fn verdict(file: &Path) -> Verdict {
    let text = match read(file) {
        Ok(text) => text,
        Err(error) => return Verdict::Unreadable(error.message),
    };
    match panic::catch_unwind(AssertUnwindSafe(|| judge(&text))) {
        Ok(Ok(None)) => Verdict::Passed,
        Ok(Ok(Some(difference))) => Verdict::Differs(difference),
        Ok(Err(error)) => Verdict::Unreadable(error.to_string()),
        Err(payload) => Verdict::Panicked(panic_text(&*payload)),
    }
}

fn panic_text(payload: &(dyn std::any::Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str).or_else(|| payload.downcast_ref::<&str>().copied());
    text.unwrap_or("no text").to_owned()
}

fn as_line(file: &Path, verdict: &Verdict, verbose: bool) -> Option<String> {
    let file = file.display();
    match verdict {
        Verdict::Passed => verbose.then(|| format!("{file}: passed")),
        Verdict::Differs(difference) => Some(format!("{file}: {difference}")),
        Verdict::Unreadable(message) => Some(format!("{file}: cannot be replayed: {message}")),
        Verdict::Panicked(message) => Some(format!("{file}: the simulated broker panicked: {message}")),
    }
}

fn as_json(file: &Path, verdict: &Verdict) -> Json {
    let file = file.display().to_string();
    match verdict {
        Verdict::Passed => json!({"file": file, "verdict": "passed"}),
        Verdict::Differs(difference) => json!({
            "file": file,
            "verdict": "differs",
            "place": difference.place.to_string(),
            "expected": difference.expected,
            "got": difference.got,
        }),
        Verdict::Unreadable(message) => json!({"file": file, "verdict": "unreadable", "message": message}),
        Verdict::Panicked(message) => json!({"file": file, "verdict": "panicked", "message": message}),
    }
}

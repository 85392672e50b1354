//! Finds a scenario, of a lesson or in a file, and words the error if it cannot be read.

use std::fmt::Write;
use std::fs;
use std::io::{self, Read};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use warren_lessons::bundled::{lesson, lessons};
use warren_simulator::{Diagnostic, Scenario};
use warren_spelling::nearest;

/// Returns the scenario of a lesson's id or number, of a file, or of standard input (`-`).
///
/// # Errors
///
/// There is none (the error lists the lessons), or it is wrong (the error gives each mistake's file, line and column).
pub fn scenario(name: &str) -> Result<Scenario, String> {
    let (origin, text) = match lesson(name) {
        Some(lesson) => (format!("lesson {}", lesson.id), lesson.scenario.clone()),
        None if name == "-" => ("standard input".to_owned(), standard_input()?),
        None => (name.to_owned(), fs::read_to_string(name).map_err(|error| not_there(name, &error))?),
    };
    Scenario::parse(&text).map_err(|diagnostics| shown(&origin, &text, &diagnostics))
}

fn standard_input() -> Result<String, String> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).map_err(|error| format!("standard input: {error}"))?;
    Ok(text)
}

fn not_there(name: &str, error: &io::Error) -> String {
    let ids: Vec<&str> = lessons().iter().map(|lesson| lesson.id.as_str()).collect();
    let hint = match nearest(name, &ids) {
        Some(id) => format!("did you mean the lesson `{id}`?"),
        None => format!("the lessons are {}", ids.join(", ")),
    };
    format!("`{name}` is neither a lesson nor a file that can be read ({error}); {hint}")
}

/// Returns every mistake with its place and the line it is in.
fn shown(origin: &str, text: &str, diagnostics: &[Diagnostic]) -> String {
    let renderer = Renderer::plain();
    let mut all = format!("{origin} is not a scenario that can be run");
    for diagnostic in diagnostics {
        let (message, help) = (diagnostic.message.to_string(), diagnostic.help.to_string());
        let annotation = AnnotationKind::Primary.span(span(text, diagnostic)).label(&help);
        let snippet = Snippet::source(text).path(origin).annotation(annotation);
        let group: Group<'_> = Level::ERROR.primary_title(&message).element(snippet);
        write!(all, "\n\n{}", renderer.render(&[group])).expect("a String takes everything");
    }
    all
}

/// Returns the bytes that a mistake concerns.
fn span(text: &str, diagnostic: &Diagnostic) -> std::ops::Range<usize> {
    let line = text.split_inclusive('\n').nth(diagnostic.line.saturating_sub(1)).unwrap_or_default();
    let before: usize = text.split_inclusive('\n').take(diagnostic.line.saturating_sub(1)).map(str::len).sum();
    let bytes = |characters: usize| line.chars().take(characters).map(char::len_utf8).sum::<usize>();
    let from = diagnostic.column.saturating_sub(1);
    before + bytes(from)..before + bytes(from + diagnostic.length)
}

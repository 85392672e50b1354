//! Suggests the statement that was probably meant by a wrong one: a corrected word, an added sign, or statements that
//! must come first.

use warren_spelling::nearest;

use super::{Action, Statement, next_words};
use crate::{ClientState, Diagnostic, Overview};

/// Returns a replacement for a wrong line (without spaces at its ends), guessed from the words possible at the place of
/// the diagnostic and from what exists. It can be several lines.
#[must_use]
pub fn suggest_fix(line: &str, wrong: &Diagnostic, overview: &Overview) -> Option<String> {
    let read = Statement::parse(line);
    respelt(line, wrong, overview).or_else(|| match &read {
        Ok(statement) => prepared(statement, overview),
        Err(_) => repaired(line, wrong, overview),
    })
}

/// Replaces the wrong word by the nearest possible one.
fn respelt(line: &str, wrong: &Diagnostic, overview: &Overview) -> Option<String> {
    let (start, end) = (place(line, wrong.column - 1), place(line, wrong.column - 1 + wrong.length));
    let key = line[start..end].find('=').map(|at| start + at);
    [key, Some(end)].into_iter().flatten().find_map(|at| {
        let next = next_words(&line[..at], overview);
        let word = &line[next.from..at];
        let known: Vec<&str> = next.words.iter().map(|word| word.text.trim_end_matches('=')).collect();
        let near = nearest(word, &known).filter(|near| *near != word && !known.contains(&word))?;
        Some([&line[..next.from], near, &line[at..]].concat()).filter(|respelt| match Statement::parse(respelt) {
            Ok(_) => true,
            Err(still) => still.column > wrong.column,
        })
    })
}

/// Adds a sign that makes the line a statement.
fn repaired(line: &str, wrong: &Diagnostic, overview: &Overview) -> Option<String> {
    let first = line.split(char::is_whitespace).next().unwrap_or_default();
    let (start, end) = (place(line, wrong.column - 1), place(line, wrong.column - 1 + wrong.length));
    let with = |at: usize, sign: &str| [&line[..at], sign, &line[at..]].concat();
    let sender = overview.clients.iter().find(|client| client.state == ClientState::Running);
    let tries = [
        first.find(':').map(|at| with(at + 1, " ")),
        Some(with(first.len(), ":")),
        Some(with(line.len(), "\"")),
        Some(with(start, " ")),
        line[..end].ends_with(|c: char| c.is_ascii_digit()).then(|| with(end, "s")),
        sender.map(|client| format!("{}: {line}", client.name)),
    ];
    tries.into_iter().flatten().find(|repaired| Statement::parse(repaired).is_ok())
}

/// Returns the statements that must come first where a client sends a method but does not exist or does not run.
fn prepared(statement: &Statement, overview: &Overview) -> Option<String> {
    let Action::Method { client: sender, .. } = statement.action() else { return None };
    match overview.clients.iter().find(|client| client.name == *sender).map(|client| &client.state) {
        None => Some(format!("client {sender}\nstart {sender}\n{statement}")),
        Some(ClientState::Running) => None,
        Some(_) => Some(format!("start {sender}\n{statement}")),
    }
}

/// Returns where a character begins, in bytes.
fn place(line: &str, character: usize) -> usize {
    line.char_indices().nth(character).map_or(line.len(), |(at, _)| at)
}

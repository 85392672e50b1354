//! The statement that was probably meant, for one that is wrong: a word respelt, a sign put in, or the statements that must
//! come first. It does not know why the statement is wrong; what it offers reads better than what was written.

use warren_spelling::nearest;

use super::{Action, Statement, next_words};
use crate::{ClientState, Diagnostic, Overview};

/// What to write instead of a line (without spaces at its ends) that is wrong where the diagnostic says, if that can be
/// guessed from what may stand there and what exists. It can be several lines.
#[must_use]
pub fn suggest_fix(line: &str, wrong: &Diagnostic, overview: &Overview) -> Option<String> {
    let read = Statement::parse(line);
    respelt(line, wrong, overview).or_else(|| match &read {
        Ok(statement) => prepared(statement, overview),
        Err(_) => repaired(line, wrong, overview),
    })
}

/// The nearest word that may stand in the wrong place.
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

/// A sign put in that makes it a statement.
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

/// What must come first, where somebody sends a method who is not there yet, or not running.
fn prepared(statement: &Statement, overview: &Overview) -> Option<String> {
    let Action::Method { client: sender, .. } = statement.action() else { return None };
    match overview.clients.iter().find(|client| client.name == *sender).map(|client| &client.state) {
        None => Some(format!("client {sender}\nstart {sender}\n{statement}")),
        Some(ClientState::Running) => None,
        Some(_) => Some(format!("start {sender}\n{statement}")),
    }
}

/// Where a character begins, in bytes.
fn place(line: &str, character: usize) -> usize {
    line.char_indices().nth(character).map_or(line.len(), |(at, _)| at)
}

//! Completion: the words possible at the caret, of statements, listings and the console's own words. Each language
//! lists its own.

use warren_simulator::Overview;
use warren_simulator::scenario::{self, Next, NextWord};

use super::read::{CLEAR, HELP, is_listing};

/// Suggestions for a place in a line, and the part of the line that they replace (in bytes).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// The beginning of the replaced word,
    pub from: usize,
    /// and its end.
    pub to: usize,
    /// The possible words.
    pub words: Vec<NextWord>,
    /// The syntax of the statement, as far as it is known.
    pub usage: String,
}

/// Lists the words possible at the caret, `caret` bytes into the line, that begin like the text before it.
#[must_use]
pub fn complete(line: &str, caret: usize, overview: &Overview) -> Completion {
    let (before, after) = line.split_at(caret);
    let Next { from, mut words, usage } = next_words(before, overview);
    let word = &before[from..];
    words.retain(|one| begins(&one.text, word) || begins(one.text.trim_start_matches('"'), word));
    if words.iter().all(|one| one.text == word) {
        words.clear();
    }
    let tail = after.find(|c: char| c.is_whitespace() || c == ',' || c == '=').unwrap_or(after.len());
    Completion { from, to: if word.is_empty() { caret } else { caret + tail }, words, usage }
}

/// Lists the words possible in the place of the last word of `before`.
#[must_use]
pub fn next_words(before: &str, overview: &Overview) -> Next {
    let line = before.trim_start();
    let indent = before.len() - line.len();
    let first = line.split_once(char::is_whitespace).map(|(first, _)| first);
    let mut next = if first.is_some_and(is_listing) {
        let (from, words) = warren_ctl::next_words(line);
        Next { from, words: noted(words, ""), usage: USAGE.to_owned() }
    } else {
        scenario::next_words(line, overview)
    };
    if first.is_none() {
        next.words.extend(noted(warren_ctl::commands(), "[COLUMN ...]"));
        next.words.extend(noted(vec![HELP, CLEAR], ""));
    }
    next.from += indent;
    next
}

impl Completion {
    /// Inserts a suggestion: returns the line, and the caret behind it in UTF-16 units, as the browser counts. `None`
    /// if there is no such suggestion, or the line has changed.
    #[must_use]
    pub fn taken(&self, line: &str, index: usize) -> Option<(String, usize)> {
        let word = &self.words.get(index)?.text;
        let rest = line.get(self.to..)?;
        let mut taken = line.get(..self.from)?.to_owned();
        taken.push_str(if rest.starts_with('=') { word.trim_end_matches('=') } else { word });
        let mut caret = taken.encode_utf16().count();
        if !word.ends_with(['=', '.']) {
            // The next word begins behind a space, which may exist already.
            if !rest.starts_with([' ', ',', '=']) {
                taken.push(' ');
            }
            caret += usize::from(!rest.starts_with([',', '=']));
        }
        taken.push_str(rest);
        Some((taken, caret))
    }
}

/// The syntax of every listing.
const USAGE: &str = "rabbitmqctl LISTING [COLUMN ...] [--quiet | --silent | --no-table-headers]";

fn noted(words: Vec<&'static str>, note: &str) -> Vec<NextWord> {
    words.into_iter().map(|word| NextWord { text: word.to_owned(), note: note.to_owned() }).collect()
}

/// Returns whether a word begins like the typed text; case, and `-` for `_`, do not matter.
fn begins(word: &str, typed: &str) -> bool {
    let plain = |c: char| if c == '-' { '_' } else { c.to_ascii_lowercase() };
    let mut word = word.chars().map(plain);
    typed.chars().map(plain).all(|c| word.next() == Some(c))
}

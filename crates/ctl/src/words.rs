//! Completion and correction of command lines. They name columns and options, not queues, so the state is not needed.

use warren_spelling::nearest;

use crate::listing::Listing;
use crate::request::{OPTIONS, PROGRAM, SHORT};

/// Returns where the last word of `before` begins (in bytes), and all words possible there: a command, else columns not
/// named yet, then options.
#[must_use]
pub fn next_words(before: &str) -> (usize, Vec<&'static str>) {
    let from = before.trim_end_matches(|c: char| !separates(c)).len();
    let mut words = before[..from].split(separates).filter(|word| !word.is_empty() && !PROGRAM.contains(word));
    let Some(command) = words.next() else { return (from, crate::commands()) };
    let Some(listing) = Listing::find(command) else { return (from, Vec::new()) };
    let said: Vec<&str> = words.collect();
    let next = match said.last() {
        Some(&("-p" | "--vhost")) => vec!["/"],
        Some(_) | None => {
            let known = listing.columns().into_iter().chain(OPTIONS.iter().copied());
            known.filter(|word| !said.contains(word)).collect()
        }
    };
    (from, next)
}

/// Returns the command line with its misspelt words corrected, if each of them is close to a possible one.
#[must_use]
pub fn suggest_fix(line: &str) -> Option<String> {
    let mut fixed = String::with_capacity(line.len());
    let mut rest = line;
    while !rest.is_empty() {
        let word = rest.split(separates).next().unwrap_or_default();
        let after = &rest[word.len()..];
        let gap = after.len() - after.trim_start_matches(separates).len();
        let (_, known) = next_words(&fixed);
        let said_twice = fixed.split(separates).any(|said| said == word);
        let right = [PROGRAM, SHORT, &[""]].concat().contains(&word) || known.contains(&word) || said_twice;
        fixed.push_str(if right { word } else { nearest(word, &known)? });
        fixed.push_str(&after[..gap]);
        rest = &after[gap..];
    }
    (fixed != line).then_some(fixed)
}

fn separates(c: char) -> bool {
    c.is_whitespace() || c == ','
}

//! Topic exchanges: the binding's key is a pattern over the words of the routing key. `*` stands for exactly one word,
//! `#` for any number of words, including none; nothing else is special. The empty key has no words at all, while every
//! other empty word counts (recordings `routing/topic_hash`, `topic_empty_words`, `topic_literalish`).

mod trie;

use super::types::{Comparison, Decides, ExchangeType, Part};
use trie::Trie;

pub(super) static TYPE: ExchangeType = ExchangeType {
    name: "topic",
    decides: Decides::RoutingKey,
    rule: "topic-match",
    matched: "why.routed.topic",
    missed: Some("why.miss.topic"),
    check_binding: |_| Ok(()),
    router: || Box::new(Trie::default()),
    compare: |binding, message| {
        let key = super::keys(message).find(|key| pattern_matches(&binding.routing_key, key));
        let matched = key.is_some();
        let key = key.unwrap_or(&message.routing_key);
        let parts = explain(&binding.routing_key, key).into_iter().map(Part::Word).collect();
        Comparison { matched, key: key.clone(), parts, ..Comparison::default() }
    },
};

/// Returns whether a topic pattern matches a routing key.
#[must_use]
pub fn pattern_matches(pattern: &str, key: &str) -> bool {
    let (mut pattern, mut key) = (words(pattern), words(key));
    // Where to resume: behind the last `#`, with one more word given to it.
    let mut again = None;
    loop {
        let words_left = key;
        match (pattern.next(), key.next()) {
            (Some("#"), _) => {
                again = Some((pattern, words_left));
                key = words_left;
            }
            (Some("*"), Some(_)) => {}
            (Some(wanted), Some(word)) if wanted == word => {}
            (None, None) => return true,
            (Some(_), _) | (None, Some(_)) => {
                let Some((after_hash, given)) = &mut again else { return false };
                if given.next().is_none() {
                    return false;
                }
                (pattern, key) = (*after_hash, *given);
            }
        }
    }
}

/// The comparison of one word of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordMatch {
    /// The pattern's word: a literal, `*` or `#`.
    pub pattern: String,
    /// The key's words that it stands for (any number for `#`), or the one that it failed on, or none if the key had
    /// ended.
    pub words: Vec<String>,
    /// Whether it matched.
    pub matched: bool,
}

/// Compares a pattern with a key, word by word. Without a match, the last entry is the failure of the attempt that got
/// furthest. An entry with an empty `pattern` holds words of the key for which no pattern was left.
#[must_use]
pub fn explain(pattern: &str, key: &str) -> Vec<WordMatch> {
    let pattern: Vec<&str> = words(pattern).collect();
    let key: Vec<&str> = words(key).collect();
    let mut furthest: Option<Vec<usize>> = None;
    // An attempt holds, for each word of the pattern so far, the number of the key's words read after it.
    let mut attempts = vec![Vec::new()];
    // Attempts that have read equally much of both continue alike. Only the first is followed, else many `#` would take
    // exponential time.
    let place = |at: usize, read: usize| at * (key.len() + 1) + read;
    let mut followed = vec![false; place(pattern.len() + 1, 0)];
    while let Some(attempt) = attempts.pop() {
        let (at, read) = (attempt.len(), attempt.last().copied().unwrap_or(0));
        if core::mem::replace(&mut followed[place(at, read)], true) {
            continue;
        }
        let with = |end: usize| attempt.iter().copied().chain([end]).collect::<Vec<_>>();
        match (pattern.get(at), key.get(read)) {
            (None, None) => return matched(&pattern, &key, &attempt),
            (Some(&"#"), _) => {
                // The longest is pushed first, so the shortest is tried first.
                let ends = (read..=key.len()).rev().filter(|end| !followed[place(at + 1, *end)]);
                attempts.extend(ends.map(with));
            }
            (Some(wanted), Some(word)) if *wanted == "*" || wanted == word => attempts.push(with(read + 1)),
            (Some(_), _) | (None, Some(_)) => {
                if furthest.as_ref().is_none_or(|furthest| at > furthest.len()) {
                    furthest = Some(attempt);
                }
            }
        }
    }
    let furthest = furthest.unwrap_or_default();
    let mut explained = matched(&pattern, &key, &furthest);
    let unread = &key[furthest.last().copied().unwrap_or(0)..];
    explained.push(match pattern.get(furthest.len()) {
        Some(wanted) => WordMatch::new(wanted, &unread[..unread.len().min(1)], false),
        None => WordMatch::new("", unread, false),
    });
    explained
}

/// Returns the words that the pattern's words stood for in an attempt.
fn matched(pattern: &[&str], key: &[&str], attempt: &[usize]) -> Vec<WordMatch> {
    let starts = core::iter::once(&0).chain(attempt);
    let ranges = starts.zip(attempt).map(|(start, end)| &key[*start..*end]);
    pattern.iter().zip(ranges).map(|(word, stands_for)| WordMatch::new(word, stands_for, true)).collect()
}

impl WordMatch {
    fn new(pattern: &str, words: &[&str], matched: bool) -> Self {
        Self { pattern: pattern.to_owned(), words: words.iter().map(|word| (*word).to_owned()).collect(), matched }
    }
}

/// The remaining words of a text.
#[derive(Clone, Copy)]
struct Words<'a>(Option<&'a str>);

fn words(text: &str) -> Words<'_> {
    Words(Some(text).filter(|text| !text.is_empty()))
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let text = self.0?;
        match text.bytes().position(|byte| byte == b'.') {
            Some(dot) => {
                self.0 = Some(&text[dot + 1..]);
                Some(&text[..dot])
            }
            None => self.0.take(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{explain, pattern_matches};

    #[test]
    fn words_stars_and_hashes() {
        for (pattern, key, expected) in [
            ("*.orange.*", "quick.orange.rabbit", true),
            ("*.orange.*", "quick.orange.male.rabbit", false),
            ("*.*.rabbit", "lazy.pink.rabbit", true),
            ("lazy.#", "lazy", true),
            ("lazy.#", "lazy.orange.male.rabbit", true),
            ("lazy.#", "lazyx", false),
            ("rabbit", "quick.orange.rabbit", false),
            ("a.#.a", "a", false),
            ("a.#.a", "a.a", true),
            ("#.a.#.b.#", "x.a.b.a.b", true),
            ("#.a.b", "a.b.a.c", false),
            ("#.b", "a.b.a.b", true),
            ("*", "orange", true),
            ("*", "", false),
            ("", "", true),
            ("#", "", true),
            ("#.#", "", true),
            ("#.*", "", false),
            ("*.*", ".", true),
            ("*.*.*", "a..b", true),
            ("##", "a", false),
            ("##", "##", true),
            ("a*", "ab", false),
            ("**", "a", false),
        ] {
            assert_eq!(pattern_matches(pattern, key), expected, "{pattern:?} on {key:?}");
            let explained = explain(pattern, key).iter().all(|word| word.matched);
            assert_eq!(explained, expected, "explanation of {pattern:?} on {key:?}");
        }
    }

    #[test]
    fn explains_what_each_word_stood_for() {
        let words: Vec<_> = explain("lazy.#", "lazy.pink.rabbit");
        assert_eq!(words[1].words, ["pink", "rabbit"]);
        let failed = explain("*.orange.*", "quick.brown.fox");
        assert_eq!((failed.len(), failed[1].matched, &*failed[1].words[0]), (2, false, "brown"));
        let left = explain("*.b", "a.b.c.d");
        assert_eq!(
            (left.len(), &*left[2].pattern, left[2].words.as_slice()),
            (3, "", &["c".to_owned(), "d".to_owned()][..])
        );
    }

    #[test]
    fn a_pattern_of_many_hashes_is_explained_as_soon_as_any() {
        let key = vec!["a"; 128].join(".");
        let hashes = vec!["#"; 127].join(".");
        let failed = explain(&format!("{hashes}.z"), &key);
        assert_eq!((failed.len(), failed[127].matched), (128, false));
        let matched = explain(&hashes, &key);
        assert!(matched.iter().all(|word| word.matched));
        assert_eq!(
            (matched[125].words.len(), matched[126].words.len()),
            (0, 128),
            "each stands for as few words as it can"
        );
    }
}

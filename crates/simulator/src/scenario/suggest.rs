//! The nearest known word to a mistyped one, for the help of an error. It does not know what the words mean.

/// `did you mean ...?` if a known word is near, else the list of them.
pub fn suggest(word: &str, known: &[&str]) -> String {
    match (nearest(word, known), known) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, []) => "there are none".into(),
        (None, [one]) => format!("there is only `{one}`"),
        (None, known) => format!("there are {}", enumerate(known)),
    }
}

/// The known word that takes the fewest edits, if they are few for its length.
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let word = word.to_lowercase();
    if word.chars().count() > 64 {
        return None;
    }
    let distance = |known: &str| strsim::osa_distance(&word, known);
    let best = known.iter().copied().min_by_key(|known| distance(known))?;
    (distance(best) <= 1 + best.chars().count() / 4 && distance(best) < best.chars().count()).then_some(best)
}

/// The words in a row: "`a`, `b` and `c`".
fn enumerate(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{nearest, suggest};

    #[test]
    fn finds_the_nearest_word_or_lists_all() {
        let known = ["start", "stop", "kill"];
        assert_eq!(suggest("strat", &known), "did you mean `start`?");
        assert_eq!(suggest("KILL", &known), "did you mean `kill`?");
        assert_eq!(suggest("explode", &known), "there are `start`, `stop` and `kill`");
        assert_eq!(nearest(&"x".repeat(100_000), &known), None);
        assert_eq!(nearest("x", &[]), None);
    }
}

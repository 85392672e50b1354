//! The nearest known word to a mistyped one, for the help of an error, wherever somebody types: scenarios, listings, the
//! console. It does not know what the words mean.

/// `did you mean ...?` if a known word is near, else the list of them.
#[must_use]
pub fn suggest(word: &str, known: &[&str]) -> String {
    match (nearest(word, known), known) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, []) => "there are none".into(),
        (None, [one]) => format!("there is only `{one}`"),
        (None, known) => format!("there are {}", enumerate(known)),
    }
}

/// The known word that takes the fewest edits, if they are few for its length.
#[must_use]
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    // The words that are known are ASCII: a letter beyond it is an edit, small or large.
    let word = word.to_ascii_lowercase();
    if word.chars().count() > 64 {
        return None;
    }
    let distance = |known: &str| distance(&word, known);
    let best = known.iter().copied().min_by_key(|known| distance(known))?;
    (distance(best) <= 1 + best.chars().count() / 4 && distance(best) < best.chars().count()).then_some(best)
}

/// How many letters must be put in, left out or changed, or neighbours swapped, to make one word the other.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    // The distances of each beginning of the one from all beginnings of the other.
    let mut rows: Vec<Vec<usize>> = vec![(0..=other.len()).collect()];
    for i in 1..=one.len() {
        let mut row = vec![i];
        for j in 1..=other.len() {
            let changed = rows[i - 1][j - 1] + usize::from(one[i - 1] != other[j - 1]);
            let mut least = changed.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[one.len()][other.len()]
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
    use super::{distance, nearest, suggest};

    #[test]
    fn finds_the_nearest_word_or_lists_all() {
        let known = ["start", "stop", "kill"];
        assert_eq!(suggest("strat", &known), "did you mean `start`?");
        assert_eq!(suggest("KILL", &known), "did you mean `kill`?");
        assert_eq!(suggest("explode", &known), "there are `start`, `stop` and `kill`");
        assert_eq!(nearest(&"x".repeat(100_000), &known), None);
        assert_eq!(nearest("x", &[]), None);
    }
    #[test]
    fn neighbours_that_are_swapped_are_one_edit() {
        let from = |one, other| distance(one, other);
        assert_eq!([from("", ""), from("", "abc"), from("abc", ""), from("abc", "abc")], [0, 3, 3, 0]);
        assert_eq!([from("strat", "start"), from("kil", "kill"), from("kitten", "sitting")], [1, 1, 3]);
        // No letter is edited twice.
        assert_eq!(from("ca", "abc"), 3);
    }
}

//! The nearest known word to a mistyped one, for the help of an error, wherever somebody types: scenarios, listings, the
//! console. It does not know what the words mean.

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

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn finds_the_nearest_word_if_one_is_near() {
        let known = ["start", "stop", "kill"];
        assert_eq!(nearest("strat", &known), Some("start"));
        assert_eq!(nearest("KILL", &known), Some("kill"));
        assert_eq!(nearest("explode", &known), None);
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

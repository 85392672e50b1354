//! Finds the nearest known word to a mistyped one, for the help of an error in scenarios, listings and the console.

use strsim::osa_distance;

/// Returns the known word with the fewest edits, if they are few for its length.
#[must_use]
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    // The known words are ASCII: any other letter is an edit.
    let word = word.to_ascii_lowercase();
    if word.chars().count() > 64 {
        return None;
    }
    // Letters inserted, left out or changed, and neighbours swapped; no letter twice.
    let distance = |known: &str| osa_distance(&word, known);
    let best = known.iter().copied().min_by_key(|known| distance(known))?;
    (distance(best) <= 1 + best.chars().count() / 4 && distance(best) < best.chars().count()).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::nearest;

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
        assert_eq!(nearest("strat", &["start"]), Some("start"));
        assert_eq!(nearest("tsar", &["star"]), Some("star"));
        assert_eq!(nearest("ratst", &["start"]), None);
    }
}

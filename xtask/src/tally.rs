//! Counts tests by the output of test programs: the summaries of Rust's harness, of wasm-bindgen's (in the same form)
//! and of Node's test runner; and keeps their remarks on what they could not test. Success is a program's exit status.

use std::ops::AddAssign;

/// The numbers of tests passed and failed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
    /// Things that could not be tested, each with the reason.
    pub omissions: Vec<String>,
}

impl Tally {
    /// Adds the numbers of `line`, if it is a summary.
    pub fn read(&mut self, line: &str) {
        if let Some(summary) = line.trim().strip_prefix("test result: ") {
            self.passed += count_before(summary, "passed");
            self.failed += count_before(summary, "failed");
        } else if let Some(passed) = node_count(line, "pass") {
            self.passed += passed;
        } else if let Some(failed) = node_count(line, "fail") {
            self.failed += failed;
        } else if let Some(omission) = line.strip_prefix("not tested: ") {
            self.omissions.push(omission.to_owned());
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.omissions.extend(other.omissions);
    }
}

/// Reads `ok. 12 passed; 1 failed; ...`.
fn count_before(summary: &str, word: &str) -> u64 {
    let words: Vec<&str> = summary.split([' ', ';', '.']).filter(|word| !word.is_empty()).collect();
    let pair = words.windows(2).find(|pair| pair[1] == word);
    pair.and_then(|pair| pair[0].parse().ok()).unwrap_or(0)
}

/// Reads `ℹ pass 12` (or `# pass 12` from older versions).
fn node_count(line: &str, word: &str) -> Option<u64> {
    let rest = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# "))?;
    rest.strip_prefix(word)?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_of_every_harness_add_up() {
        let mut tally = Tally::default();
        for line in [
            "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 3 filtered out; finished in 0.00s",
            "test result: FAILED. 4 passed; 1 failed; 2 ignored; 0 filtered out",
            "test it_says_test_result: ok. 5 passed ... ok",
            "ℹ tests 8",
            "ℹ pass 7",
            "ℹ fail 1",
            "ℹ duration_ms 99",
            "not tested: the Go samples: go is not on the PATH",
        ] {
            tally.read(line);
        }
        let omissions = vec!["the Go samples: go is not on the PATH".to_owned()];
        assert_eq!(tally, Tally { passed: 23, failed: 2, omissions });
    }
}

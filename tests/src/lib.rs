//! Shared by the tests of this crate: finding recordings, and replaying a group of them. The tests are under `tests/`.

pub mod fuzzed;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use warren_conformance::{judge, read, recordings_under};

/// Returns the folder of a group of recordings, such as `hand/acks`.
#[must_use]
pub fn group_folder(group: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings").join(group)
}

/// The results of a group of recordings.
#[derive(Debug, Default)]
pub struct GroupReport {
    /// The number of recordings.
    pub total: usize,
    /// One line for each recording that differs or cannot be replayed.
    pub failures: String,
    /// The number of those lines.
    pub failed: usize,
}

/// Replays a group.
///
/// # Panics
///
/// The group's folder cannot be read.
#[must_use]
pub fn replay_group(group: &str) -> GroupReport {
    let folder = group_folder(group);
    let files = recordings_under(&folder).unwrap_or_else(|error| panic!("{error}"));
    let mut report = GroupReport { total: files.len(), ..GroupReport::default() };
    for file in files {
        let text = read(&file).unwrap_or_else(|error| panic!("{error}"));
        let failure = match judge(&text) {
            Ok(None) => continue,
            Ok(Some(difference)) => difference.to_string(),
            Err(error) => format!("cannot be replayed: {error}"),
        };
        let name = file.strip_prefix(&folder).unwrap_or(&file).display().to_string();
        writeln!(report.failures, "  {group}/{name}: {failure}").expect("a String takes everything");
        report.failed += 1;
    }
    report
}

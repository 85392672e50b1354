//! Shared by the tests of this crate.

use warren_simulator::{Overview, Scenario, Timeline};

/// Runs a scenario.
pub fn timeline(text: &str) -> Timeline {
    Timeline::new(Scenario::parse(text).unwrap_or_else(|errors| panic!("{errors:?}")))
}

/// Runs a scenario and returns the overview at its end.
pub fn overview_at_end(text: &str) -> Overview {
    let mut timeline = timeline(text);
    timeline.seek(timeline.len());
    timeline.overview()
}

//! Prints the steps of a task and how long each took.

use std::fmt::Display;
use std::time::{Duration, Instant};

/// Announces a step, runs it, and prints how long it took.
pub fn step<T>(what: impl Display, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    println!("==> {what}");
    let start = Instant::now();
    let done = work()?;
    println!("    {}", seconds(start.elapsed()));
    Ok(done)
}

/// Prints a remark about the current step.
pub fn note(what: impl Display) {
    println!("    {what}");
}

/// Formats a duration for people.
pub fn seconds(time: Duration) -> String {
    let tenths = time.as_millis() / 100;
    if tenths < 1200 {
        format!("{}.{} s", tenths / 10, tenths % 10)
    } else {
        format!("{} min {} s", tenths / 600, tenths % 600 / 10)
    }
}

//! What a person sees while a task runs: which step it is at and how long each took. It deliberately does not know what the steps do.

use std::fmt::Display;
use std::time::{Duration, Instant};

/// Announces a step, does it, and says how long it took.
pub fn step<T>(what: impl Display, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    println!("==> {what}");
    let start = Instant::now();
    let done = work()?;
    println!("    {}", seconds(start.elapsed()));
    Ok(done)
}

/// A remark that belongs to the step at hand.
pub fn note(what: impl Display) {
    println!("    {what}");
}

/// A duration as people say it.
pub fn seconds(time: Duration) -> String {
    let tenths = time.as_millis() / 100;
    if tenths < 1200 {
        format!("{}.{} s", tenths / 10, tenths % 10)
    } else {
        format!("{} min {} s", tenths / 600, tenths % 600 / 10)
    }
}

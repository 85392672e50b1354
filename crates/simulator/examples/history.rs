//! Measures a long history: the memory of 100,000 moments, and the slowest of the seeks that a learner's scrubber makes
//! among them. `cargo run --release -p warren-simulator --example history`

use std::time::Duration;

use cpu_time::ThreadTime;
use peak_alloc::PeakAlloc;
use warren_simulator::{Scenario, Timeline};

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// Runs that reach the limit of 100,000 moments: one whose queues stay short, and one whose queue grows to the end.
const RUNS: &[(&str, &str)] = &[
    (
        "worked off",
        "client p producer queue=q durable persistent every=1ms confirm\nclient w1 worker queue=q durable think=1ms prefetch=5\n\
         client w2 worker queue=q durable think=1ms prefetch=5\nstart w1\nstart w2\nstart p\nadvance 1h",
    ),
    (
        "fanout to five",
        "client p producer exchange=logs type=fanout every=1ms\nclient a subscriber exchange=logs type=fanout\n\
         client b subscriber exchange=logs type=fanout\nclient c subscriber exchange=logs type=fanout\n\
         client d subscriber exchange=logs type=fanout\nclient e subscriber exchange=logs type=fanout\n\
         start a\nstart b\nstart c\nstart d\nstart e\nat 1s start p\nadvance 1h",
    ),
    ("piling up", "client p producer queue=q every=1ms body=\"Task {n} {dots}\"\nstart p\nadvance 1h"),
    ("piling up on the disk", "client p producer queue=q durable persistent confirm every=1ms\nstart p\nadvance 1h"),
    (
        "piling up unacked",
        "client p producer queue=q every=1ms\nclient w worker queue=q ack=never think=none\nstart w\nstart p\nadvance 1h",
    ),
];

fn main() {
    println!(
        "{:<22} {:>8} {:>9} {:>9} {:>12} {:>12}",
        "run", "moments", "MiB", "ms to run", "slowest seek", "mean seek"
    );
    for (name, text) in RUNS {
        let scenario = Scenario::parse(text).expect("the examples are right");
        let before = ALLOCATED.current_usage();
        let start = ThreadTime::now();
        let mut timeline = Timeline::new(scenario);
        let ran = start.elapsed();
        timeline.seek(timeline.len());
        let mebibytes = (ALLOCATED.current_usage() - before) / 1024 / 1024;
        let seeks: Vec<Duration> = (1..=100).map(|turn| seek(&mut timeline, turn * 61_803)).collect();
        let slowest = seeks.iter().max().copied().unwrap_or_default();
        let mean = seeks.iter().sum::<Duration>() / u32::try_from(seeks.len()).unwrap_or(1);
        let events: usize = timeline.moments().iter().map(|moment| moment.events.len()).sum();
        println!(
            "{name:<22} {:>8} {events:>7} {mebibytes:>4} {:>10} {:>10.1} ms {:>7.1} ms",
            timeline.len(),
            ran.as_millis(),
            slowest.as_secs_f64() * 1e3,
            mean.as_secs_f64() * 1e3,
        );
    }
}

/// Returns the time to seek a position from the end and from the beginning: processor time, the best of three, because
/// the machine does other things too.
fn seek(timeline: &mut Timeline, position: usize) -> Duration {
    let position = position % (timeline.len() + 1);
    let from = |timeline: &mut Timeline, start: usize| {
        timeline.seek(start);
        let start = ThreadTime::now();
        timeline.seek(position);
        start.elapsed()
    };
    let end = timeline.len();
    let best = |timeline: &mut Timeline, start| (0..3).map(|_| from(timeline, start)).min().unwrap_or_default();
    best(timeline, end).max(best(timeline, 0))
}

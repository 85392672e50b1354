//! Measures how the cost of one operation grows with the amount of state. Each row is measured at several sizes and has
//! a limit for the ratio of the last cost to the first.
//!
//! `cargo bench -p warren-broker --bench growth` prints the table. `-- --svg docs/growth.svg` also draws the curves
//! (the path is relative to the workspace's root); `-- ROW` measures only the rows whose name contains ROW. The exit
//! code is 1 if a ratio is above its limit. Times are processor time of this thread, the best of several rounds,
//! because the machine does other things too.

#[path = "growth/chart.rs"]
mod chart;
#[path = "growth/client.rs"]
mod client;
#[path = "growth/rows.rs"]
mod rows;

use std::process::ExitCode;

use rows::{ROWS, Row};

#[global_allocator]
static ALLOCATED: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;

/// A measured row: each size with the cost of one operation.
struct Measured {
    row: &'static Row,
    points: Vec<(usize, f64)>,
}

impl Measured {
    /// Measures the sizes by turns, so that what else the machine does meets all of them, and takes the best of each.
    fn of(row: &'static Row) -> Self {
        let mut points: Vec<(usize, f64)> = row.sizes.iter().map(|size| (*size, f64::INFINITY)).collect();
        for _ in 0..row.passes() {
            for (size, best) in &mut points {
                *best = best.min((row.measure)(*size));
            }
        }
        Self { row, points }
    }

    /// Returns the ratio of the last cost to the first.
    fn ratio(&self) -> f64 {
        let cost = |point: Option<&(usize, f64)>| point.map_or(f64::NAN, |(_, cost)| *cost);
        cost(self.points.last()) / cost(self.points.first())
    }

    fn holds(&self) -> bool {
        self.ratio() <= self.row.limit
    }
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let (mut svg, mut wanted) = (None, String::new());
    while let Some(argument) = arguments.next() {
        if argument == "--svg" {
            svg = arguments.next();
        } else {
            wanted = argument;
        }
    }
    let mut all = Vec::new();
    for row in ROWS.iter().filter(|row| row.name.contains(&wanted)) {
        let measured = Measured::of(row);
        print(&measured);
        all.push(measured);
    }
    // Cargo runs a bench in its crate's folder.
    let from_root = |path: String| std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join(path);
    if let Some(path) = svg.map(from_root)
        && let Err(error) = std::fs::write(&path, chart::svg(&all))
    {
        eprintln!("{} cannot be written: {error}", path.display());
        return ExitCode::FAILURE;
    }
    if all.iter().all(Measured::holds) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn print(measured: &Measured) {
    let Row { name, by, unit, limit, .. } = measured.row;
    let points: Vec<String> =
        measured.points.iter().map(|(size, cost)| format!("{} {cost:.0}", grouped(*size))).collect();
    let verdict = if measured.holds() { "" } else { "  TOO MUCH" };
    println!("{name}, {unit} by {by}: {}; {:.2} times, at most {limit}{verdict}", points.join(", "), measured.ratio());
}

/// Formats a number with separators: `100,000`.
fn grouped(number: usize) -> String {
    if number < 1_000 {
        return number.to_string();
    }
    format!("{},{:03}", grouped(number / 1_000), number % 1_000)
}

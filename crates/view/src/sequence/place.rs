//! Places the marks of a row: as many side by side on a line as have room, in order. Lengths are pixels of the drawing, by the
//! widths that the drawing crate gives to texts; nothing is drawn here.

use warren_drawing::text_width::{Font, fit, width};
use warren_simulator::text::Catalog;

use super::{Lane, LaneKind, Mark, Shape, label};

/// The height of a line, in pixels.
pub const LINE: f64 = 24.0;
/// From the top of a line to what is drawn on it.
pub const BASE: f64 = 17.0;
/// The length of an arrow that only sets out.
pub const REACH: f64 = 28.0;
/// The size of the words.
pub const SIZE: f64 = 11.0;
/// Between what is drawn at a lane and its words.
const GAP: f64 = 8.0;
/// Between two marks on a line.
const APART: f64 = 6.0;
/// Words are never wider.
const WIDEST: f64 = 190.0;

/// Where the lanes stand.
#[derive(Clone, Copy, Debug)]
pub struct Grid {
    /// From one lane to the next.
    pub pitch: f64,
    /// Of all lanes together.
    pub width: f64,
    /// The lane of the broker.
    pub broker: usize,
}

impl Grid {
    /// Makes a grid as wide as the panel of a large window, if the lanes have room in it.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // A run has some dozens of lanes.
    pub fn of(lanes: &[Lane]) -> Self {
        let count = lanes.len().max(1) as f64;
        let pitch = (672.0 / count).clamp(104.0, 132.0);
        let broker = lanes.iter().position(|lane| lane.kind() == LaneKind::Broker).unwrap_or_default();
        Self { pitch, width: pitch * count + 16.0, broker }
    }

    /// Gives the middle of a lane.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // A run has some dozens of lanes.
    pub fn x(&self, lane: usize) -> f64 {
        self.pitch * (lane as f64 + 0.5)
    }
}

/// A mark in its place.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Which line of the row, from 0.
    pub line: usize,
    /// Its words, shortened to their room.
    pub words: String,
    /// The middle of the words.
    pub middle: f64,
    /// Its left and right edge, its words included.
    pub span: (f64, f64),
    /// From left to right if 1, from right to left if -1.
    pub towards: f64,
}

/// Places the marks of a row.
#[must_use]
pub fn place(marks: &[Mark], grid: &Grid, texts: &Catalog) -> Vec<Placed> {
    let mut placed: Vec<Placed> = Vec::with_capacity(marks.len());
    for mark in marks {
        let mut one = alone(mark, grid, fit(&label(mark, texts), Font::Mono, SIZE, WIDEST));
        if let Some(last) = placed.last() {
            let crosses = |other: &Placed| one.span.0 < other.span.1 + APART && other.span.0 < one.span.1 + APART;
            let crowded = placed.iter().any(|other| other.line == last.line && crosses(other));
            one.line = last.line + usize::from(crowded);
        }
        placed.push(one);
    }
    placed
}

/// Places a mark on a line of its own.
fn alone(mark: &Mark, grid: &Grid, words: String) -> Placed {
    let (from, to) = (grid.x(mark.from), grid.x(mark.to));
    let wide = width(&words, Font::Mono, SIZE);
    let towards = if to < from { -1.0 } else { 1.0 };
    let within = |middle: f64| middle.min(grid.width - wide / 2.0 - 2.0).max(wide / 2.0 + 2.0);
    let (middle, tip) = match mark.shape {
        Shape::Arrow if mark.from != mark.to => (within(f64::midpoint(from, to)), to),
        Shape::Leaves | Shape::Stub => {
            let tip = from + towards * REACH;
            (within(tip + towards * (GAP + wide / 2.0)), tip)
        }
        Shape::Arrow | Shape::Begin | Shape::End | Shape::Cross | Shape::Cell | Shape::Note => {
            // What clients on the left send goes to the right: their own words stand on the other side if they have room.
            let outside = mark.from < grid.broker && from - GAP - wide >= 2.0;
            let beside = if outside { -1.0 } else { 1.0 };
            (within(from + beside * (GAP + wide / 2.0)), from + beside)
        }
    };
    let span = (from.min(tip).min(middle - wide / 2.0), from.max(tip).max(middle + wide / 2.0));
    Placed { line: 0, words, middle, span, towards }
}

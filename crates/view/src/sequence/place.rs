//! Places the marks of a row: as many side by side on a line as fit, in order. Lengths are pixels of the drawing, by
//! the text widths of the drawing crate.

use warren_drawing::text_width::{Font, fit, width};
use warren_simulator::text::Catalog;

use super::{Lane, LaneKind, Mark, Shape, label};

/// The height of a line, in pixels.
pub const LINE: f64 = 24.0;
/// The distance from the top of a line to its drawing.
pub const BASE: f64 = 17.0;
/// The length of an arrow that only departs.
pub const REACH: f64 = 28.0;
/// The size of the words.
pub const SIZE: f64 = 11.0;
/// The gap between a mark at a lane and its words.
const GAP: f64 = 8.0;
/// The gap between two marks on a line.
const APART: f64 = 6.0;
/// The maximum width of words.
const WIDEST: f64 = 190.0;

/// The positions of the lanes.
#[derive(Clone, Copy, Debug)]
pub struct Grid {
    /// The distance between lanes.
    pub pitch: f64,
    /// The width of all lanes together.
    pub width: f64,
    /// The lane of the broker.
    pub broker: usize,
}

impl Grid {
    /// Makes a grid as wide as the panel of a large window, if the lanes fit into it.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // A run has some dozens of lanes.
    pub fn of(lanes: &[Lane]) -> Self {
        let count = lanes.len().max(1) as f64;
        let pitch = (672.0 / count).clamp(104.0, 132.0);
        let broker = lanes.iter().position(|lane| lane.kind() == LaneKind::Broker).unwrap_or_default();
        Self { pitch, width: pitch * count + 16.0, broker }
    }

    /// Returns the middle of a lane.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // A run has some dozens of lanes.
    pub fn x(&self, lane: usize) -> f64 {
        self.pitch * (lane as f64 + 0.5)
    }
}

/// A mark with its place.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The line in the row, from 0.
    pub line: usize,
    /// Its words, shortened to fit.
    pub words: String,
    /// The middle of the words.
    pub middle: f64,
    /// Its left and right edge, including its words.
    pub span: (f64, f64),
    /// The direction: 1 from left to right, -1 from right to left.
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
            // Methods of clients on the left go to the right: their words are on the other side if they fit there.
            let outside = mark.from < grid.broker && from - GAP - wide >= 2.0;
            let beside = if outside { -1.0 } else { 1.0 };
            (within(from + beside * (GAP + wide / 2.0)), from + beside)
        }
    };
    let span = (from.min(tip).min(middle - wide / 2.0), from.max(tip).max(middle + wide / 2.0));
    Placed { line: 0, words, middle, span, towards }
}

//! The layout of the stage: a layered drawing (Sugiyama's method), from left to right or top to bottom, with few
//! crossings, labels in columns of their own, and a memory that keeps the order of earlier nodes. It is pure arithmetic
//! on sizes, without pixels, texts or colours.
//!
//! The published crates for this were examined: they neither reserve room for labels nor return the lanes of long
//! edges, and they order from scratch each time, so that one more consumer would shuffle the others.

mod grid;
mod memory;
mod order;
mod place;
mod rank;
mod route;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use crate::geometry::{Path, Point, Rect};
use crate::ids::{EdgeId, NodeId};
use warren_dict::Dict;

pub use memory::Memory;

/// The input of a layout.
#[derive(Clone, Debug, PartialEq)]
pub struct Sketch {
    /// The nodes, in the order in which equals come first.
    pub pieces: Vec<Piece>,
    /// The edges between them.
    pub links: Vec<Link>,
    /// The direction of the flow.
    pub flow: Flow,
    /// The distances between things.
    pub spacing: Spacing,
    /// The length of the stage along the flow: if there is room, columns are further apart.
    pub room: f64,
}

/// A node's size and constraints.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// The node.
    pub node: NodeId,
    /// The node whose place it takes: itself, or a removed one.
    pub place: NodeId,
    /// Its minimal column: producers 0, exchanges 1, queues 2, consumers 3.
    pub base: usize,
    /// It is in the first column whatever edges lead to it, as for a client that publishes and gets answers.
    pub first: bool,
    /// The shape at which edges end.
    pub shape: Shape,
    /// Its extent from the shape's centre, including the caption.
    pub extent: Extent,
}

/// A shape at which edges end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// A circle of this radius.
    Circle(f64),
    /// A box of this width and height.
    Box(f64, f64),
}

/// Distances from a centre. Never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct Extent {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
}

/// An edge to be routed.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The edge.
    pub edge: EdgeId,
    /// Index of a piece.
    pub from: usize,
    /// Index of a piece; the same for an exchange bound to itself.
    pub to: usize,
    /// Widths and heights of its labels, from top to bottom.
    pub labels: Vec<(f64, f64)>,
    /// Things travel back beside it.
    pub two_way: bool,
}

/// The direction of the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// From left to right.
    Right,
    /// From top to bottom.
    Down,
}

/// The distances between things.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spacing {
    /// Between two nodes of a column.
    pub nodes: f64,
    /// The minimum between columns.
    pub columns: f64,
    /// The maximum added to that for steep edges.
    pub for_curves: f64,
    /// The maximum between columns, where the stage has room.
    pub columns_at_most: f64,
}

/// The result of a layout.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// The total width.
    pub width: f64,
    /// The total height.
    pub height: f64,
    /// Each node's place.
    pub nodes: Dict<NodeId, Spot>,
    /// Each edge's path.
    pub edges: Dict<EdgeId, Route>,
}

/// A node's place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// The centre of its shape.
    pub centre: Point,
    /// Its box, including the caption; no other node, label or edge enters it.
    pub bounds: Rect,
}

/// An edge's path.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// The path from its beginning to its end.
    pub there: Path,
    /// The path beside it, from its end to its beginning, for things that travel back.
    pub back: Path,
    /// The boxes of the link's labels.
    pub labels: Vec<Rect>,
}

/// The gap between small things: lanes, labels.
const SMALL_GAP: f64 = 8.0;
/// The grid of all positions across the flow.
const GRID: f64 = 4.0;
/// The distance between the path back and the path there.
const ASIDE: f64 = 14.0;

/// Lays out a sketch, and updates `memory`. The same sketch and memory give the same layout.
#[must_use]
pub fn lay_out(sketch: &Sketch, memory: &mut Memory) -> Layout {
    let ranks = rank::rank(sketch);
    let mut grid = grid::Grid::new(sketch, &ranks);
    order::arrange(&mut grid, &memory.places(sketch, &ranks.of));
    *memory = memory.updated(sketch, &ranks.of, &grid);
    let across = place::across(&grid, sketch.spacing);
    let along = place::along(&grid, sketch, &across);
    route::draw(sketch, &grid, &across, &along)
}

impl Piece {
    /// Returns the extent against the flow and along it.
    fn along(&self, flow: Flow) -> (f64, f64) {
        match flow {
            Flow::Right => (self.extent.left, self.extent.right),
            Flow::Down => (self.extent.top, self.extent.bottom),
        }
    }

    /// Returns the extent across the flow, to either side.
    fn across(&self, flow: Flow) -> (f64, f64) {
        match flow {
            Flow::Right => (self.extent.top, self.extent.bottom),
            Flow::Down => (self.extent.left, self.extent.right),
        }
    }
}

impl Flow {
    /// Returns the point at a distance along the flow and across it.
    fn point(self, along: f64, across: f64) -> Point {
        match self {
            Self::Right => Point::new(along, across),
            Self::Down => Point::new(across, along),
        }
    }

    /// Converts a width and a height to along and across.
    const fn turn(self, (width, height): (f64, f64)) -> (f64, f64) {
        match self {
            Self::Right => (width, height),
            Self::Down => (height, width),
        }
    }
}

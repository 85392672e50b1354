//! Where everything stands: a layered drawing (Sugiyama's method), from left to right or top to bottom, with few crossings,
//! labels in rows of their own, and a memory that keeps what was there in its order. Pure arithmetic: it deliberately
//! knows sizes but no pixels of the page, no texts and no colours.
//!
//! The published crates for this were looked at: they neither reserve room for labels nor return the lanes of long edges,
//! and they order from scratch each time, so that one more consumer would shuffle the others.

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

/// What is to be laid out.
#[derive(Clone, Debug, PartialEq)]
pub struct Sketch {
    /// In the order in which equals come first.
    pub pieces: Vec<Piece>,
    /// Between them.
    pub links: Vec<Link>,
    /// Which way it flows.
    pub flow: Flow,
    /// How close things stand.
    pub spacing: Spacing,
    /// How long the stage is in the direction of the flow: if there is room, columns stand further apart.
    pub room: f64,
}

/// A node's size and habits.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// Whose.
    pub node: NodeId,
    /// Whose place it takes: its own, or that of one that is there no more.
    pub place: NodeId,
    /// The least column it may stand in: producers 0, exchanges 1, queues 2, consumers 3.
    pub base: usize,
    /// It stands in the first column whatever leads to it: one who publishes and gets answers.
    pub first: bool,
    /// What edges end at.
    pub shape: Shape,
    /// How far it reaches from its shape's centre, caption included.
    pub extent: Extent,
}

/// What edges end at.
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
    /// Which.
    pub edge: EdgeId,
    /// Index of a piece.
    pub from: usize,
    /// Index of a piece; the same for an exchange bound to itself.
    pub to: usize,
    /// Widths and heights, from top to bottom.
    pub labels: Vec<(f64, f64)>,
    /// Something travels back beside it.
    pub two_way: bool,
}

/// Which way a drawing flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// From left to right.
    Right,
    /// From top to bottom.
    Down,
}

/// How close things stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spacing {
    /// Between two nodes of a column.
    pub nodes: f64,
    /// Between columns, at least.
    pub columns: f64,
    /// What steep edges add to that, at most.
    pub for_curves: f64,
    /// Between columns, at most, where the stage has room.
    pub columns_at_most: f64,
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Of everything.
    pub width: f64,
    /// Of everything.
    pub height: f64,
    /// Each node's place.
    pub nodes: Dict<NodeId, Spot>,
    /// Each edge's way.
    pub edges: Dict<EdgeId, Route>,
}

/// A node's place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Of its shape.
    pub centre: Point,
    /// Caption included; no other node, label or edge comes here.
    pub bounds: Rect,
}

/// An edge's way.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// From where it begins to where it ends.
    pub there: Path,
    /// Beside it from its end to its beginning, for what travels back.
    pub back: Path,
    /// One for each of the link's labels.
    pub labels: Vec<Rect>,
}

/// Between small things: lanes, labels.
const SMALL_GAP: f64 = 8.0;
/// Everything stands on this grid, across the flow.
const GRID: f64 = 4.0;
/// How far the way back runs beside the way there.
const ASIDE: f64 = 14.0;

/// Lays out a sketch. The same sketch and memory give the same layout; `memory` then knows it.
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
    /// Gives how far it reaches against the flow and with it.
    fn along(&self, flow: Flow) -> (f64, f64) {
        match flow {
            Flow::Right => (self.extent.left, self.extent.right),
            Flow::Down => (self.extent.top, self.extent.bottom),
        }
    }

    /// Gives how far it reaches across the flow, to either side.
    fn across(&self, flow: Flow) -> (f64, f64) {
        match flow {
            Flow::Right => (self.extent.top, self.extent.bottom),
            Flow::Down => (self.extent.left, self.extent.right),
        }
    }
}

impl Flow {
    /// Gives the place so far along the flow and so far across it.
    fn point(self, along: f64, across: f64) -> Point {
        match self {
            Self::Right => Point::new(along, across),
            Self::Down => Point::new(across, along),
        }
    }

    /// Gives along and across, of a width and a height.
    const fn turn(self, (width, height): (f64, f64)) -> (f64, f64) {
        match self {
            Self::Right => (width, height),
            Self::Down => (height, width),
        }
    }
}

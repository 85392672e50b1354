//! The paths of the edges: straight through columns, in lanes of their own, and curved only between columns, where
//! there are no nodes. All distances are given.

use super::grid::{Grid, LABEL_GAP, LOOP, label_size};
use super::place::Along;
use super::{ASIDE, Flow, Layout, Route, SMALL_GAP, Shape, Sketch, Spot};
use crate::geometry::{Path, Point, Rect};
use warren_dict::{Dict, sort};

/// The gap between an edge's end and the shape.
const TOUCH: f64 = 2.0;
/// The length of the straight end of an edge, so that arrowheads point in its direction.
pub(super) const STRAIGHT: f64 = 12.0;
/// The distance between the ends of edges at one side of a shape, if there is room.
const PORTS_APART: f64 = 14.0;

/// The side of a shape, along the flow.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Before,
    After,
}

/// Positions nodes, labels and edges.
pub(super) fn draw(sketch: &Sketch, grid: &Grid, across: &[f64], along: &Along) -> Layout {
    let drawing = Drawing { sketch, grid, across, along, ports: ports(sketch, grid, across) };
    let breadth = grid.cells.iter().zip(across).map(|(cell, at)| at + cell.across.1).fold(0.0, f64::max);
    let size = sketch.flow.point(along.length, breadth);
    let nodes =
        sketch.pieces.iter().enumerate().map(|(piece, sketched)| (sketched.node, drawing.spot(piece))).collect();
    let edges = sketch.links.iter().enumerate().map(|(link, sketched)| (sketched.edge, drawing.route(link))).collect();
    Layout { width: size.x, height: size.y, nodes, edges }
}

/// Returns the distance of each link's end from the middle of its side. Links are in the order of their other ends.
fn ports(sketch: &Sketch, grid: &Grid, across: &[f64]) -> Dict<(usize, Side), f64> {
    let mut sides: Dict<(usize, Side), Vec<(f64, usize)>> = Dict::new();
    for (link, chain) in grid.chains.iter().enumerate() {
        let [first, second, ..] = chain[..] else { continue };
        let [.., before_last, last] = chain[..] else { continue };
        sides.entry((first, Side::After)).or_default().push((across[second], link));
        sides.entry((last, Side::Before)).or_default().push((across[before_last], link));
    }
    let mut ports = Dict::new();
    for ((piece, side), mut links) in sides {
        sort(&mut links, |one, other| one < other);
        let room = match (sketch.pieces[piece].shape, sketch.flow) {
            (Shape::Circle(radius), _) => radius * 1.1,
            (Shape::Box(_, height), Flow::Right) => height - 2.0 * ASIDE,
            (Shape::Box(width, _), Flow::Down) => width - 2.0 * ASIDE,
        };
        let gaps = (links.len() - 1) as f64;
        let apart = if gaps == 0.0 { 0.0 } else { (room / gaps).min(PORTS_APART) };
        for (index, (_, link)) in links.into_iter().enumerate() {
            ports.insert((link, side), (index as f64 - gaps / 2.0) * apart);
        }
    }
    ports
}

struct Drawing<'a> {
    sketch: &'a Sketch,
    grid: &'a Grid,
    across: &'a [f64],
    along: &'a Along,
    /// By link and the side of the shape at which it ends.
    ports: Dict<(usize, Side), f64>,
}

impl Drawing<'_> {
    fn spot(&self, piece: usize) -> Spot {
        let (_, _, line) = self.along.columns[self.grid.cells[piece].column];
        let centre = self.sketch.flow.point(line, self.across[piece]);
        let extent = self.sketch.pieces[piece].extent;
        let bounds = Rect {
            x: centre.x - extent.left,
            y: centre.y - extent.top,
            width: extent.left + extent.right,
            height: extent.top + extent.bottom,
        };
        Spot { centre, bounds }
    }

    fn route(&self, link: usize) -> Route {
        if self.sketch.links[link].from == self.sketch.links[link].to {
            return self.loop_round(link);
        }
        let (there, back) = (self.path(link, 0.0), self.path(link, -ASIDE));
        let labels = self.labels(link);
        if self.grid.turned[link] {
            Route { there: there.reversed(), back, labels }
        } else {
            Route { there, back: back.reversed(), labels }
        }
    }

    /// Returns a link's path along the flow, shifted aside.
    fn path(&self, link: usize, aside: f64) -> Path {
        let flow = self.sketch.flow;
        let chain = &self.grid.chains[link];
        let last = chain.len() - 1;
        let first_port = self.ports[&(link, Side::After)] + aside;
        let last_port = self.ports[&(link, Side::Before)] + aside;
        let mut path = Path::from(self.port(chain[0], Side::After, first_port));
        let mut at = self.across[chain[0]] + first_port;
        for (place, &cell) in chain.iter().enumerate().skip(1) {
            let next = self.across[cell] + if place == last { last_port } else { aside };
            let (_, from, _) = self.along.columns[self.grid.cells[chain[place - 1]].column];
            let (to, _, _) = self.along.columns[self.grid.cells[cell].column];
            if (next - at).abs() >= 0.5 {
                let from = if place == 1 && self.grid.turned[link] { from + STRAIGHT } else { from };
                let to = if place == last && !self.grid.turned[link] { to - STRAIGHT } else { to };
                let middle = f64::midpoint(from, to);
                path.line_to(flow.point(from, at));
                path.curve_to(flow.point(middle, at), flow.point(middle, next), flow.point(to, next));
            }
            at = next;
        }
        path.line_to(self.port(chain[last], Side::Before, last_port));
        path
    }

    /// Returns the end of a link at a node, at a distance from the middle of the side.
    fn port(&self, piece: usize, side: Side, aside: f64) -> Point {
        let sketched = &self.sketch.pieces[piece];
        let (_, _, line) = self.along.columns[self.grid.cells[piece].column];
        let reach = match (self.sketch.flow, side, sketched.shape) {
            // The caption is below the shape.
            (Flow::Down, Side::After, _) => sketched.extent.bottom,
            (_, _, Shape::Circle(radius)) => (radius * radius - aside * aside).max(0.0).sqrt(),
            (Flow::Right, _, Shape::Box(width, _)) => width / 2.0,
            (Flow::Down, Side::Before, Shape::Box(_, height)) => height / 2.0,
        } + TOUCH;
        let along = match side {
            Side::Before => line - reach,
            Side::After => line + reach,
        };
        self.sketch.flow.point(along, self.across[piece] + aside)
    }

    /// Returns the boxes of a link's labels: a stack with its middle on the line.
    fn labels(&self, link: usize) -> Vec<Rect> {
        let labels = &self.sketch.links[link].labels;
        let chain = &self.grid.chains[link];
        let Some(&cell) = chain.iter().find(|&&cell| self.grid.cells[cell].kind == super::grid::Kind::Label) else {
            return Vec::new();
        };
        let (_, _, line) = self.along.columns[self.grid.cells[cell].column];
        stack(labels, self.sketch.flow.point(line, self.across[cell]))
    }

    /// Returns the path of an edge from a node to itself, apart from all other paths.
    fn loop_round(&self, link: usize) -> Route {
        let flow = self.sketch.flow;
        let sketched = &self.sketch.links[link];
        let (_, _, line) = self.along.columns[self.grid.cells[sketched.from].column];
        let (top, _) = self.sketch.pieces[sketched.from].across(flow);
        let (_, half) = flow.turn(match self.sketch.pieces[sketched.from].shape {
            Shape::Circle(radius) => (radius * 0.87, radius * 0.87),
            Shape::Box(width, height) => (width / 2.0, height / 2.0),
        });
        let at = self.across[sketched.from];
        let peak = at - top - LOOP;
        let mut path = Path::from(flow.point(line - 16.0, at - half));
        path.curve_to(flow.point(line - 28.0, peak), flow.point(line + 28.0, peak), flow.point(line + 16.0, at - half));
        let (_, tall) = flow.turn(label_size(&sketched.labels));
        let middle = flow.point(line, peak - SMALL_GAP / 2.0 - tall / 2.0);
        Route { back: path.reversed(), there: path, labels: stack(&sketched.labels, middle) }
    }
}

fn stack(labels: &[(f64, f64)], centre: Point) -> Vec<Rect> {
    let (_, tall) = label_size(labels);
    let mut top = centre.y - tall / 2.0;
    let mut boxes = Vec::new();
    for &(width, height) in labels {
        boxes.push(Rect { x: centre.x - width / 2.0, y: top, width, height });
        top += height + LABEL_GAP;
    }
    boxes
}

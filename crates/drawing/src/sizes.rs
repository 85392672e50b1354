//! Sizes in four densities and two directions, the choice between them for a stage, and its layout. Texts count only by
//! their estimated width.

use crate::geometry::Rect;
use crate::graph::{EdgeLabels, Graph, Label, NodeState};
use crate::ids::{EdgeId, NodeId, NodeKind};
use crate::layout::{Extent, Flow, Layout, Link, Memory, Piece, Shape, Sketch, Spacing, lay_out};
use crate::text_width::{Font, fit, width};
use warren_dict::sort;

/// How much room things get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Density {
    /// Large, with captions below.
    Roomy,
    /// Smaller, with captions below.
    Cosy,
    /// Smaller still, with captions below.
    Snug,
    /// Rows: a small sign with its caption beside it.
    Compact,
}

/// Sizes, in pixels before scaling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sizes {
    /// The direction of the flow.
    pub flow: Flow,
    /// How much room things get.
    pub density: Density,
    /// The radius of circles.
    pub radius: f64,
    /// The maximum width of captions of circles.
    pub caption: f64,
    /// The width and height of a store.
    pub store: (f64, f64),
    /// The width and height of a message.
    pub cell: (f64, f64),
    /// The gap between messages.
    pub cell_gap: f64,
    /// The number of messages shown in a store.
    pub slots: usize,
    /// Font size of names.
    pub name: f64,
    /// Font size below names.
    pub small: f64,
}

/// Font size of binding keys.
pub const KEY_SIZE: f64 = 12.0;
/// The maximum width of a binding key.
const KEY_WIDTH: f64 = 148.0;
/// The height of the disk under a store.
pub const DISK: f64 = 22.0;
/// The height of a line of a caption.
pub const LINE: f64 = 17.0;
/// The gap between a shape and its caption.
pub const CAPTION_GAP: f64 = 8.0;
/// How far the ring around a consumer extends.
pub const RING: f64 = 7.0;
/// The size of the small messages held by a consumer.
pub const CHIP: (f64, f64) = (26.0, 20.0);

/// The margin above and below everything, which also has room for the banner that the broker is down.
const MARGIN: f64 = 28.0;

/// Stages narrower than this flow from top to bottom.
const NARROW: f64 = 620.0;
/// The smallest legible scale; below it another density is used, or scrolling.
const LEAST_SCALE: f64 = 0.82;

/// The scales that a drawing is tried at, largest first, where there is more room than it needs.
const GREATER_SCALES: [f64; 4] = [1.6, 1.45, 1.3, 1.15];

/// A drawing sized for a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Composition {
    /// The sizes it was made with.
    pub sizes: Sizes,
    /// The places.
    pub layout: Layout,
    /// The scale, from [`LEAST_SCALE`] to the first of [`GREATER_SCALES`].
    pub scale: f64,
    /// The stage in the drawing's own units: at least the layout with its margin.
    pub view: Rect,
    /// The height of a stage that shows all of it at once, in CSS pixels.
    pub height: f64,
}

/// Lays out a graph for a stage of this width and height: in the largest density that is legible at once, else in the
/// smallest, to be scrolled.
#[must_use]
pub fn compose(graph: &Graph, stage: (f64, f64), memory: &mut Memory) -> Composition {
    let narrow = stage.0 < NARROW;
    let choices: &[(Density, Flow)] = if narrow {
        &[
            (Density::Roomy, Flow::Down),
            (Density::Cosy, Flow::Down),
            (Density::Snug, Flow::Down),
            (Density::Compact, Flow::Right),
        ]
    } else {
        &[
            (Density::Roomy, Flow::Right),
            (Density::Cosy, Flow::Right),
            (Density::Snug, Flow::Right),
            (Density::Compact, Flow::Right),
        ]
    };
    let mut last = None;
    for &(density, flow) in choices {
        let (tried, composition, fits) = composed(graph, stage, Sizes::new(density, flow), 1.0, memory);
        // The largest density is scaled up to a stage that has more room than it needs; what flows down fills its width as
        // it is.
        let has_room = density == Density::Roomy && flow == Flow::Right && composition.scale >= 1.0;
        last = Some((composition, tried));
        if has_room {
            let greater = |scale: &f64| composed(graph, stage, Sizes::new(density, flow), *scale, memory);
            let scaled = GREATER_SCALES.iter().map(greater).find(|(_, _, fits)| *fits);
            last = scaled.map(|(tried, composition, _)| (composition, tried)).or(last);
        }
        if fits {
            break;
        }
    }
    let (composition, remembered) = last.expect("there is more than one choice");
    *memory = remembered;
    composition
}

/// Lays out a graph with these sizes, to be scaled by no more than `greatest`. Also tells whether it fits so: at that scale if it is
/// more than 1, else at a legible one.
fn composed(
    graph: &Graph,
    stage: (f64, f64),
    sizes: Sizes,
    greatest: f64,
    memory: &Memory,
) -> (Memory, Composition, bool) {
    let room = match sizes.flow {
        Flow::Right => stage.0,
        Flow::Down => stage.1,
    } / greatest
        - 2.0 * sizes.margin();
    let mut tried = memory.clone();
    let mut layout = lay_out(&sizes.sketch(graph, room), &mut tried);
    share_places(graph, &mut layout);
    let (wide, high) = (layout.width + 2.0 * sizes.margin(), layout.height + 2.0 * MARGIN);
    let across = stage.0 / wide;
    // A drawing that flows down is read by scrolling, so only its width must fit.
    let scale = if sizes.flow == Flow::Down { across } else { across.min(stage.1 / high) };
    // A layout as wide as its room may miss it by what numbers are rounded.
    let fits = scale >= if greatest > 1.0 { greatest * 0.999 } else { LEAST_SCALE };
    let scale = scale.clamp(LEAST_SCALE, greatest);
    let (seen_wide, seen_high) = ((stage.0 / scale).max(wide), (stage.1 / scale).max(high));
    let view = Rect {
        x: (layout.width - seen_wide) / 2.0,
        y: (layout.height - seen_high) / 2.0,
        width: seen_wide,
        height: seen_high,
    };
    (tried, Composition { sizes, layout, scale, view, height: high * scale }, fits)
}

/// Gives an undrawn node the place of the one drawn for it, and its edges their paths.
fn share_places(graph: &Graph, layout: &mut Layout) {
    for (absent, drawn) in graph.stood_for() {
        let spot = layout.nodes.get(&drawn).copied();
        layout.nodes.extend(spot.map(|spot| (absent, spot)));
        let renamed = |end: NodeId| if end == drawn { absent } else { end };
        let shared = layout.edges.iter().filter(|(edge, _)| edge.from == drawn || edge.to == drawn);
        let shared = shared.map(|(EdgeId { from, to, lane }, route)| {
            (EdgeId { from: renamed(*from), to: renamed(*to), lane: *lane }, route.clone())
        });
        let shared: Vec<_> = shared.collect();
        layout.edges.extend(shared);
    }
}

impl Sizes {
    /// Returns the sizes of a density.
    #[must_use]
    pub fn new(density: Density, flow: Flow) -> Self {
        let (radius, caption, cell, cell_gap, slots) = match (density, flow) {
            (Density::Roomy, Flow::Right) => (32.0, 120.0, (28.0, 48.0), 6.0, 6),
            (Density::Cosy, Flow::Right) => (26.0, 116.0, (26.0, 32.0), 5.0, 6),
            (Density::Roomy, Flow::Down) => (28.0, 132.0, (104.0, 28.0), 6.0, 4),
            (Density::Cosy, Flow::Down) => (24.0, 100.0, (64.0, 26.0), 5.0, 4),
            (Density::Snug, Flow::Right) => (20.0, 100.0, (22.0, 24.0), 4.0, 6),
            (Density::Snug, Flow::Down) => (20.0, 92.0, (52.0, 24.0), 4.0, 4),
            (Density::Compact, Flow::Right | Flow::Down) => (14.0, 108.0, (26.0, 22.0), 4.0, 3),
        };
        let pad = if density == Density::Roomy { 12.0 } else { 8.0 };
        let long = |size: f64| slots as f64 * (size + cell_gap) - cell_gap + 2.0 * pad;
        let store = match (density, flow) {
            (Density::Compact, _) => (252.0, 40.0),
            (_, Flow::Right) => (long(cell.0), cell.1 + 2.0 * pad),
            (_, Flow::Down) => (cell.0 + 2.0 * pad, long(cell.1)),
        };
        let (name, small) = match density {
            Density::Roomy => (14.0, 12.5),
            Density::Cosy | Density::Compact => (13.0, 12.0),
            Density::Snug => (12.5, 11.5),
        };
        Self { flow, density, radius, caption, store, cell, cell_gap, slots, name, small }
    }

    /// Returns whether captions stand beside their signs.
    #[must_use]
    pub fn rows(&self) -> bool {
        self.density == Density::Compact
    }

    /// Returns the distance between a store's border and its slots.
    #[must_use]
    pub fn pad(&self) -> f64 {
        if self.density == Density::Roomy { 12.0 } else { 8.0 }
    }

    /// Returns whether a store's two counts stand in two lines.
    #[must_use]
    pub fn counts_apart(&self) -> bool {
        self.flow == Flow::Down && self.density != Density::Roomy
    }

    /// Returns the margin at both sides of everything.
    #[must_use]
    pub fn margin(&self) -> f64 {
        if self.flow == Flow::Down { 16.0 } else { MARGIN }
    }

    /// Returns the maximum width of a store's caption.
    #[must_use]
    pub fn store_caption(&self) -> f64 {
        self.store.0.max(self.caption)
    }

    /// Makes the sketch for a stage with this room along the flow.
    #[must_use]
    pub fn sketch(&self, graph: &Graph, room: f64) -> Sketch {
        let piece = |(node, standing): (&NodeId, &NodeState)| self.piece(*node, graph.place(*node), *standing);
        let mut pieces: Vec<Piece> = graph.nodes.iter().map(piece).collect();
        sort(&mut pieces, |one, other| one.place < other.place);
        let index = |node: NodeId| pieces.iter().position(|piece| piece.node == node);
        let links = graph.edges.iter().filter_map(|(edge, labels_of)| {
            let labels = self.label_sizes(labels_of);
            let two_way = labels_of.two_way;
            Some(Link { edge: *edge, from: index(edge.from)?, to: index(edge.to)?, labels, two_way })
        });
        let mut links: Vec<Link> = links.collect();
        sort(&mut links, |one, other| (one.from, one.to, one.edge.lane) < (other.from, other.to, other.edge.lane));
        let spacing = match self.density {
            Density::Roomy => Spacing { nodes: 28.0, columns: 44.0, for_curves: 88.0, columns_at_most: 116.0 },
            Density::Cosy => Spacing { nodes: 16.0, columns: 40.0, for_curves: 80.0, columns_at_most: 116.0 },
            Density::Snug => Spacing { nodes: 8.0, columns: 28.0, for_curves: 60.0, columns_at_most: 104.0 },
            Density::Compact => Spacing { nodes: 8.0, columns: 28.0, for_curves: 48.0, columns_at_most: 96.0 },
        };
        Sketch { pieces, links, flow: self.flow, spacing, room }
    }

    /// Returns the labels of an edge for which room is kept, as they are written.
    ///
    /// A label that is alone and says nothing needs none: the edge itself represents it.
    #[must_use]
    pub fn labels<'a>(&self, edge: &'a EdgeLabels) -> Vec<(String, &'a Label)> {
        let written = |label: &'a Label| (fit(&label.written, Font::Mono, KEY_SIZE, KEY_WIDTH), label);
        let all = edge.labels.len();
        edge.labels.iter().filter(|label| !edge.is_silent(label, all)).map(written).collect()
    }

    /// Returns the sizes of an edge's labels, which are equally wide.
    fn label_sizes(&self, edge: &EdgeLabels) -> Vec<(f64, f64)> {
        let labels = self.labels(edge);
        let widest = labels.iter().map(|(text, _)| width(text, Font::Mono, KEY_SIZE) + 16.0).fold(34.0, f64::max);
        let size = ((widest / 4.0).ceil() * 4.0, if self.rows() { 24.0 } else { 28.0 });
        vec![size; labels.len()]
    }

    fn piece(&self, node: NodeId, place: NodeId, state: NodeState) -> Piece {
        let half = self.caption / 2.0;
        let (base, first) = match node.kind {
            NodeKind::Client if state.first => (0, true),
            NodeKind::Router => (1, false),
            NodeKind::Store => (2, false),
            NodeKind::Client => (3, false),
        };
        // Edges that leave below a caption stay clear of its last line.
        let captions = CAPTION_GAP + 2.0 * LINE + if self.flow == Flow::Down { 6.0 } else { 0.0 };
        let (shape, extent) = match node.kind {
            NodeKind::Store if self.rows() => row(self.store),
            NodeKind::Client | NodeKind::Router if self.rows() => row((self.caption + 52.0, 40.0)),
            NodeKind::Store => {
                let (below, beside) = if self.flow == Flow::Down { (0.0, DISK) } else { (DISK, 0.0) };
                let (left, half) = (self.store_caption() / 2.0, self.store.0 / 2.0);
                let right = left.max(half + beside);
                let bottom = self.store.1 / 2.0 + below + captions + if self.counts_apart() { LINE } else { 0.0 };
                (Shape::Box(self.store.0, self.store.1), Extent { left, right, top: self.store.1 / 2.0, bottom })
            }
            NodeKind::Client | NodeKind::Router => {
                let chips = if state.takes { CHIP.1 + 6.0 } else { 0.0 };
                let ring = if state.takes { RING } else { 0.0 };
                let (top, bottom) = (self.radius + ring, self.radius + captions + chips);
                (Shape::Circle(self.radius + ring), Extent { left: half, right: half, top, bottom: bottom + ring })
            }
        };
        Piece { node, place, base, first, shape, extent }
    }
}

fn row((width, height): (f64, f64)) -> (Shape, Extent) {
    let extent = Extent { left: width / 2.0, right: width / 2.0, top: height / 2.0, bottom: height / 2.0 };
    (Shape::Box(width, height), extent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(queues: u32) -> Graph {
        let mut graph = Graph::default();
        for queue in 0..queues {
            let (from, to) = (NodeId::store(queue), NodeId::client(queue));
            graph.nodes.insert(from, NodeState { here: true, first: false, takes: false });
            graph.nodes.insert(to, NodeState { here: true, first: false, takes: true });
            let labels = EdgeLabels { here: true, two_way: true, ..EdgeLabels::default() };
            graph.edges.insert(EdgeId { from, to, lane: 0 }, labels);
        }
        graph
    }

    #[test]
    fn few_things_are_roomy_and_many_compact() {
        let density = |queues, stage| compose(&graph(queues), stage, &mut Memory::default()).sizes.density;
        let stage = (800.0, 560.0);
        assert_eq!([1, 4, 30].map(|queues| density(queues, stage)), [Density::Roomy, Density::Cosy, Density::Compact]);
        assert_eq!(density(4, (768.0, 490.0)), Density::Snug);
    }

    #[test]
    fn narrow_stages_flow_down_unless_too_much_stands_side_by_side() {
        let flow = |queues| compose(&graph(queues), (390.0, 560.0), &mut Memory::default()).sizes.flow;
        assert_eq!([1, 2, 4, 30].map(flow), [Flow::Down, Flow::Down, Flow::Down, Flow::Right]);
    }

    #[test]
    fn few_things_are_scaled_up_to_the_room_there_is() {
        let scale = |stage| compose(&graph(1), stage, &mut Memory::default()).scale;
        let [small, large, huge] = [(700.0, 420.0), (943.0, 528.0), (1460.0, 800.0)].map(scale);
        assert!(small < large && large <= huge, "{small} {large} {huge}");
        assert!((huge - GREATER_SCALES[0]).abs() < 0.01, "{huge}");
    }

    #[test]
    fn nothing_is_ever_too_small_to_read() {
        for queues in 0..40 {
            for stage in [(320.0, 300.0), (800.0, 560.0), (1600.0, 900.0)] {
                let drawn = compose(&graph(queues), stage, &mut Memory::default());
                assert!((LEAST_SCALE..=GREATER_SCALES[0]).contains(&drawn.scale));
                assert!(drawn.view.width >= drawn.layout.width && drawn.view.height >= drawn.layout.height);
            }
        }
    }
}

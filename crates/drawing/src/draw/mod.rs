//! Draws one scene on its layout as a tree of shapes.

mod callout;
mod client;
mod edge;
mod numbers;
mod router;
mod store;
mod token;

use warren_dict::{Dict, sort};

use crate::geometry::{Point, Rect};
use crate::graph::Graph;
use crate::ids::{Item, NodeId};
use crate::layout::Flow;
use crate::look::{Look, Sign, Words};
use crate::scene::Scene;
use crate::shape::{Element, Shape, Target, classes, el, nothing, truth};
use crate::sizes::Composition;
use crate::story::Callout;
use crate::svg_numbers::with_numbers;

pub use numbers::grouped;
pub use token::{parked, token};

/// The input of the drawing, for all of its parts.
#[derive(Clone, Copy)]
pub struct DrawContext<'a> {
    /// The nodes and edges.
    pub graph: &'a Graph,
    /// The look of each node on the stage.
    pub looks: &'a Dict<NodeId, Look>,
    /// Whether the engine that routes and stores is running.
    pub up: bool,
    /// The places and sizes.
    pub composition: &'a Composition,
    /// The tokens and marks.
    pub scene: &'a Scene,
    /// The callout.
    pub callout: Option<&'a Callout>,
    /// The item that the reader selected.
    pub selected: Option<&'a Item>,
    /// The items highlighted from elsewhere.
    pub lit: &'a [Item],
    /// The texts in the reader's language.
    pub words: &'a dyn Words,
    /// The node under the pointer or the focus.
    pub pointed: Option<NodeId>,
}

impl DrawContext<'_> {
    /// Draws everything; the moving tokens have their place between edges and nodes.
    #[must_use]
    pub fn drawing(&self) -> Element {
        let Rect { x, y, width, height } = self.composition.view;
        let scale = self.composition.scale;
        let edges = || self.graph.edges.keys().copied();
        let here = self.graph.nodes.iter().filter(|(_, state)| state.here).map(|(node, _)| *node);
        let here = self.along_the_flow(here);
        el("svg")
            .with(&[("class", "stage-drawing"), ("role", "group")])
            .attr("aria-label", self.words.stage())
            .attr("viewBox", with_numbers("_ _ _ _", &[x, y, width, height]))
            .lengths(&[("width", width * scale), ("height", height * scale)])
            .target(Target::Arrows)
            .child(el("g").children(edges().map(|edge| edge::line(self, edge))))
            .child(el("g").children(edges().map(|edge| edge::labels(self, edge))))
            .child(Shape::Moving)
            .child(el("g").children(here.into_iter().map(|node| self.node(node))))
            .child(callout::callout(self))
            .child(callout::full_name(self))
    }

    /// Orders nodes along the flow of tokens, which is the order of the tab key.
    fn along_the_flow(&self, nodes: impl Iterator<Item = NodeId>) -> Vec<NodeId> {
        let place = |node: &NodeId| {
            let Point { x, y } = self.composition.layout.nodes.get(node).map(|spot| spot.centre).unwrap_or_default();
            match self.composition.sizes.flow {
                Flow::Right => (x, y),
                Flow::Down => (y, x),
            }
        };
        let mut nodes: Vec<NodeId> = nodes.collect();
        sort(&mut nodes, |one, other| place(one) < place(other));
        nodes
    }

    fn node(&self, node: NodeId) -> Shape {
        let (Some(look), Some(spot)) = (self.looks.get(&node), self.composition.layout.nodes.get(&node)) else {
            return nothing();
        };
        match &look.sign {
            Sign::Client(sign) => client::client(self, node, look, *sign, spot),
            Sign::Router => router::router(self, node, look, spot),
            Sign::Store { disk } => store::store(self, node, look, *disk, spot),
        }
    }

    /// Draws something pickable: a group at a place.
    fn pickable(&self, item: Item, class: &[(&str, bool)], at: Point, name: String, inner: Shape) -> Shape {
        let (lit, selected) = (self.lit.contains(&item), self.selected == Some(&item));
        // Slots are reached from their store by arrow keys, so that thirty of them are not thirty tab stops.
        let stop = if matches!(item, Item::Slot(_)) { "-1" } else { "0" };
        let class = [&[("pick", true)], class, &[("lit", lit), ("selected", selected)]].concat();
        el("g")
            .key(item.tag())
            .class(classes(&class))
            .at(at)
            .with(&[("role", "button"), ("tabindex", stop), ("aria-pressed", truth(selected))])
            .attr("aria-label", name)
            .target(Target::Pick(item))
            .child(inner)
            .into()
    }

    fn name(&self, node: NodeId) -> &str {
        self.looks.get(&node).map_or("", |look| &look.name)
    }
}

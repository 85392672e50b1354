//! The drawing: what stands where it was laid out, as SVG. It deliberately does not know how it moves or where it came
//! from: it draws one scene.

mod callout;
mod client;
mod edge;
mod exchange;
mod queue;
mod token;
mod words;

use warren_simulator::Overview;
use warren_simulator::dict::sort;
use warren_simulator::text::Catalog;
use wasm_bindgen::JsCast;
use yew::virtual_dom::ListenerKind;
use yew::{Callback, Html};

use super::Message;
use super::graph::{Graph, Node};
use super::item::Item;
use super::keys;
use super::layout::Flow;
use super::measures::Composition;
use super::scene::Scene;
use super::story::Saying;
use crate::element::{Element, classes, el, truth};
use warren_drawing::geometry::{Point, Rect};
use warren_drawing::svg_numbers::{decimal, with_numbers};

pub(super) use token::{parked, token};

/// What is drawn, and what every part of the drawing needs.
pub(super) struct Pen<'a> {
    pub overview: &'a Overview,
    pub graph: &'a Graph,
    pub composition: &'a Composition,
    pub scene: &'a Scene,
    pub said: Option<&'a Saying>,
    pub selected: Option<&'a Item>,
    pub lit: &'a [Item],
    pub texts: &'a Catalog,
    /// The node that the pointer or the focus is on.
    pub pointed: Option<Node>,
    /// Where to tell what is pointed to and picked.
    pub tell: &'a Callback<Message>,
}

impl Pen<'_> {
    /// The drawing, with what moves between edges and nodes.
    pub fn board(&self, moving: Html) -> Html {
        let Rect { x, y, width, height } = self.composition.view;
        let scale = self.composition.scale;
        let edges = || self.graph.edges.keys().copied();
        let here = self.graph.nodes.iter().filter(|(_, standing)| standing.here).map(|(node, _)| *node);
        let here = self.along_the_flow(here);
        el("svg")
            .with(&[("class", "stage-drawing"), ("role", "group")])
            .attr("aria-label", self.text("stage.label"))
            .attr("viewBox", with_numbers("_ _ _ _", &[x, y, width, height]))
            .lengths(&[("width", width * scale), ("height", height * scale)])
            .on(ListenerKind::onkeydown, |event| keys::among_messages(event.unchecked_ref()))
            .child(el("g").children(edges().map(|edge| edge::line(self, edge))))
            .child(el("g").children(edges().map(|edge| edge::labels(self, edge))))
            .child(moving)
            .child(el("g").children(here.into_iter().map(|node| self.node(node))))
            .child(callout::said(self))
            .child(callout::full_name(self))
            .into()
    }

    /// In the order in which messages come by, which is that of the tab key.
    fn along_the_flow(&self, nodes: impl Iterator<Item = Node>) -> Vec<Node> {
        let place = |node: &Node| {
            let Point { x, y } = self.composition.layout.nodes.get(node).map(|spot| spot.centre).unwrap_or_default();
            match self.composition.measures.flow {
                Flow::Right => (x, y),
                Flow::Down => (y, x),
            }
        };
        let mut nodes: Vec<Node> = nodes.collect();
        sort(&mut nodes, |one, other| place(one) < place(other));
        nodes
    }

    fn node(&self, node: Node) -> Html {
        match node {
            Node::Client(id) => client::client(self, id),
            Node::Exchange(id) => exchange::exchange(self, id),
            Node::Queue(id) => queue::queue(self, id),
        }
    }

    /// Something that can be picked: a group with its handlers, at a place.
    pub fn pickable(&self, item: &Item, kind: &'static str, at: Point, name: String, inner: Html) -> Html {
        let node = match item {
            Item::Client(id) => Some(Node::Client(*id)),
            Item::Exchange(id) => Some(Node::Exchange(*id)),
            Item::Queue(id) => Some(Node::Queue(*id)),
            Item::Copy(_) | Item::Binding(_) => None,
        };
        let (lit, selected) = (self.lit.contains(item), self.selected == Some(item));
        // Messages are reached from their queue by arrow keys, so that thirty of them are not thirty stops.
        let stop = if matches!(item, Item::Copy(_)) { "-1" } else { "0" };
        let mut group = el("g")
            .key(key(item))
            .class(classes(&[("pick", true), (kind, true), ("lit", lit), ("selected", selected)]))
            .at(at)
            .with(&[("role", "button"), ("tabindex", stop), ("aria-pressed", truth(selected))])
            .attr("aria-label", name)
            .child(inner);
        for kind in [ListenerKind::onclick, ListenerKind::onkeydown] {
            let (tell, item) = (self.tell.clone(), item.clone());
            group = group.on(kind, move |event| {
                if keys::picks(&event) {
                    tell.emit(Message::Picked(item.clone()));
                }
            });
        }
        let pointing = [
            (ListenerKind::onmouseenter, node),
            (ListenerKind::onfocus, node),
            (ListenerKind::onmouseleave, None),
            (ListenerKind::onblur, None),
        ];
        for (kind, to) in pointing {
            let tell = self.tell.clone();
            group = group.on(kind, move |_| tell.emit(Message::Pointed(to)));
        }
        group.into()
    }

    pub fn text(&self, key: &str) -> String {
        self.texts.text(key)
    }
}

/// A name that stays with an item, for the page's tests and for Yew.
fn key(item: &Item) -> String {
    match item {
        Item::Client(id) => Node::Client(*id).tag(),
        Item::Exchange(id) => Node::Exchange(*id).tag(),
        Item::Queue(id) => Node::Queue(*id).tag(),
        Item::Copy(copy) => format!("copy-{}-{}", copy.queue.0, copy.position),
        Item::Binding(binding) => {
            let (from, to) = (Node::Exchange(binding.source), Node::of(binding.destination));
            format!("binding-{}-{}-{}", from.tag(), to.tag(), binding.routing_key)
        }
    }
}

impl Element {
    /// Lengths and places as attributes.
    #[inline(never)]
    pub(crate) fn lengths(mut self, all: &[(&'static str, f64)]) -> Self {
        for (name, length) in all {
            self = self.attr(name, decimal(*length, 1));
        }
        self
    }

    /// Its place as a style, so that moving there can be smooth.
    #[inline(never)]
    pub(super) fn at(self, place: Point) -> Self {
        self.attr("style", with_numbers("transform:translate(_px,_px)", &[place.x, place.y]))
    }
}

/// A box with round corners.
#[inline(never)]
pub(super) fn rect(bounds: Rect, round: f64) -> Element {
    let Rect { x, y, width, height } = bounds;
    el("rect").lengths(&[("x", x), ("y", y), ("width", width), ("height", height), ("rx", round)])
}

/// The box of a size round the middle.
pub(super) fn about(width: f64, height: f64) -> Rect {
    Rect { x: -width / 2.0, y: -height / 2.0, width, height }
}

/// A circle.
#[inline(never)]
pub(super) fn circle(class: &'static str, at: Point, radius: f64) -> Element {
    el("circle").class(class).lengths(&[("cx", at.x), ("cy", at.y), ("r", radius)])
}

/// A path; the template has room for its numbers.
#[inline(never)]
pub(super) fn path(class: &'static str, template: &str, numbers: &[f64]) -> Element {
    el("path").class(class).attr("d", with_numbers(template, numbers))
}

/// Text, set from its middle.
pub(super) fn middle(class: &'static str, at: Point, size: f64, text: String) -> Element {
    left(class, at, size, text).attr("text-anchor", "middle")
}

/// Text, set from its left.
#[inline(never)]
pub(super) fn left(class: &'static str, at: Point, size: f64, text: String) -> Element {
    el("text").class(class).lengths(&[("x", at.x), ("y", at.y), ("font-size", size)]).text(text)
}

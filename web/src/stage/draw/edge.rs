//! Edges: the line with its arrowhead, the way back beside it when something came back, and the bindings' labels. It does
//! not know what travels on them.

use yew::Html;

use super::{Pen, about, middle, rect};
use crate::element::{Element, classes, el, list, nothing};
use crate::stage::graph::{Edge, EdgeKind, Key, Lead, Node};
use crate::stage::item::Item;
use crate::stage::measures::KEY_SIZE;
use crate::stage::scene::{Cargo, Way};
use warren_drawing::geometry::{Path, Point, Rect};
use warren_drawing::svg_numbers::with_numbers;

const ARROW: (f64, f64) = (10.0, 4.5);

/// An edge's line.
pub(super) fn line(pen: &Pen, edge: Edge) -> Html {
    let Some(route) = pen.composition.layout.edges.get(&edge) else { return nothing() };
    let lead = &pen.graph.edges[&edge];
    let (there, back) = (lit(pen, edge, Way::There), lit(pen, edge, Way::Back));
    let mut drawn = el("g")
        .key(name(edge))
        .class(classes(&[("edge", true), (kind(edge.kind), true), ("now", there)]))
        .child(if lead.here || there { way(&route.there) } else { nothing() });
    if back {
        let class = classes(&[("edge-back", true), ("requeue", returned(pen, edge))]);
        drawn = drawn.child(el("g").class(class).child(way(&route.back)));
    }
    if let (true, Some(binding)) = (lead.here, only_binding(lead)) {
        let item = Item::Binding(binding.clone());
        let hit = el("path").class("edge-target").attr("d", route.there.d()).into();
        let name = pen.binding_name(edge, lead.labels.first());
        drawn = drawn.child(pen.pickable(&item, "edge-pick", Point::default(), name, hit));
    }
    drawn.into()
}

/// A line with its arrowhead.
fn way(path: &Path) -> Html {
    list([el("path").class("edge-line").attr("d", path.d()), arrow(path)])
}

/// An edge's labels.
pub(super) fn labels(pen: &Pen, edge: Edge) -> Html {
    let Some(route) = pen.composition.layout.edges.get(&edge) else { return nothing() };
    let lead = &pen.graph.edges[&edge];
    let written = pen.composition.measures.labels(lead);
    let label = |((text, key), bounds): ((String, &Key), &Rect)| {
        let inner = list([
            rect(about(bounds.width, bounds.height), 8.0),
            middle("mono", Point::new(0.0, KEY_SIZE * 0.34), KEY_SIZE, text),
        ]);
        match &key.binding {
            Some(binding) => {
                let item = Item::Binding(binding.clone());
                let matched = pen.scene.matched.contains(binding);
                let class = if matched { "label now" } else { "label" };
                pen.pickable(&item, class, bounds.centre(), pen.binding_name(edge, Some(key)), inner)
            }
            None => {
                let class = classes(&[("label implied", true), ("now", lit(pen, edge, Way::There))]);
                el("g").class(class).at(bounds.centre()).child(inner).into()
            }
        }
    };
    let shown = written.into_iter().zip(&route.labels).filter(|((_, key), _)| key.here && lead.here);
    list(shown.map(label))
}

fn arrow(path: &Path) -> Element {
    let (tip, heading) = (path.end(), path.heading());
    let corner = |side: f64| {
        Point::new(tip.x - heading.x * ARROW.0 - heading.y * side, tip.y - heading.y * ARROW.0 + heading.x * side)
    };
    let (one, other) = (corner(ARROW.1), corner(-ARROW.1));
    let points = with_numbers("_,_ _,_ _,_", &[tip.x, tip.y, one.x, one.y, other.x, other.y]);
    el("polygon").class("edge-arrow").attr("points", points)
}

fn lit(pen: &Pen, edge: Edge, way: Way) -> bool {
    pen.scene.lit.has(&(edge, way))
}

/// Whether a message came back on it, rather than an answer.
fn returned(pen: &Pen, edge: Edge) -> bool {
    matches!(pen.scene.lit.get(&(edge, Way::Back)), Some(Cargo::Returned(_)))
}

/// The binding that an edge without labels stands for.
fn only_binding(lead: &Lead) -> Option<&std::sync::Arc<warren_broker::binding::Binding>> {
    match &lead.labels[..] {
        [key] if key.text.is_empty() || lead.quiet => key.binding.as_ref(),
        _ => None,
    }
}

/// A name that stays with an edge.
pub(super) fn name(edge: Edge) -> String {
    format!("{}-{}-{}", edge.from.tag(), kind(edge.kind), edge.to.tag())
}

fn kind(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Publish => "publish",
        EdgeKind::Bind => "bind",
        EdgeKind::Alternate => "alternate",
        EdgeKind::DeadLetter => "dead-letter",
        EdgeKind::Consume => "consume",
        EdgeKind::Reply => "reply",
    }
}

impl Pen<'_> {
    fn binding_name(&self, edge: Edge, key: Option<&Key>) -> String {
        let key = key.map(|key| key.text.to_string()).unwrap_or_default();
        let named = |node: Node| self.name(node);
        self.texts.format(
            "stage.aria.binding",
            &[("source", &named(edge.from)), ("destination", &named(edge.to)), ("key", &format!("\"{key}\""))],
            None,
        )
    }
}

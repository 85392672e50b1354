//! Draws edges: the line with its arrowhead, the way back beside it after a return, and the labels.

use super::DrawContext;
use crate::geometry::{Path, Point, Rect};
use crate::graph::{EdgeLabels, Label};
use crate::ids::{EdgeId, Item, LabelId};
use crate::scene::{Direction, Payload};
use crate::shape::{Element, Shape, about, classes, el, list, middle, nothing, rect};
use crate::sizes::KEY_SIZE;
use crate::svg_numbers::with_numbers;

const ARROW: (f64, f64) = (10.0, 4.5);

/// Draws an edge's line.
pub(super) fn line(ctx: &DrawContext, edge: EdgeId) -> Shape {
    let (Some(route), Some(labels)) = (ctx.composition.layout.edges.get(&edge), ctx.graph.edges.get(&edge)) else {
        return nothing();
    };
    let (there, back) = (lit(ctx, edge, Direction::Along), lit(ctx, edge, Direction::Against));
    let mut drawn = el("g")
        .key(edge.tag())
        .class(classes(&[("edge", true), (labels.class, true), ("now", there)]))
        .child(if labels.here || there { line_with_arrow(&route.there) } else { nothing() });
    if back {
        let class = classes(&[("edge-back", true), ("returned", returned(ctx, edge))]);
        drawn = drawn.child(el("g").class(class).child(line_with_arrow(&route.back)));
    }
    if let (true, Some(label)) = (labels.here, unwritten(labels)) {
        let item = Item::Label(LabelId { edge, text: label.text.clone() });
        let hit = el("path").class("edge-target").attr("d", route.there.d()).into();
        let name = ctx.label_name(edge, label);
        drawn = drawn.child(ctx.pickable(item, &[("edge-pick", true)], Point::default(), name, hit));
    }
    drawn.into()
}

/// Draws a line with its arrowhead.
fn line_with_arrow(path: &Path) -> Shape {
    list([el("path").class("edge-line").attr("d", path.d()), arrow(path)])
}

/// Draws an edge's present labels, in the room kept for all labels it ever has.
pub(super) fn labels(ctx: &DrawContext, edge: EdgeId) -> Shape {
    let (Some(route), Some(labels)) = (ctx.composition.layout.edges.get(&edge), ctx.graph.edges.get(&edge)) else {
        return nothing();
    };
    let kept = ctx.composition.sizes.labels(labels);
    let draw = |((text, label), bounds): ((String, &Label), &Rect)| {
        let inner = list([
            rect(about(bounds.width, bounds.height), 8.0),
            middle("mono", Point::new(0.0, KEY_SIZE * 0.34), KEY_SIZE, text),
        ]);
        let id = LabelId { edge, text: label.text.clone() };
        if label.pickable {
            let class = [("label", true), ("now", ctx.scene.matched.contains(&id))];
            ctx.pickable(Item::Label(id), &class, bounds.centre(), ctx.label_name(edge, label), inner)
        } else {
            let class = classes(&[("label implied", true), ("now", lit(ctx, edge, Direction::Along))]);
            el("g").class(class).at(bounds.centre()).child(inner).into()
        }
    };
    let here_now = labels.here_now();
    let written = |label: &Label| labels.here && label.here && !labels.is_silent(label, here_now);
    list(kept.into_iter().zip(&route.labels).filter(|((_, label), _)| written(label)).map(draw))
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

fn lit(ctx: &DrawContext, edge: EdgeId, direction: Direction) -> bool {
    ctx.scene.lit.contains_key(&(edge, direction))
}

/// Returns whether a token came back on the edge, rather than an answer.
fn returned(ctx: &DrawContext, edge: EdgeId) -> bool {
    matches!(ctx.scene.lit.get(&(edge, Direction::Against)), Some(Payload::Returned(_)))
}

/// Returns the label of an edge whose label is not written.
fn unwritten(labels: &EdgeLabels) -> Option<&Label> {
    let here_now = labels.here_now();
    labels.labels.iter().find(|label| label.here && label.pickable && labels.is_silent(label, here_now))
}

impl DrawContext<'_> {
    fn label_name(&self, edge: EdgeId, label: &Label) -> String {
        self.words.label(self.name(edge.from), self.name(edge.to), &label.text)
    }
}

//! Draws the texts shown over the drawing for a while: the callout of the last step, beside its node where it hides as
//! little as possible, and the full name of a node whose name was shortened.

use super::DrawContext;
use crate::geometry::{Point, Rect};
use crate::ids::{NodeId, NodeKind};
use crate::shape::{Shape, el, middle, nothing, rect};
use crate::text_width::{Font, fit, width};

const TITLE: f64 = 13.0;
const TITLE_CLASS: &str = "callout-title";
const MORE: f64 = 12.0;
const GAP: f64 = 10.0;
/// The cost of hiding a part of an edge, as an area of a node in square units.
const EDGE: f64 = 150.0;

/// Draws the callout.
pub(super) fn callout(ctx: &DrawContext) -> Shape {
    let Some(callout) = ctx.callout else { return nothing() };
    let Some(spot) = ctx.composition.layout.nodes.get(&callout.at) else { return nothing() };
    let more = callout.more.iter().map(|more| (more, MORE, "callout-more"));
    let text = [(&callout.title, TITLE, TITLE_CLASS)].into_iter().chain(more);
    let room = (ctx.composition.view.width - 48.0).min(320.0);
    let text: Vec<(String, f64, &'static str)> =
        text.map(|(text, size, class)| (fit(text, font(class), size, room), size, class)).collect();
    let wide = text.iter().map(|(text, size, class)| width(text, font(class), *size)).fold(0.0, f64::max) + 28.0;
    let high = text.len() as f64 * 18.0 + 14.0;
    let bounds = free(ctx, &spot.bounds, (wide, high));
    let rows = text.into_iter().enumerate().map(|(row, (text, size, class))| {
        middle(class, Point::new(bounds.width / 2.0, 20.0 + row as f64 * 18.0), size, text)
    });
    el("g")
        .key(format!("{} {}", callout.at.tag(), callout.title))
        .with(&[("class", "callout"), ("aria-hidden", "true")])
        .at(Point::new(bounds.x, bounds.y))
        .child(rect(Rect { x: 0.0, y: 0.0, ..bounds }, 8.0))
        .children(rows)
        .into()
}

fn font(class: &str) -> Font {
    if class == TITLE_CLASS { Font::Bold } else { Font::Sans }
}

/// Draws the full name of the node that is pointed to, if its name was shortened.
pub(super) fn full_name(ctx: &DrawContext) -> Shape {
    let Some(node) = ctx.pointed else { return nothing() };
    let Some(spot) = ctx.composition.layout.nodes.get(&node) else { return nothing() };
    let sizes = &ctx.composition.sizes;
    let name = ctx.name(node);
    let room = match node.kind {
        NodeKind::Store if sizes.rows() => sizes.store.0 * 0.5,
        NodeKind::Store => sizes.store_caption(),
        NodeKind::Client | NodeKind::Router => sizes.caption,
    };
    let wide = width(name, Font::Bold, sizes.name) + 20.0;
    if wide - 20.0 <= room {
        return nothing();
    }
    let view = ctx.composition.view;
    let x = (spot.centre.x - wide / 2.0).min(view.x + view.width - wide - 4.0).max(view.x + 4.0);
    let y = spot.bounds.y - 34.0;
    el("g")
        .with(&[("class", "full-name"), ("aria-hidden", "true")])
        .at(Point::new(x, y.max(view.y + 4.0)))
        .child(rect(Rect { x: 0.0, y: 0.0, width: wide, height: 28.0 }, 8.0))
        .child(middle("name", Point::new(wide / 2.0, 19.0), sizes.name, name.to_owned()))
        .into()
}

/// Finds the place beside a node where a box hides the least: for nodes and labels the area counts, for edges a little.
fn free(ctx: &DrawContext, node: &Rect, (width, height): (f64, f64)) -> Rect {
    let layout = &ctx.composition.layout;
    let view = ctx.composition.view;
    let centre = node.centre();
    let (left, right) = (node.x - width - GAP, node.x + node.width + GAP);
    let (above, below) = (node.y - height - GAP, node.y + node.height + GAP);
    let across = [centre.x - width / 2.0, node.x + node.width - width, node.x, left, right];
    let corners = across.into_iter().flat_map(|x| [(x, above), (x, below)]);
    let sides = [(left, node.y), (right, node.y), (left, centre.y - height / 2.0), (right, centre.y - height / 2.0)];
    // A node with a place that is not on the stage yet hides nothing.
    let here = |node: &NodeId| ctx.graph.nodes.get(node).is_some_and(|state| state.here);
    let nodes: Vec<&Rect> = layout.nodes.iter().filter(|(node, _)| here(node)).map(|(_, spot)| &spot.bounds).collect();
    let drawn = layout.edges.iter().filter(|(edge, _)| ctx.graph.edges.get(edge).is_some());
    let routes: Vec<_> = drawn.map(|(_, route)| route).collect();
    let hidden = |bounds: &Rect| {
        let nodes = nodes.iter().map(|node| node.common(bounds));
        let labels = routes.iter().flat_map(|route| &route.labels).map(|label| label.common(bounds));
        let lines = routes.iter().filter(|route| route.there.walk().points().any(|point| bounds.contains(point)));
        nodes.chain(labels).sum::<f64>() + lines.count() as f64 * EDGE
    };
    let candidates = corners.chain(sides).map(|(x, y)| Rect {
        x: x.clamp(view.x + 8.0, (view.x + view.width - width - 8.0).max(view.x + 8.0)),
        y: y.clamp(view.y + 8.0, (view.y + view.height - height - 8.0).max(view.y + 8.0)),
        width,
        height,
    });
    candidates.min_by(|one, other| hidden(one).total_cmp(&hidden(other))).unwrap_or(Rect {
        x: centre.x,
        y: above,
        width,
        height,
    })
}

//! What is written over the drawing for a while: what just happened, beside the node it happened at and where it hides as
//! little as possible, and the full name of a node whose name was shortened.

use yew::Html;

use super::{Pen, middle, rect};
use crate::element::{el, nothing};
use crate::stage::graph::Node;
use crate::stage::story::{Line, Saying};
use warren_drawing::geometry::{Point, Rect};
use warren_drawing::text_width::{Font, fit, width};

const TITLE: f64 = 13.0;
const TITLE_CLASS: &str = "callout-title";
const MORE: f64 = 12.0;
const GAP: f64 = 10.0;
/// Hiding a part of an edge is as bad as hiding so much of a node, in square units.
const EDGE: f64 = 150.0;

/// What just happened.
pub(super) fn said(pen: &Pen) -> Html {
    let Some(saying) = pen.said else { return nothing() };
    let Some(spot) = pen.composition.layout.nodes.get(&saying.at) else { return nothing() };
    let (title, more) = (line(pen, &saying.title), saying.more.as_ref().map(|more| line(pen, more)));
    let text = [(title, TITLE, TITLE_CLASS)].into_iter().chain(more.map(|more| (more, MORE, "callout-more")));
    let room = (pen.composition.view.width - 48.0).min(320.0);
    let text: Vec<(String, f64, &'static str)> =
        text.map(|(text, size, class)| (fit(&text, face(class), size, room), size, class)).collect();
    let wide = text.iter().map(|(text, size, class)| width(text, face(class), *size)).fold(0.0, f64::max) + 28.0;
    let high = text.len() as f64 * 18.0 + 14.0;
    let bounds = free(pen, &spot.bounds, (wide, high));
    let rows = text.into_iter().enumerate().map(|(row, (text, size, class))| {
        middle(class, Point::new(bounds.width / 2.0, 20.0 + row as f64 * 18.0), size, text)
    });
    el("g")
        .key(said_key(saying))
        .with(&[("class", "callout"), ("aria-hidden", "true")])
        .at(Point::new(bounds.x, bounds.y))
        .child(rect(Rect { x: 0.0, y: 0.0, ..bounds }, 8.0))
        .children(rows)
        .into()
}

fn face(class: &str) -> Font {
    if class == TITLE_CLASS { Font::Bold } else { Font::Sans }
}

/// The full name of the node that is pointed to, if it is written shorter.
pub(super) fn full_name(pen: &Pen) -> Html {
    let Some(node) = pen.pointed else { return nothing() };
    let Some(spot) = pen.composition.layout.nodes.get(&node) else { return nothing() };
    let measures = &pen.composition.measures;
    let name = pen.name(node);
    let room = match node {
        Node::Queue(_) if measures.rows() => measures.queue.0 * 0.5,
        Node::Queue(_) => measures.queue_caption(),
        Node::Client(_) | Node::Exchange(_) => measures.caption,
    };
    let wide = width(&name, Font::Bold, measures.name) + 20.0;
    if wide - 20.0 <= room {
        return nothing();
    }
    let view = pen.composition.view;
    let x = (spot.centre.x - wide / 2.0).min(view.x + view.width - wide - 4.0).max(view.x + 4.0);
    let y = spot.bounds.y - 34.0;
    el("g")
        .with(&[("class", "full-name"), ("aria-hidden", "true")])
        .at(Point::new(x, y.max(view.y + 4.0)))
        .child(rect(Rect { x: 0.0, y: 0.0, width: wide, height: 28.0 }, 8.0))
        .child(middle("name", Point::new(wide / 2.0, 19.0), measures.name, name))
        .into()
}

fn line(pen: &Pen, line: &Line) -> String {
    match line {
        Line::Plain(text) => text.clone(),
        Line::Text(key, what) => pen.texts.format(key, &[("what", what)], None),
        Line::Count(key, count) => pen.texts.format(key, &[("count", count)], Some(*count)),
    }
}

fn said_key(saying: &Saying) -> String {
    let title = match &saying.title {
        Line::Plain(text) => text.clone(),
        Line::Text(key, what) => format!("{key} {what}"),
        Line::Count(key, count) => format!("{key} {count}"),
    };
    format!("{} {title}", saying.at.tag())
}

/// The place beside a node where a box hides the least: of nodes and labels the area counts, of edges a little.
fn free(pen: &Pen, node: &Rect, (width, height): (f64, f64)) -> Rect {
    let layout = &pen.composition.layout;
    let view = pen.composition.view;
    let centre = node.centre();
    let (left, right) = (node.x - width - GAP, node.x + node.width + GAP);
    let (above, below) = (node.y - height - GAP, node.y + node.height + GAP);
    let across = [centre.x - width / 2.0, node.x + node.width - width, node.x, left, right];
    let corners = across.into_iter().flat_map(|x| [(x, above), (x, below)]);
    let sides = [(left, node.y), (right, node.y), (left, centre.y - height / 2.0), (right, centre.y - height / 2.0)];
    // What has a place but is not there yet hides nothing.
    let here = |node: &Node| pen.graph.nodes.get(node).is_some_and(|standing| standing.here);
    let nodes: Vec<&Rect> = layout.nodes.iter().filter(|(node, _)| here(node)).map(|(_, spot)| &spot.bounds).collect();
    let drawn = layout.edges.iter().filter(|(edge, _)| pen.graph.edges.get(edge).is_some());
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

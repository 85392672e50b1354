//! Draws travelling things: a token as a small numbered slot, an answer as a tick or a cross; also where they wait in
//! flight.

use warren_dict::Dict;

use super::numbers::short;
use crate::geometry::Point;
use crate::ids::EdgeId;
use crate::layout::Layout;
use crate::scene::{Direction, Parked, Payload};
use crate::shape::{Element, Shape, about, el, list, middle, nothing, path, rect};
use crate::text_width::{Font, width};
use crate::timeline::parked_part;

const TOKEN: (f64, f64) = (28.0, 24.0);
/// The number of waiting things drawn one by one.
const WAITING: usize = 3;

/// Draws a travelling thing with its middle at a point.
pub fn token(key: String, at: Point, payload: Payload) -> Shape {
    let dot = |sign| vec![el("circle").attr("r", "9"), el("path").attr("d", sign)];
    let (class, inner) = match payload {
        Payload::Token(number) => ("token numbered", numbered(number.map(|number| number.0))),
        Payload::Returned(number) => ("token returned", numbered(Some(number.0))),
        Payload::Ack => ("token ack", dot("M-4 0.5L-1.2 3.4L4 -3")),
        Payload::Nack => ("token nack", dot("M-3.2 -3.2L3.2 3.2M-3.2 3.2L3.2 -3.2")),
    };
    el("g").key(key).class(class).at(at).children(inner).into()
}

fn numbered(number: Option<u64>) -> Vec<Element> {
    let (wide, high) = TOKEN;
    let inside = match number {
        Some(number) => {
            let size = (12.0_f64).min((wide - 4.0) / width(&short(number), Font::Mono, 1.0));
            middle("mono", Point::new(0.0, 4.4), size, short(number))
        }
        // A message without a number is an envelope.
        None => path("envelope", "M-8 -5H8V5H-8ZM-8 -5L0 1.5L8 -5", &[]),
    };
    vec![rect(about(wide, high), 6.0), inside]
}

/// Draws the things in flight on an edge: the first close to where it will arrive, the others behind it.
pub fn parked(layout: &Layout, parked: &[Parked]) -> Shape {
    let mut lanes: Dict<(EdgeId, Direction), Vec<Payload>> = Dict::new();
    for waiting in parked {
        lanes.entry((waiting.edge, waiting.direction)).or_default().push(waiting.payload);
    }
    list(lanes.iter().map(|(lane, payload)| waiting(layout, *lane, payload)))
}

fn waiting(layout: &Layout, (edge, direction): (EdgeId, Direction), payload: &[Payload]) -> Shape {
    let Some(route) = layout.edges.get(&edge) else { return nothing() };
    let walk = match direction {
        Direction::Along => route.there.walk(),
        Direction::Against => route.back.walk(),
    };
    let at = |place: usize| walk.at(parked_part(walk.length(), place));
    let more = payload.len().saturating_sub(WAITING);
    let last = at(WAITING.min(payload.len()) - 1);
    let first = payload.iter().take(WAITING).enumerate().rev();
    let mut lane = el("g")
        .key(format!("{}{}", edge.tag(), u8::from(direction == Direction::Against)))
        .class("parked")
        .children(first.map(|(place, payload)| token(place.to_string(), at(place), *payload)));
    if more > 0 {
        lane = lane.child(middle("muted", Point::new(last.x, last.y - 18.0), 11.0, format!("+{more}")));
    }
    lane.into()
}

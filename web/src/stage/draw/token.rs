//! What travels: a message as a small numbered cell, an answer as a tick or a cross; also where it waits when it is under
//! way.

use yew::Html;

use super::words::short;
use super::{about, middle, path, rect};
use crate::element::{Element, el, list, nothing};
use crate::stage::graph::Edge;
use crate::stage::layout::Layout;
use crate::stage::scene::{Cargo, Parked, Way};
use crate::stage::score::parked_part;
use warren_drawing::geometry::Point;
use warren_drawing::text_width::{Font, width};
use warren_simulator::dict::Dict;

const TOKEN: (f64, f64) = (28.0, 24.0);
/// More than this do not wait one by one.
const WAITING: usize = 3;

/// Something that travels, with its middle there.
pub(in crate::stage) fn token(key: String, at: Point, cargo: Cargo) -> Html {
    let dot = |sign| vec![el("circle").attr("r", "9"), el("path").attr("d", sign)];
    let (class, inner) = match cargo {
        Cargo::Message(number) => ("token message", message(number.map(|number| number.0))),
        Cargo::Returned(number) => ("token message returned", message(Some(number.0))),
        Cargo::Ack => ("token ack", dot("M-4 0.5L-1.2 3.4L4 -3")),
        Cargo::Nack => ("token nack", dot("M-3.2 -3.2L3.2 3.2M-3.2 3.2L3.2 -3.2")),
    };
    el("g").key(key).class(class).at(at).children(inner).into()
}

fn message(number: Option<u64>) -> Vec<Element> {
    let (wide, high) = TOKEN;
    let inside = match number {
        Some(number) => {
            let size = (12.0_f64).min((wide - 4.0) / width(&short(number), Font::Mono, 1.0));
            middle("mono", Point::new(0.0, 4.4), size, short(number))
        }
        // It has no number before the broker has seen it: an envelope.
        None => path("envelope", "M-8 -5H8V5H-8ZM-8 -5L0 1.5L8 -5", &[]),
    };
    vec![rect(about(wide, high), 6.0), inside]
}

/// What is under way: the first close to where it will arrive, the others behind it.
pub(in crate::stage) fn parked(layout: &Layout, parked: &[Parked]) -> Html {
    let mut lanes: Dict<(Edge, Way), Vec<Cargo>> = Dict::new();
    for waiting in parked {
        lanes.or_insert((waiting.edge, waiting.way), Vec::new()).push(waiting.cargo);
    }
    list(lanes.iter().map(|(lane, cargo)| waiting(layout, *lane, cargo)))
}

fn waiting(layout: &Layout, (edge, way): (Edge, Way), cargo: &[Cargo]) -> Html {
    let Some(route) = layout.edges.get(&edge) else { return nothing() };
    let walk = match way {
        Way::There => route.there.walk(),
        Way::Back => route.back.walk(),
    };
    let at = |place: usize| walk.at(parked_part(walk.length(), place));
    let more = cargo.len().saturating_sub(WAITING);
    let last = at(WAITING.min(cargo.len()) - 1);
    let first = cargo.iter().take(WAITING).enumerate().rev();
    let mut lane = el("g")
        .key(format!("{}{}", super::edge::name(edge), u8::from(way == Way::Back)))
        .class("parked")
        .children(first.map(|(place, cargo)| token(place.to_string(), at(place), *cargo)));
    if more > 0 {
        lane = lane.child(middle("muted", Point::new(last.x, last.y - 18.0), 11.0, format!("+{more}")));
    }
    lane.into()
}

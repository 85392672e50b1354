//! Exchanges: a circle with an X, its name and type below or beside it.

use warren_broker::ExchangeId;
use yew::Html;

use super::words::exchange_name;
use super::{Pen, about, circle, left, middle, path, rect};
use crate::element::{Element, list, nothing};
use crate::stage::graph::Node;
use crate::stage::item::Item;
use crate::stage::measures::{CAPTION_GAP, LINE};
use warren_drawing::geometry::Point;
use warren_drawing::text_width::{Font, fit};

/// An exchange.
pub(super) fn exchange(pen: &Pen, id: ExchangeId) -> Html {
    let Some(view) = pen.exchange(id) else { return nothing() };
    let Some(spot) = pen.composition.layout.nodes.get(&Node::Exchange(id)) else { return nothing() };
    let measures = &pen.composition.measures;
    let name = exchange_name(&view.name);
    let kind = view.kind.to_string();
    let (sign, arm) = (measures.radius, measures.radius * 0.34);
    let name_fits = fit(&name, Font::Bold, measures.name, measures.caption);
    let inner = if measures.rows() {
        let (start, text) = pen.row_places(spot);
        list([
            rect(about(spot.bounds.width, spot.bounds.height), 8.0).class("target row"),
            circle("sign", start, sign),
            cross(start, arm),
            left("name", Point::new(text.x, -2.0), measures.name, name_fits),
            left("muted", Point::new(text.x, 13.0), measures.small, kind.clone()),
        ])
    } else {
        let first = measures.radius + CAPTION_GAP + LINE * 0.75;
        list([
            circle("sign", Point::default(), sign),
            cross(Point::default(), arm),
            middle("name", Point::new(0.0, first), measures.name, name_fits),
            middle("muted", Point::new(0.0, first + LINE), measures.small, kind.clone()),
        ])
    };
    let label = pen.texts.format("stage.aria.exchange", &[("name", &name), ("kind", &kind)], None);
    let class = if pen.overview.broker_up { "exchange" } else { "exchange down" };
    pen.pickable(&Item::Exchange(id), class, spot.centre, label, inner)
}

fn cross(at: Point, arm: f64) -> Element {
    let (left, right, top, bottom) = (at.x - arm, at.x + arm, at.y - arm, at.y + arm);
    path("sign-x", "M_ _L_ _M_ _L_ _", &[left, top, right, bottom, left, bottom, right, top])
}

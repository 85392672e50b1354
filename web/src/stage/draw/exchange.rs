//! Exchanges: a circle with an X, its name and type below or beside it.

use warren_broker::ExchangeId;
use yew::prelude::*;

use super::words::exchange_name;
use super::{Pen, left, middle, px};
use crate::stage::geometry::Point;
use crate::stage::graph::Node;
use crate::stage::item::Item;
use crate::stage::letters::{Face, fit};
use crate::stage::measures::{CAPTION_GAP, LINE};

/// An exchange.
pub(super) fn exchange(pen: &Pen, id: ExchangeId) -> Html {
    let Some(view) = pen.exchange(id) else { return html! {} };
    let Some(spot) = pen.props.composition.layout.nodes.get(&Node::Exchange(id)) else { return html! {} };
    let measures = &pen.props.composition.measures;
    let name = exchange_name(&view.name);
    let kind = view.kind.to_string();
    let (sign, arm) = (measures.radius, measures.radius * 0.34);
    let name_fits = fit(&name, Face::Bold, measures.name, measures.caption);
    let cross = |at: Point| {
        let d = format!("M{0} {1}L{2} {3}M{0} {3}L{2} {1}", at.x - arm, at.y - arm, at.x + arm, at.y + arm);
        html! {
            <>
                <circle class="sign" cx={px(at.x)} cy={px(at.y)} r={px(sign)} />
                <path class="sign-x" d={d} />
            </>
        }
    };
    let inner = if measures.rows() {
        let (start, text) = pen.row_places(spot);
        html! {
            <>
                <rect class="target row" x={px(-spot.bounds.width / 2.0)} y={px(-spot.bounds.height / 2.0)} width={px(spot.bounds.width)} height={px(spot.bounds.height)} rx="8" />
                { cross(start) }
                { left("name", Point::new(text.x, -2.0), measures.name, name_fits) }
                { left("muted", Point::new(text.x, 13.0), measures.small, kind.clone()) }
            </>
        }
    } else {
        let first = measures.radius + CAPTION_GAP + LINE * 0.75;
        html! {
            <>
                { cross(Point::default()) }
                { middle("name", Point::new(0.0, first), measures.name, name_fits) }
                { middle("muted", Point::new(0.0, first + LINE), measures.small, kind.clone()) }
            </>
        }
    };
    let label = pen.props.texts.format("stage.aria.exchange", &[("name", &name), ("kind", &kind)], None);
    let class = if pen.props.overview.broker_up { "exchange" } else { "exchange down" };
    pen.pickable(&Item::Exchange(id), class, spot.centre, label, inner)
}

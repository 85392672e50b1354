//! Draws routers: a circle with a cross, its name and type below or beside it.

use super::DrawContext;
use crate::geometry::Point;
use crate::ids::{Item, NodeId};
use crate::layout::Spot;
use crate::look::Look;
use crate::shape::{Element, Shape, about, circle, left, list, middle, path, rect};
use crate::sizes::{CAPTION_GAP, LINE};
use crate::text_width::{Font, fit};

/// Draws a router.
pub(super) fn router(ctx: &DrawContext, node: NodeId, look: &Look, spot: &Spot) -> Shape {
    let sizes = &ctx.composition.sizes;
    let (sign, arm) = (sizes.radius, sizes.radius * 0.34);
    let name = fit(&look.name, Font::Bold, sizes.name, sizes.caption);
    let note = look.note.clone();
    let inner = if sizes.rows() {
        let (start, text) = ctx.row_places(spot);
        list([
            rect(about(spot.bounds.width, spot.bounds.height), 8.0).class("target row"),
            circle("sign", start, sign),
            cross(start, arm),
            left("name", Point::new(text.x, -2.0), sizes.name, name),
            left("muted", Point::new(text.x, 13.0), sizes.small, note),
        ])
    } else {
        let first = sizes.radius + CAPTION_GAP + LINE * 0.75;
        list([
            circle("sign", Point::default(), sign),
            cross(Point::default(), arm),
            middle("name", Point::new(0.0, first), sizes.name, name),
            middle("muted", Point::new(0.0, first + LINE), sizes.small, note),
        ])
    };
    let class = [(look.class, true), ("down", !ctx.up)];
    ctx.pickable(Item::Node(node), &class, spot.centre, look.spoken.clone(), inner)
}

fn cross(at: Point, arm: f64) -> Element {
    let (left, right, top, bottom) = (at.x - arm, at.x + arm, at.y - arm, at.y + arm);
    path("sign-x", "M_ _L_ _M_ _L_ _", &[left, top, right, bottom, left, bottom, right, top])
}

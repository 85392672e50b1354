//! Draws clients: P, C or both in a circle, a ring that fills with work, name, state and held tokens. Dead clients are
//! hollow, dashed and crossed out.

use super::DrawContext;
use super::numbers::short;
use crate::geometry::{Point, Rect};
use crate::ids::{Item, NodeId};
use crate::layout::Spot;
use crate::look::{ClientSign, Look};
use crate::scene::Chip;
use crate::shape::{Element, Shape, about, circle, classes, el, left, list, middle, path, rect};
use crate::sizes::{CAPTION_GAP, CHIP, LINE, RING};
use crate::svg_numbers::with_numbers;
use crate::text_width::{Font, fit};

/// Draws a client.
pub(super) fn client(ctx: &DrawContext, node: NodeId, look: &Look, sign: ClientSign, spot: &Spot) -> Shape {
    let sizes = &ctx.composition.sizes;
    let rows = sizes.rows();
    let (at, text) = ctx.row_places(spot);
    let at = if rows { at } else { Point::default() };
    let name = fit(&look.name, Font::Bold, sizes.name, sizes.caption);
    let note = fit(&look.note, Font::Sans, sizes.small, sizes.caption);
    let note_class = if sign.dead { "danger-text" } else { "muted" };
    let chips = ctx.scene.hands.get(&node).map_or(&[][..], Vec::as_slice);
    let ring = if sign.takes { RING } else { 0.0 };
    let first = sizes.radius + ring + CAPTION_GAP + LINE * 0.75;
    let caption = if rows {
        let held = if chips.is_empty() { note } else { listed(chips) };
        [
            left("name", Point::new(text.x, -2.0), sizes.name, name),
            left(note_class, Point::new(text.x, 13.0), sizes.small, held),
        ]
    } else {
        [
            middle("name", Point::new(0.0, first), sizes.name, name),
            middle(note_class, Point::new(0.0, first + LINE), sizes.small, note),
        ]
    };
    let under = if rows {
        rect(about(spot.bounds.width, spot.bounds.height), 8.0).class("target row")
    } else {
        held(ctx, chips, first + LINE + 8.0, sizes.caption)
    };
    let inner = list([under.into(), list(signs(ctx, sign, at)), list(caption)]);
    ctx.pickable(Item::Node(node), &[(look.class, true)], spot.centre, ctx.words.client(look, chips), inner)
}

/// Draws the circle with its letter and its ring, and the cross of a dead client.
fn signs(ctx: &DrawContext, sign: ClientSign, at: Point) -> Vec<Element> {
    let sizes = &ctx.composition.sizes;
    let radius = sizes.radius;
    let letter_size = radius * 0.62;
    let base = at.y + letter_size * 0.36;
    let (kind, letters) = match (sign.sends, sign.takes) {
        (true, true) => ("sign both", ""),
        (true, false) => ("sign producer", "P"),
        (false, true) => ("sign consumer", "C"),
        (false, false) => ("sign other", ">_"),
    };
    let half = radius * 0.46;
    let edge = radius * 0.74;
    let mut drawn = if sign.sends && sign.takes {
        vec![
            half_circle("sign producer", at, radius, "M_ _A_ _ 0 0 0 _ _Z"),
            half_circle("sign consumer", at, radius, "M_ _A_ _ 0 0 1 _ _Z"),
            middle("letter", Point::new(at.x - half, base), letter_size, "P".to_owned()),
            middle("letter", Point::new(at.x + half, base), letter_size, "C".to_owned()),
        ]
    } else {
        vec![circle(kind, at, radius), middle("letter", Point::new(at.x, base), letter_size, letters.to_owned())]
    };
    if let Some(done) = sign.done {
        drawn.extend(ring(done, at, radius + RING - 3.0));
    }
    if sign.dead {
        drawn.push(cross(Point::new(at.x + edge, at.y - edge), radius * 0.2));
    }
    drawn
}

fn half_circle(class: &'static str, at: Point, radius: f64, template: &str) -> Element {
    path(class, template, &[at.x, at.y - radius, radius, radius, at.x, at.y + radius])
}

fn cross(at: Point, arm: f64) -> Element {
    let (left, right, top, bottom) = (at.x - arm, at.x + arm, at.y - arm, at.y + arm);
    path("cross", "M_ _L_ _M_ _L_ _", &[left, top, right, bottom, left, bottom, right, top])
}

/// Draws a ring of which a part is filled.
fn ring(part: f64, at: Point, radius: f64) -> Vec<Element> {
    let mut drawn = vec![circle("ring-track", at, radius)];
    if part > 0.0 {
        drawn.push(
            circle("ring", at, radius)
                .attr("pathLength", "100")
                .attr("style", with_numbers("stroke-dasharray:_ 200", &[part * 100.0]))
                .attr("transform", with_numbers("rotate(-90 _ _)", &[at.x, at.y])),
        );
    }
    drawn
}

/// Draws the tokens in its hands.
fn held(ctx: &DrawContext, chips: &[Chip], top: f64, room: f64) -> Element {
    const GAP: f64 = 4.0;
    let fit = ((room + GAP) / (CHIP.0 + GAP)) as usize;
    let shown = if chips.len() > fit { fit.saturating_sub(1) } else { chips.len() };
    let places = shown + usize::from(chips.len() > shown);
    let start = -(places as f64 * (CHIP.0 + GAP) - GAP) / 2.0;
    let x = |place: usize| start + place as f64 * (CHIP.0 + GAP);
    let chip = |(place, chip): (usize, &Chip)| {
        let middle_of = Point::new(x(place) + CHIP.0 / 2.0, top + CHIP.1 / 2.0 + 4.0);
        el("g")
            .key(chip.id.0.to_string())
            .class(classes(&[("chip", true), ("working", chip.working)]))
            .child(rect(Rect { x: x(place), y: top, width: CHIP.0, height: CHIP.1 }, 5.0))
            .child(middle("mono", middle_of, 11.0, short(chip.token.0)))
    };
    let more = chips.len() - shown;
    let drawn = el("g").class("chips").children(chips.iter().take(shown).enumerate().map(chip));
    if more == 0 {
        return drawn;
    }
    let text = ctx.words.more_held(more);
    drawn.child(middle("muted", Point::new(x(shown) + CHIP.0 / 2.0, top + 14.0), 11.0, text))
}

fn listed(chips: &[Chip]) -> String {
    const SHOWN: usize = 4;
    let mut numbers: Vec<String> = chips.iter().take(SHOWN).map(|chip| short(chip.token.0)).collect();
    if chips.len() > SHOWN {
        numbers.push(format!("+{}", chips.len() - SHOWN));
    }
    format!("[{}]", numbers.join(" "))
}

impl DrawContext<'_> {
    /// Returns the middle of the sign and the beginning of the text in a row.
    pub fn row_places(&self, spot: &Spot) -> (Point, Point) {
        let radius = self.composition.sizes.radius;
        let start = -spot.bounds.width / 2.0 + radius + RING + 1.0;
        (Point::new(start, 0.0), Point::new(start + radius + 10.0, 0.0))
    }
}

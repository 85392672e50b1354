//! Clients: P, C or both in a circle, a ring that fills with work, name, state and what they hold. The dead are hollow,
//! dashed and crossed out.

use warren_simulator::{ClientId, ClientState, ClientView};
use yew::Html;

use super::words::short;
use super::{Pen, about, circle, left, middle, path, rect};
use crate::element::{Element, classes, el, list, nothing};
use crate::stage::graph::Node;
use crate::stage::item::Item;
use crate::stage::layout::Spot;
use crate::stage::measures::{CAPTION_GAP, CHIP, LINE, RING};
use crate::stage::scene::Chip;
use warren_drawing::geometry::{Point, Rect};
use warren_drawing::svg_numbers::with_numbers;
use warren_drawing::text_width::{Font, fit};

/// A client.
pub(super) fn client(pen: &Pen, id: ClientId) -> Html {
    let Some(view) = pen.client(id) else { return nothing() };
    let Some(spot) = pen.composition.layout.nodes.get(&Node::Client(id)) else { return nothing() };
    let measures = &pen.composition.measures;
    let rows = measures.rows();
    let state = pen.client_state(view);
    let (at, _) = pen.row_places(spot);
    let at = if rows { at } else { Point::default() };
    let name_fits = fit(&view.name, Font::Bold, measures.name, measures.caption);
    let state_fits = fit(&state, Font::Sans, measures.small, measures.caption);
    let state_class = if dead(view) { "danger-text" } else { "muted" };
    let chips = pen.scene.hands.get(&id).map_or(&[][..], Vec::as_slice);
    let ring = if view.consumes { RING } else { 0.0 };
    let first = measures.radius + ring + CAPTION_GAP + LINE * 0.75;
    let caption = if rows {
        let (_, text) = pen.row_places(spot);
        let held = if chips.is_empty() { state_fits } else { listed(chips) };
        [
            left("name", Point::new(text.x, -2.0), measures.name, name_fits),
            left(state_class, Point::new(text.x, 13.0), measures.small, held),
        ]
    } else {
        [
            middle("name", Point::new(0.0, first), measures.name, name_fits),
            middle(state_class, Point::new(0.0, first + LINE), measures.small, state_fits),
        ]
    };
    let under = if rows {
        rect(about(spot.bounds.width, spot.bounds.height), 8.0).class("target row")
    } else {
        held(pen, chips, first + LINE + 8.0, measures.caption)
    };
    let inner = list([under.into(), list(sign(pen, view, at)), list(caption)]);
    let class = match (&view.state, dead(view)) {
        (_, true) => "client dead",
        (ClientState::Stopped, _) => "client dead stopped",
        (ClientState::Idle, _) => "client idle",
        (ClientState::Running, _) => "client",
        (ClientState::Killed | ClientState::Closed(_) | ClientState::Disconnected, false) => "client dead",
    };
    pen.pickable(&Item::Client(id), class, spot.centre, spoken(pen, view, &state, chips), inner)
}

fn dead(view: &ClientView) -> bool {
    match view.state {
        ClientState::Killed | ClientState::Closed(_) | ClientState::Disconnected => true,
        ClientState::Idle | ClientState::Running | ClientState::Stopped => false,
    }
}

/// The circle with its letter, its ring and, for the dead, its cross.
fn sign(pen: &Pen, view: &ClientView, at: Point) -> Vec<Element> {
    let measures = &pen.composition.measures;
    let radius = measures.radius;
    let letter_size = radius * 0.62;
    let base = at.y + letter_size * 0.36;
    let (kind, letters) = match (view.publishes, view.consumes) {
        (true, true) => ("sign both", ""),
        (true, false) => ("sign producer", "P"),
        (false, true) => ("sign consumer", "C"),
        (false, false) => ("sign other", ">_"),
    };
    let half = radius * 0.46;
    let edge = radius * 0.74;
    let mut drawn = if view.publishes && view.consumes {
        vec![
            half_circle("sign producer", at, radius, "M_ _A_ _ 0 0 0 _ _Z"),
            half_circle("sign consumer", at, radius, "M_ _A_ _ 0 0 1 _ _Z"),
            middle("letter", Point::new(at.x - half, base), letter_size, "P".to_owned()),
            middle("letter", Point::new(at.x + half, base), letter_size, "C".to_owned()),
        ]
    } else {
        vec![circle(kind, at, radius), middle("letter", Point::new(at.x, base), letter_size, letters.to_owned())]
    };
    if view.consumes && view.state == ClientState::Running {
        drawn.extend(ring(pen, view, at, radius + RING - 3.0));
    }
    if dead(view) {
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

/// How much of its work is done.
fn ring(pen: &Pen, view: &ClientView, at: Point, radius: f64) -> Vec<Element> {
    let part = view.working_on.as_ref().map_or(0.0, |work| {
        let (done, whole) = (pen.overview.now.since(work.since), work.until.since(work.since));
        if whole.is_zero() { 1.0 } else { (done.as_secs_f64() / whole.as_secs_f64()).min(1.0) }
    });
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

/// The messages in its hands.
fn held(pen: &Pen, chips: &[Chip], top: f64, room: f64) -> Element {
    const GAP: f64 = 4.0;
    let fit = ((room + GAP) / (CHIP.0 + GAP)) as usize;
    let shown = if chips.len() > fit { fit.saturating_sub(1) } else { chips.len() };
    let places = shown + usize::from(chips.len() > shown);
    let start = -(places as f64 * (CHIP.0 + GAP) - GAP) / 2.0;
    let x = |place: usize| start + place as f64 * (CHIP.0 + GAP);
    let chip = |(place, chip): (usize, &Chip)| {
        let middle_of = Point::new(x(place) + CHIP.0 / 2.0, top + CHIP.1 / 2.0 + 4.0);
        el("g")
            .key(chip.message.0)
            .class(classes(&[("chip", true), ("working", chip.working)]))
            .child(rect(Rect { x: x(place), y: top, width: CHIP.0, height: CHIP.1 }, 5.0))
            .child(middle("mono", middle_of, 11.0, short(chip.message.0)))
    };
    let more = chips.len() - shown;
    let drawn = el("g").class("chips").children(chips.iter().take(shown).enumerate().map(chip));
    if more == 0 {
        return drawn;
    }
    let text = pen.texts.format("stage.more-held", &[("what", &more)], None);
    drawn.child(middle("muted", Point::new(x(shown) + CHIP.0 / 2.0, top + 14.0), 11.0, text))
}

fn listed(chips: &[Chip]) -> String {
    const SHOWN: usize = 4;
    let mut numbers: Vec<String> = chips.iter().take(SHOWN).map(|chip| short(chip.message.0)).collect();
    if chips.len() > SHOWN {
        numbers.push(format!("+{}", chips.len() - SHOWN));
    }
    format!("[{}]", numbers.join(" "))
}

fn spoken(pen: &Pen, view: &ClientView, state: &str, chips: &[Chip]) -> String {
    let texts = &pen.texts;
    let role = match (view.publishes, view.consumes) {
        (true, true) => "stage.role.both",
        (true, false) => "stage.role.producer",
        (false, true) => "stage.role.consumer",
        (false, false) => "stage.role.neither",
    };
    let role = texts.text(role);
    let mut spoken =
        texts.format("stage.aria.client", &[("name", &view.name), ("role", &role), ("state", &state)], None);
    if let Some(work) = chips.iter().find(|chip| chip.working) {
        spoken += ", ";
        spoken += &texts.format("stage.aria.works", &[("message", &work.message.0)], None);
    }
    if !chips.is_empty() {
        let numbers: Vec<String> = chips.iter().map(|chip| chip.message.0.to_string()).collect();
        spoken += ", ";
        spoken += &texts.format("stage.aria.holds", &[("messages", &numbers.join(" "))], None);
    }
    spoken
}

impl Pen<'_> {
    /// In a row: where the sign's middle is and where its text begins.
    pub fn row_places(&self, spot: &Spot) -> (Point, Point) {
        let radius = self.composition.measures.radius;
        let start = -spot.bounds.width / 2.0 + radius + RING + 1.0;
        (Point::new(start, 0.0), Point::new(start + radius + 10.0, 0.0))
    }
}

//! Clients: P, C or both in a circle, a ring that fills with work, name, state and what they hold. The dead are hollow,
//! dashed and crossed out.

use warren_simulator::{ClientId, ClientState, ClientView};
use yew::prelude::*;

use super::words::short;
use super::{Pen, left, middle, px};
use crate::stage::geometry::Point;
use crate::stage::graph::Node;
use crate::stage::item::Item;
use crate::stage::layout::Spot;
use crate::stage::letters::{Face, fit};
use crate::stage::measures::{CAPTION_GAP, CHIP, LINE, RING};
use crate::stage::scene::Chip;

/// A client.
pub(super) fn client(pen: &Pen, id: ClientId) -> Html {
    let Some(view) = pen.client(id) else { return html! {} };
    let Some(spot) = pen.props.composition.layout.nodes.get(&Node::Client(id)) else { return html! {} };
    let measures = &pen.props.composition.measures;
    let rows = measures.rows();
    let state = pen.client_state(view);
    let (at, _) = pen.row_places(spot);
    let at = if rows { at } else { Point::default() };
    let name_fits = fit(&view.name, Face::Bold, measures.name, measures.caption);
    let state_fits = fit(&state, Face::Sans, measures.small, measures.caption);
    let state_class = if dead(view) { "danger-text" } else { "muted" };
    let chips = pen.props.scene.hands.get(&id).map_or(&[][..], Vec::as_slice);
    let caption = if rows {
        let (_, text) = pen.row_places(spot);
        let held = if chips.is_empty() { state_fits } else { listed(chips) };
        html! {
            <>
                { left("name", Point::new(text.x, -2.0), measures.name, name_fits) }
                { left(state_class, Point::new(text.x, 13.0), measures.small, held) }
            </>
        }
    } else {
        let ring = if view.consumes { RING } else { 0.0 };
        let first = measures.radius + ring + CAPTION_GAP + LINE * 0.75;
        html! {
            <>
                { middle("name", Point::new(0.0, first), measures.name, name_fits) }
                { middle(state_class, Point::new(0.0, first + LINE), measures.small, state_fits) }
                { held(pen, chips, first + LINE + 8.0, measures.caption) }
            </>
        }
    };
    let inner = html! {
        <>
            if rows {
                <rect class="target row" x={px(-spot.bounds.width / 2.0)} y={px(-spot.bounds.height / 2.0)} width={px(spot.bounds.width)} height={px(spot.bounds.height)} rx="8" />
            }
            { sign(pen, view, at) }
            { caption }
        </>
    };
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
fn sign(pen: &Pen, view: &ClientView, at: Point) -> Html {
    let measures = &pen.props.composition.measures;
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
    html! {
        <>
            if view.publishes && view.consumes {
                <path class="sign producer" d={half_circle(at, radius, false)} />
                <path class="sign consumer" d={half_circle(at, radius, true)} />
                { middle("letter", Point::new(at.x - half, base), letter_size, "P".to_owned()) }
                { middle("letter", Point::new(at.x + half, base), letter_size, "C".to_owned()) }
            } else {
                <circle class={kind} cx={px(at.x)} cy={px(at.y)} r={px(radius)} />
                { middle("letter", Point::new(at.x, base), letter_size, letters.to_owned()) }
            }
            if view.consumes && view.state == ClientState::Running {
                { ring(pen, view, at, radius + RING - 3.0) }
            }
            if dead(view) {
                <path class="cross" d={cross(Point::new(at.x + edge, at.y - edge), radius * 0.2)} />
            }
        </>
    }
}

fn half_circle(at: Point, radius: f64, right: bool) -> String {
    let sweep = u8::from(right);
    format!("M{0:.1} {1:.1}A{2:.1} {2:.1} 0 0 {sweep} {0:.1} {3:.1}Z", at.x, at.y - radius, radius, at.y + radius)
}

fn cross(at: Point, arm: f64) -> String {
    let (left, right, top, bottom) = (at.x - arm, at.x + arm, at.y - arm, at.y + arm);
    format!("M{left:.1} {top:.1}L{right:.1} {bottom:.1}M{left:.1} {bottom:.1}L{right:.1} {top:.1}")
}

/// How much of its work is done.
fn ring(pen: &Pen, view: &ClientView, at: Point, radius: f64) -> Html {
    let part = view.working_on.as_ref().map_or(0.0, |work| {
        let (done, whole) = (pen.props.overview.now.since(work.since), work.until.since(work.since));
        if whole.is_zero() { 1.0 } else { (done.as_secs_f64() / whole.as_secs_f64()).min(1.0) }
    });
    let turn = format!("rotate(-90 {:.1} {:.1})", at.x, at.y);
    let filled = format!("stroke-dasharray:{:.1} 200", part * 100.0);
    html! {
        <>
            <circle class="ring-track" cx={px(at.x)} cy={px(at.y)} r={px(radius)} />
            if part > 0.0 {
                <circle class="ring" cx={px(at.x)} cy={px(at.y)} r={px(radius)} pathLength="100" style={filled} transform={turn} />
            }
        </>
    }
}

/// The messages in its hands.
fn held(pen: &Pen, chips: &[Chip], top: f64, room: f64) -> Html {
    const GAP: f64 = 4.0;
    let fit = ((room + GAP) / (CHIP.0 + GAP)) as usize;
    let shown = if chips.len() > fit { fit.saturating_sub(1) } else { chips.len() };
    let places = shown + usize::from(chips.len() > shown);
    let start = -(places as f64 * (CHIP.0 + GAP) - GAP) / 2.0;
    let x = |place: usize| start + place as f64 * (CHIP.0 + GAP);
    let chip = |(place, chip): (usize, &Chip)| {
        let middle_of = Point::new(x(place) + CHIP.0 / 2.0, top + CHIP.1 / 2.0 + 4.0);
        html! {
            <g key={chip.message.0} class={classes!("chip", chip.working.then_some("working"))}>
                <rect x={px(x(place))} y={px(top)} width={px(CHIP.0)} height={px(CHIP.1)} rx="5" />
                { middle("mono", middle_of, 11.0, short(chip.message.0)) }
            </g>
        }
    };
    let more = chips.len() - shown;
    html! {
        <g class="chips">
            { for chips.iter().take(shown).enumerate().map(chip) }
            if more > 0 {
                { middle("muted", Point::new(x(shown) + CHIP.0 / 2.0, top + 14.0), 11.0, pen.props.texts.format("stage.more-held", &[("what", &more)], None)) }
            }
        </g>
    }
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
    let texts = &pen.props.texts;
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
        let radius = self.props.composition.measures.radius;
        let start = -spot.bounds.width / 2.0 + radius + RING + 1.0;
        (Point::new(start, 0.0), Point::new(start + radius + 10.0, 0.0))
    }
}

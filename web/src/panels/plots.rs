//! The plots: depths of queues and rates of messages over virtual time, with a cursor at the current moment; beside
//! them the values there as a table.

mod draw;

use std::rc::Rc;

use warren_view::Instant;
use warren_view::chart::{Chart, Values, position_at};
use wasm_bindgen::JsCast;
use yew::virtual_dom::ListenerKind;
use yew::{AttrValue, Html, MouseEvent};

use crate::command::{Ui, UiCommand};
use crate::dom::key_of;
use crate::element::{Element, el, list};
use crate::memo::memo;
use crate::panels::moments::command_of;
use crate::playback::{PlaybackCommand, View};
use warren_drawing::svg_numbers::decimal;
use warren_drawing::text_width::{Font, fit};

/// Draws the panel.
pub fn plots(ui: &Ui, view: &View, chart: &Rc<Chart>) -> Html {
    let values = chart.values(view.position, &view.overview);
    let seal = [Rc::as_ptr(chart).addr(), ui.texts.address()];
    let drawn = {
        let (ui, chart) = (ui.clone(), Rc::clone(chart));
        memo("lines", seal, move || draw::plots(&ui, &chart))
    };
    el("div")
        .class("plots")
        .child(el("div").class("plots-time").child(drawn).child(cursor(ui, view, chart, &values)))
        .child(table(ui, view, chart, &values))
        .into()
}

/// Draws a line at the current moment and a veil over the future, and handles clicks and keys.
fn cursor(ui: &Ui, view: &View, chart: &Rc<Chart>, values: &Values) -> Element {
    let position = view.position;
    let spoken = spoken(ui, view, chart, values);
    let here = draw::across(now(view), chart.end);
    let (run, end) = (Rc::clone(&view.run), chart.end);
    el("div")
        .with(&[("class", "plots-cursor"), ("role", "slider"), ("tabindex", "0"), ("aria-valuemin", "0")])
        .attr("aria-label", ui.say("plots.cursor"))
        .attr("aria-valuemax", view.len().to_string())
        .attr("aria-valuenow", position.to_string())
        .attr("aria-valuetext", spoken)
        .dispatch(ListenerKind::onkeydown, ui, move |event| {
            // Larger values are to the right here and upwards, and not downwards as in a list.
            let command = match &*key_of(event) {
                "ArrowRight" | "ArrowUp" => PlaybackCommand::Forward,
                "ArrowLeft" | "ArrowDown" => PlaybackCommand::Back,
                "PageUp" => PlaybackCommand::Seek(position + 10),
                "PageDown" => PlaybackCommand::Seek(position.saturating_sub(10)),
                other => command_of(other, position)?,
            };
            event.prevent_default();
            Some(UiCommand::Playback(command))
        })
        .dispatch(ListenerKind::onclick, ui, move |event| {
            let target: web_sys::Element = event.target()?.dyn_into().ok()?;
            let frame = target.closest(".plots-cursor").ok()??.get_bounding_client_rect();
            let x = f64::from(event.unchecked_ref::<MouseEvent>().client_x());
            let at = instant((x - frame.left()) / frame.width(), end);
            Some(UiCommand::Playback(PlaybackCommand::Seek(position_at(&run.moments, at))))
        })
        .child(el("b").attr("style", here.clone()))
        .child(el("i").attr("style", here))
}

/// Finds the instant at a share of the time axis.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // An axis has pixels.
fn instant(share: f64, end: Instant) -> Instant {
    Instant::from_micros((share.clamp(0.0, 1.0) * end.micros() as f64) as u64)
}

fn now(view: &View) -> Instant {
    view.moment().map_or(Instant::START, |told| told.at)
}

/// Formats the time, and each queue's values then.
fn spoken(ui: &Ui, view: &View, chart: &Chart, values: &Values) -> String {
    let mut spoken = now(view).to_string();
    for (name, (ready, unacked)) in chart.queues.iter().zip(&values.queues) {
        let one = ui.texts.tell("plots.spoken", &[("queue", name), ("ready", ready), ("unacked", unacked)]);
        spoken.push_str("; ");
        spoken.push_str(&one);
    }
    spoken
}

/// Draws the values at the current moment.
fn table(ui: &Ui, view: &View, chart: &Chart, values: &Values) -> Html {
    let queues = chart.queues.iter().zip(&values.queues).enumerate();
    let queues = queues.map(|(line, (name, (ready, unacked)))| {
        let cells = [*ready, *unacked].map(|number| cell(number.to_string()));
        row(line, name.clone().into()).attr("translate", "no").children(cells)
    });
    let rates = [("plots.delivered", values.delivered), ("plots.acked", values.acked)];
    let rates = rates
        .into_iter()
        .enumerate()
        .map(|(line, (key, rate))| row(line, ui.say(key)).child(cell(draw::number(rate, chart.rates.unit))));
    let window = seconds(chart.window.as_secs_f64());
    // Readers who see have the clock above.
    let depths = sheet(
        unseen("caption", format!("{} {}", ui.say("transport.clock"), now(view)).into()),
        [ui.say("table.name"), ui.say("table.ready"), ui.say("table.unacked")].to_vec(),
        list(queues),
    );
    let rates = sheet(
        el("caption").text(ui.texts.tell("plots.window", &[("seconds", &window)])),
        [ui.say("plots.what"), ui.say("plots.a-second")].to_vec(),
        list(rates),
    );
    el("div")
        .with(&[("class", "plots-values"), ("tabindex", "0"), ("role", "group")])
        .attr("aria-label", ui.say("plots.values"))
        .child(if chart.queues.is_empty() {
            el("p").class("hint").text(ui.say("plots.no-queue")).into()
        } else {
            depths
        })
        .child(rates)
        .into()
}

fn sheet(caption: Element, heads: Vec<AttrValue>, rows: Html) -> Html {
    let heads = heads.into_iter().map(|head| el("th").attr("scope", "col").child(el("span").text(head)));
    el("table").child(caption).child(el("thead").child(el("tr").children(heads))).child(el("tbody").child(rows)).into()
}

/// Draws a row with its name beside a piece of its line.
fn row(line: usize, name: AttrValue) -> Element {
    let short = el("span").with(&[("class", "plots-short"), ("aria-hidden", "true")]);
    let short = short.attr("title", name.clone()).text(fit(&name, Font::Sans, 13.0, 100.0));
    let head = el("th").attr("scope", "row").child(draw::swatch(line)).child(short).child(unseen("span", name));
    el("tr").key(line).child(head)
}

/// Makes a text for screen readers only.
fn unseen(name: &'static str, words: AttrValue) -> Element {
    el(name).class("visually-hidden").text(words)
}

fn cell(number: String) -> Element {
    el("td").class("number").text(number)
}

/// Writes seconds as captions and axes do.
fn seconds(seconds: f64) -> String {
    decimal(seconds, 3)
}

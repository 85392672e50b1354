//! The event log: every moment of the run, the future ones dimmed, the current one lit. A click or the arrow keys go to a
//! moment. It deliberately does not know what the lines say.

use std::rc::Rc;

use yew::Html;
use yew::virtual_dom::ListenerKind;

use crate::ask::{Ask, Ui};
use crate::dom::{find, key_of, reveal};
use crate::element::{Element, classes, el, list, nothing, truth};
use crate::kept::kept;
use crate::playback::{Order, Told, View, Weight};

/// So many moments are listed on each side of the current one; what is beyond is counted.
const LISTED: usize = 600;

/// Draws the log.
pub fn log(ui: &Ui, view: &View) -> Html {
    let (position, count) = (view.position, view.len());
    // The window moves in steps, so that rows are not made and dropped at every moment.
    let middle = position / LISTED * LISTED;
    let (from, to) = (middle.saturating_sub(LISTED), (middle + 2 * LISTED).min(count));
    let first = if from == 0 { start(ui, position == 0) } else { beyond(ui, "log.earlier", from) };
    let last = if to < count { beyond(ui, "log.later", count - to).into() } else { nothing() };
    let rows = (from..to).map(|index| {
        let at = index + 1;
        let (run, ui) = (Rc::clone(&view.run), ui.clone());
        // All that is past looks the same, and all that is future.
        let tense = usize::from(at >= position) + usize::from(at > position);
        kept(index, [Rc::as_ptr(&run).addr(), tense], move || match run.told.get(index) {
            Some(told) => row(&ui, told, at, tense == 1, tense == 2).into(),
            None => nothing(),
        })
    });
    el("div")
        .with(&[("class", "log"), ("role", "listbox"), ("tabindex", "0"), ("translate", "no")])
        .attr("aria-label", ui.say("log.title"))
        .attr("aria-activedescendant", row_id(position))
        .asks(ListenerKind::onkeydown, ui, move |event| {
            let order = match &*key_of(event) {
                "ArrowDown" => Order::Forward,
                "ArrowUp" => Order::Back,
                "Home" => Order::First,
                "End" => Order::Last,
                "PageDown" => Order::Seek(position + 10),
                "PageUp" => Order::Seek(position.saturating_sub(10)),
                _ => return None,
            };
            event.prevent_default();
            Some(Ask::Order(order))
        })
        .child(first)
        .children(rows)
        .child(last)
        .into()
}

/// Brings the moment where the learner stands into view.
pub fn reveal_now(position: usize) {
    if let (Some(outer), Some(row)) = (find(".log"), find(&format!("#{}", row_id(position)))) {
        reveal(&outer, &row);
    }
}

fn start(ui: &Ui, now: bool) -> Element {
    let words = el("span").with(&[("class", "start-text"), ("translate", "yes")]).text(ui.say("log.start"));
    let line = el("span").class("log-line").child(el("span").class("at").text("00:00.000")).child(words);
    option(ui, 0, now, Order::First).class(classes(&[("moment start", true), ("now", now)])).child(line)
}

fn beyond(ui: &Ui, key: &str, count: usize) -> Element {
    let words = ui.texts.count(key, u64::try_from(count).unwrap_or(u64::MAX));
    el("p").with(&[("class", "beyond"), ("role", "presentation"), ("translate", "yes")]).text(words)
}

fn option(ui: &Ui, position: usize, now: bool, order: Order) -> Element {
    el("div")
        .attr("id", row_id(position))
        .with(&[("role", "option"), ("aria-selected", truth(now))])
        .click(ui, Ask::Order(order))
}

fn row(ui: &Ui, told: &Told, position: usize, now: bool, future: bool) -> Element {
    let (own, grave) = (told.weight == Weight::Own, told.weight == Weight::Grave);
    option(ui, position, now, Order::Seek(position))
        .class(classes(&[("moment", true), ("now", now), ("future", future), ("own", own), ("grave", grave)]))
        .child(lines(told))
}

/// A moment's lines; the time stands before the first alone.
pub fn lines(told: &Told) -> Html {
    let mut at = told.at.to_string();
    list(told.explanation.log.iter().map(|line| {
        el("span")
            .class("log-line")
            .child(el("span").class("at").text(core::mem::take(&mut at)))
            .child(el("span").class("actor").text(line.actor.to_string()))
            .child(el("span").class("what").text(line.what))
            .child(el("span").class("detail").attr("title", line.detail.clone()).text(line.detail.clone()))
    }))
}

fn row_id(position: usize) -> String {
    format!("moment-{position}")
}

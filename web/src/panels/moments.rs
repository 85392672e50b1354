//! The moments of a run as a list: one row each, the future ones dimmed, the current one highlighted. A click or the
//! arrow keys go to a moment; of a long run a window is listed.

use std::rc::Rc;

use warren_view::run::{ExplainedMoment, Weight};
use yew::Html;
use yew::virtual_dom::ListenerKind;

use crate::command::{Ui, UiCommand};
use crate::dom::{key_of, reveal};
use crate::element::{Element, classes, el, nothing, truth};
use crate::host::Host;
use crate::memo::memo;
use crate::playback::{PlaybackCommand, View};

/// Puts a moment, by its index, into its row.
pub type Fill = Rc<dyn Fn(Element, &ExplainedMoment, usize) -> Element>;

/// A list of moments.
pub struct Moments<'a> {
    /// The class of its element.
    pub class: &'static str,
    /// The key of its name.
    pub name: &'static str,
    /// The number of moments listed on each side of the current one; further ones are counted.
    pub listed: usize,
    /// Stands above the first.
    pub head: Html,
    /// Puts a moment, by its index, into its row.
    pub fill: &'a Fill,
}

/// Draws a list.
pub fn moments(ui: &Ui, view: &View, shown: Moments<'_>) -> Html {
    let (position, count, listed) = (view.position, view.len(), shown.listed);
    // The window moves in steps, so that rows are not made and dropped at every moment.
    let middle = position / listed * listed;
    let (from, to) = (middle.saturating_sub(listed), (middle + 2 * listed).min(count));
    let first = if from == 0 { start(ui, position == 0) } else { beyond(ui, "log.earlier", from) };
    let last = if to < count { beyond(ui, "log.later", count - to).into() } else { nothing() };
    let rows = (from..to).map(|index| {
        let at = index + 1;
        let (run, ui, fill) = (Rc::clone(&view.run), ui.clone(), Rc::clone(shown.fill));
        // All past moments look the same, and all future ones.
        let tense = usize::from(at >= position) + usize::from(at > position);
        let seal = [Rc::as_ptr(&run).addr(), ui.texts.address(), tense];
        memo(index, seal, move || match run.moments.get(index) {
            Some(told) => fill(row(&ui, told, at, tense == 1, tense == 2), told, index).into(),
            None => nothing(),
        })
    });
    el("div")
        .with(&[("role", "listbox"), ("tabindex", "0"), ("translate", "no")])
        .class(format!("moments {}", shown.class))
        .attr("aria-label", ui.say(shown.name))
        .refer(ui, "aria-activedescendant", &row_id(position))
        .dispatch(ListenerKind::onkeydown, ui, move |event| {
            let command = command_of(&key_of(event), position)?;
            event.prevent_default();
            Some(UiCommand::Playback(command))
        })
        .child(shown.head)
        .child(first)
        .children(rows)
        .child(last)
        .into()
}

/// Returns the command of a key, up and down the list from a position.
pub fn command_of(key: &str, position: usize) -> Option<PlaybackCommand> {
    Some(match key {
        "ArrowDown" => PlaybackCommand::Forward,
        "ArrowUp" => PlaybackCommand::Back,
        "Home" => PlaybackCommand::First,
        "End" => PlaybackCommand::Last,
        "PageDown" => PlaybackCommand::Seek(position + 10),
        "PageUp" => PlaybackCommand::Seek(position.saturating_sub(10)),
        _ => return None,
    })
}

/// Scrolls the current moment into view.
pub fn reveal_now(host: &Host, position: usize) {
    if let (Some(outer), Some(row)) = (host.find(".moments"), host.by_id(&row_id(position))) {
        reveal(host, &outer, &row);
    }
}

fn start(ui: &Ui, now: bool) -> Element {
    let words = el("span").with(&[("class", "start-text"), ("translate", "yes")]).text(ui.say("log.start"));
    let line = el("span").class("log-line").child(el("span").class("at").text("00:00.000")).child(words);
    option(ui, 0, now, PlaybackCommand::First).class(classes(&[("moment start", true), ("now", now)])).child(line)
}

fn beyond(ui: &Ui, key: &str, count: usize) -> Element {
    let words = ui.texts.count(key, u64::try_from(count).unwrap_or(u64::MAX));
    el("p").with(&[("class", "beyond"), ("role", "presentation"), ("translate", "yes")]).text(words)
}

fn option(ui: &Ui, position: usize, now: bool, command: PlaybackCommand) -> Element {
    el("div")
        .id(ui, &row_id(position))
        .with(&[("role", "option"), ("aria-selected", truth(now))])
        .click(ui, UiCommand::Playback(command))
}

fn row(ui: &Ui, told: &ExplainedMoment, position: usize, now: bool, future: bool) -> Element {
    let (own, grave) = (told.weight == Weight::Own, told.weight == Weight::Grave);
    option(ui, position, now, PlaybackCommand::Seek(position)).class(classes(&[
        ("moment", true),
        ("now", now),
        ("future", future),
        ("own", own),
        ("grave", grave),
    ]))
}

fn row_id(position: usize) -> String {
    format!("moment-{position}")
}

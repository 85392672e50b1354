//! Describes the last moment in a sentence, with its causes.

use yew::Html;

use super::cause::cause;
use super::changes::changes;
use crate::command::{Ui, UiCommand};
use crate::element::{el, nothing};
use crate::panels::buttons::button;
use crate::panels::evidence::Tab;
use crate::playback::View;

/// Draws the last event in a sentence, the numbers that it changed, and the way to its causes.
pub fn summary(ui: &Ui, view: &View) -> Html {
    let Some(summary) = view.moment().and_then(|told| told.explanation.summary.as_ref()) else { return nothing() };
    let more = button("link").text(ui.say("why.more")).click(ui, UiCommand::Tab(Tab::Why));
    let head = el("div")
        .class("why-head")
        .child(el("h3").class("eyebrow").id(ui, "why-title").text(ui.say("why.title")))
        .child(more);
    el("section")
        .class("why")
        .refer(ui, "aria-labelledby", "why-title")
        .child(head)
        .child(el("p").class("why-what").text(ui.texts.phrase(summary)))
        .child(changes(ui, &view.changes))
        .into()
}

/// Draws the panel: the last event, the numbers that it changed, and its causes.
pub fn why(ui: &Ui, view: &View) -> Html {
    let mut said = el("div").with(&[("class", "why-text"), ("tabindex", "0"), ("role", "group")]);
    said = said.attr("aria-label", ui.say("why.title"));
    match view.moment() {
        Some(told) => {
            if let Some(summary) = &told.explanation.summary {
                said = said.child(el("p").class("why-what").text(ui.texts.phrase(summary)));
            }
            said = said.child(changes(ui, &view.changes));
            said = said.children(told.explanation.why.iter().map(|phrase| cause(ui, phrase)));
        }
        None => said = said.child(el("p").text(ui.say("why.nothing-yet"))),
    }
    said.into()
}

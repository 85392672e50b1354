//! Says the last moment in a sentence, and why it came about. It makes no sentence of its own.

use yew::Html;

use super::cause::cause;
use super::changes::changes;
use crate::command::Ui;
use crate::element::el;
use crate::playback::View;

/// Draws the box.
pub fn why(ui: &Ui, view: &View) -> Html {
    let mut said = el("div")
        .with(&[("class", "why-text"), ("tabindex", "0"), ("role", "group")])
        .refer(ui, "aria-labelledby", "why-title")
        .child(el("h3").class("eyebrow").id(ui, "why-title").text(ui.say("why.title")));
    match view.told() {
        Some(told) => {
            if let Some(summary) = &told.explanation.summary {
                said = said.child(el("p").class("why-what").text(ui.texts.phrase(summary)));
            }
            said = said.child(changes(ui, &view.changes));
            said = said.children(told.explanation.why.iter().map(|phrase| cause(ui, phrase)));
        }
        None => said = said.child(el("p").text(ui.say("why.nothing-yet"))),
    }
    el("section").class("why").refer(ui, "aria-labelledby", "why-title").child(said).into()
}

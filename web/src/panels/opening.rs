//! Draws the text to read before a lesson can run: its first.

use warren_lessons::pack::{Beat, Lesson};
use yew::{AttrValue, Html};

use crate::command::{Ui, UiCommand};
use crate::element::{Element, el, list, nothing, raw};
use crate::icons::Icon;
use crate::lazy_chunk::Progress;
use crate::packs::Missing;
use crate::panels::buttons::{button, signed};

/// Draws the lesson's first text, and beside it that the stage has not arrived yet.
pub fn opening(ui: &Ui, lesson: &Lesson) -> Html {
    let text = lesson.beats.first().map_or_else(nothing, |beat| {
        let said = said(ui, beat, 1, lesson.beats.len());
        el("section").class("card opening").attr("aria-label", ui.say("prose.title")).child(said).into()
    });
    let stage = el("section").class("stage-frame").attr("aria-label", ui.say("tab.stage"));
    list([text, stage.child(waiting(ui.say("loading.simulation"))).into()])
}

/// Says that something is on its way.
pub fn waiting(words: AttrValue) -> Element {
    el("p").with(&[("class", "loading"), ("aria-busy", "true")]).text(words)
}

/// Draws a view whose code has not arrived: that it is being loaded, or that it failed.
pub fn pending(ui: &Ui, code: &Progress) -> Html {
    code.missing().map_or_else(|| waiting(ui.say("loading.view")).into(), |missing| failure(ui, missing))
}

/// Says that something could not be loaded, and offers to try again.
pub fn failure(ui: &Ui, missing: &Missing) -> Html {
    let cause = ui.texts.tell("loading.file", &[("file", &missing.file), ("cause", &missing.cause)]);
    let again = button("button strong").click(ui, UiCommand::Again);
    el("section")
        .class("failure")
        .child(el("h2").text(ui.say("loading.failed")))
        .child(el("p").text(cause))
        .child(signed(again, Icon::Reset, ui.say("notice.again")))
        .into()
}

/// Draws the text of a step: its number, its heading, its text and its guides.
pub fn said(ui: &Ui, beat: &Beat, number: usize, count: usize) -> Element {
    titled(ui, beat, number, count).child(raw(&beat.html)).child(guides(beat))
}

/// Draws the number of a step, and its heading.
pub fn titled(ui: &Ui, beat: &Beat, number: usize, count: usize) -> Element {
    let step = ui.texts.tell("prose.step", &[("number", &number), ("count", &count)]);
    card_text()
        .attr("aria-label", ui.say("prose.text"))
        .child(el("p").class("eyebrow step-of").text(step))
        .child(el("h2").id(ui, "beat").text(beat.heading.clone()))
}

/// Makes the inside of a card.
pub fn card_text() -> Element {
    el("div").with(&[("class", "card-text"), ("tabindex", "0"), ("role", "group")])
}

fn guides(beat: &Beat) -> Html {
    if beat.guides.is_empty() {
        return nothing();
    }
    let guides = beat.guides.iter().map(|guide| {
        let link = el("a").attr("href", guide.url.clone()).with(&[
            ("hreflang", "en"),
            ("target", "_blank"),
            ("rel", "noreferrer"),
        ]);
        el("li").key(&*guide.url).child(link.text(guide.label.clone()))
    });
    el("ul").class("guides").children(guides).into()
}

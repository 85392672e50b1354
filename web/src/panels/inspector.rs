//! The inspector: one node or message with its properties, the actions on it, and its history with causes.

use warren_view::Selection;
use warren_view::facts::{Fact, Facts};
use yew::Html;

use crate::command::{Ui, UiCommand};
use crate::element::{Element, classes, el, list, nothing};
use crate::panels::cause::cause;
use crate::panels::controls::controls;
use crate::panels::log::lines;
use crate::playback::{PlaybackCommand, View};

/// Draws the panel: the selected thing, if any, at the current position.
#[inline(never)] // Its code comes later than that of its caller.
pub fn inspector(ui: &Ui, view: &View, selection: Option<&Selection>) -> Html {
    let Some(selection) = selection else {
        return el("p").class("hint empty").text(ui.say("inspector.nothing")).into();
    };
    let facts = Facts::of(selection, &view.overview, ui.texts.catalog());
    el("div")
        .with(&[("class", "inspector"), ("tabindex", "0"), ("role", "group")])
        .attr("aria-label", ui.say("tab.inspector"))
        .child(el("div").class("inspector-now").child(now(ui, facts)))
        .child(history(ui, view, &selection.history))
        .into()
}

/// Draws the thing's kind, name, properties and actions.
fn now(ui: &Ui, facts: Facts) -> Html {
    let title = el("h3").class("inspector-title").child(el("span").class("eyebrow").text(facts.kind));
    let Some(now) = facts.now else {
        return list([title, el("p").class("hint").text(ui.say("inspector.gone"))]);
    };
    let title = title.text(" ").child(el("span").attr("translate", "no").text(now.name));
    let properties = el("dl").class("properties").child(list(now.facts.into_iter().map(property)));
    let controls = now.controls.map_or_else(nothing, |offered| controls(ui, &offered, false));
    list([list([title, properties]), controls])
}

fn property(fact: Fact) -> Element {
    let row = el("div").key(fact.key).child(el("dt").text(fact.name)).child(el("dd").text(fact.value));
    if fact.is_field { row.attr("translate", "no") } else { row }
}

fn history(ui: &Ui, view: &View, history: &[usize]) -> Element {
    let past = history.iter().copied().filter(|index| *index < view.position).rev();
    let moments = past.filter_map(|index| Some((index, view.run.moments.get(index)?))).map(|(index, told)| {
        let now = index + 1 == view.position;
        let line = el("button")
            .class(classes(&[("moment", true), ("now", now)]))
            .with(&[("type", "button"), ("translate", "no")])
            .click(ui, UiCommand::Playback(PlaybackCommand::Seek(index + 1)))
            .child(lines(told));
        let why = told.explanation.why.iter().map(|phrase| cause(ui, phrase));
        el("li").key(index).child(line).children(why)
    });
    el("div")
        .class("inspector-history")
        .child(el("h4").class("eyebrow").text(ui.say("inspector.history")))
        .child(el("ol").children(moments))
}

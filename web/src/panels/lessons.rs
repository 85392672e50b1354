//! The list of lessons: plain links, so that the browser's own back, new tab and copy work.

use warren_dict::Set;
use warren_lessons::pack::Listed;
use wasm_bindgen::JsCast;
use web_sys::{Event, FocusEvent};
use yew::Html;
use yew::virtual_dom::ListenerKind;

use crate::command::{Ui, UiCommand};
use crate::dom::key_of;
use crate::element::{Element, classes, el, list, nothing};
use crate::icons::{Icon, icon};
use crate::link::Link;
use crate::panels::buttons::button;

/// The list.
pub struct Lessons<'a> {
    /// All lessons.
    pub listed: &'a [Listed],
    /// The id of the one that is open.
    pub current: Option<&'a str>,
    /// The ids of finished lessons and parts of them, from [`crate::storage::done`].
    pub done: &'a Set<String>,
    /// Whether it is shown if it does not fit beside the stage.
    pub open: bool,
    /// The settings, if they do not fit in the bar.
    pub settings: Html,
}

/// Draws the list.
pub fn lessons(ui: &Ui, lessons: Lessons<'_>) -> Html {
    let rows = lessons.listed.iter().map(|lesson| row(ui, lesson, &lessons));
    let nav = el("nav")
        .id(ui, "lessons")
        .attr("tabindex", "-1")
        .class(classes(&[("lessons", true), ("open", lessons.open)]))
        .attr("aria-label", ui.say("lessons.title"))
        .dispatch(ListenerKind::onkeydown, ui, |event| (key_of(event) == "Escape").then_some(UiCommand::Menu(false)))
        .dispatch(ListenerKind::onfocusout, ui, |event| focus_leaves(event).then_some(UiCommand::MenuLeft))
        .child(el("h2").class("eyebrow").text(ui.say("lessons.tutorials")))
        .child(el("ul").children(rows))
        .child(progress(ui, lessons.done))
        .child(lessons.settings.clone());
    let scrim = lessons.open.then(|| {
        let scrim = el("button").with(&[("class", "scrim"), ("type", "button")]);
        scrim.attr("aria-label", ui.say("lessons.close")).click(ui, UiCommand::Menu(false)).into()
    });
    list([nav.into(), scrim.unwrap_or_else(nothing)])
}

/// Returns whether the focus, which the list has lost, is elsewhere now. The button that shows the list is not
/// elsewhere.
fn focus_leaves(event: &Event) -> bool {
    let next =
        event.unchecked_ref::<FocusEvent>().related_target().and_then(|next| next.dyn_into::<web_sys::Element>().ok());
    next.is_some_and(|next| next.closest(".lessons, .menu").ok().flatten().is_none())
}

fn row(ui: &Ui, lesson: &Listed, lessons: &Lessons<'_>) -> Element {
    let current = lessons.current == Some(&*lesson.id);
    let done = lessons.done.contains(&lesson.id);
    let mut state = el("span").class("lesson-state");
    let mut link = el("a")
        .class(classes(&[("lesson", true), ("current", current), ("done", done)]))
        .attr("href", ui.host.href(&Link::to(&lesson.id)))
        .attr("title", lesson.summary.clone())
        .click(ui, UiCommand::Menu(false));
    if current {
        link = link.attr("aria-current", "page");
    }
    if done {
        state = state.child(icon(Icon::Check));
    }
    link = link
        .child(state)
        .child(el("span").class("lesson-order").text(lesson.order.to_string()))
        .child(el("span").class("lesson-title").text(lesson.title.clone()));
    if done {
        link = link.child(el("span").class("visually-hidden").text(ui.say("lessons.done")));
    }
    if lessons.done.contains(&challenge_of(&lesson.id)) {
        let star = el("span").class("challenge-met").attr("title", ui.say("challenge.met")).child(icon(Icon::Star));
        link = link.child(star).child(el("span").class("visually-hidden").text(ui.say("challenge.met")));
    }
    el("li").key(&*lesson.id).child(link)
}

/// Returns the id of a lesson's challenge in the list of finished things.
pub fn challenge_of(lesson: &str) -> String {
    format!("{lesson}/challenge")
}

/// Offers to take the progress along and to forget it. It is stored in the browser and nowhere else.
fn progress(ui: &Ui, done: &Set<String>) -> Html {
    if done.is_empty() {
        return nothing();
    }
    // Ids are lower case letters, digits, hyphens and a slash: nothing of them needs quoting.
    let ids: Vec<String> = done.iter().map(|id| format!("%22{id}%22")).collect();
    let file = format!("data:application/json,{{%22warren%22:1,%22completed%22:[{}]}}", ids.join(","));
    el("div")
        .class("progress")
        .child(el("a").attr("href", file).with(&[("download", "warren-progress.json")]).text(ui.say("lessons.export")))
        .child(button("link").text(ui.say("lessons.forget")).click(ui, UiCommand::Forget))
        .into()
}

//! The console: the transcript, and under it the line for statements and listings, with suggestions.

mod transcript;

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Event, InputEvent, KeyboardEvent};
use yew::Html;
use yew::virtual_dom::ListenerKind;

use crate::command::{Ui, UiCommand};
use crate::console::{Console, Keys, List, Typed};
use crate::dom::{caret_of, pixels, press_of, reveal, value_of};
use crate::element::{Element, el, nothing, truth};
use crate::host::Host;
use crate::panels::buttons::button;
use crate::playback::View;
use transcript::{transcript, wrong_id};

/// The id of the field.
pub const FIELD: &str = "console-field";

/// Draws the console.
pub fn console(ui: &Ui, console: &Console, view: &View) -> Html {
    el("div").class("console").child(transcript(ui, console, view)).child(line(ui, console)).into()
}

/// Scrolls the newest entry into view, its beginning if not all of it fits.
pub fn reveal_newest(host: &Host) {
    if let (Some(log), Some(newest)) = (host.find(".transcript"), host.find(".console-entry:last-child")) {
        log.set_scroll_top(log.scroll_height());
        let above = log.get_bounding_client_rect().top() - newest.get_bounding_client_rect().top();
        log.set_scroll_top(log.scroll_top() - pixels(above.max(0.0)));
    }
}

/// Scrolls the highlighted suggestion into view.
pub fn reveal_lit(host: &Host) {
    if let (Some(list), Some(lit)) = (host.find(".console-list"), host.find(".console-list [aria-selected=true]")) {
        reveal(host, &list, &lit);
    }
}

fn line(ui: &Ui, console: &Console) -> Element {
    let shown = console.list.as_ref().map_or_else(nothing, |list| suggestions(ui, list));
    let usage = if console.usage.is_empty() { ui.say("console.keys") } else { console.usage.clone().into() };
    let usage = el("p")
        .class("console-usage")
        .id(ui, "console-usage")
        .child(el("span").with(&[("translate", if console.usage.is_empty() { "yes" } else { "no" })]).text(usage));
    let prompt = el("span").with(&[("class", "prompt"), ("aria-hidden", "true")]).text("›");
    let enter = el("button").with(&[("class", "button"), ("type", "submit")]).text(ui.say("console.enter"));
    el("form")
        .class("console-form")
        .dispatch(ListenerKind::onsubmit, ui, |event| {
            event.prevent_default();
            Some(UiCommand::Console(Typed::Enter))
        })
        .child(el("div").class("console-line").child(prompt).child(field(ui, console)).child(enter).child(shown))
        .child(usage)
}

/// Draws one line with completion, or, for several pasted lines, a field of as many.
fn field(ui: &Ui, console: &Console) -> Element {
    let several = console.text.lines().count();
    let field = if console.text.contains('\n') {
        el("textarea").key("lines").attr("rows", (several + 1).min(6).to_string())
    } else {
        let field = el("input").key("line").with(&[
            ("type", "text"),
            ("role", "combobox"),
            ("aria-autocomplete", "list"),
            ("aria-expanded", truth(console.list.is_some())),
        ]);
        match &console.list {
            Some(List { lit: Some(lit), .. }) => {
                field.refer(ui, "aria-controls", "console-list").refer(ui, "aria-activedescendant", &option_id(*lit))
            }
            Some(List { lit: None, .. }) => field.refer(ui, "aria-controls", "console-list"),
            None => field,
        }
    };
    let mut described = ui.host.id("console-usage");
    if let Some(serial) = console.wrong {
        described = format!("{} {described}", ui.host.id(&wrong_id(serial)));
    }
    let keys = Keys::of(console);
    field
        .with(&[("autocomplete", "off"), ("autocapitalize", "off"), ("spellcheck", "false"), ("translate", "no")])
        .with(&[("enterkeyhint", "go"), ("aria-invalid", truth(console.wrong.is_some()))])
        .id(ui, FIELD)
        .attr("aria-label", ui.say("console.field"))
        .attr("aria-describedby", described)
        .attr("value", console.text.clone())
        .dispatch(ListenerKind::oninput, ui, |event| {
            let text = value_of(event);
            let composing = event.dyn_ref::<InputEvent>().is_some_and(InputEvent::is_composing);
            Some(UiCommand::Console(if composing {
                Typed::Composing(text)
            } else {
                Typed::Text(text, caret_of(event))
            }))
        })
        .dispatch(ListenerKind::onkeydown, ui, move |event| {
            let pressed: &KeyboardEvent = event.unchecked_ref();
            let (key, text) = (pressed.key(), value_of(event));
            let typed = keys.pressed(press_of(pressed, &key), pressed.shift_key(), &text, caret_of(event))?;
            if typed != Typed::Moved {
                event.prevent_default();
            }
            Some(UiCommand::Console(typed))
        })
        .dispatch(ListenerKind::onpaste, ui, |event| pasted(event).map(UiCommand::Console))
        .dispatch(ListenerKind::onblur, ui, |_| Some(UiCommand::Console(Typed::Close)))
}

/// Handles several pasted lines: a field of one line would join them all.
fn pasted(event: &Event) -> Option<Typed> {
    let lines = event.unchecked_ref::<ClipboardEvent>().clipboard_data()?.get_data("text").ok()?.replace('\r', "");
    let lines = lines.trim_end();
    if !lines.contains('\n') {
        return None;
    }
    event.prevent_default();
    let units: Vec<u16> = value_of(event).encode_utf16().collect();
    let (before, after) = units.split_at(caret_of(event).min(units.len()));
    let text = [&String::from_utf16_lossy(before), lines, &String::from_utf16_lossy(after)].concat();
    Some(Typed::Text(text, before.len() + lines.encode_utf16().count()))
}

fn suggestions(ui: &Ui, list: &List) -> Html {
    let options = list.completion.words.iter().enumerate().map(|(index, word)| {
        el("li")
            .key(index)
            .id(ui, &option_id(index))
            .with(&[("role", "option"), ("aria-selected", truth(list.lit == Some(index)))])
            .click(ui, UiCommand::Console(Typed::Take(index)))
            .child(el("span").text(word.text.clone()))
            .child(el("span").class("note").text(word.note.clone()))
    });
    el("ul")
        .with(&[("class", "console-list"), ("role", "listbox"), ("translate", "no")])
        .id(ui, "console-list")
        .attr("aria-label", ui.say("console.suggestions"))
        // The field keeps the focus, so that the reader can type on.
        .on(ListenerKind::onmousedown, |event| event.prevent_default())
        .children(options)
        .into()
}

fn option_id(index: usize) -> String {
    format!("console-option-{index}")
}

/// Makes a button that puts a text into the field.
fn put(ui: &Ui, class: &'static str, text: &str) -> Element {
    button(class).attr("translate", "no").click(ui, UiCommand::Console(Typed::Put(text.to_owned())))
}

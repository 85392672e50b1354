//! Buttons as they are everywhere: with an icon and words, or with an icon alone.

use yew::AttrValue;

use crate::command::{Ui, UiCommand};
use crate::element::{Element, el};
use crate::icons::{Icon, icon};

/// Makes a button without anything in it.
pub fn button(class: &'static str) -> Element {
    el("button").with(&[("class", class), ("type", "button")])
}

/// Makes a button with an icon and words.
#[inline(never)]
pub fn worded(ui: &Ui, class: &'static str, sign: Icon, words: &str, command: UiCommand) -> Element {
    signed(button(class), sign, ui.say(words)).click(ui, command)
}

/// Puts an icon and words into something.
#[inline(never)]
pub fn signed(element: Element, sign: Icon, words: AttrValue) -> Element {
    element.child(icon(sign)).child(el("span").text(words))
}

/// Makes a button with an icon alone; its meaning is its name.
#[inline(never)]
pub fn bare(ui: &Ui, class: &'static str, sign: Icon, label: AttrValue, command: UiCommand) -> Element {
    button(class).attr("aria-label", label).child(icon(sign)).click(ui, command)
}

/// Makes a button with an icon alone, whose name is shown to who points at it, too.
#[inline(never)]
pub fn explained(ui: &Ui, class: &'static str, sign: Icon, name: &str, command: UiCommand) -> Element {
    let label = ui.say(name);
    bare(ui, class, sign, label.clone(), command).attr("title", label)
}

//! Draws the numbers that the last moment changed: `hello ready 0 → 1`.

use warren_simulator::change::{Change, Quantity};
use yew::Html;

use crate::command::{Ui, UiCommand};
use crate::element::{Element, el, nothing};
use crate::panels::buttons::button;

/// Draws the numbers in a row; nothing if none changed.
pub fn changes(ui: &Ui, changes: &[Change]) -> Html {
    if changes.is_empty() {
        return nothing();
    }
    el("ul")
        .class("changes")
        .attr("aria-label", ui.say("change.title"))
        .children(changes.iter().map(|change| one(ui, change)))
        .into()
}

fn one(ui: &Ui, change: &Change) -> Element {
    let name = button("link")
        .attr("translate", "no")
        .click(ui, UiCommand::Select(change.of.into()))
        .text(change.name.to_string());
    let numbers = format!("{} → {}", change.from, change.to);
    el("li")
        .child(name)
        .text(" ")
        .child(el("span").text(ui.say(label(change.quantity))))
        .text(" ")
        .child(el("span").with(&[("class", "from-to"), ("translate", "no")]).text(numbers))
}

const fn label(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Ready => "change.ready",
        Quantity::Unacked => "change.unacked",
        Quantity::Consumers => "change.consumers",
        Quantity::Sent => "change.sent",
        Quantity::Confirmed => "change.confirmed",
        Quantity::Nacked => "change.nacked",
        Quantity::Returned => "change.returned",
        Quantity::Received => "change.received",
        Quantity::Holds => "change.holds",
        Quantity::Acked => "change.acked",
    }
}

//! One cause, with links to the rule behind it and to RabbitMQ's guide.

use warren_lessons::pack::guide_of;
use warren_simulator::explain::{Phrase, rule};
use yew::AttrValue;

use crate::command::Ui;
use crate::element::{Element, el};
use crate::packs;

/// Draws a cause.
pub fn cause(ui: &Ui, phrase: &Phrase) -> Element {
    let told = el("p").class("because").text(ui.texts.phrase(phrase));
    let Some(rule) = rule(phrase.key) else { return told };
    let link = |address: AttrValue, words| {
        el("a")
            .with(&[("class", "rule"), ("hreflang", "en"), ("target", "_blank"), ("rel", "noopener")])
            .attr("href", address)
            .text(ui.say(words))
    };
    told.text(" ")
        .child(link(packs::rule(&ui.host, rule).into(), "why.rule").attr("title", rule))
        .text(" ")
        .child(link(ui.say(&guide_of(rule)), "why.guide"))
}

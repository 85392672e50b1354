//! One cause, with a link to the rule of the broker's behind it. It deliberately does not know what the rule says.

use warren_simulator::explain::{Phrase, rule};

use crate::ask::Ui;
use crate::element::{Element, el};
use crate::packs;

/// Draws a cause.
pub fn cause(ui: &Ui, phrase: &Phrase) -> Element {
    let told = el("p").class("because").text(ui.texts.phrase(phrase));
    let Some(rule) = rule(phrase.key) else { return told };
    let link = el("a")
        .with(&[("class", "rule"), ("target", "_blank"), ("rel", "noopener"), ("title", rule)])
        .attr("href", packs::rule(rule));
    told.text(" ").child(link.text(ui.say("why.rule")))
}

//! One cause, with a link to the rule of the broker's behind it. It deliberately does not know what the rule says.

use warren_simulator::explain::{Phrase, rule};
use yew::prelude::*;

use crate::i18n::Texts;
use crate::packs;

/// Draws a cause.
pub fn cause(texts: &Texts, phrase: &Phrase) -> Html {
    html! {
        <p class="because">
            { texts.phrase(phrase) }
            if let Some(rule) = rule(phrase.key) {
                { " " }
                <a class="rule" href={packs::rule(rule)} target="_blank" rel="noopener" title={rule}>{ texts.say("why.rule") }</a>
            }
        </p>
    }
}

//! What the last moment was, in a sentence, and why. It deliberately makes no sentence of its own.

use yew::prelude::*;

use super::cause::cause;
use crate::i18n::use_texts;
use crate::playback::View;

/// The box.
#[derive(Properties, PartialEq)]
pub struct WhyProps {
    /// Where the learner stands.
    pub view: View,
}

/// Draws the box.
#[component]
pub fn Why(props: &WhyProps) -> Html {
    let texts = use_texts();
    let told = props.view.told();
    html! {
        <section class="why" aria-labelledby="why-title">
            <div class="why-text" tabindex="0" role="group" aria-labelledby="why-title">
                <h3 id="why-title" class="eyebrow">{ texts.say("why.title") }</h3>
                if let Some(told) = told {
                    if let Some(summary) = &told.explanation.summary {
                        <p class="why-what">{ texts.phrase(summary) }</p>
                    }
                    { for told.explanation.why.iter().map(|phrase| cause(&texts, phrase)) }
                } else {
                    <p>{ texts.say("why.nothing-yet") }</p>
                }
            </div>
        </section>
    }
}

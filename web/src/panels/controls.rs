//! What can be done to one client program: start, kill, stop, its acknowledging and its prefetch. Inspector and forms show
//! the same controls. It deliberately only asks.

use warren_simulator::{ClientState, ClientView};
use yew::prelude::*;

use crate::dom::selected_value;
use crate::i18n::{Texts, use_texts};
use crate::icons::{Icon, icon};
use crate::phrases::{Deed, POLICIES, set_ack, set_prefetch};

/// The controls.
#[derive(Properties, PartialEq)]
pub struct ControlsProps {
    /// The program.
    pub client: ClientView,
    /// Whether the buttons show their icons alone.
    #[prop_or_default]
    pub compact: bool,
    /// A statement to carry out.
    pub on_act: Callback<String>,
}

/// The prefetch counts on offer; 0 is unlimited.
const PREFETCHES: [u16; 8] = [0, 1, 2, 3, 5, 10, 20, 50];

/// Draws the controls.
#[component]
pub fn Controls(props: &ControlsProps) -> Html {
    let texts = use_texts();
    let client = &props.client;
    html! {
        <div class={if props.compact { "controls compact" } else { "controls row" }}>
            <div class="deeds">
                if client.state == ClientState::Running {
                    { button(props, Deed::Kill, "act.kill", Icon::Kill, &texts) }
                    { button(props, Deed::Stop, "act.stop", Icon::Stop, &texts) }
                } else {
                    { button(props, Deed::Start, "act.start", Icon::Play, &texts) }
                }
            </div>
            if client.consumes {
                { ack(props, &texts) }
                { prefetch(props, &texts) }
            }
        </div>
    }
}

fn button(props: &ControlsProps, deed: Deed, key: &str, sign: Icon, texts: &Texts) -> Html {
    let statement = deed.statement(&props.client.name);
    let label = format!("{} {}", texts.say(key), props.client.name);
    let onclick = props.on_act.reform(move |_: MouseEvent| statement.clone());
    if props.compact {
        html! { <button class="button square" type="button" aria-label={label.clone()} title={label} {onclick}>{ icon(sign) }</button> }
    } else {
        html! { <button class="button" type="button" aria-label={label} {onclick}>{ icon(sign) }<span>{ texts.say(key) }</span></button> }
    }
}

fn ack(props: &ControlsProps, texts: &Texts) -> Html {
    let name = props.client.name.clone();
    let onchange = props.on_act.reform(move |event: Event| set_ack(&name, &selected_value(event)));
    let label = format!("ack, {}", props.client.name);
    html! {
        <label class="inline-field"><span translate="no">{ "ack" }</span>
            <select class="button select" aria-label={label} {onchange}>
                { for POLICIES.iter().map(|(policy, word)| html! {
                    <option key={*word} value={*word} selected={*policy == props.client.ack}>{ texts.say(policy_key(word)) }</option>
                }) }
            </select>
        </label>
    }
}

fn policy_key(word: &str) -> &'static str {
    match word {
        "after" => "ack.after",
        "before" => "ack.before",
        "never" => "ack.never",
        _ => "ack.auto",
    }
}

fn prefetch(props: &ControlsProps, texts: &Texts) -> Html {
    let name = props.client.name.clone();
    let onchange =
        props.on_act.reform(move |event: Event| set_prefetch(&name, selected_value(event).parse().unwrap_or_default()));
    let label = format!("prefetch, {}", props.client.name);
    let now = props.client.prefetch;
    let mut offered = PREFETCHES.to_vec();
    if !offered.contains(&now) {
        offered.push(now);
    }
    html! {
        <label class="inline-field"><span translate="no">{ "prefetch" }</span>
            <select class="button select" aria-label={label} {onchange}>
                { for offered.into_iter().map(|count| html! {
                    <option key={count} value={count.to_string()} selected={count == now}>
                        { if count == 0 { texts.say("act.unlimited") } else { count.to_string().into() } }
                    </option>
                }) }
            </select>
        </label>
    }
}

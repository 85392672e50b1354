//! What the learner can do: publish messages, handle programs and the broker, take it back. Every form shows the statement
//! it makes. It deliberately does not carry anything out.

use std::rc::Rc;

use warren_broker::Name;
use warren_simulator::{ClientState, ClientView, Overview};
use web_sys::InputEvent;
use yew::prelude::*;

use crate::dom::{input_value, selected_value, ticked};
use crate::i18n::{Texts, use_texts};
use crate::icons::{Icon, icon};
use crate::panels::controls::Controls;
use crate::phrases::{BrokerDeed, Publish};

/// The forms.
#[derive(Properties)]
pub struct ActProps {
    /// Everything there is.
    pub overview: Rc<Overview>,
    /// The learner's actions so far, with their positions.
    pub actions: Vec<(usize, String)>,
    /// Whether acting here drops what would happen next.
    pub in_past: bool,
    /// What is in the publish form.
    pub draft: Publish,
    /// It was changed.
    pub on_draft: Callback<Publish>,
    /// Statements to carry out, one after another.
    pub on_act: Callback<Vec<String>>,
    /// To a position.
    pub on_seek: Callback<usize>,
    /// Take back the last action; nothing if there is none.
    pub on_undo: Option<Callback<()>>,
}

impl PartialEq for ActProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.overview, &other.overview)
            && self.actions == other.actions
            && self.in_past == other.in_past
            && self.draft == other.draft
            && self.on_undo.is_some() == other.on_undo.is_some()
    }
}

/// The program that publishes for the learner where none of the lesson's can.
pub const YOU: &str = "you";

/// Draws the forms.
#[component]
pub fn Act(props: &ActProps) -> Html {
    let texts = use_texts();
    html! {
        <div class="act">
            if props.in_past {
                <p class="hint act-past">{ icon(Icon::Info) }{ texts.say("act.in-past") }</p>
            }
            <div class="act-columns">
                <div>
                    { publish(props, &texts) }
                    { own(props, &texts) }
                </div>
                <div>
                    { programs(props, &texts) }
                    { broker(props, &texts) }
                </div>
            </div>
        </div>
    }
}

fn publish(props: &ActProps, texts: &Texts) -> Html {
    let draft = &props.draft;
    let statement = filled(draft, &props.overview).statement();
    let onsubmit = {
        let statements = all_statements(draft, &props.overview);
        props.on_act.reform(move |event: SubmitEvent| {
            event.prevent_default();
            statements.clone()
        })
    };
    let edit = |change: fn(&mut Publish, String)| {
        let draft = draft.clone();
        move |value: String| {
            let mut draft = draft.clone();
            change(&mut draft, value);
            draft
        }
    };
    let typed = |change: fn(&mut Publish, String)| {
        let edited = edit(change);
        props.on_draft.reform(move |event: InputEvent| edited(input_value(&event)))
    };
    let chosen = |change: fn(&mut Publish, String)| {
        let edited = edit(change);
        props.on_draft.reform(move |event: Event| edited(selected_value(event)))
    };
    let flagged = |change: fn(&mut Publish, bool)| {
        let draft = draft.clone();
        props.on_draft.reform(move |event: Event| {
            let mut draft = draft.clone();
            change(&mut draft, ticked(&event));
            draft
        })
    };
    html! {
        <form class="act-publish" {onsubmit}>
            <h3 class="eyebrow">{ texts.say("act.publish-title") }</h3>
            <div class="fields">
                <label class="field"><span translate="no">{ "exchange" }</span>
                    <select class="button select" onchange={chosen(|draft, value| draft.exchange = value)}>
                        { for props.overview.broker.exchanges.iter().map(|exchange| html! {
                            <option key={exchange.id.0} value={exchange.name.to_string()} selected={*exchange.name == *draft.exchange}>
                                { if exchange.name.is_empty() { texts.say("name.default-exchange") } else { exchange.name.to_string().into() } }
                            </option>
                        }) }
                    </select>
                </label>
                <label class="field"><span translate="no">{ "routing key" }</span>
                    <input type="text" value={draft.routing_key.clone()} list="queue-names" autocomplete="off" spellcheck="false" translate="no"
                        oninput={typed(|draft, value| draft.routing_key = value)} />
                    <datalist id="queue-names">
                        { for props.overview.broker.queues.iter().map(|queue| html! { <option key={queue.id.0} value={queue.name.to_string()} /> }) }
                    </datalist>
                </label>
                <label class="field"><span translate="no">{ "body" }</span>
                    <input type="text" value={draft.body.clone()} autocomplete="off" oninput={typed(|draft, value| draft.body = value)} />
                </label>
                <label class="field"><span>{ texts.say("act.client") }</span>
                    <select class="button select" onchange={chosen(|draft, value| draft.client = value)}>
                        { for publishers(&props.overview).into_iter().map(|name| html! {
                            <option key={name.to_string()} value={name.to_string()} selected={name == filled(draft, &props.overview).client}>{ &*name }</option>
                        }) }
                    </select>
                </label>
                <div class="ticks">
                    <label class="tick-field"><input type="checkbox" checked={draft.persistent} onchange={flagged(|draft, on| draft.persistent = on)} /><span>{ texts.say("act.persistent") }</span></label>
                    <label class="tick-field"><input type="checkbox" checked={draft.mandatory} onchange={flagged(|draft, on| draft.mandatory = on)} /><span translate="no">{ "mandatory" }</span></label>
                </div>
            </div>
            <div class="row">
                <button class="button strong" type="submit">{ icon(Icon::Send) }<span>{ texts.say("act.publish") }</span></button>
                <code class="statement" translate="no">{ statement }</code>
            </div>
        </form>
    }
}

/// The programs that can publish: those that run, and one of the learner's own.
fn publishers(overview: &Overview) -> Vec<String> {
    let connected = |client: &&ClientView| client.state == ClientState::Running && client.connection.is_some();
    let mut names: Vec<&ClientView> =
        overview.clients.iter().filter(connected).filter(|client| &*client.name != YOU).collect();
    names.sort_by_key(|client| !client.publishes);
    let mut names: Vec<String> =
        names.into_iter().filter(|client| client.publishes).map(|client| client.name.to_string()).collect();
    names.push(YOU.to_owned());
    names
}

/// The draft with a program that can publish.
fn filled(draft: &Publish, overview: &Overview) -> Publish {
    let there = publishers(overview);
    let client =
        if there.contains(&draft.client) { draft.client.clone() } else { there.first().cloned().unwrap_or_default() };
    Publish { client, ..draft.clone() }
}

/// All that is needed to publish: the learner's own program may have to be defined and started first.
fn all_statements(draft: &Publish, overview: &Overview) -> Vec<String> {
    let publish = filled(draft, overview);
    let mut statements = Vec::new();
    if publish.client == YOU {
        let you = overview.clients.iter().find(|client| &*client.name == YOU);
        if you.is_none() {
            statements.push(format!("client {YOU}"));
        }
        if you.is_none_or(|you| you.state != ClientState::Running) {
            statements.push(format!("start {YOU}"));
        }
    }
    statements.push(publish.statement());
    statements
}

fn programs(props: &ActProps, texts: &Texts) -> Html {
    let on_act = props.on_act.reform(|statement: String| vec![statement]);
    html! {
        <div class="act-programs">
            <div class="program-heads"><h3 class="eyebrow">{ texts.say("act.programs") }</h3><span translate="no">{ "ack" }</span><span translate="no">{ "prefetch" }</span></div>
            <ul>
                { for props.overview.clients.iter().map(|client| html! {
                    <li key={client.id.0}>
                        <p class="program"><strong translate="no">{ &*client.name }</strong>{ " " }<span class="hint">{ texts.say(state_key(&client.state)) }</span></p>
                        <Controls client={client.clone()} compact=true on_act={on_act.clone()} />
                    </li>
                }) }
            </ul>
        </div>
    }
}

/// The key of a state's name.
pub const fn state_key(state: &ClientState) -> &'static str {
    match state {
        ClientState::Idle => "state.idle",
        ClientState::Running => "state.running",
        ClientState::Killed => "state.killed",
        ClientState::Stopped => "state.stopped",
        ClientState::Closed(_) => "state.closed",
        ClientState::Disconnected => "state.disconnected",
    }
}

fn broker(props: &ActProps, texts: &Texts) -> Html {
    let button = |deed: BrokerDeed, key: &str, hint: &str, sign: Icon| {
        let onclick = props.on_act.reform(move |_: MouseEvent| vec![deed.statement().to_owned()]);
        html! { <button class="button" type="button" title={texts.say(hint)} {onclick}>{ icon(sign) }<span>{ texts.say(key) }</span></button> }
    };
    html! {
        <div class="act-broker">
            <h3 class="eyebrow">{ texts.say("act.broker") }</h3>
            <div class="row">
                if props.overview.broker_up {
                    { button(BrokerDeed::Restart, "act.restart", "act.restart-hint", Icon::Reset) }
                    { button(BrokerDeed::Stop, "act.stop", "act.stop-broker-hint", Icon::Stop) }
                    { button(BrokerDeed::Crash, "act.crash", "act.crash-hint", Icon::Kill) }
                    { button(BrokerDeed::PowerLoss, "act.power", "act.power-hint", Icon::Bolt) }
                } else {
                    { button(BrokerDeed::Start, "act.start", "act.start-broker-hint", Icon::Play) }
                }
            </div>
        </div>
    }
}

fn own(props: &ActProps, texts: &Texts) -> Html {
    let undo = props.on_undo.clone().map(|undo| undo.reform(|_: MouseEvent| ()));
    html! {
        <div class="act-own">
            <h3 class="eyebrow">{ texts.say("act.own") }</h3>
            if props.actions.is_empty() {
                <p class="hint">{ texts.say("act.own-none") }</p>
            } else {
                <ol>
                    { for props.actions.iter().map(|(position, statement)| {
                        let after = position + 1;
                        let onclick = props.on_seek.reform(move |_: MouseEvent| after);
                        html! { <li key={format!("{position} {statement}")}><button class="link" type="button" translate="no" {onclick}>{ statement }</button></li> }
                    }) }
                </ol>
            }
            <button class="button" type="button" disabled={undo.is_none()} onclick={undo}>{ icon(Icon::Undo) }<span>{ texts.say("act.undo") }</span></button>
        </div>
    }
}

/// A form whose fields say what the lesson's own messages said last, so that one click publishes something sensible.
pub fn first_draft(overview: &Overview) -> Publish {
    let queue: Option<Name> = overview.broker.queues.first().map(|queue| queue.name.clone());
    Publish {
        routing_key: queue.map(|name| name.to_string()).unwrap_or_default(),
        body: "Hello from you".to_owned(),
        ..Publish::default()
    }
}

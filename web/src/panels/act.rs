//! What the learner can do: publish messages, handle programs and the broker, take it back. Every form shows the statement
//! it makes. It deliberately does not carry anything out.

use warren_broker::Name;
use warren_simulator::{ClientState, ClientView, Overview};
use yew::Html;
use yew::virtual_dom::ListenerKind;

use crate::ask::{Ask, Ui};
use crate::dom::{ticked, value_of};
use crate::element::{Element, el, nothing};
use crate::icons::{Icon, icon};
use crate::panels::buttons::{button, signed, worded};
use crate::panels::controls::controls;
use crate::panels::header::choice;
use crate::phrases::{BrokerDeed, Publish};
use crate::playback::Order;

/// The program that publishes for the learner where none of the lesson's can.
pub const YOU: &str = "you";

/// The forms.
pub struct Act<'a> {
    /// Everything there is.
    pub overview: &'a Overview,
    /// The learner's actions so far, with their positions.
    pub actions: &'a [(usize, String)],
    /// Whether acting here drops what would happen next.
    pub in_past: bool,
    /// What is in the publish form.
    pub draft: &'a Publish,
    /// Whether there is anything to take back.
    pub can_undo: bool,
}

/// Draws the forms.
pub fn act(ui: &Ui, act: &Act<'_>) -> Html {
    let past =
        act.in_past.then(|| el("p").class("hint act-past").child(icon(Icon::Info)).text(ui.say("act.in-past")).into());
    el("div")
        .class("act")
        .child(past.unwrap_or_else(nothing))
        .child(
            el("div")
                .class("act-columns")
                .child(el("div").child(publish(ui, act)).child(own(ui, act)))
                .child(el("div").child(programs(ui, act.overview)).child(broker(ui, act.overview))),
        )
        .into()
}

fn publish(ui: &Ui, act: &Act<'_>) -> Element {
    let (draft, overview) = (act.draft, act.overview);
    let filled = filled(draft, overview);
    let statements = all_statements(draft, overview);
    let exchanges = overview.broker.exchanges.iter().map(|exchange| {
        let words =
            if exchange.name.is_empty() { ui.say("name.default-exchange") } else { exchange.name.to_string().into() };
        choice(exchange.name.to_string().into(), words, *exchange.name == *draft.exchange)
    });
    let queues =
        overview.broker.queues.iter().map(|queue| el("option").key(queue.id.0).attr("value", queue.name.to_string()));
    let clients = publishers(overview).into_iter().map(|name| {
        let chosen = name == filled.client;
        choice(name.clone().into(), name.into(), chosen)
    });
    let key = typed(ui, draft, &draft.routing_key, |draft, event| draft.routing_key = value_of(event)).with(&[
        ("list", "queue-names"),
        ("spellcheck", "false"),
        ("translate", "no"),
    ]);
    let fields = el("div")
        .class("fields")
        .child(
            field(untranslated("exchange"))
                .child(chosen(ui, draft, |draft, event| draft.exchange = value_of(event)).children(exchanges)),
        )
        .child(
            field(untranslated("routing key"))
                .child(key)
                .child(el("datalist").attr("id", "queue-names").children(queues)),
        )
        .child(
            field(untranslated("body"))
                .child(typed(ui, draft, &draft.body, |draft, event| draft.body = value_of(event))),
        )
        .child(
            field(el("span").text(ui.say("act.client")))
                .child(chosen(ui, draft, |draft, event| draft.client = value_of(event)).children(clients)),
        )
        .child(
            el("div")
                .class("ticks")
                .child(
                    flagged(ui, draft, draft.persistent, |draft, event| draft.persistent = ticked(event))
                        .child(el("span").text(ui.say("act.persistent"))),
                )
                .child(
                    flagged(ui, draft, draft.mandatory, |draft, event| draft.mandatory = ticked(event))
                        .child(untranslated("mandatory")),
                ),
        );
    let send = el("button").with(&[("class", "button strong"), ("type", "submit")]);
    el("form")
        .class("act-publish")
        .asks(ListenerKind::onsubmit, ui, move |event| {
            event.prevent_default();
            Some(Ask::Act(statements.clone()))
        })
        .child(title(ui, "act.publish-title"))
        .child(fields)
        .child(
            el("div")
                .class("row")
                .child(signed(send, Icon::Send, ui.say("act.publish")))
                .child(el("code").with(&[("class", "statement"), ("translate", "no")]).text(filled.statement())),
        )
}

/// How the draft follows from an event of one of its fields.
type Change = fn(&mut Publish, &yew::Event);

fn edited(element: Element, kind: ListenerKind, ui: &Ui, draft: &Publish, change: Change) -> Element {
    let draft = draft.clone();
    element.asks(kind, ui, move |event| {
        let mut draft = draft.clone();
        change(&mut draft, event);
        Some(Ask::Draft(draft))
    })
}

fn typed(ui: &Ui, draft: &Publish, value: &str, change: Change) -> Element {
    let input = el("input").with(&[("type", "text"), ("autocomplete", "off")]).attr("value", value.to_owned());
    edited(input, ListenerKind::oninput, ui, draft, change)
}

fn chosen(ui: &Ui, draft: &Publish, change: Change) -> Element {
    edited(el("select").class("button select"), ListenerKind::onchange, ui, draft, change)
}

fn flagged(ui: &Ui, draft: &Publish, on: bool, change: Change) -> Element {
    let input = el("input").attr("type", "checkbox").flag("checked", on);
    el("label").class("tick-field").child(edited(input, ListenerKind::onchange, ui, draft, change))
}

fn field(name: Element) -> Element {
    el("label").class("field").child(name)
}

/// A word of AMQP's, the same in every language.
fn untranslated(word: &'static str) -> Element {
    el("span").attr("translate", "no").text(word)
}

fn title(ui: &Ui, key: &str) -> Element {
    el("h3").class("eyebrow").text(ui.say(key))
}

/// The programs that can publish: those that run, and one of the learner's own.
fn publishers(overview: &Overview) -> Vec<String> {
    let can = |client: &&ClientView| {
        client.publishes && client.state == ClientState::Running && client.connection.is_some() && &*client.name != YOU
    };
    let mut names: Vec<String> = overview.clients.iter().filter(can).map(|client| client.name.to_string()).collect();
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

fn programs(ui: &Ui, overview: &Overview) -> Element {
    let heads = el("div")
        .class("program-heads")
        .child(title(ui, "act.programs"))
        .child(untranslated("ack"))
        .child(untranslated("prefetch"));
    let rows = overview.clients.iter().map(|client| {
        let name = el("strong").attr("translate", "no").text(client.name.to_string());
        let state = el("span").class("hint").text(ui.say(state_key(&client.state)));
        el("li")
            .key(client.id.0)
            .child(el("p").class("program").child(name).text(" ").child(state))
            .child(controls(ui, client, true))
    });
    el("div").class("act-programs").child(heads).child(el("ul").children(rows))
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

fn broker(ui: &Ui, overview: &Overview) -> Element {
    let button = |deed: BrokerDeed, key: &str, hint: &str, sign: Icon| {
        worded(ui, "button", sign, key, Ask::Act(vec![deed.statement().to_owned()])).attr("title", ui.say(hint))
    };
    let buttons = if overview.broker_up {
        vec![
            button(BrokerDeed::Restart, "act.restart", "act.restart-hint", Icon::Reset),
            button(BrokerDeed::Stop, "act.stop", "act.stop-broker-hint", Icon::Stop),
            button(BrokerDeed::Crash, "act.crash", "act.crash-hint", Icon::Kill),
            button(BrokerDeed::PowerLoss, "act.power", "act.power-hint", Icon::Bolt),
        ]
    } else {
        vec![button(BrokerDeed::Start, "act.start", "act.start-broker-hint", Icon::Play)]
    };
    el("div").class("act-broker").child(title(ui, "act.broker")).child(el("div").class("row").children(buttons))
}

fn own(ui: &Ui, act: &Act<'_>) -> Element {
    let done = if act.actions.is_empty() {
        el("p").class("hint").text(ui.say("act.own-none"))
    } else {
        el("ol").children(act.actions.iter().map(|(position, statement)| {
            let link = button("link").attr("translate", "no").click(ui, Ask::Order(Order::Seek(position + 1)));
            el("li").key(format!("{position} {statement}")).child(link.text(statement.clone()))
        }))
    };
    let undo = worded(ui, "button", Icon::Undo, "act.undo", Ask::Order(Order::Undo));
    el("div").class("act-own").child(title(ui, "act.own")).child(done).child(undo.flag("disabled", !act.can_undo))
}

/// A form that greets the first queue there is, so that one click publishes something sensible.
pub fn first_draft(overview: &Overview) -> Publish {
    let queue: Option<Name> = overview.broker.queues.first().map(|queue| queue.name.clone());
    Publish {
        routing_key: queue.map(|name| name.to_string()).unwrap_or_default(),
        body: "Hello from you".to_owned(),
        ..Publish::default()
    }
}

//! The inspector: one node or message with its properties, what can be done to it, and all that happened to it and why. It
//! deliberately does not know how it was picked.

use std::rc::Rc;

use warren_broker::overview::{ExchangeView, QueueView};
use warren_broker::{ExchangeId, Message, MessageId, QueueId, Table, Value};
use warren_simulator::{ClientView, Overview};
use yew::prelude::*;

use crate::i18n::{Texts, use_texts};
use crate::panels::act::state_key;
use crate::panels::cause::cause;
use crate::panels::controls::Controls;
use crate::panels::log::lines;
use crate::panels::table::{body, destination_name, exchange_name, features, kept, prefetch, whose};
use crate::playback::View;
use crate::subject::Subject;

/// The panel.
#[derive(Properties)]
pub struct InspectorProps {
    /// Where the learner stands.
    pub view: View,
    /// What is looked at.
    pub subject: Option<Subject>,
    /// The message looked at, if it is one.
    pub message: Option<Rc<Message>>,
    /// The moments that concern it.
    pub history: Rc<Vec<usize>>,
    /// A statement to carry out.
    pub on_act: Callback<String>,
    /// To a position.
    pub on_seek: Callback<usize>,
}

impl PartialEq for InspectorProps {
    fn eq(&self, other: &Self) -> bool {
        self.view == other.view && self.subject == other.subject && Rc::ptr_eq(&self.history, &other.history)
    }
}

/// Draws the panel.
#[component]
pub fn Inspector(props: &InspectorProps) -> Html {
    let texts = use_texts();
    let Some(subject) = &props.subject else {
        return html! { <p class="hint empty">{ texts.say("inspector.nothing") }</p> };
    };
    let overview = &props.view.overview;
    html! {
        <div class="inspector" tabindex="0" role="group" aria-label={texts.say("tab.inspector")}>
            <div class="inspector-now">
                { match subject {
                    Subject::Queue(id) => queue(*id, overview, &texts),
                    Subject::Exchange(id) => exchange(*id, overview, &texts),
                    Subject::Client(id) => match overview.clients.iter().find(|client| client.id == *id) {
                        Some(view) => client(view, props, &texts),
                        None => gone("kind.client", &texts),
                    },
                    Subject::Message(id) => message(*id, props, &texts),
                    Subject::Binding(binding) => html! {
                        <>
                            { title("kind.binding", &format!("\"{}\"", binding.routing_key), &texts) }
                            { properties(vec![
                                ("table.from", exchange_name(binding, overview).into()),
                                ("table.to", destination_name(binding, overview).into()),
                            ], &binding.arguments, &texts) }
                        </>
                    },
                } }
            </div>
            { history(props, &texts) }
        </div>
    }
}

fn title(kind: &str, name: &str, texts: &Texts) -> Html {
    html! { <h3 class="inspector-title"><span class="eyebrow">{ texts.say(kind) }</span>{ " " }<span translate="no">{ name.to_owned() }</span></h3> }
}

fn gone(kind: &str, texts: &Texts) -> Html {
    html! { <><h3 class="inspector-title"><span class="eyebrow">{ texts.say(kind) }</span></h3><p class="hint">{ texts.say("inspector.gone") }</p></> }
}

fn properties(rows: Vec<(&str, AttrValue)>, arguments: &Table, texts: &Texts) -> Html {
    html! {
        <dl class="properties">
            { for rows.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| html! {
                <div key={key.to_owned()}><dt>{ texts.say(key) }</dt><dd>{ value }</dd></div>
            }) }
            { for arguments.iter().map(|(name, value)| html! {
                <div key={name.to_owned()} translate="no"><dt>{ name.to_owned() }</dt><dd>{ shown(value) }</dd></div>
            }) }
        </dl>
    }
}

fn queue(id: QueueId, overview: &Overview, texts: &Texts) -> Html {
    let Some(queue) = overview.broker.queues.iter().find(|queue| queue.id == id) else {
        return gone("kind.queue", texts);
    };
    html! {
        <>
            { title("kind.queue", &queue.name, texts) }
            { properties(queue_rows(queue), &queue.arguments, texts) }
        </>
    }
}

fn queue_rows(queue: &QueueView) -> Vec<(&'static str, AttrValue)> {
    vec![
        ("table.ready", queue.messages_ready.to_string().into()),
        ("table.unacked", queue.messages_unacknowledged.to_string().into()),
        ("table.consumers", queue.consumer_count.to_string().into()),
        ("table.features", features(queue).into()),
    ]
}

fn exchange(id: ExchangeId, overview: &Overview, texts: &Texts) -> Html {
    let Some(exchange) = overview.broker.exchanges.iter().find(|exchange| exchange.id == id) else {
        return gone("kind.exchange", texts);
    };
    let name =
        if exchange.name.is_empty() { texts.say("name.default-exchange") } else { exchange.name.to_string().into() };
    let bindings = overview.broker.bindings.iter().filter(|binding| binding.source == id).count();
    html! {
        <>
            { title("kind.exchange", &name, texts) }
            { properties(vec![
                ("table.type", exchange.kind.to_string().into()),
                ("table.features", exchange_features(exchange).into()),
                ("table.bindings", if exchange.name.is_empty() { texts.say("inspector.default-bindings") } else { bindings.to_string().into() }),
            ], &exchange.arguments, texts) }
        </>
    }
}

fn exchange_features(exchange: &ExchangeView) -> String {
    let flags = [
        (exchange.predeclared, "predeclared"),
        (exchange.durable, "durable"),
        (exchange.auto_delete, "auto-delete"),
        (exchange.internal, "internal"),
    ];
    flags.into_iter().filter_map(|(on, word)| on.then_some(word)).collect::<Vec<_>>().join(" ")
}

fn client(client: &ClientView, props: &InspectorProps, texts: &Texts) -> Html {
    let held: Vec<String> = client.holding.iter().map(|held| body(&held.message.content.body).to_string()).collect();
    let working = client.working_on.as_ref().map(|work| body(&work.message.content.body).to_string());
    let mut rows = vec![("table.state", texts.say(state_key(&client.state)))];
    if let warren_simulator::ClientState::Closed(close) = &client.state {
        rows.push(("inspector.closed-with", format!("{} {}", close.code, close.text).into()));
    }
    if client.publishes {
        rows.push(("table.sent", client.sent.to_string().into()));
    }
    if client.consumes {
        rows.extend([
            ("table.received", client.received.to_string().into()),
            ("table.acked", client.acked.to_string().into()),
            ("table.prefetch", prefetch(client, texts)),
            ("table.working-on", working.unwrap_or_default().into()),
            ("table.holds", held.join(", ").into()),
        ]);
    }
    html! {
        <>
            { title("kind.client", &client.name, texts) }
            { properties(rows, &Table::default(), texts) }
            <Controls client={client.clone()} on_act={props.on_act.clone()} />
        </>
    }
}

fn message(id: MessageId, props: &InspectorProps, texts: &Texts) -> Html {
    let Some(message) = &props.message else { return gone("kind.message", texts) };
    let overview = &props.view.overview;
    let exchange = if message.exchange.is_empty() {
        texts.say("name.default-exchange")
    } else {
        message.exchange.to_string().into()
    };
    let mut rows: Vec<(&str, AttrValue)> =
        vec![("table.from", exchange), ("table.key", message.routing_key.to_string().into())];
    for queue in &overview.broker.queues {
        for copy in queue.messages.iter().filter(|copy| copy.message.id == id) {
            rows.push(("kind.queue", queue.name.to_string().into()));
            rows.push(("table.state", whose(copy, overview, texts)));
            rows.push(("table.redelivered", texts.say(if copy.redelivered { "yes" } else { "no" })));
            rows.push(("table.kept", texts.say(kept(copy))));
        }
    }
    let properties_of = &message.content.properties;
    let mut fields = Table::default();
    if let Some(mode) = properties_of.delivery_mode {
        fields.set("delivery_mode", i64::from(mode));
    }
    if let Some(priority) = properties_of.priority {
        fields.set("priority", i64::from(priority));
    }
    let named = [
        ("content_type", &properties_of.content_type),
        ("correlation_id", &properties_of.correlation_id),
        ("reply_to", &properties_of.reply_to),
        ("expiration", &properties_of.expiration),
        ("message_id", &properties_of.message_id),
        ("type", &properties_of.kind),
        ("app_id", &properties_of.app_id),
    ];
    for (name, value) in named {
        if let Some(value) = value {
            fields.set(name, &**value);
        }
    }
    for (name, value) in properties_of.headers.iter().flat_map(Table::iter) {
        fields.set(&format!("header {name}"), value.clone());
    }
    html! {
        <>
            { title("kind.message", &body(&message.content.body), texts) }
            { properties(rows, &fields, texts) }
        </>
    }
}

fn history(props: &InspectorProps, texts: &Texts) -> Html {
    let position = props.view.position;
    let past = props.history.iter().copied().filter(|index| *index < position).rev();
    html! {
        <div class="inspector-history">
            <h4 class="eyebrow">{ texts.say("inspector.history") }</h4>
            <ol>
                { for past.filter_map(|index| props.view.run.told.get(index).map(|told| (index, told))).map(|(index, told)| {
                    let onclick = props.on_seek.reform(move |_: MouseEvent| index + 1);
                    html! {
                        <li key={index}>
                            <button class={classes!("moment", (index + 1 == position).then_some("now"))} type="button" translate="no" {onclick}>{ lines(told) }</button>
                            { for told.explanation.why.iter().map(|phrase| cause(texts, phrase)) }
                        </li>
                    }
                }) }
            </ol>
        </div>
    }
}

/// A value as a person would write it.
fn shown(value: &Value) -> String {
    match value {
        Value::Void => "–".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Float(bits) => f32::from_bits(*bits).to_string(),
        Value::Double(bits) => f64::from_bits(*bits).to_string(),
        Value::Decimal { scale, value } => format!("{value}e-{scale}"),
        Value::Timestamp(seconds) => seconds.to_string(),
        Value::Str(text) => text.to_string(),
        Value::Bytes(bytes) => body(bytes).to_string(),
        Value::Array(values) => format!("[{}]", values.iter().map(shown).collect::<Vec<_>>().join(", ")),
        Value::Table(table) => {
            format!(
                "{{{}}}",
                table.iter().map(|(name, value)| format!("{name}: {}", shown(value))).collect::<Vec<_>>().join(", ")
            )
        }
        Value::Byte(_)
        | Value::UnsignedByte(_)
        | Value::Short(_)
        | Value::UnsignedShort(_)
        | Value::Int(_)
        | Value::UnsignedInt(_)
        | Value::Long(_) => value.as_integer().unwrap_or_default().to_string(),
    }
}

//! The inspector: one node or message with its properties, what can be done to it, and all that happened to it and why. It
//! deliberately does not know how it was picked.

use warren_broker::overview::{ExchangeView, QueueView};
use warren_broker::{ExchangeId, Message, MessageId, QueueId, Table, Value};
use warren_simulator::{ClientView, Overview};
use warren_view::{Item, Selection};
use yew::{AttrValue, Html};

use crate::ask::{Ask, Ui};
use crate::element::{Element, classes, el, list};
use crate::panels::act::state_key;
use crate::panels::cause::cause;
use crate::panels::controls::controls;
use crate::panels::log::lines;
use crate::panels::table::{body, destination_name, exchange_name, exchange_words, features, kept, prefetch, whose};
use crate::playback::{Order, View};

/// Draws the panel: what is looked at, if anything, where the learner stands.
pub fn inspector(ui: &Ui, view: &View, selection: Option<&Selection>) -> Html {
    let Some(selection) = selection else {
        return el("p").class("hint empty").text(ui.say("inspector.nothing")).into();
    };
    let overview = &view.overview;
    let now = match &selection.item {
        Item::Queue(id) => queue(ui, *id, overview),
        Item::Exchange(id) => exchange(ui, *id, overview),
        Item::Client(id) => match overview.clients.iter().find(|client| client.id == *id) {
            Some(view) => client(ui, view),
            None => gone(ui, "kind.client"),
        },
        Item::Message(id) => message(ui, *id, selection.message(), overview),
        // A selection is never a copy: it is of the copy's message.
        Item::Copy(_) => gone(ui, "kind.message"),
        Item::Binding(binding) => {
            let rows = vec![
                ("table.from", exchange_name(binding, overview).into()),
                ("table.to", destination_name(binding, overview).into()),
            ];
            told(ui, "kind.binding", format!("\"{}\"", binding.routing_key), rows, &binding.arguments)
        }
    };
    el("div")
        .with(&[("class", "inspector"), ("tabindex", "0"), ("role", "group")])
        .attr("aria-label", ui.say("tab.inspector"))
        .child(el("div").class("inspector-now").child(now))
        .child(history(ui, view, &selection.history))
        .into()
}

/// The kind of thing it is, what it is called, and its properties.
fn told(ui: &Ui, kind: &str, name: String, rows: Vec<(&str, AttrValue)>, arguments: &Table) -> Html {
    let title = title(ui, kind).text(" ").child(el("span").attr("translate", "no").text(name));
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
    let rows = rows.map(|(key, value)| property(key, ui.say(key), value));
    let fields = arguments
        .iter()
        .map(|(name, value)| property(name, name.to_owned().into(), shown(value).into()).attr("translate", "no"));
    let properties = el("dl").class("properties").child(list(rows)).child(list(fields));
    list([title, properties])
}

fn title(ui: &Ui, kind: &str) -> Element {
    el("h3").class("inspector-title").child(el("span").class("eyebrow").text(ui.say(kind)))
}

fn gone(ui: &Ui, kind: &str) -> Html {
    list([title(ui, kind), el("p").class("hint").text(ui.say("inspector.gone"))])
}

fn property(key: &str, name: AttrValue, value: AttrValue) -> Element {
    el("div").key(key).child(el("dt").text(name)).child(el("dd").text(value))
}

fn queue(ui: &Ui, id: QueueId, overview: &Overview) -> Html {
    let Some(queue) = overview.broker.queues.iter().find(|queue| queue.id == id) else {
        return gone(ui, "kind.queue");
    };
    told(ui, "kind.queue", queue.name.to_string(), queue_rows(queue), &queue.arguments)
}

fn queue_rows(queue: &QueueView) -> Vec<(&'static str, AttrValue)> {
    vec![
        ("table.ready", queue.messages_ready.to_string().into()),
        ("table.unacked", queue.messages_unacknowledged.to_string().into()),
        ("table.consumers", queue.consumer_count.to_string().into()),
        ("table.features", features(queue).into()),
    ]
}

fn exchange(ui: &Ui, id: ExchangeId, overview: &Overview) -> Html {
    let Some(exchange) = overview.broker.exchanges.iter().find(|exchange| exchange.id == id) else {
        return gone(ui, "kind.exchange");
    };
    let bindings = overview.broker.bindings.iter().filter(|binding| binding.source == id).count();
    let bindings =
        if exchange.name.is_empty() { ui.say("inspector.default-bindings") } else { bindings.to_string().into() };
    let rows = vec![
        ("table.type", exchange.kind.to_string().into()),
        ("table.features", exchange_features(exchange).into()),
        ("table.bindings", bindings),
    ];
    told(ui, "kind.exchange", exchange_words(&exchange.name, &ui.texts).to_string(), rows, &exchange.arguments)
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

fn client(ui: &Ui, client: &ClientView) -> Html {
    let held: Vec<String> = client.holding.iter().map(|held| body(&held.message.content.body).to_string()).collect();
    let working = client.working_on.as_ref().map(|work| body(&work.message.content.body).to_string());
    let mut rows = vec![("table.state", ui.say(state_key(&client.state)))];
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
            ("table.prefetch", prefetch(client, &ui.texts)),
            ("table.working-on", working.unwrap_or_default().into()),
            ("table.holds", held.join(", ").into()),
        ]);
    }
    let told = told(ui, "kind.client", client.name.to_string(), rows, &Table::default());
    list([told, controls(ui, client, false)])
}

fn message(ui: &Ui, id: MessageId, message: Option<&Message>, overview: &Overview) -> Html {
    let Some(message) = message else { return gone(ui, "kind.message") };
    let exchange = exchange_words(&message.exchange, &ui.texts);
    let mut rows: Vec<(&str, AttrValue)> =
        vec![("table.from", exchange), ("table.key", message.routing_key.to_string().into())];
    for queue in &overview.broker.queues {
        for copy in queue.messages.iter().filter(|copy| copy.message.id == id) {
            rows.push(("kind.queue", queue.name.to_string().into()));
            rows.push(("table.state", whose(copy, overview, &ui.texts)));
            rows.push(("table.redelivered", ui.say(if copy.redelivered { "yes" } else { "no" })));
            rows.push(("table.kept", ui.say(kept(copy))));
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
    told(ui, "kind.message", body(&message.content.body).to_string(), rows, &fields)
}

fn history(ui: &Ui, view: &View, history: &[usize]) -> Element {
    let past = history.iter().copied().filter(|index| *index < view.position).rev();
    let moments = past.filter_map(|index| Some((index, view.run.told.get(index)?))).map(|(index, told)| {
        let now = index + 1 == view.position;
        let line = el("button")
            .class(classes(&[("moment", true), ("now", now)]))
            .with(&[("type", "button"), ("translate", "no")])
            .click(ui, Ask::Order(Order::Seek(index + 1)))
            .child(lines(told));
        let why = told.explanation.why.iter().map(|phrase| cause(ui, phrase));
        el("li").key(index).child(line).children(why)
    });
    el("div")
        .class("inspector-history")
        .child(el("h4").class("eyebrow").text(ui.say("inspector.history")))
        .child(el("ol").children(moments))
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

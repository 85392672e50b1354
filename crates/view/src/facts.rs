//! The description of the selected thing, as the inspector shows it.

use warren_broker::overview::{ExchangeView, QueueView};
use warren_broker::{Message, MessageId, Table};
use warren_simulator::text::Catalog;
use warren_simulator::{ClientState, ClientView, Overview};

use crate::controls::Controls;
use crate::tables::{destination, features, source, whose};
use crate::text::{body, durability, exchange_name, prefetch, state, value};
use crate::{Item, Selection};

/// The description of the selected thing at the current position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Its kind, in the reader's language.
    pub kind: String,
    /// Its properties; `None` if it does not exist now.
    pub now: Option<Properties>,
}

/// The properties of an existing thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Properties {
    /// Its name, or a message's body. The same in every language.
    pub name: String,
    /// Its properties, in order.
    pub facts: Vec<Fact>,
    /// Its controls, if it is a client program.
    pub controls: Option<Controls>,
}

/// One property and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Identifies it among the others.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Never empty, except for an argument whose value is an empty text.
    pub value: String,
    /// It is an argument, a property or a header, whose name is the same in every language.
    pub is_field: bool,
}

impl Facts {
    /// Describes a selection in a state.
    #[must_use]
    pub fn of(selection: &Selection, overview: &Overview, texts: &Catalog) -> Self {
        let broker = &overview.broker;
        let (kind, now) = match &selection.item {
            Item::Queue(id) => {
                let queue = broker.queues.iter().find(|queue| queue.id == *id);
                ("kind.queue", queue.map(|queue| of_queue(queue, texts)))
            }
            Item::Exchange(id) => {
                let exchange = broker.exchanges.iter().find(|exchange| exchange.id == *id);
                ("kind.exchange", exchange.map(|exchange| of_exchange(exchange, overview, texts)))
            }
            Item::Client(id) => {
                let client = overview.clients.iter().find(|client| client.id == *id);
                ("kind.client", client.map(|client| of_client(client, texts)))
            }
            Item::Message(id) => {
                ("kind.message", selection.message().map(|message| of_message(*id, message, overview, texts)))
            }
            // A copy is never selected; its message is.
            Item::Copy(_) => ("kind.message", None),
            Item::Binding(binding) => {
                let facts =
                    vec![("table.from", source(binding, overview)), ("table.to", destination(binding, overview))];
                let name = format!("\"{}\"", binding.routing_key);
                ("kind.binding", Some(Properties::of(name, facts, &binding.arguments, texts)))
            }
        };
        Self { kind: texts.text(kind), now }
    }
}

impl Properties {
    /// Lists the properties that have a value, followed by the fields.
    fn of(name: String, facts: Vec<(&'static str, String)>, fields: &Table, texts: &Catalog) -> Self {
        let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
        let facts =
            facts.map(|(key, value)| Fact { key: key.to_owned(), name: texts.text(key), value, is_field: false });
        let fields = fields.iter().map(|(name, field)| Fact {
            key: name.to_owned(),
            name: name.to_owned(),
            value: value(field),
            is_field: true,
        });
        Self { name, facts: facts.chain(fields).collect(), controls: None }
    }
}

fn of_queue(queue: &QueueView, texts: &Catalog) -> Properties {
    let facts = vec![
        ("table.ready", queue.messages_ready.to_string()),
        ("table.unacked", queue.messages_unacknowledged.to_string()),
        ("table.consumers", queue.consumer_count.to_string()),
        ("table.features", features(queue)),
    ];
    Properties::of(queue.name.to_string(), facts, &queue.arguments, texts)
}

fn of_exchange(exchange: &ExchangeView, overview: &Overview, texts: &Catalog) -> Properties {
    let bindings = overview.broker.bindings.iter().filter(|binding| binding.source == exchange.id).count();
    let bindings =
        if exchange.name.is_empty() { texts.text("inspector.default-bindings") } else { bindings.to_string() };
    let facts = vec![
        ("table.type", exchange.kind.to_string()),
        ("table.features", exchange_features(exchange)),
        ("table.bindings", bindings),
    ];
    Properties::of(exchange_name(&exchange.name, texts), facts, &exchange.arguments, texts)
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

fn of_client(client: &ClientView, texts: &Catalog) -> Properties {
    let held: Vec<String> = client.holding.iter().map(|held| body(&held.message.content.body).to_string()).collect();
    let working = client.working_on.as_ref().map(|work| body(&work.message.content.body).to_string());
    let mut facts = vec![("table.state", state(&client.state, texts))];
    if let ClientState::Closed(close) = &client.state {
        facts.push(("inspector.closed-with", format!("{} {}", close.code, close.text)));
    }
    if client.publishes {
        facts.push(("table.sent", client.sent.to_string()));
    }
    if client.consumes {
        facts.extend([
            ("table.received", client.received.to_string()),
            ("table.acked", client.acked.to_string()),
            ("table.prefetch", prefetch(client, texts)),
            ("table.working-on", working.unwrap_or_default()),
            ("table.holds", texts.list(&held)),
        ]);
    }
    let controls = Some(Controls::of(client, texts));
    Properties { controls, ..Properties::of(client.name.to_string(), facts, &Table::default(), texts) }
}

fn of_message(id: MessageId, message: &Message, overview: &Overview, texts: &Catalog) -> Properties {
    let mut facts =
        vec![("table.from", exchange_name(&message.exchange, texts)), ("table.key", message.routing_key.to_string())];
    for queue in &overview.broker.queues {
        for copy in queue.messages.iter().filter(|copy| copy.message.id == id) {
            facts.extend([
                ("kind.queue", queue.name.to_string()),
                ("table.state", whose(copy, overview, texts)),
                ("table.redelivered", texts.text(if copy.redelivered { "yes" } else { "no" })),
                ("table.kept", texts.text(durability(copy.stage))),
            ]);
        }
    }
    Properties::of(body(&message.content.body).to_string(), facts, &fields_of(message), texts)
}

/// Collects a message's properties and headers, by AMQP's names.
fn fields_of(message: &Message) -> Table {
    let properties = &message.content.properties;
    let mut fields = Table::default();
    if let Some(mode) = properties.delivery_mode {
        fields.set("delivery_mode", i64::from(mode));
    }
    if let Some(priority) = properties.priority {
        fields.set("priority", i64::from(priority));
    }
    let named = [
        ("content_type", &properties.content_type),
        ("correlation_id", &properties.correlation_id),
        ("reply_to", &properties.reply_to),
        ("expiration", &properties.expiration),
        ("message_id", &properties.message_id),
        ("type", &properties.kind),
        ("app_id", &properties.app_id),
    ];
    for (name, value) in named {
        if let Some(value) = value {
            fields.set(name, &**value);
        }
    }
    for (name, value) in properties.headers.iter().flat_map(Table::iter) {
        fields.set(&format!("header {name}"), value.clone());
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::timeline;

    const RUN: &str = "client p\nclient w worker queue=q durable x-max-length=9 prefetch=2\nstart p\np: queue.declare q durable x-max-length=9\n\
                       p: basic.publish \"\" q one delivery_mode=2 priority=3 header.color=red\nat 2s start w\n\
                       at 9s p: queue.declare q\n";

    /// Returns the inspector's content for a thing at the end of a run, or `None` if the thing does not exist; texts by
    /// their keys.
    fn told(text: &str, picked: impl Fn(&Overview) -> Item) -> (String, Option<(String, Vec<String>)>) {
        let mut timeline = timeline(text);
        timeline.seek(timeline.len());
        let overview = timeline.overview();
        let selection = Selection::of(&picked(&overview), timeline.moments(), &overview).expect("it is of this run");
        let Facts { kind, now } = Facts::of(&selection, &overview, &Catalog::default());
        let lines = |facts: Vec<Fact>| facts.into_iter().map(|fact| format!("{}: {}", fact.name, fact.value)).collect();
        (kind, now.map(|now| (now.name, lines(now.facts))))
    }

    #[test]
    fn a_queue_has_its_numbers_its_flags_and_its_arguments() {
        let (kind, now) = told(RUN, |overview| Item::Queue(overview.broker.queues[0].id));
        let (name, facts) = now.expect("it is there");
        assert_eq!((&*kind, &*name), ("kind.queue", "q"));
        assert_eq!(
            facts,
            [
                "table.ready: 0",
                "table.unacked: 0",
                "table.consumers: 1",
                "table.features: classic durable x-max-length",
                "x-max-length: 9"
            ]
        );
    }

    #[test]
    fn a_message_has_its_properties_also_when_no_queue_has_it() {
        let (kind, now) = told(RUN, |_| Item::Message(MessageId(1)));
        let (name, facts) = now.expect("it was published");
        assert_eq!((&*kind, &*name), ("kind.message", "one"));
        assert_eq!(
            facts,
            [
                "table.from: name.default-exchange",
                "table.key: q",
                "delivery_mode: 2",
                "priority: 3",
                "header color: red"
            ]
        );
    }

    #[test]
    fn a_client_tells_with_what_the_broker_has_closed_its_channel() {
        let (_, now) = told(RUN, |overview| Item::Client(overview.clients[0].id));
        let (name, facts) = now.expect("it is defined");
        assert_eq!(name, "p");
        assert_eq!(facts[0], "table.state: state.closed");
        assert!(facts[1].starts_with("inspector.closed-with: 406 PRECONDITION_FAILED"), "{facts:?}");
    }

    #[test]
    fn what_is_gone_has_a_kind_and_nothing_else() {
        let deleted = "client p\nstart p\np: queue.declare q\np: queue.delete q\n";
        assert_eq!(told(deleted, |_| Item::Queue(warren_broker::QueueId(0))), ("kind.queue".to_owned(), None));
    }
}

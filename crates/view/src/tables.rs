//! The whole state as tables: the accessible equivalent of the stage.

use std::sync::Arc;

use warren_broker::binding::{Binding, Destination};
use warren_broker::overview::{MessageView, QueueView};
use warren_simulator::text::Catalog;
use warren_simulator::{Endpoint, Overview, Packet};

use crate::Item;
use crate::text::{body, durability, exchange_name, prefetch, shown_key, state};

/// A table with a caption, a head for each column, and at least one row.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Table {
    pub caption: String,
    pub heads: Vec<String>,
    pub rows: Vec<Row>,
}

/// A row with one cell for each column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Identifies it among the rows of its table when their order changes; `None` if it has no identity.
    pub key: Option<u64>,
    /// From left to right.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// The name of its row, with a link to the row's subject.
    Link(String, Item),
    /// The name of its row. The same in every language.
    Head(String),
    /// A word of AMQP or a name. The same in every language.
    Name(String),
    /// Words in the reader's language.
    Words(String),
    /// A number or a time.
    Number(String),
}

/// Lists queues, the messages of each, programs, exchanges, bindings and things in flight. Empty tables are left out.
#[must_use]
pub fn tables(overview: &Overview, texts: &Catalog) -> Vec<Table> {
    let mut all = vec![queues(overview, texts)];
    all.extend(overview.broker.queues.iter().map(|queue| messages(queue, overview, texts)));
    all.extend([
        programs(overview, texts),
        exchanges(overview, texts),
        bindings(overview, texts),
        travelling(overview, texts),
    ]);
    all.retain(|table| !table.rows.is_empty());
    all
}

fn table(texts: &Catalog, caption: String, heads: &[&str], rows: impl Iterator<Item = Row>) -> Table {
    Table { caption, heads: heads.iter().map(|head| texts.text(head)).collect(), rows: rows.collect() }
}

fn number(number: u64) -> Cell {
    Cell::Number(number.to_string())
}

fn queues(overview: &Overview, texts: &Catalog) -> Table {
    let rows = overview.broker.queues.iter().map(|queue| Row {
        key: Some(queue.id.0.into()),
        cells: vec![
            Cell::Link(queue.name.to_string(), Item::Queue(queue.id)),
            number(queue.messages_ready),
            number(queue.messages_unacknowledged),
            number(queue.consumer_count as u64),
            Cell::Name(features(queue)),
        ],
    });
    let heads = ["table.name", "table.ready", "table.unacked", "table.consumers", "table.features"];
    table(texts, texts.text("table.queues"), &heads, rows)
}

/// Lists the flags with which a queue was declared, as `queue.declare` names them.
pub(crate) fn features(queue: &QueueView) -> String {
    let mut words = vec![queue.kind.to_string()];
    words.extend(queue.durable.then(|| "durable".to_owned()));
    words.extend(queue.exclusive.is_some().then(|| "exclusive".to_owned()));
    words.extend(queue.auto_delete.then(|| "auto-delete".to_owned()));
    words.extend(queue.arguments.iter().map(|(name, _)| name.to_owned()));
    words.join(" ")
}

fn messages(queue: &QueueView, overview: &Overview, texts: &Catalog) -> Table {
    let rows = queue.messages.iter().zip(1..).map(|(message, place)| Row {
        key: Some(message.position),
        cells: vec![
            number(place),
            Cell::Link(body(&message.message.content.body).to_string(), Item::Message(message.message.id)),
            Cell::Words(whose(message, overview, texts)),
            Cell::Words(texts.text(if message.redelivered { "yes" } else { "no" })),
            Cell::Words(texts.text(durability(message.stage))),
        ],
    });
    let heads = ["table.place", "table.body", "table.state", "table.redelivered", "table.kept"];
    table(texts, texts.format("table.messages", &[("queue", &queue.name)], None), &heads, rows)
}

/// Returns whether a message is ready, or which client has it.
pub(crate) fn whose(message: &MessageView, overview: &Overview, texts: &Catalog) -> String {
    let Some(unacked) = &message.unacked else { return texts.text("message.ready") };
    match overview.clients.iter().find(|client| client.connection == Some(unacked.channel.connection)) {
        Some(client) => {
            texts.format("message.unacked-by", &[("client", &client.name), ("tag", &unacked.delivery_tag)], None)
        }
        None => texts.text("message.unacked"),
    }
}

fn programs(overview: &Overview, texts: &Catalog) -> Table {
    let rows = overview.clients.iter().map(|client| {
        let working = client.working_on.as_ref().map(|work| body(&work.message.content.body).to_string());
        Row {
            key: Some(client.id.0.into()),
            cells: vec![
                Cell::Link(client.name.to_string(), Item::Client(client.id)),
                Cell::Words(state(&client.state, texts)),
                Cell::Name(working.unwrap_or_default()),
                number(client.holding.len() as u64),
                Cell::Number(prefetch(client, texts)),
                number(client.sent),
                number(client.received),
                number(client.acked),
            ],
        }
    });
    let heads = [
        "table.name",
        "table.state",
        "table.working-on",
        "table.holds",
        "table.prefetch",
        "table.sent",
        "table.received",
        "table.acked",
    ];
    table(texts, texts.text("table.programs"), &heads, rows)
}

fn exchanges(overview: &Overview, texts: &Catalog) -> Table {
    let used = |id| overview.broker.bindings.iter().any(|binding| binding.source == id);
    let all = overview.broker.exchanges.iter();
    let shown = all.filter(|exchange| !exchange.predeclared || exchange.name.is_empty() || used(exchange.id));
    let rows = shown.map(|exchange| Row {
        key: Some(exchange.id.0.into()),
        cells: vec![
            Cell::Link(exchange_name(&exchange.name, texts), Item::Exchange(exchange.id)),
            Cell::Name(exchange.kind.to_string()),
        ],
    });
    table(texts, texts.text("table.exchanges"), &["table.name", "table.type"], rows)
}

fn bindings(overview: &Overview, texts: &Catalog) -> Table {
    let rows = overview.broker.bindings.iter().map(|binding| Row {
        key: None,
        cells: vec![
            Cell::Name(source(binding, overview)),
            Cell::Link(shown_key(&binding.routing_key).to_owned(), Item::Binding(Arc::clone(binding))),
            Cell::Name(destination(binding, overview)),
        ],
    });
    table(texts, texts.text("table.bindings"), &["table.from", "table.key", "table.to"], rows)
}

/// Returns the name of a binding's source exchange; an empty one if it is gone.
pub(crate) fn source(binding: &Binding, overview: &Overview) -> String {
    let exchange = overview.broker.exchanges.iter().find(|exchange| exchange.id == binding.source);
    exchange.map(|exchange| exchange.name.to_string()).unwrap_or_default()
}

/// Returns the name of a binding's destination; an empty one if it is gone.
pub(crate) fn destination(binding: &Binding, overview: &Overview) -> String {
    let (queues, exchanges) = (&overview.broker.queues, &overview.broker.exchanges);
    let name = match binding.destination {
        Destination::Queue(id) => queues.iter().find(|queue| queue.id == id).map(|queue| &queue.name),
        Destination::Exchange(id) => exchanges.iter().find(|exchange| exchange.id == id).map(|exchange| &exchange.name),
    };
    name.map(ToString::to_string).unwrap_or_default()
}

fn travelling(overview: &Overview, texts: &Catalog) -> Table {
    let rows = overview.in_flight.iter().map(|one| {
        let method = match &one.what {
            Packet::Request(request) => request.name(),
            Packet::Answer(answer) => answer.name(),
        };
        Row {
            key: None,
            cells: vec![
                Cell::Head(method.to_owned()),
                Cell::Name(endpoint(one.from, overview)),
                Cell::Name(endpoint(one.to, overview)),
                Cell::Number(one.arrives_at.to_string()),
            ],
        }
    });
    let heads = ["table.method", "table.from", "table.to", "table.arrives"];
    table(texts, texts.text("table.travelling"), &heads, rows)
}

fn endpoint(end: Endpoint, overview: &Overview) -> String {
    match end {
        Endpoint::Client(id) => {
            let client = overview.clients.iter().find(|client| client.id == id);
            client.map(|client| client.name.to_string()).unwrap_or_default()
        }
        Endpoint::Broker => "broker".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::overview_at_end;

    /// Returns every table by its caption, its rows cell by cell; texts of the catalog by their keys.
    fn told(text: &str) -> Vec<(String, Vec<String>)> {
        let words = |cell: &Cell| match cell {
            Cell::Link(text, _) => format!("<{text}>"),
            Cell::Head(text) | Cell::Name(text) | Cell::Words(text) | Cell::Number(text) => text.clone(),
        };
        let row = |row: &Row| row.cells.iter().map(words).collect::<Vec<_>>().join(" | ");
        let tables = tables(&overview_at_end(text), &Catalog::default());
        tables.into_iter().map(|table| (table.caption, table.rows.iter().map(row).collect())).collect()
    }

    #[test]
    fn what_there_is_none_of_has_no_table() {
        let captions: Vec<String> = told("# nothing").into_iter().map(|(caption, _)| caption).collect();
        assert_eq!(captions, ["table.exchanges"], "the default exchange is always there");
    }

    #[test]
    fn every_queue_with_messages_has_a_table_of_them() {
        let tables = told(
            "client p\nclient w worker queue=q durable prefetch=1 think=1h\nstart p\np: queue.declare q durable\np: queue.declare empty\n\
             p: basic.publish \"\" q one delivery_mode=2\np: basic.publish \"\" q two\nat 2s start w\n",
        );
        let of = |caption: &str, nth: usize| {
            let mut found = tables.iter().filter(|(title, _)| title == caption);
            found.nth(nth).map(|(_, rows)| rows.clone()).unwrap_or_else(|| panic!("no {caption}: {tables:#?}"))
        };
        assert_eq!(of("table.queues", 0), ["<q> | 1 | 1 | 1 | classic durable", "<empty> | 0 | 0 | 0 | classic"]);
        assert_eq!(
            of("table.messages", 0),
            ["1 | <one> | message.unacked-by | no | kept.disk", "2 | <two> | message.ready | no | kept.transient"]
        );
        assert_eq!(tables.iter().filter(|(title, _)| title == "table.messages").count(), 1, "one queue is empty");
        assert_eq!(of("table.programs", 0)[1], "<w> | state.running | one | 1 | 1 | 0 | 1 | 0");
    }

    #[test]
    fn bindings_lead_from_exchange_to_queue_and_an_empty_key_is_seen() {
        let tables = told(
            "client p\nstart p\np: exchange.declare x fanout\np: exchange.declare y direct\np: queue.declare q\n\
             p: queue.bind q x\np: exchange.bind y x k\n",
        );
        let bindings = tables.iter().find(|(title, _)| title == "table.bindings").expect("there are some");
        assert_eq!(bindings.1, ["x | <\"\"> | q", "x | <k> | y"]);
    }

    #[test]
    fn every_row_has_a_cell_for_each_head() {
        let overview = overview_at_end(include_str!("../../lessons/lessons/02-work-queues/scenario.warren"));
        for table in tables(&overview, &Catalog::default()) {
            assert!(table.rows.iter().all(|row| row.cells.len() == table.heads.len()), "{table:?}");
        }
    }
}

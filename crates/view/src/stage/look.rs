//! The look of each node: its name, its sign, its state in a word.

use warren_broker::overview::{ExchangeView, QueueView};
use warren_dict::Dict;
use warren_drawing::ids::NodeId;
use warren_drawing::look::{ClientSign, Look, Sign};
use warren_simulator::text::Catalog;
use warren_simulator::{AckPolicy, ClientState, ClientView, Confirm, Overview};

use super::ids::{client_node, exchange_node, queue_node};

/// Returns the look of each node in a state.
pub(super) fn looks(overview: &Overview, texts: &Catalog) -> Dict<NodeId, Look> {
    let mut looks = Dict::new();
    for client in &overview.clients {
        looks.insert(client_node(client.id), client_look(client, overview, texts));
    }
    for exchange in &overview.broker.exchanges {
        looks.insert(exchange_node(exchange.id), exchange_look(exchange, texts));
    }
    for queue in &overview.broker.queues {
        looks.insert(queue_node(queue.id), queue_look(queue));
    }
    looks
}

fn client_look(client: &ClientView, overview: &Overview, texts: &Catalog) -> Look {
    let note = client_state(client, texts);
    let role = match (client.publishes, client.consumes) {
        (true, true) => "stage.role.both",
        (true, false) => "stage.role.producer",
        (false, true) => "stage.role.consumer",
        (false, false) => "stage.role.neither",
    };
    let role = texts.text(role);
    let spoken = texts.format("stage.aria.client", &[("name", &client.name), ("role", &role), ("state", &note)], None);
    let (class, dead) = match client.state {
        ClientState::Killed | ClientState::Closed(_) | ClientState::Disconnected => ("client dead", true),
        ClientState::Stopped => ("client dead stopped", false),
        ClientState::Idle => ("client idle", false),
        ClientState::Running => ("client", false),
    };
    let works = client.consumes && client.state == ClientState::Running;
    let done = works.then(|| part_done(client, overview));
    let sign = Sign::Client(ClientSign { sends: client.publishes, takes: client.consumes, dead, done });
    Look { name: client.name.to_string(), class, note, spoken, sign }
}

/// Returns the finished part of a client's work.
fn part_done(client: &ClientView, overview: &Overview) -> f64 {
    client.working_on.as_ref().map_or(0.0, |work| {
        let (done, whole) = (overview.now.since(work.since), work.until.since(work.since));
        if whole.is_zero() { 1.0 } else { (done.as_secs_f64() / whole.as_secs_f64()).min(1.0) }
    })
}

/// Describes in a line what a client is doing.
fn client_state(client: &ClientView, texts: &Catalog) -> String {
    match &client.state {
        ClientState::Idle => texts.text("stage.client.idle"),
        ClientState::Killed => texts.text("stage.client.killed"),
        ClientState::Stopped => texts.text("stage.client.stopped"),
        ClientState::Closed(close) => texts.format("stage.client.closed", &[("what", &close.code)], None),
        ClientState::Disconnected => texts.text("stage.client.disconnected"),
        ClientState::Running if client.connection.is_none() => texts.text("stage.client.connecting"),
        ClientState::Running if client.consumes => match (client.ack, client.prefetch) {
            (AckPolicy::Automatic, _) => texts.text("stage.client.automatic"),
            (_, 0) => texts.text("stage.client.no-prefetch"),
            (_, prefetch) => texts.format("stage.client.prefetch", &[("what", &prefetch)], None),
        },
        ClientState::Running if client.settings.confirm != Confirm::No => {
            let confirmed = format!("{}/{}", client.confirmed, client.sent);
            texts.format("stage.client.confirmed", &[("what", &confirmed)], None)
        }
        ClientState::Running if !client.publishes => texts.text("stage.client.connected"),
        ClientState::Running => texts.format("stage.client.sent", &[("count", &client.sent)], Some(client.sent)),
    }
}

fn exchange_look(exchange: &ExchangeView, texts: &Catalog) -> Look {
    // The default exchange has no name.
    let name = if exchange.name.is_empty() { texts.text("stage.default-exchange") } else { exchange.name.to_string() };
    let note = exchange.kind.to_string();
    let spoken = texts.format("stage.aria.exchange", &[("name", &name), ("kind", &note)], None);
    Look { name, class: "exchange", note, spoken, sign: Sign::Router }
}

fn queue_look(queue: &QueueView) -> Look {
    let note = flags(queue).join(" ");
    let spoken = if note.is_empty() { "transient".to_owned() } else { note.clone() };
    Look { name: queue.name.to_string(), class: "queue", note, spoken, sign: Sign::Store { disk: queue.durable } }
}

/// Lists a queue's properties, in RabbitMQ's words.
fn flags(queue: &QueueView) -> Vec<&str> {
    let mut flags = Vec::new();
    if &*queue.kind != "classic" {
        flags.push(&*queue.kind);
    }
    if queue.durable {
        flags.push("durable");
    }
    if queue.exclusive.is_some() {
        flags.push("exclusive");
    }
    if queue.auto_delete {
        flags.push("auto-delete");
    }
    flags
}

//! Names and short texts of what is on the stage. It does not know where they are written.

use warren_broker::event::Stage;
use warren_broker::overview::{ExchangeView, QueueView};
use warren_broker::{ExchangeId, QueueId};
use warren_simulator::{AckPolicy, ClientId, ClientState, ClientView, Confirm};

use super::Pen;
use crate::stage::graph::Node;
use crate::stage::scene::{Cell, Line};

impl Pen<'_> {
    /// A node's full name.
    pub fn name(&self, node: Node) -> String {
        match node {
            Node::Client(id) => self.client(id).map(|view| view.name.to_string()),
            Node::Exchange(id) => self.exchange(id).map(|view| exchange_name(&view.name)),
            Node::Queue(id) => self.queue(id).map(|view| view.name.to_string()),
        }
        .unwrap_or_default()
    }

    pub fn client(&self, id: ClientId) -> Option<&ClientView> {
        self.overview.clients.iter().find(|view| view.id == id)
    }

    pub fn exchange(&self, id: ExchangeId) -> Option<&ExchangeView> {
        self.overview.broker.exchanges.iter().find(|view| view.id == id)
    }

    pub fn queue(&self, id: QueueId) -> Option<&QueueView> {
        self.overview.broker.queues.iter().find(|view| view.id == id)
    }

    /// What a client is doing, in a line.
    pub fn client_state(&self, client: &ClientView) -> String {
        let texts = &self.texts;
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

    /// How many messages of a queue are ready and how many unacked.
    pub fn counts(&self, line: &Line) -> [String; 2] {
        [("stage.queue.ready", line.ready), ("stage.queue.unacked", line.unacked)]
            .map(|(key, count)| self.texts.format(key, &[("what", &grouped(count))], None))
    }

    /// A message in a queue, for who cannot see it.
    pub fn cell_name(&self, cell: &Cell) -> String {
        let mut state = vec![if cell.unacked { "stage.aria.unacked" } else { "stage.aria.ready" }];
        if cell.redelivered {
            state.push("stage.aria.redelivered");
        }
        state.extend(cell.stage.map(|stage| match stage {
            Stage::Memory => "stage.aria.memory",
            Stage::PageCache => "stage.aria.page-cache",
            Stage::Disk => "stage.aria.disk",
        }));
        let state: Vec<String> = state.into_iter().map(|key| self.text(key)).collect();
        let state = state.join(", ");
        self.texts.format("stage.aria.message", &[("number", &cell.message.0), ("state", &state)], None)
    }
}

/// An exchange's name; the default one has none.
pub(super) fn exchange_name(name: &str) -> String {
    if name.is_empty() { "(default)".to_owned() } else { name.to_owned() }
}

/// What a queue is, in RabbitMQ's words.
pub(super) fn flags(queue: &QueueView) -> Vec<&str> {
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

/// A number with its thousands apart.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A message's number, short enough for a cell: of a long one its end.
pub(super) fn short(number: u64) -> String {
    if number < 10_000 { number.to_string() } else { format!("…{:03}", number % 1_000) }
}

#[cfg(test)]
mod tests {
    use super::{grouped, short};

    #[test]
    fn thousands_stand_apart() {
        assert_eq!([grouped(0), grouped(999), grouped(9_960), grouped(1_234_567)], ["0", "999", "9,960", "1,234,567"]);
    }

    #[test]
    fn numbers_fit_into_cells() {
        assert_eq!([short(7), short(9_999), short(10_007)], ["7", "9999", "…007"]);
    }
}

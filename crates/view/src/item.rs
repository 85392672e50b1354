//! The things of a run that a person can select.

use std::sync::Arc;

use warren_broker::binding::Binding;
use warren_broker::{CopyId, ExchangeId, MessageId, QueueId};
use warren_simulator::change::Counted;
use warren_simulator::{ClientId, Overview};

/// A thing that can be selected on the page, highlighted on the stage, or linked to from a table.
///
/// Its content belongs to this crate; the page passes it on and compares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A client program: P, C or both.
    Client(ClientId),
    /// An exchange: X.
    Exchange(ExchangeId),
    /// A queue.
    Queue(QueueId),
    /// A message, wherever its copies are.
    Message(MessageId),
    /// One message in one queue, ready or unacked; also in its consumer's hands.
    Copy(CopyId),
    /// One binding, even if others connect the same two.
    Binding(Arc<Binding>),
}

impl Item {
    /// Returns the name of a client program or a queue as a question offers it; other things are no choices.
    #[must_use]
    pub fn name(&self, overview: &Overview) -> Option<String> {
        let name = match self {
            Self::Client(id) => &overview.clients.iter().find(|client| client.id == *id)?.name,
            Self::Queue(id) => &overview.broker.queues.iter().find(|queue| queue.id == *id)?.name,
            Self::Exchange(_) | Self::Message(_) | Self::Copy(_) | Self::Binding(_) => return None,
        };
        Some(name.to_string())
    }

    /// Returns the client programs and queues with one of these names.
    pub fn named(names: &[impl AsRef<str>], overview: &Overview) -> Vec<Self> {
        let clients = overview.clients.iter().map(|client| (&client.name, Self::Client(client.id)));
        let queues = overview.broker.queues.iter().map(|queue| (&queue.name, Self::Queue(queue.id)));
        let known = |name: &str| names.iter().any(|one| one.as_ref() == name);
        clients.chain(queues).filter(|(name, _)| known(name)).map(|(_, item)| item).collect()
    }
}

impl From<Counted> for Item {
    fn from(counted: Counted) -> Self {
        match counted {
            Counted::Queue(queue) => Self::Queue(queue),
            Counted::Client(client) => Self::Client(client),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::overview_at_end;

    #[test]
    fn clients_and_queues_have_names_and_are_found_by_them() {
        let overview = overview_at_end("client a\nclient b\nstart a\na: queue.declare q\na: queue.declare b\n");
        let names = ["q", "b", "nobody"].map(str::to_owned);
        let found = Item::named(&names, &overview);
        assert_eq!(found.len(), 3, "a client and a queue may have one name: {found:?}");
        let called: Vec<Option<String>> = found.iter().map(|item| item.name(&overview)).collect();
        assert_eq!(called, ["b", "q", "b"].map(|name| Some(name.to_owned())));
        assert_eq!(Item::Exchange(ExchangeId(0)).name(&overview), None);
        assert_eq!(Item::Queue(QueueId(9)).name(&overview), None, "there is no such queue");
    }
}

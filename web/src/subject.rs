//! What the inspector is about, and which moments concern it. It deliberately does not know how it is drawn or named.

use std::sync::Arc;

use warren_broker::binding::Binding;
use warren_broker::{CopyId, ExchangeId, Message, MessageId, QueueId};
use warren_simulator::{Actor, Answer, ClientId, Happening, Moment, Overview};

use crate::stage::Item;

/// One thing to look at closely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An exchange.
    Exchange(ExchangeId),
    /// A queue.
    Queue(QueueId),
    /// A client program.
    Client(ClientId),
    /// A message, wherever its copies are.
    Message(MessageId),
    /// A binding.
    Binding(Arc<Binding>),
}

impl Subject {
    /// What a part of the drawing stands for. A cell of a queue stands for the message in it; `moments` know which that is.
    pub fn of(item: &Item, moments: &[Moment]) -> Option<Self> {
        Some(match item {
            Item::Exchange(id) => Self::Exchange(*id),
            Item::Queue(id) => Self::Queue(*id),
            Item::Client(id) => Self::Client(*id),
            Item::Binding(binding) => Self::Binding(Arc::clone(binding)),
            Item::Copy(wanted) => {
                let mut events = moments.iter().flat_map(|moment| &moment.events);
                Self::Message(events.find_map(|event| event.message().filter(|_| event.copy() == Some(*wanted)))?)
            }
        })
    }

    /// What bears it on the stage now, if anything does.
    pub fn item(&self, overview: &Overview) -> Option<Item> {
        Some(match self {
            Self::Exchange(id) => Item::Exchange(*id),
            Self::Queue(id) => Item::Queue(*id),
            Self::Client(id) => Item::Client(*id),
            Self::Binding(binding) => Item::Binding(Arc::clone(binding)),
            Self::Message(id) => overview.broker.queues.iter().find_map(|queue| {
                let copy = queue.messages.iter().find(|copy| copy.message.id == *id)?;
                Some(Item::Copy(CopyId { queue: queue.id, position: copy.position }))
            })?,
        })
    }

    /// The moments that concern it, by index.
    pub fn history(&self, moments: &[Moment]) -> Vec<usize> {
        moments.iter().enumerate().filter(|(_, moment)| self.concerns(moment)).map(|(index, _)| index).collect()
    }

    fn concerns(&self, moment: &Moment) -> bool {
        match self {
            Self::Client(id) => moment.what.client() == Some(*id) || moment.actor == Actor::Client(*id),
            Self::Message(id) => {
                in_hands(&moment.what).iter().any(|message| message.id == *id)
                    || moment.lost_messages().any(|message| message.id == *id)
                    || moment.events.iter().any(|event| event.message() == Some(*id))
            }
            Self::Queue(id) => moment.events.iter().any(|event| event.queue() == Some(*id)),
            Self::Exchange(id) => moment.events.iter().any(|event| event.exchange() == Some(*id)),
            Self::Binding(binding) => moment.bindings().any(|other| other == binding),
        }
    }
}

/// The messages that a client gets or finishes in it.
fn in_hands(what: &Happening) -> Vec<&Message> {
    match what {
        Happening::Received { answer, .. } => match &**answer {
            Answer::Channel { reply, .. } => reply.message().map(|message| &**message).into_iter().collect(),
            Answer::Connection(_) | Answer::SocketClosed | Answer::Refused => Vec::new(),
        },
        Happening::WorkDone { message, next, .. } => {
            core::iter::once(message).chain(next).map(|message| &**message).collect()
        }
        Happening::Started(_)
        | Happening::Killed(_)
        | Happening::Stopped(_)
        | Happening::Sends(_)
        | Happening::Handled { .. }
        | Happening::ConnectionRefused(_)
        | Happening::Timer
        | Happening::BrokerStopped(_)
        | Happening::BrokerStarted
        | Happening::Set { .. }
        | Happening::Changed { .. }
        | Happening::ClientAdded(_)
        | Happening::Waits(_)
        | Happening::Ignored { .. } => Vec::new(),
    }
}

//! What the inspector is about, and which moments concern it. It deliberately does not know how it is drawn or named.

use std::sync::Arc;

use warren_broker::binding::{Binding, Destination};
use warren_broker::event::{NearMiss, Route};
use warren_broker::reply::ReplyKind;
use warren_broker::{CopyId, Event, ExchangeId, Message, MessageId, QueueId, Reply};
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
                Self::Message(events.find_map(|event| match copy_of(event) {
                    Some((copy, message)) if copy == *wanted => Some(message),
                    Some(_) | None => None,
                })?)
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
                    || moment.events.iter().any(|event| message_of(event) == Some(*id))
            }
            Self::Queue(id) => moment.events.iter().any(|event| queue_of(event) == Some(*id)),
            Self::Exchange(id) => moment.events.iter().any(|event| exchange_of(event) == Some(*id)),
            Self::Binding(binding) => moment.events.iter().any(|event| bindings_of(event).contains(&binding)),
        }
    }
}

/// The messages that a client gets or finishes in it.
fn in_hands(what: &Happening) -> Vec<&Message> {
    match what {
        Happening::Received { answer, .. } => match &**answer {
            Answer::Channel(reply) => carried(reply).into_iter().collect(),
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

fn carried(reply: &Reply) -> Option<&Message> {
    match reply.kind() {
        ReplyKind::Delivery { message, .. } | ReplyKind::Return(message) => Some(message),
        ReplyKind::GetEmpty
        | ReplyKind::Confirm { .. }
        | ReplyKind::Cancel { .. }
        | ReplyKind::Close(_)
        | ReplyKind::Ok => None,
    }
}

/// The queue an event concerns, if it is one queue.
pub fn queue_of(event: &Event) -> Option<QueueId> {
    match event {
        Event::QueueDeclared(queue)
        | Event::QueueDeleted { queue, .. }
        | Event::QueuePurged { queue, .. }
        | Event::Dropped { queue, .. }
        | Event::DeadLettered { queue, .. }
        | Event::DeadLetterDropped { queue, .. } => Some(*queue),
        Event::ConsumerAdded(consumer)
        | Event::ConsumerRemoved(consumer, _)
        | Event::ConsumerActivated(consumer)
        | Event::Skipped { consumer, .. } => Some(consumer.queue),
        Event::Bound(binding) | Event::Unbound(binding, _) => match binding.destination {
            Destination::Queue(queue) => Some(queue),
            Destination::Exchange(_) => None,
        },
        Event::To(..)
        | Event::ToConnection(..)
        | Event::ConnectionOpened(_)
        | Event::ConnectionClosed(..)
        | Event::ChannelOpened(_)
        | Event::ChannelClosed(..)
        | Event::ExchangeDeclared(_)
        | Event::ExchangeDeleted(..)
        | Event::Published { .. }
        | Event::Routed { .. }
        | Event::Unroutable { .. }
        | Event::Stopped(_)
        | Event::Started => None,
        Event::Enqueued { copy, .. }
        | Event::Delivered { copy, .. }
        | Event::Acked { copy, .. }
        | Event::Rejected { copy, .. }
        | Event::Requeued { copy, .. }
        | Event::Expired { copy, .. }
        | Event::Persisted { copy, .. }
        | Event::Recovered { copy, .. }
        | Event::Lost { copy, .. } => Some(copy.queue),
    }
}

/// The copy that an event concerns, and the message that it is a copy of.
#[allow(clippy::wildcard_enum_match_arm)] // The names say it: events about a copy have a field `copy`.
fn copy_of(event: &Event) -> Option<(CopyId, MessageId)> {
    match event {
        Event::Enqueued { copy, message, .. }
        | Event::Delivered { copy, message, .. }
        | Event::Acked { copy, message, .. }
        | Event::Rejected { copy, message, .. }
        | Event::Requeued { copy, message, .. }
        | Event::Expired { copy, message, .. }
        | Event::Persisted { copy, message, .. }
        | Event::Recovered { copy, message, .. }
        | Event::Lost { copy, message, .. } => Some((*copy, *message)),
        _ => None,
    }
}

/// The message an event concerns, if it is one message.
#[allow(clippy::wildcard_enum_match_arm)] // Events about a copy are matched in full above; the others are of nodes.
fn message_of(event: &Event) -> Option<MessageId> {
    match event {
        Event::Published { message, .. } | Event::DeadLettered { message, .. } => Some(message.id),
        Event::Routed { message, .. }
        | Event::Unroutable { message, .. }
        | Event::Dropped { message, .. }
        | Event::DeadLetterDropped { message, .. } => Some(*message),
        event => copy_of(event).map(|(_, message)| message),
    }
}

/// The exchange an event concerns, if it is one exchange.
#[allow(clippy::wildcard_enum_match_arm)] // All other events are of queues, messages past their routing, and clients.
fn exchange_of(event: &Event) -> Option<ExchangeId> {
    match event {
        Event::ExchangeDeclared(exchange)
        | Event::ExchangeDeleted(exchange, _)
        | Event::Routed { exchange, .. }
        | Event::Unroutable { exchange, .. } => Some(*exchange),
        Event::Bound(binding) | Event::Unbound(binding, _) => Some(binding.source),
        _ => None,
    }
}

/// The bindings an event concerns.
#[allow(clippy::wildcard_enum_match_arm)] // Bindings come, go, route and just miss; nothing else happens to them.
fn bindings_of(event: &Event) -> Vec<&Arc<Binding>> {
    match event {
        Event::Bound(binding) | Event::Unbound(binding, _) | Event::Routed { route: Route::Binding(binding), .. } => {
            vec![binding]
        }
        Event::Unroutable { near_misses, .. } => near_misses
            .iter()
            .filter_map(|miss| match miss {
                NearMiss::Binding(binding) => Some(binding),
                NearMiss::NoSuchQueue(_) | NearMiss::DeadEnd(_) => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

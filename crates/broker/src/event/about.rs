//! What an event is about: one table for everybody who looks for all that concerns a message, a queue or a channel.

use std::sync::Arc;

use super::{Consumer, Event, Route};
use crate::binding::{Binding, Destination};
use crate::{ChannelId, ConnectionId, CopyId, ExchangeId, Message, MessageId, QueueId, Reply};

/// All that one event is about; see the methods of [`Event`] of the same names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)] // Of the fields: the methods say it.
pub struct About<'a> {
    pub connection: Option<ConnectionId>,
    pub channel: Option<ChannelId>,
    pub consumer: Option<&'a Arc<Consumer>>,
    pub exchange: Option<ExchangeId>,
    pub binding: Option<&'a Arc<Binding>>,
    pub queue: Option<QueueId>,
    pub copy: Option<CopyId>,
    pub message: Option<MessageId>,
}

impl Event {
    /// All that it is about.
    #[must_use]
    pub fn about(&self) -> About<'_> {
        match self {
            Self::To(channel, reply) => {
                About { message: reply.message().map(|message| message.id), ..on_channel(*channel) }
            }
            Self::ChannelOpened(channel) | Self::ChannelClosed(channel, _) => on_channel(*channel),
            Self::ToConnection(connection, _)
            | Self::ConnectionOpened(connection)
            | Self::ConnectionClosed(connection, _) => About { connection: Some(*connection), ..About::default() },
            Self::ExchangeDeclared(exchange) | Self::ExchangeDeleted(exchange, _) => {
                About { exchange: Some(*exchange), ..About::default() }
            }
            Self::QueueDeclared(queue) | Self::QueueDeleted { queue, .. } | Self::QueuePurged { queue, .. } => {
                of_queue(*queue)
            }
            Self::Bound(binding) | Self::Unbound(binding, _) => {
                let queue = match binding.destination {
                    Destination::Queue(queue) => Some(queue),
                    Destination::Exchange(_) => None,
                };
                About { exchange: Some(binding.source), binding: Some(binding), queue, ..About::default() }
            }
            Self::ConsumerAdded(consumer)
            | Self::ConsumerRemoved(consumer, _)
            | Self::ConsumerActivated(consumer)
            | Self::Skipped { consumer, .. } => {
                About { consumer: Some(consumer), queue: Some(consumer.queue), ..on_channel(consumer.channel) }
            }
            Self::Published { channel, message, .. } => About { message: Some(message.id), ..on_channel(*channel) },
            Self::Routed { message, exchange, route } => {
                let binding = match route {
                    Route::Binding(binding) => Some(binding),
                    Route::Default(_) | Route::Alternate(_) | Route::DirectReplyTo(_) => None,
                };
                About { message: Some(*message), exchange: Some(*exchange), binding, ..About::default() }
            }
            Self::Unroutable { message, exchange, .. } => {
                About { message: Some(*message), exchange: Some(*exchange), ..About::default() }
            }
            Self::Delivered { copy, message, consumer, channel, .. } => {
                let on = on_channel(*channel);
                About {
                    consumer: consumer.as_ref(),
                    channel: on.channel,
                    connection: on.connection,
                    ..of_copy(*copy, *message)
                }
            }
            Self::Acked { copy, message, channel, .. } | Self::Rejected { copy, message, channel, .. } => {
                let on = on_channel(*channel);
                About { channel: on.channel, connection: on.connection, ..of_copy(*copy, *message) }
            }
            Self::Requeued { to: copy, message, .. }
            | Self::Enqueued { copy, message, .. }
            | Self::Expired { copy, message, .. }
            | Self::Persisted { copy, message, .. }
            | Self::Recovered { copy, message, .. }
            | Self::Lost { copy, message, .. } => of_copy(*copy, *message),
            Self::Dropped { queue, position, message, .. } => {
                let copy = position.map(|position| CopyId { queue: *queue, position });
                About { copy, message: Some(*message), ..of_queue(*queue) }
            }
            Self::DeadLettered { queue, message, .. } => About { message: Some(message.id), ..of_queue(*queue) },
            Self::DeadLetterDropped { queue, message, .. } => About { message: Some(*message), ..of_queue(*queue) },
            Self::Stopped(_) | Self::Started => About::default(),
        }
    }

    /// The connection it is about or happens on.
    #[must_use]
    pub fn connection(&self) -> Option<ConnectionId> {
        self.about().connection
    }

    /// The channel it is about or happens on.
    #[must_use]
    pub fn channel(&self) -> Option<ChannelId> {
        self.about().channel
    }

    /// The consumer it is about, or that gets the copy.
    #[must_use]
    pub fn consumer(&self) -> Option<&Arc<Consumer>> {
        self.about().consumer
    }

    /// The exchange it is about: of a binding, the one that applies it.
    #[must_use]
    pub fn exchange(&self) -> Option<ExchangeId> {
        self.about().exchange
    }

    /// The binding that comes, goes or matches.
    #[must_use]
    pub fn binding(&self) -> Option<&Arc<Binding>> {
        self.about().binding
    }

    /// The queue it is about: of a binding, the one it leads to. (A routing is about an exchange; what comes into a queue by
    /// it has an event of its own.)
    #[must_use]
    pub fn queue(&self) -> Option<QueueId> {
        self.about().queue
    }

    /// The copy it is about; of one that comes back, as it is from then on.
    #[must_use]
    pub fn copy(&self) -> Option<CopyId> {
        self.about().copy
    }

    /// The message it is about: also of a copy, and the one that a client is sent.
    #[must_use]
    pub fn message(&self) -> Option<MessageId> {
        self.about().message
    }

    /// The copy that is settled by it, or comes back to its queue: as it was when it was handed out.
    #[must_use]
    pub const fn settles(&self) -> Option<CopyId> {
        if let Self::Acked { copy, .. } | Self::Rejected { copy, .. } | Self::Requeued { from: copy, .. } = self {
            return Some(*copy);
        }
        None
    }

    /// The message that enters the broker with it: published by a client, or anew as a dead letter.
    #[must_use]
    pub const fn published(&self) -> Option<&Arc<Message>> {
        if let Self::Published { message, .. } | Self::DeadLettered { message, .. } = self {
            return Some(message);
        }
        None
    }
}

/// The copy that the method at this place in a list of events brings to a client; nothing if it brings none. (A direct reply
/// is a message, but no queue has a copy of it.)
///
/// AMQP's own methods know no copies, so it is said by the [`Event::Delivered`] right before.
#[must_use]
pub fn copy_on_wire(events: &[Event], index: usize) -> Option<CopyId> {
    let before = events.get(index.checked_sub(1)?)?;
    let (Event::Delivered { copy, channel, .. }, Event::To(to, reply)) = (before, events.get(index)?) else {
        return None;
    };
    let brings = matches!(reply, Reply::BasicDeliver { .. } | Reply::BasicGetOk { .. });
    (brings && channel == to).then_some(*copy)
}

fn on_channel<'a>(channel: ChannelId) -> About<'a> {
    About { connection: Some(channel.connection), channel: Some(channel), ..About::default() }
}

fn of_queue<'a>(queue: QueueId) -> About<'a> {
    About { queue: Some(queue), ..About::default() }
}

fn of_copy<'a>(copy: CopyId, message: MessageId) -> About<'a> {
    About { copy: Some(copy), message: Some(message), ..of_queue(copy.queue) }
}

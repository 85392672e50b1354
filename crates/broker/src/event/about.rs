//! The subjects of events: one table for all code that looks up what concerns a message, a queue or a channel.

use std::sync::Arc;

use super::{Consumer, Event, Route};
use crate::binding::{Binding, Destination};
use crate::{ChannelId, ConnectionId, CopyId, ExchangeId, Message, MessageId, QueueId, Reply};

/// All subjects of one event; see the methods of [`Event`] of the same names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)] // The methods document the fields.
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
    /// Returns all subjects of this event.
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

    /// Returns the connection that it concerns or happens on.
    #[must_use]
    pub fn connection(&self) -> Option<ConnectionId> {
        self.about().connection
    }

    /// Returns the channel that it concerns or happens on.
    #[must_use]
    pub fn channel(&self) -> Option<ChannelId> {
        self.about().channel
    }

    /// Returns the consumer that it concerns or that gets the copy.
    #[must_use]
    pub fn consumer(&self) -> Option<&Arc<Consumer>> {
        self.about().consumer
    }

    /// Returns the exchange that it concerns; for a binding, the source.
    #[must_use]
    pub fn exchange(&self) -> Option<ExchangeId> {
        self.about().exchange
    }

    /// Returns the binding that is added, removed or matched.
    #[must_use]
    pub fn binding(&self) -> Option<&Arc<Binding>> {
        self.about().binding
    }

    /// Returns the queue that it concerns; for a binding, the destination. (A routing concerns an exchange; the
    /// resulting copy in a queue has an event of its own.)
    #[must_use]
    pub fn queue(&self) -> Option<QueueId> {
        self.about().queue
    }

    /// Returns the copy that it concerns; of a requeued copy, the one after.
    #[must_use]
    pub fn copy(&self) -> Option<CopyId> {
        self.about().copy
    }

    /// Returns the message that it concerns: also that of a copy, and the one sent to a client.
    #[must_use]
    pub fn message(&self) -> Option<MessageId> {
        self.about().message
    }

    /// Returns the copy that it settles or requeues, as it was handed out.
    #[must_use]
    pub const fn settles(&self) -> Option<CopyId> {
        if let Self::Acked { copy, .. } | Self::Rejected { copy, .. } | Self::Requeued { from: copy, .. } = self {
            return Some(*copy);
        }
        None
    }

    /// Returns the message that it brings into the broker: published by a client, or as a dead letter.
    #[must_use]
    pub const fn published(&self) -> Option<&Arc<Message>> {
        if let Self::Published { message, .. } | Self::DeadLettered { message, .. } = self {
            return Some(message);
        }
        None
    }
}

/// Returns the copy that the method at `index` of `events` brings to a client, or `None`. (A direct reply is a message
/// without a copy in any queue.)
///
/// AMQP's methods do not name copies; the [`Event::Delivered`] right before does.
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

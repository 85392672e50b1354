//! Events: everything that happened, in order, with its cause. One list serves all readers: a protocol front end keeps
//! only [`Event::To`], the stage animates all of it, and the laws check it. An event has everything needed to explain,
//! draw and check it, because the broker's state has moved on by then.

mod causes;

pub use causes::*;

use std::sync::Arc;

use crate::binding::{Binding, Destination};
use crate::{ChannelId, ConnectionId, ConnectionReply, CopyId, ExchangeId, Message, MessageId, Name, QueueId, Reply};

/// One thing that happened inside the broker or was sent to a client.
///
/// Queues and exchanges are named by number; `Broker::queue_name` and `Broker::exchange_name` have the names of
/// existing ones.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "BrokerEvent"))]
#[allow(missing_docs)] // The field names say it all.
pub enum Event {
    /// A method sent to a client on a channel.
    To(ChannelId, Reply),
    /// A method sent to a client on its connection.
    ToConnection(ConnectionId, ConnectionReply),

    /// A connection was opened. Its `open-ok` follows.
    ConnectionOpened(ConnectionId),
    /// A connection ended. Its channels ended before it; its exclusive queues go next.
    ConnectionClosed(ConnectionId, ConnectionEnd),
    /// A channel was opened. Its `open-ok` follows.
    ChannelOpened(ChannelId),
    /// A channel ended. Its unacked deliveries are requeued next.
    ChannelClosed(ChannelId, ChannelEnd),

    /// A new exchange.
    ExchangeDeclared(ExchangeId),
    /// An exchange was deleted, and its bindings with it.
    ExchangeDeleted(ExchangeId, ExchangeEnd),
    /// A new queue.
    QueueDeclared(QueueId),
    /// A client declared a queue with an argument that queues of its type do not have. RabbitMQ accepts it in silence and
    /// makes nothing of it.
    ArgumentIgnored { queue: QueueId, argument: Name },
    /// A queue was deleted, with this many ready and unacked messages.
    QueueDeleted { queue: QueueId, cause: QueueEnd, ready: u64, unacked: u64 },
    /// A queue was emptied of its ready messages.
    QueuePurged { queue: QueueId, ready: u64 },
    /// A new binding.
    Bound(Arc<Binding>),
    /// A binding was removed.
    Unbound(Arc<Binding>, UnbindCause),

    /// A consumer starts. Its `consume-ok` follows, then the backlog.
    ConsumerAdded(Arc<Consumer>),
    /// A consumer was removed. Its unacked deliveries stay with its channel.
    ConsumerRemoved(Arc<Consumer>, ConsumerEnd),
    /// A consumer became the single active one of its queue.
    ConsumerActivated(Arc<Consumer>),

    /// A client's publish was accepted for routing.
    Published {
        channel: ChannelId,
        message: Arc<Message>,
        /// The sequence number on a channel in confirm mode, from 1.
        publish_seq_no: Option<u64>,
    },
    /// An exchange passed a message on.
    Routed { message: MessageId, exchange: ExchangeId, route: Route },
    /// A message found no queue: dropped, or returned to its publisher if it was mandatory. (`Broker::near_misses`
    /// lists the bindings that it just missed.)
    Unroutable { message: MessageId, exchange: ExchangeId, returned: bool },
    /// A copy entered a queue, behind all others of its level.
    Enqueued {
        copy: CopyId,
        message: MessageId,
        /// The rank of a copy: higher levels are handed out first, and copies of one level in order of position. In a
        /// queue with `x-max-priority` the level is the message's priority, capped at the queue's maximum; in others it
        /// is 0.
        level: u8,
        /// The copy is to be written to the disk; so far it is in memory.
        persistent: bool,
    },
    /// A copy was handed out: to a consumer in its turn, from the queue's head or on arrival, or in answer to a
    /// `basic.get`. The `basic.deliver` or `basic.get-ok` follows at once, unless its connection is ending.
    Delivered {
        copy: CopyId,
        message: MessageId,
        /// The level at which it stood in the queue, as in [`Event::Enqueued`].
        level: u8,
        /// The consumer; `None` for a `basic.get`.
        consumer: Option<Arc<Consumer>>,
        channel: ChannelId,
        delivery_tag: u64,
        redelivered: bool,
        /// With `no_ack` the copy is settled as it is sent.
        no_ack: bool,
    },
    /// A consumer's turn came but it could not take the message; it leaves the rotation until it has room.
    Skipped { consumer: Arc<Consumer>, cause: SkipCause },
    /// A client acknowledged a copy, which is then gone.
    Acked { copy: CopyId, message: MessageId, channel: ChannelId, delivery_tag: u64 },
    /// A client refused a copy without requeue. It is dead-lettered if the queue says so (the next event says it), else
    /// gone.
    Rejected { copy: CopyId, message: MessageId, channel: ChannelId, delivery_tag: u64 },
    /// A copy was requeued, to be handed out again.
    Requeued {
        /// The copy before: as it was handed out.
        from: CopyId,
        /// The copy after: a quorum queue gives it a new position, a classic queue its old one.
        to: CopyId,
        message: MessageId,
        /// The rule by which the queue chose its place.
        place: RequeuePlace,
        /// The level, as in [`Event::Enqueued`]. In a quorum queue with `x-delivery-limit` requeued copies are at level
        /// 1, all others at 0.
        level: u8,
        /// Whether the next delivery will be marked as `redelivered`. It will not be for a copy behind a gap that a
        /// clean restart has left.
        redelivered: bool,
        cause: RequeueCause,
    },
    /// A copy outlived its time to live, at the head of its queue.
    Expired { copy: CopyId, message: MessageId, ttl: Ttl },
    /// A copy was dropped by a limit.
    Dropped { queue: QueueId, position: Option<u64>, message: MessageId, limit: Limit },
    /// A dead copy is published to the dead letter exchange. Its routing follows.
    DeadLettered { queue: QueueId, message: Arc<Message>, reason: DeathReason },
    /// A dead copy could not be dead-lettered and was dropped.
    DeadLetterDropped { queue: QueueId, message: MessageId, reason: DeathReason, cause: DeadLetterDropCause },

    /// A persistent copy reached the next stage on its way to the disk.
    Persisted { copy: CopyId, message: MessageId, stage: Stage },
    /// The broker stopped, and all connections ended with it.
    Stopped(StopCause),
    /// The broker is up again. `Recovered` and `Lost` report what it found.
    Started,
    /// A copy was recovered from the disk into its queue.
    Recovered {
        copy: CopyId,
        message: MessageId,
        /// The level, as in [`Event::Enqueued`].
        level: u8,
        /// Whether the next delivery will be marked as `redelivered`.
        redelivered: bool,
    },
    /// A copy did not survive the stop of the broker.
    Lost { copy: CopyId, message: MessageId, cause: LossCause },
}

/// Appends events, in the order in which they happen.
pub(crate) trait Emit {
    /// Builds the event directly in the vector. Building it on the stack and copying costs a failed store-to-load
    /// forward, about 7 ns an event (docs/performance.md).
    fn emit(&mut self, event: impl FnOnce() -> Event);
}

impl Emit for Vec<Event> {
    #[inline(always)]
    fn emit(&mut self, event: impl FnOnce() -> Event) {
        self.extend(core::iter::once_with(event));
    }
}

/// A consumer, known by its channel and tag, with the properties that events report.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)] // The field names say it all.
pub struct Consumer {
    pub queue: QueueId,
    pub channel: ChannelId,
    pub tag: Name,
    /// `x-priority`: consumers with a higher priority are asked first.
    pub priority: i64,
}

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
            Self::QueueDeclared(queue)
            | Self::ArgumentIgnored { queue, .. }
            | Self::QueueDeleted { queue, .. }
            | Self::QueuePurged { queue, .. } => of_queue(*queue),
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

//! Events: everything that happened, in order, with its cause. One list serves all readers: a protocol front end keeps
//! only [`Event::To`], the stage animates all of it, and the laws check it. An event has everything needed to explain,
//! draw and check it, because the broker's state has moved on by then.

mod about;

pub use about::{About, copy_on_wire};

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

/// Why a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ConnectionEnd {
    /// The client closed it.
    Closed,
    /// The socket was closed without a word.
    Lost,
    /// The broker closed it because of a client's mistake.
    Error,
    /// The broker stopped.
    BrokerStopped,
}

/// Why a channel ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ChannelEnd {
    /// The client closed it.
    Closed,
    /// The broker closed it because of a client's mistake.
    Error,
    /// A delivery was not acknowledged within the timeout (30 minutes).
    AckTimeout,
    /// Its connection ended.
    Connection(ConnectionEnd),
}

/// Why an exchange went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ExchangeEnd {
    /// `exchange.delete`
    Deleted,
    /// Auto-delete: its last binding as a source went.
    LastBindingGone,
    /// It was transient and the broker stopped.
    BrokerStopped,
}

/// Why a queue went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum QueueEnd {
    /// `queue.delete`
    Deleted,
    /// Auto-delete: its last consumer went.
    LastConsumerGone,
    /// Exclusive: the connection that declared it ended.
    OwnerGone,
    /// `x-expires`: unused for so long.
    Expired,
    /// It was transient (or its declaration had not reached the disk) and the broker stopped.
    BrokerStopped,
}

/// Why a binding went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum UnbindCause {
    /// `queue.unbind` or `exchange.unbind`
    Unbound,
    /// Its source exchange went.
    SourceGone,
    /// The queue or exchange it led to went.
    DestinationGone,
}

/// Why a consumer went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ConsumerEnd {
    /// `basic.cancel` by the client.
    Cancelled,
    /// Its channel ended.
    ChannelClosed,
    /// Its queue was deleted; the broker sends its client a `basic.cancel`.
    QueueGone,
}

/// The rule by which an exchange passed a message on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Route {
    /// The default exchange: the routing key is the queue's name.
    Default(QueueId),
    /// A binding matched. (`topic::explain` and `headers::explain` explain the match.)
    Binding(Arc<Binding>),
    /// Nothing matched; the message goes to the exchange's alternate.
    Alternate(ExchangeId),
    /// Direct reply-to: the key names a client that waits for an answer.
    DirectReplyTo(ChannelId),
}

/// The near misses of a message that found no queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NearMisses {
    /// The first ones.
    pub told: Vec<NearMiss>,
    /// The number of the others.
    pub more: u64,
}

/// A binding, or a queue with a similar name, that did not match.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum NearMiss {
    /// A binding of the exchange published to did not match.
    Binding(Arc<Binding>),
    /// The default exchange has no queue of that name.
    NoSuchQueue(Name),
    /// A binding matched but led to an exchange that had no matching binding.
    DeadEnd(Destination),
}

/// Why a consumer was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)] // The field names say it all.
pub enum SkipCause {
    /// It holds as many unacked messages as its prefetch allows.
    Prefetch { limit: u16 },
    /// Its channel holds as many unacked messages as `basic.qos` with `global` allows.
    ChannelPrefetch { limit: u16 },
}

/// Why a copy came back to its queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum RequeueCause {
    /// `basic.reject` with requeue.
    Reject,
    /// `basic.nack` with requeue.
    Nack,
    /// `basic.recover` or `basic.recover-async` with requeue.
    Recover,
    /// The channel that held it ended.
    ChannelClosed(ChannelEnd),
}

/// Where a queue puts a requeued copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum RequeuePlace {
    /// At its old position, in order of publishing (classic queues).
    Old,
    /// Behind all others (quorum queues).
    Back,
    /// Before all copies that have not been delivered yet (quorum queues with `x-delivery-limit`).
    BeforeNew,
}

/// Which time to live ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Ttl {
    /// The message's own `expiration`, in milliseconds.
    Message(u64),
    /// The queue's `x-message-ttl`, in milliseconds.
    Queue(u64),
}

/// Which limit a queue was at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Limit {
    /// `x-max-length`, in ready messages.
    Length(u64),
    /// `x-max-length-bytes`, in bytes of ready bodies.
    Bytes(u64),
    /// `x-delivery-limit` of a quorum queue, in redeliveries.
    Delivery(u64),
}

/// The reason in an `x-death` entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum DeathReason {
    /// Refused by a consumer without requeue.
    Rejected,
    /// Outlived its time to live.
    Expired,
    /// Dropped by a length limit.
    MaxLen,
    /// Returned too often (quorum queues).
    DeliveryLimit,
}

impl DeathReason {
    /// Returns the reason as the header spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rejected => "rejected",
            Self::Expired => "expired",
            Self::MaxLen => "maxlen",
            Self::DeliveryLimit => "delivery_limit",
        }
    }
}

/// Why a dead copy was not dead-lettered after all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum DeadLetterDropCause {
    /// The dead letter exchange does not exist now.
    NoExchange,
    /// It has died in that queue before and was not rejected since, so it would cycle for ever.
    ///
    /// This also applies if it came there before in the same moment, after a rejection whose entry in `x-death` hides
    /// the cycle from the real broker, which would continue for ever.
    Cycle(QueueId),
    /// More than 1,000 dead letters came of one death in the same moment. The real broker would go on.
    TooMany,
    /// A client had written an `x-death` that RabbitMQ 3.10 cannot read (an entry that is no table, a count that is no
    /// number): the queue's process crashed on this dead letter or on one before it.
    QueueCrashed,
}

/// How far a persistent copy is on its way to the disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Stage {
    /// In the broker's memory: lost by any crash.
    #[default]
    Memory,
    /// Written, but only to the operating system's page cache: survives kill -9, lost when the power fails.
    PageCache,
    /// Synchronised to the disk: survives everything here.
    Disk,
}

/// How the broker stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum StopCause {
    /// An orderly shutdown: everything durable is written first.
    Clean,
    /// The process was killed (kill -9); the operating system's page cache survives.
    Killed,
    /// The machine lost power; only the disk survives.
    PowerLoss,
}

/// Why a copy did not survive a restart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum LossCause {
    /// Its queue was not durable.
    QueueNotDurable,
    /// Its `delivery_mode` was not 2.
    MessageNotPersistent,
    /// It had got only this far on its way to the disk.
    NotOnDisk(Stage),
}

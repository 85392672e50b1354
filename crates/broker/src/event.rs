//! What happened, in order, and why. One list serves everyone: a protocol front end keeps [`Event::To`], the stage
//! animates all of it, the laws are checked on it. An event says all that is needed to explain, draw and check it; nobody has
//! to ask the broker, which has gone on by then.

mod about;

pub use about::{About, copy_on_wire};

use std::sync::Arc;

use crate::binding::{Binding, Destination};
use crate::{ChannelId, ConnectionId, ConnectionReply, CopyId, ExchangeId, Message, MessageId, Name, QueueId, Reply};

/// One thing that happened inside the broker or was sent to a client.
///
/// Queues and exchanges are named by number; `Broker::queue_name` and `Broker::exchange_name` know the names of deleted
/// ones too.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "BrokerEvent"))]
#[allow(missing_docs)] // Of the fields: their names say it.
pub enum Event {
    /// A method sent to a client on a channel.
    To(ChannelId, Reply),
    /// A method sent to a client on its connection.
    ToConnection(ConnectionId, ConnectionReply),

    /// A connection is there. Its `open-ok` follows.
    ConnectionOpened(ConnectionId),
    /// A connection is gone; its channels went before it, its exclusive queues go next.
    ConnectionClosed(ConnectionId, ConnectionEnd),
    /// A channel is there. Its `open-ok` follows.
    ChannelOpened(ChannelId),
    /// A channel is gone; what it had not acknowledged is requeued next.
    ChannelClosed(ChannelId, ChannelEnd),

    /// A new exchange.
    ExchangeDeclared(ExchangeId),
    /// An exchange is gone, and its bindings with it.
    ExchangeDeleted(ExchangeId, ExchangeEnd),
    /// A new queue.
    QueueDeclared(QueueId),
    /// A queue is gone with the messages in it: so many ready and so many unacked.
    QueueDeleted { queue: QueueId, cause: QueueEnd, ready: u64, unacked: u64 },
    /// A queue was emptied of its ready messages.
    QueuePurged { queue: QueueId, ready: u64 },
    /// A new binding.
    Bound(Arc<Binding>),
    /// A binding is gone.
    Unbound(Arc<Binding>, UnbindCause),

    /// A consumer starts. Its `consume-ok` follows, then the backlog.
    ConsumerAdded(Arc<Consumer>),
    /// A consumer is gone. What it holds stays with its channel.
    ConsumerRemoved(Arc<Consumer>, ConsumerEnd),
    /// Single active consumer: from now on this one gets the messages.
    ConsumerActivated(Arc<Consumer>),

    /// A client's publish was accepted for routing.
    Published {
        channel: ChannelId,
        message: Arc<Message>,
        /// Its number on a channel in confirm mode, from 1.
        publish_seq_no: Option<u64>,
    },
    /// An exchange handed a message on.
    Routed { message: MessageId, exchange: ExchangeId, route: Route },
    /// A message found no queue: dropped, or returned to its publisher if it was mandatory.
    /// (`Broker::near_misses` tells what it just missed.)
    Unroutable { message: MessageId, exchange: ExchangeId, returned: bool },
    /// A copy took its place in a queue, behind all others of its level.
    Enqueued {
        copy: CopyId,
        message: MessageId,
        /// Copies of a higher level are handed out first, those of one level in the order of their positions. In a queue with
        /// `x-max-priority` it is the message's priority, or the queue's highest if that is less; in others it is 0.
        level: u8,
        /// It is in memory now and on its way to the disk.
        persistent: bool,
    },
    /// A copy is handed out: to a consumer in its turn, from the queue's head or as soon as it came, or to whoever asked with
    /// `basic.get`. The `basic.deliver` or `basic.get-ok` follows at once, unless its connection is ending.
    Delivered {
        copy: CopyId,
        message: MessageId,
        /// At which it stood in the queue, as in [`Event::Enqueued`].
        level: u8,
        /// The consumer that gets it. Nobody if it was asked for with `basic.get`.
        consumer: Option<Arc<Consumer>>,
        channel: ChannelId,
        delivery_tag: u64,
        redelivered: bool,
        /// With `no_ack` the copy is settled by being sent.
        no_ack: bool,
    },
    /// A consumer's turn came but it could not take the message; it leaves the rotation until it has room.
    Skipped { consumer: Arc<Consumer>, cause: SkipCause },
    /// A client acknowledged a copy: gone for good.
    Acked { copy: CopyId, message: MessageId, channel: ChannelId, delivery_tag: u64 },
    /// A client refused a copy without requeue: dead-lettered if the queue says so (the next event tells), else gone.
    Rejected { copy: CopyId, message: MessageId, channel: ChannelId, delivery_tag: u64 },
    /// A copy came back to its queue, to be handed out again.
    Requeued {
        /// As it was when it was handed out.
        from: CopyId,
        /// As it is from now on: a quorum queue gives what comes back a new position, a classic one leaves it its old.
        to: CopyId,
        message: MessageId,
        /// By which rule the queue chose its place.
        place: RequeuePlace,
        /// As in [`Event::Enqueued`]. In a quorum queue with `x-delivery-limit` what came back is at level 1, all else at 0.
        level: u8,
        /// Whether it will be marked as `redelivered` when it is handed out again. What stands behind a gap that a clean
        /// restart has left is not.
        redelivered: bool,
        cause: RequeueCause,
    },
    /// A copy outlived its time to live, at the head of its queue.
    Expired { copy: CopyId, message: MessageId, ttl: Ttl },
    /// A copy was dropped because of a limit.
    Dropped { queue: QueueId, position: Option<u64>, message: MessageId, limit: Limit },
    /// A dead copy is published anew to the dead letter exchange. Its routing follows.
    DeadLettered { queue: QueueId, message: Arc<Message>, reason: DeathReason },
    /// A dead copy that should have been dead-lettered was dropped.
    DeadLetterDropped { queue: QueueId, message: MessageId, reason: DeathReason, cause: DeadLetterDropCause },

    /// A persistent copy reached the next stage on its way to the disk.
    Persisted { copy: CopyId, message: MessageId, stage: Stage },
    /// The broker stopped. All connections are gone with it.
    Stopped(StopCause),
    /// The broker is up again; `Recovered` and `Lost` say what it found.
    Started,
    /// A copy was found on the disk, and is in its queue again.
    Recovered {
        copy: CopyId,
        message: MessageId,
        /// As in [`Event::Enqueued`].
        level: u8,
        /// Whether it will be marked as `redelivered` when it is handed out.
        redelivered: bool,
    },
    /// A copy was in the broker when it stopped and is not there any more.
    Lost { copy: CopyId, message: MessageId, cause: LossCause },
}

/// The list of what happened, for the steps that every message takes.
pub(crate) trait Emit {
    /// Adds an event, made in its place. (What is pushed is made elsewhere first, in small parts, and read back in large ones,
    /// which processors do not like.)
    fn emit(&mut self, event: impl FnOnce() -> Event);
}

impl Emit for Vec<Event> {
    #[inline(always)]
    fn emit(&mut self, event: impl FnOnce() -> Event) {
        self.extend(core::iter::once_with(event));
    }
}

/// A consumer, known by its channel and tag, and what is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)] // Of the fields: their names say it.
pub struct Consumer {
    pub queue: QueueId,
    pub channel: ChannelId,
    pub tag: Name,
    /// `x-priority`: those with a higher one are asked first.
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
    /// Its queue went; the client is told with a `basic.cancel` of the broker's.
    QueueGone,
}

/// By which rule an exchange handed a message on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Route {
    /// The default exchange: the routing key is the queue's name.
    Default(QueueId),
    /// A binding matched. (`topic::explain` and `headers::explain` show how.)
    Binding(Arc<Binding>),
    /// Nothing matched; the exchange's alternate takes it.
    Alternate(ExchangeId),
    /// Direct reply-to: the key names a client that waits for an answer.
    DirectReplyTo(ChannelId),
}

/// What a message that found no queue just missed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NearMisses {
    /// The first of them.
    pub told: Vec<NearMiss>,
    /// How many there are besides.
    pub more: u64,
}

/// A binding, or a queue of nearly that name, that did not match.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum NearMiss {
    /// The exchange that was published to routes by a binding that did not match.
    Binding(Arc<Binding>),
    /// The default exchange has no queue of that name.
    NoSuchQueue(Name),
    /// A binding matched but led to an exchange which had none that did.
    DeadEnd(Destination),
}

/// Why a consumer was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)] // Of the fields: their names say it.
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

/// Where a queue puts what comes back to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum RequeuePlace {
    /// Where it was, by the order of publishing (classic queues).
    Old,
    /// Behind all that is there (quorum queues).
    Back,
    /// Before all that has not been out yet (quorum queues with `x-delivery-limit`).
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
    /// The reason as the header spells it.
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
    /// It has died in that queue before and nobody rejected it since: it would go round for ever.
    ///
    /// Also if it has come there before in the same moment, after a rejection whose entry in `x-death` keeps the real broker from
    /// seeing the cycle: that goes round for ever.
    Cycle(QueueId),
    /// More than 10,000 dead letters came of one death in the same moment. The real broker would go on.
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
    /// It had not got further than this.
    NotOnDisk(Stage),
}

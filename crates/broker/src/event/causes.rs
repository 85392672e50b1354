//! The causes in events: by which end, rule or limit something happened.

use std::sync::Arc;

use crate::binding::{Binding, Destination};
use crate::{ChannelId, ExchangeId, Name, QueueId};

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

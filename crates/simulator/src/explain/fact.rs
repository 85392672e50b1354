//! The facts of a moment, in the order of its events, of which the summary is made.

use warren_broker::event::DeathReason;
use warren_broker::{CopyId, MessageId, Name};

use super::sentences::Did;

/// One fact of a moment, with the names that appear in it.
#[derive(Clone, Debug)]
pub enum Fact {
    /// The broker closes a channel or a connection because of an error.
    Failed(Did),
    /// The broker closes a channel of this client because an acknowledgement did not come in time.
    TimedOut(Name),
    /// An exchange, queue, binding or consumer was added, removed or changed.
    Changed(Did),
    /// A queue expired because it was not used.
    QueueExpired(Name),
    /// A declared queue exists, new or old.
    QueueThere(Name),
    /// A declared exchange exists.
    ExchangeThere,
    /// A consumer was added to this queue.
    Subscribed(Name),
    /// There was no message to fetch.
    GotNothing,
    /// A client's message was accepted for routing.
    Published(MessageId),
    /// A message ended so before it was in a queue.
    Ended(MessageId, Did),
    /// A client is sent a message: as a direct reply, if no queue delivers anything.
    Sent(MessageId, Name),
    /// A copy entered this queue.
    Enqueued(CopyId, MessageId, Name),
    /// A copy was delivered.
    Delivered(Delivered),
    /// A copy was acknowledged.
    Acked(MessageId),
    /// A copy was refused without requeue.
    Rejected(MessageId),
    /// A copy was requeued.
    Requeued(MessageId, Name),
    /// A copy of this queue expired.
    Expired(MessageId, Name),
    /// A copy of this queue was dead-lettered to this exchange.
    DeadLettered(MessageId, DeathReason, [Name; 2]),
    /// A copy of this queue reached the page cache.
    Written(MessageId, Name),
    /// A copy of this queue reached the disk.
    Synced(MessageId, Name),
    /// A copy was recovered after a stop.
    Recovered,
    /// A copy did not survive a stop.
    Lost,
}

/// A delivered copy.
#[derive(Clone, Debug)]
pub struct Delivered {
    pub copy: CopyId,
    pub message: MessageId,
    pub queue: Name,
    pub taker: Name,
    /// It was fetched with `basic.get`.
    pub fetched: bool,
}

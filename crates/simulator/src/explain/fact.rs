//! What a summary may be made of: the facts of a moment, in the order of its events. It does not know which is said.

use warren_broker::event::DeathReason;
use warren_broker::{CopyId, MessageId, Name};

use super::did::Did;

/// One fact of a moment, with the names of all that appears in it.
#[derive(Clone, Debug)]
pub enum Fact {
    /// The broker closes a channel or a connection because of a mistake.
    Failed(Did),
    /// It closes a channel of this client's because an acknowledgement did not come in time.
    TimedOut(Name),
    /// Something came, went or changed among exchanges, queues, bindings and consumers.
    Changed(Did),
    /// A queue is gone because nobody used it.
    QueueExpired(Name),
    /// A queue that is declared is there, new or old.
    QueueThere(Name),
    /// So is an exchange.
    ExchangeThere,
    /// Somebody consumes from this queue now.
    Subscribed(Name),
    /// There was nothing to fetch.
    GotNothing,
    /// A client's message was accepted for routing.
    Published(MessageId),
    /// It came to this end before it was in a queue.
    Ended(MessageId, Did),
    /// This client is sent it: as a direct reply, if no queue hands anything out.
    Sent(MessageId, Name),
    /// A copy came into this queue.
    Enqueued(CopyId, MessageId, Name),
    /// A copy is handed out.
    Delivered(Delivered),
    /// A copy was acknowledged.
    Acked(MessageId),
    /// A copy was refused for good.
    Rejected(MessageId),
    /// A copy came back to this queue.
    Requeued(MessageId, Name),
    /// A copy outlived its time in this queue.
    Expired(MessageId, Name),
    /// A copy of this queue was published anew to this exchange.
    DeadLettered(MessageId, DeathReason, [Name; 2]),
    /// A copy of this queue got to the operating system.
    Written(MessageId, Name),
    /// A copy of this queue got to the disk.
    Synced(MessageId, Name),
    /// A copy was found after a stop.
    Recovered,
    /// A copy was not.
    Lost,
}

/// A copy that is handed out.
#[derive(Clone, Debug)]
pub struct Delivered {
    pub copy: CopyId,
    pub message: MessageId,
    pub queue: Name,
    pub taker: Name,
    /// It was asked for with `basic.get`.
    pub fetched: bool,
}

//! Identifiers. The caller numbers connections, and may number messages. The broker numbers queues, exchanges and other
//! messages in order of appearance. A number is never used twice, so an event about a deleted queue stays unambiguous.

use core::fmt;

/// A client's connection, numbered by the caller; a number names one connection for ever.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ConnectionId(pub u32);

/// A channel: its connection and the number (1 to 65535) that the client chose for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ChannelId {
    /// The connection it runs on.
    pub connection: ConnectionId,
    /// Its number on that connection.
    pub number: u16,
}

impl fmt::Display for ChannelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.connection.0, self.number)
    }
}

/// A consumer tag, as a channel numbers it.
pub(crate) type TagNumber = u32;

/// A queue, numbered by the broker; a queue deleted and declared anew has a new number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct QueueId(pub u32);

/// An exchange, numbered by the broker; 0 is the default exchange.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ExchangeId(pub u32);

/// A published message, numbered by the broker in order of publishing, or by the caller. All its copies, including the
/// dead-lettered ones, keep this number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MessageId(pub u64);

/// One copy of a message in one queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CopyId {
    /// The queue that holds it.
    pub queue: QueueId,
    /// Its position in that queue, from 1, in order of arrival. A requeued copy keeps it in a classic queue and gets a
    /// new one in a quorum queue.
    pub position: u64,
}

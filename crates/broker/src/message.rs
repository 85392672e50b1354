//! Messages: properties and body as the client gave them, and the envelope they travel in.

use std::sync::Arc;

use crate::{MessageId, Name, Table};

/// The fourteen properties of class basic (AMQP 0-9-1, 1.8). Absent ones are `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)] // The fields have the specification's own names.
pub struct Properties {
    pub content_type: Option<Name>,
    pub content_encoding: Option<Name>,
    pub headers: Option<Table>,
    /// 1 is transient, 2 persistent; RabbitMQ 3.10 refuses a message with any other number.
    pub delivery_mode: Option<u8>,
    /// 0 to 255; counts only in queues declared with `x-max-priority`.
    pub priority: Option<u8>,
    pub correlation_id: Option<Name>,
    pub reply_to: Option<Name>,
    /// Time to live in milliseconds, as decimal digits.
    pub expiration: Option<Name>,
    pub message_id: Option<Name>,
    /// Seconds since 1970.
    #[cfg_attr(feature = "ts", ts(type = "number | bigint | null"))]
    pub timestamp: Option<u64>,
    /// The property `type`.
    pub kind: Option<Name>,
    /// Must be the connection's user, or the channel is closed with 406.
    pub user_id: Option<Name>,
    pub app_id: Option<Name>,
    pub cluster_id: Option<Name>,
}

impl Properties {
    /// Returns whether the message asks to outlive the broker (`delivery_mode` 2).
    #[must_use]
    pub fn persistent(&self) -> bool {
        self.delivery_mode == Some(2)
    }
}

/// The content of a publish, shared by all copies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Content {
    /// The properties as published. (Dead-lettering changes them in its own copy.)
    pub properties: Properties,
    /// The payload; the broker never looks into it.
    pub body: Arc<[u8]>,
}

/// A message on its way: content, and the exchange and key it was last published with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Message {
    /// The publish that it came from; dead-lettering keeps it.
    pub id: MessageId,
    /// The exchange it was published to, by a client or as a dead letter.
    pub exchange: Name,
    /// The routing key it was published with.
    pub routing_key: Name,
    /// Further routing keys, from the headers `CC` and `BCC`.
    pub cc: Box<[Name]>,
    /// Properties and body.
    pub content: Arc<Content>,
}

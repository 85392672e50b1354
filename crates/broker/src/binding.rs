//! A binding: the rule by which an exchange hands a message on to a queue or another exchange.

use crate::{ExchangeId, Name, QueueId, Table};

/// Where a binding leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Destination {
    /// To a queue.
    Queue(QueueId),
    /// To another exchange (RabbitMQ's extension).
    Exchange(ExchangeId),
}

/// One binding. Source, destination, key and arguments together are its identity: binding twice makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Binding {
    /// The exchange that applies it.
    pub source: ExchangeId,
    /// Where matching messages go.
    pub destination: Destination,
    /// The routing key; the exchange's type decides how to compare it.
    pub routing_key: Name,
    /// The headers to match, for a headers exchange.
    pub arguments: Table,
}

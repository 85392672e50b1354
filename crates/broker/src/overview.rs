//! The one view of the broker's state for user interfaces, command lines and tests. It is plain data, a copy.

use std::sync::Arc;

use crate::binding::Binding;
use crate::event::Stage;
use crate::{ChannelId, ConnectionId, ExchangeId, Message, Name, QueueId, Table, Time};

/// How many messages of each queue an overview lists, from the head. The counts include all of them.
pub const MESSAGES_LISTED: usize = 100;

/// The whole state of the broker at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "BrokerOverview"))]
#[allow(missing_docs)] // The field names say it all.
pub struct Overview {
    pub now: Time,
    /// In order of opening.
    pub connections: Vec<ConnectionView>,
    /// In order of connection and number.
    pub channels: Vec<ChannelView>,
    /// In order of declaration, the predeclared ones first.
    pub exchanges: Vec<ExchangeView>,
    /// By source exchange, within an exchange in order of binding; the default exchange's implied ones are left out.
    pub bindings: Vec<Arc<Binding>>,
    /// In order of declaration.
    pub queues: Vec<QueueView>,
    /// By queue, within a queue in order of subscription.
    pub consumers: Vec<ConsumerView>,
}

/// A connection.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)] // The field names say it all.
pub struct ConnectionView {
    pub id: ConnectionId,
    pub user: Name,
    pub opened_at: Time,
}

/// The mode of a channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ChannelMode {
    /// Neither of the others.
    #[default]
    Plain,
    /// Its publishes are confirmed.
    Confirm,
    /// Its publishes and acks wait for `tx.commit`.
    Transaction,
}

/// A channel.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)] // The field names say it all.
pub struct ChannelView {
    pub id: ChannelId,
    pub mode: ChannelMode,
    /// The `basic.qos` limit of later consumers; 0 is unlimited.
    pub prefetch_count: u16,
    /// `basic.qos` with `global`; 0 is unlimited.
    pub global_prefetch_count: u16,
    pub messages_unacknowledged: u64,
    /// Publishes in confirm mode that are neither acked nor nacked yet.
    pub messages_unconfirmed: u64,
    /// Publishes and acks that wait for `tx.commit`.
    pub messages_uncommitted: u64,
    pub acks_uncommitted: u64,
    pub consumer_count: u32,
    pub last_delivery_tag: u64,
}

/// An exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)] // The field names say it all.
pub struct ExchangeView {
    pub id: ExchangeId,
    /// Empty for the default exchange.
    pub name: Name,
    /// `direct`, `fanout`, `topic` or `headers`.
    pub kind: Name,
    pub durable: bool,
    pub auto_delete: bool,
    pub internal: bool,
    pub predeclared: bool,
    pub arguments: Table,
}

/// A queue.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)] // The field names say it all.
pub struct QueueView {
    pub id: QueueId,
    pub name: Name,
    /// `classic` or `quorum`.
    pub kind: Name,
    pub durable: bool,
    pub auto_delete: bool,
    /// The connection with exclusive access.
    pub exclusive: Option<ConnectionId>,
    pub arguments: Table,
    pub messages_ready: u64,
    pub messages_unacknowledged: u64,
    /// Bytes of the bodies of ready messages.
    pub message_bytes_ready: u64,
    pub consumer_count: u32,
    /// The first [`MESSAGES_LISTED`], head first, ready and unacked, in the order in which they would be handed out.
    pub messages: Vec<MessageView>,
}

/// A copy of a message in a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)] // The field names say it all.
pub struct MessageView {
    /// Its position in the queue, in order of arrival.
    pub position: u64,
    /// Copies of a higher level are handed out first, as [`Event::Enqueued`](crate::Event::Enqueued) says.
    pub level: u8,
    pub message: Arc<Message>,
    pub redelivered: bool,
    /// How far it is on its way to the disk: only for a message with `delivery_mode` 2 in a durable queue.
    pub stage: Option<Stage>,
    pub expires_at: Option<Time>,
    /// Its delivery; `None` while it is ready.
    pub unacked: Option<UnackedView>,
}

/// The delivery of an unacked message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)] // The field names say it all.
pub struct UnackedView {
    pub channel: ChannelId,
    pub delivery_tag: u64,
    /// `None` after `basic.get`.
    pub consumer_tag: Option<Name>,
    pub delivered_at: Time,
}

/// A consumer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)] // The field names say it all.
pub struct ConsumerView {
    pub queue: QueueId,
    pub channel: ChannelId,
    pub tag: Name,
    pub ack_required: bool,
    /// 0 is unlimited.
    pub prefetch_count: u16,
    /// False for consumers that wait for the single active consumer to go.
    pub active: bool,
    pub exclusive: bool,
    #[cfg_attr(feature = "ts", ts(type = "number | bigint"))]
    pub priority: i64,
    pub arguments: Table,
    /// Deliveries not yet settled.
    pub messages_unacknowledged: u64,
    /// It had no room when asked, and is out of the rotation.
    pub blocked: bool,
}

//! What the broker sends to a client: one variant for each method of AMQP 0-9-1 and RabbitMQ's extensions that a server
//! may send, with the specification's argument names.

use std::sync::Arc;

use crate::{Message, Name};

/// Code and text of every `basic.return`: mandatory is the only reason left (`immediate` is refused with 540).
pub const NO_ROUTE: (u16, &str) = (312, "NO_ROUTE");

/// A method sent to a client on a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[allow(missing_docs)] // The specification's own names.
pub enum Reply {
    ChannelOpenOk,
    ChannelCloseOk,
    /// The channel is closed by the broker because of a client's mistake.
    ChannelClose(Close),
    ChannelFlowOk {
        active: bool,
    },
    ExchangeDeclareOk,
    ExchangeDeleteOk,
    ExchangeBindOk,
    ExchangeUnbindOk,
    /// `message_count` is of ready messages only.
    QueueDeclareOk {
        queue: Name,
        message_count: u32,
        consumer_count: u32,
    },
    QueueBindOk,
    QueueUnbindOk,
    QueuePurgeOk {
        message_count: u32,
    },
    QueueDeleteOk {
        message_count: u32,
    },
    BasicQosOk,
    BasicConsumeOk {
        consumer_tag: Name,
    },
    BasicCancelOk {
        consumer_tag: Name,
    },
    /// Consumer cancel notification: the queue is gone. Always sent with `no_wait`.
    BasicCancel {
        consumer_tag: Name,
    },
    BasicDeliver {
        consumer_tag: Name,
        delivery_tag: u64,
        redelivered: bool,
        message: Arc<Message>,
    },
    BasicGetOk {
        delivery_tag: u64,
        redelivered: bool,
        message_count: u32,
        message: Arc<Message>,
    },
    BasicGetEmpty,
    /// A mandatory message that reached no queue comes back; the reply is always [`NO_ROUTE`].
    BasicReturn {
        message: Arc<Message>,
    },
    BasicRecoverOk,
    /// Publisher confirm: the broker has taken responsibility for this publish (and all before it, if `multiple`).
    BasicAck {
        delivery_tag: u64,
        multiple: bool,
    },
    /// Negative publisher confirm.
    BasicNack {
        delivery_tag: u64,
        multiple: bool,
    },
    ConfirmSelectOk,
    TxSelectOk,
    TxCommitOk,
    TxRollbackOk,
}

impl Reply {
    /// The method's name as the specification writes it, `class.method`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ChannelOpenOk => "channel.open-ok",
            Self::ChannelCloseOk => "channel.close-ok",
            Self::ChannelClose(_) => "channel.close",
            Self::ChannelFlowOk { .. } => "channel.flow-ok",
            Self::ExchangeDeclareOk => "exchange.declare-ok",
            Self::ExchangeDeleteOk => "exchange.delete-ok",
            Self::ExchangeBindOk => "exchange.bind-ok",
            Self::ExchangeUnbindOk => "exchange.unbind-ok",
            Self::QueueDeclareOk { .. } => "queue.declare-ok",
            Self::QueueBindOk => "queue.bind-ok",
            Self::QueueUnbindOk => "queue.unbind-ok",
            Self::QueuePurgeOk { .. } => "queue.purge-ok",
            Self::QueueDeleteOk { .. } => "queue.delete-ok",
            Self::BasicQosOk => "basic.qos-ok",
            Self::BasicConsumeOk { .. } => "basic.consume-ok",
            Self::BasicCancelOk { .. } => "basic.cancel-ok",
            Self::BasicCancel { .. } => "basic.cancel",
            Self::BasicDeliver { .. } => "basic.deliver",
            Self::BasicGetOk { .. } => "basic.get-ok",
            Self::BasicGetEmpty => "basic.get-empty",
            Self::BasicReturn { .. } => "basic.return",
            Self::BasicRecoverOk => "basic.recover-ok",
            Self::BasicAck { .. } => "basic.ack",
            Self::BasicNack { .. } => "basic.nack",
            Self::ConfirmSelectOk => "confirm.select-ok",
            Self::TxSelectOk => "tx.select-ok",
            Self::TxCommitOk => "tx.commit-ok",
            Self::TxRollbackOk => "tx.rollback-ok",
        }
    }
}

/// A method sent to a client on its connection (channel 0).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[allow(missing_docs)] // The specification's own names.
pub enum ConnectionReply {
    OpenOk,
    CloseOk,
    /// The whole connection is closed by the broker because of a client's mistake.
    Close(Close),
}

impl ConnectionReply {
    /// The method's name as the specification writes it, `class.method`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::OpenOk => "connection.open-ok",
            Self::CloseOk => "connection.close-ok",
            Self::Close(_) => "connection.close",
        }
    }
}

/// Why the broker closes a channel or a connection: the arguments of `channel.close` and `connection.close`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Close {
    /// AMQP's reply code, such as 406.
    pub code: u16,
    /// RabbitMQ's own text, such as `PRECONDITION_FAILED - unknown delivery tag 1`.
    pub text: String,
    /// Class of the offending method; 0 if no method is to blame.
    pub class_id: u16,
    /// The offending method; 0 if no method is to blame.
    pub method_id: u16,
}

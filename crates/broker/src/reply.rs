//! The methods that the broker sends: one variant for each method of AMQP 0-9-1 and RabbitMQ's extensions that a server
//! may send, with the specification's argument names.

use std::sync::Arc;

use crate::{Message, Name, ReplyText};

/// Code and text of every `basic.return`. Mandatory is the only reason left (`immediate` is refused with 540).
pub const NO_ROUTE: (u16, &str) = (312, "NO_ROUTE");

/// A method sent to a client on a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)] // The fields have the specification's own names.
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

/// The role of a [`Reply`] for its client, for code that need not tell all `-ok` methods apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The fields have the specification's own names.
pub enum ReplyKind<'a> {
    /// `basic.deliver`, or `basic.get-ok` if the message was `fetched`.
    Delivery { message: &'a Arc<Message>, redelivered: bool, fetched: bool },
    /// `basic.get-empty`: there is no message to fetch.
    GetEmpty,
    /// `basic.return`
    Return(&'a Arc<Message>),
    /// A publisher confirm: `basic.ack`, or `basic.nack` if not `acked`.
    Confirm { acked: bool, delivery_tag: u64, multiple: bool },
    /// `basic.cancel`
    Cancel { consumer_tag: &'a Name },
    /// `channel.close`
    Close(&'a Close),
    /// Any other method: the client's request is done.
    Ok,
}

impl Reply {
    /// Returns its role for the client.
    #[must_use]
    pub const fn kind(&self) -> ReplyKind<'_> {
        match self {
            Self::BasicDeliver { redelivered, message, .. } => {
                ReplyKind::Delivery { message, redelivered: *redelivered, fetched: false }
            }
            Self::BasicGetOk { redelivered, message, .. } => {
                ReplyKind::Delivery { message, redelivered: *redelivered, fetched: true }
            }
            Self::BasicGetEmpty => ReplyKind::GetEmpty,
            Self::BasicReturn { message } => ReplyKind::Return(message),
            Self::BasicAck { delivery_tag, multiple } => {
                ReplyKind::Confirm { acked: true, delivery_tag: *delivery_tag, multiple: *multiple }
            }
            Self::BasicNack { delivery_tag, multiple } => {
                ReplyKind::Confirm { acked: false, delivery_tag: *delivery_tag, multiple: *multiple }
            }
            Self::BasicCancel { consumer_tag } => ReplyKind::Cancel { consumer_tag },
            Self::ChannelClose(close) => ReplyKind::Close(close),
            Self::ChannelOpenOk
            | Self::ChannelCloseOk
            | Self::ChannelFlowOk { .. }
            | Self::ExchangeDeclareOk
            | Self::ExchangeDeleteOk
            | Self::ExchangeBindOk
            | Self::ExchangeUnbindOk
            | Self::QueueDeclareOk { .. }
            | Self::QueueBindOk
            | Self::QueueUnbindOk
            | Self::QueuePurgeOk { .. }
            | Self::QueueDeleteOk { .. }
            | Self::BasicQosOk
            | Self::BasicConsumeOk { .. }
            | Self::BasicCancelOk { .. }
            | Self::BasicRecoverOk
            | Self::ConfirmSelectOk
            | Self::TxSelectOk
            | Self::TxCommitOk
            | Self::TxRollbackOk => ReplyKind::Ok,
        }
    }

    /// Returns the message that it delivers or returns.
    #[must_use]
    pub const fn message(&self) -> Option<&Arc<Message>> {
        match self.kind() {
            ReplyKind::Delivery { message, .. } | ReplyKind::Return(message) => Some(message),
            ReplyKind::GetEmpty
            | ReplyKind::Confirm { .. }
            | ReplyKind::Cancel { .. }
            | ReplyKind::Close(_)
            | ReplyKind::Ok => None,
        }
    }

    /// Returns the method's name as the specification writes it, `class.method`.
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
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)] // The fields have the specification's own names.
pub enum ConnectionReply {
    OpenOk,
    CloseOk,
    /// The whole connection is closed by the broker because of a client's mistake.
    Close(Close),
}

impl ConnectionReply {
    /// Returns the method's name as the specification writes it, `class.method`.
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
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Close {
    /// AMQP's reply code, such as 406.
    pub code: u16,
    /// RabbitMQ's own text, such as `PRECONDITION_FAILED - unknown delivery tag 1`.
    pub text: ReplyText,
    /// Class of the offending method; 0 if no method is to blame.
    pub class_id: u16,
    /// The offending method; 0 if no method is to blame.
    pub method_id: u16,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Content, MessageId};

    /// Returns every method that may be sent, once.
    fn all() -> [Reply; 28] {
        let (queue, consumer_tag, name) = (Name::default(), Name::default(), Name::default());
        let content = Content::default().into();
        let message = Arc::new(Message {
            id: MessageId(1),
            exchange: name.clone(),
            routing_key: name.clone(),
            cc: Box::default(),
            content,
        });
        [
            Reply::ChannelOpenOk,
            Reply::ChannelCloseOk,
            Reply::ChannelClose(Close { code: 404, text: "".into(), class_id: 0, method_id: 0 }),
            Reply::ChannelFlowOk { active: true },
            Reply::ExchangeDeclareOk,
            Reply::ExchangeDeleteOk,
            Reply::ExchangeBindOk,
            Reply::ExchangeUnbindOk,
            Reply::QueueDeclareOk { queue, message_count: 0, consumer_count: 0 },
            Reply::QueueBindOk,
            Reply::QueueUnbindOk,
            Reply::QueuePurgeOk { message_count: 0 },
            Reply::QueueDeleteOk { message_count: 0 },
            Reply::BasicQosOk,
            Reply::BasicConsumeOk { consumer_tag },
            Reply::BasicCancelOk { consumer_tag: name.clone() },
            Reply::BasicCancel { consumer_tag: name.clone() },
            Reply::BasicDeliver { consumer_tag: name, delivery_tag: 1, redelivered: false, message: message.clone() },
            Reply::BasicGetOk { delivery_tag: 1, redelivered: false, message_count: 0, message: message.clone() },
            Reply::BasicGetEmpty,
            Reply::BasicReturn { message },
            Reply::BasicRecoverOk,
            Reply::BasicAck { delivery_tag: 1, multiple: false },
            Reply::BasicNack { delivery_tag: 1, multiple: false },
            Reply::ConfirmSelectOk,
            Reply::TxSelectOk,
            Reply::TxCommitOk,
            Reply::TxRollbackOk,
        ]
    }

    #[test]
    fn an_ok_is_what_is_called_so_and_brings_no_message() {
        for reply in all() {
            let called_ok = reply.name().ends_with("-ok") && reply.name() != "basic.get-ok";
            assert_eq!(reply.kind() == ReplyKind::Ok, called_ok, "{}", reply.name());
        }
    }

    #[test]
    fn kinds_of_two_methods_say_which() {
        for reply in all() {
            let says = match reply.kind() {
                ReplyKind::Delivery { fetched: false, .. } => "basic.deliver",
                ReplyKind::Delivery { fetched: true, .. } => "basic.get-ok",
                ReplyKind::Confirm { acked: true, .. } => "basic.ack",
                ReplyKind::Confirm { acked: false, .. } => "basic.nack",
                ReplyKind::GetEmpty => "basic.get-empty",
                ReplyKind::Return(_) => "basic.return",
                ReplyKind::Cancel { .. } => "basic.cancel",
                ReplyKind::Close(_) => "channel.close",
                ReplyKind::Ok => continue,
            };
            assert_eq!(reply.name(), says);
        }
    }
}

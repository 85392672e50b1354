//! The methods that a client may send on a channel: one variant for each method of AMQP 0-9-1 and RabbitMQ's
//! extensions, with the specification's argument names. The reserved `ticket` is left out. Absent arguments are the
//! specification's defaults, which are also these types' `Default`.

use std::sync::Arc;

use crate::{Content, MessageId, Name, Table};

/// A method sent by a client on a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)] // The fields have the specification's own names.
pub enum Command {
    ChannelOpen,
    ChannelClose,
    /// Acknowledges `channel.close`. Until it comes the broker ignores everything on the channel.
    ChannelCloseOk,
    ChannelFlow {
        active: bool,
    },
    ExchangeDeclare(ExchangeDeclare),
    ExchangeDelete {
        exchange: Name,
        if_unused: bool,
        no_wait: bool,
    },
    ExchangeBind(ExchangeBind),
    ExchangeUnbind(ExchangeBind),
    QueueDeclare(QueueDeclare),
    QueueBind(QueueBind),
    /// `no_wait` is not part of this method and ignored.
    QueueUnbind(QueueBind),
    QueuePurge {
        queue: Name,
        no_wait: bool,
    },
    QueueDelete {
        queue: Name,
        if_unused: bool,
        if_empty: bool,
        no_wait: bool,
    },
    BasicQos {
        prefetch_size: u32,
        prefetch_count: u16,
        global: bool,
    },
    BasicConsume(BasicConsume),
    BasicCancel {
        consumer_tag: Name,
        no_wait: bool,
    },
    BasicPublish(BasicPublish),
    BasicGet {
        queue: Name,
        no_ack: bool,
    },
    BasicAck {
        delivery_tag: u64,
        multiple: bool,
    },
    BasicReject {
        delivery_tag: u64,
        requeue: bool,
    },
    BasicNack {
        delivery_tag: u64,
        multiple: bool,
        requeue: bool,
    },
    BasicRecover {
        requeue: bool,
    },
    BasicRecoverAsync {
        requeue: bool,
    },
    ConfirmSelect {
        no_wait: bool,
    },
    TxSelect,
    TxCommit,
    TxRollback,
}

/// The target of a [`Command`], as the client names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// An exchange; for a binding between exchanges, the one that applies it.
    Exchange(&'a Name),
    /// A queue; the empty name is that of the queue declared last on the channel.
    Queue(&'a Name),
    /// A delivery, by its tag, and those before it if `multiple`.
    Delivery {
        /// The tag; 0 means all deliveries.
        delivery_tag: u64,
        /// Includes the deliveries before it.
        multiple: bool,
    },
    /// A consumer, by its tag.
    Consumer(&'a Name),
    /// The channel itself, its mode and its limits.
    Channel,
}

impl Command {
    /// Returns the target.
    #[must_use]
    pub const fn target(&self) -> Target<'_> {
        match self {
            Self::BasicPublish(publish) => Target::Exchange(&publish.exchange),
            Self::ExchangeDeclare(declare) => Target::Exchange(&declare.exchange),
            Self::ExchangeDelete { exchange, .. } => Target::Exchange(exchange),
            Self::ExchangeBind(bind) | Self::ExchangeUnbind(bind) => Target::Exchange(&bind.source),
            Self::QueueDeclare(declare) => Target::Queue(&declare.queue),
            Self::QueueBind(bind) | Self::QueueUnbind(bind) => Target::Queue(&bind.queue),
            Self::QueuePurge { queue, .. } | Self::QueueDelete { queue, .. } | Self::BasicGet { queue, .. } => {
                Target::Queue(queue)
            }
            Self::BasicConsume(consume) => Target::Queue(&consume.queue),
            Self::BasicAck { delivery_tag, multiple } | Self::BasicNack { delivery_tag, multiple, .. } => {
                Target::Delivery { delivery_tag: *delivery_tag, multiple: *multiple }
            }
            Self::BasicReject { delivery_tag, .. } => Target::Delivery { delivery_tag: *delivery_tag, multiple: false },
            Self::BasicCancel { consumer_tag, .. } => Target::Consumer(consumer_tag),
            Self::ChannelOpen
            | Self::ChannelClose
            | Self::ChannelCloseOk
            | Self::ChannelFlow { .. }
            | Self::BasicQos { .. }
            | Self::BasicRecover { .. }
            | Self::BasicRecoverAsync { .. }
            | Self::ConfirmSelect { .. }
            | Self::TxSelect
            | Self::TxCommit
            | Self::TxRollback => Target::Channel,
        }
    }

    /// Returns the method's name as the specification writes it, `class.method`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ChannelOpen => "channel.open",
            Self::ChannelClose => "channel.close",
            Self::ChannelCloseOk => "channel.close-ok",
            Self::ChannelFlow { .. } => "channel.flow",
            Self::ExchangeDeclare(_) => "exchange.declare",
            Self::ExchangeDelete { .. } => "exchange.delete",
            Self::ExchangeBind(_) => "exchange.bind",
            Self::ExchangeUnbind(_) => "exchange.unbind",
            Self::QueueDeclare(_) => "queue.declare",
            Self::QueueBind(_) => "queue.bind",
            Self::QueueUnbind(_) => "queue.unbind",
            Self::QueuePurge { .. } => "queue.purge",
            Self::QueueDelete { .. } => "queue.delete",
            Self::BasicQos { .. } => "basic.qos",
            Self::BasicConsume(_) => "basic.consume",
            Self::BasicCancel { .. } => "basic.cancel",
            Self::BasicPublish(_) => "basic.publish",
            Self::BasicGet { .. } => "basic.get",
            Self::BasicAck { .. } => "basic.ack",
            Self::BasicReject { .. } => "basic.reject",
            Self::BasicNack { .. } => "basic.nack",
            Self::BasicRecover { .. } => "basic.recover",
            Self::BasicRecoverAsync { .. } => "basic.recover-async",
            Self::ConfirmSelect { .. } => "confirm.select",
            Self::TxSelect => "tx.select",
            Self::TxCommit => "tx.commit",
            Self::TxRollback => "tx.rollback",
        }
    }

    /// Returns the method's class and method numbers, as `channel.close` reports the offender.
    #[must_use]
    pub const fn id(&self) -> (u16, u16) {
        match self {
            Self::ChannelOpen => (20, 10),
            Self::ChannelFlow { .. } => (20, 20),
            Self::ChannelClose => (20, 40),
            Self::ChannelCloseOk => (20, 41),
            Self::ExchangeDeclare(_) => (40, 10),
            Self::ExchangeDelete { .. } => (40, 20),
            Self::ExchangeBind(_) => (40, 30),
            Self::ExchangeUnbind(_) => (40, 40),
            Self::QueueDeclare(_) => (50, 10),
            Self::QueueBind(_) => (50, 20),
            Self::QueuePurge { .. } => (50, 30),
            Self::QueueDelete { .. } => (50, 40),
            Self::QueueUnbind(_) => (50, 50),
            Self::BasicQos { .. } => (60, 10),
            Self::BasicConsume(_) => (60, 20),
            Self::BasicCancel { .. } => (60, 30),
            Self::BasicPublish(_) => (60, 40),
            Self::BasicGet { .. } => (60, 70),
            Self::BasicAck { .. } => (60, 80),
            Self::BasicReject { .. } => (60, 90),
            Self::BasicRecoverAsync { .. } => (60, 100),
            Self::BasicRecover { .. } => (60, 110),
            Self::BasicNack { .. } => (60, 120),
            Self::ConfirmSelect { .. } => (85, 10),
            Self::TxSelect => (90, 10),
            Self::TxCommit => (90, 20),
            Self::TxRollback => (90, 30),
        }
    }
}

/// `exchange.declare`
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)] // The fields have the specification's own names.
pub struct ExchangeDeclare {
    pub exchange: Name,
    /// The argument `type`: `direct`, `fanout`, `topic` or `headers`.
    pub kind: Name,
    pub passive: bool,
    pub durable: bool,
    pub auto_delete: bool,
    pub internal: bool,
    pub no_wait: bool,
    pub arguments: Table,
}

impl Default for ExchangeDeclare {
    fn default() -> Self {
        Self {
            exchange: Name::default(),
            kind: "direct".into(),
            passive: false,
            durable: false,
            auto_delete: false,
            internal: false,
            no_wait: false,
            arguments: Table::default(),
        }
    }
}

/// `exchange.bind` and `exchange.unbind`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)] // The fields have the specification's own names.
pub struct ExchangeBind {
    pub destination: Name,
    pub source: Name,
    pub routing_key: Name,
    pub no_wait: bool,
    pub arguments: Table,
}

/// `queue.declare`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)] // The fields have the specification's own names.
pub struct QueueDeclare {
    /// Empty: the broker makes a name, `amq.gen-...`.
    pub queue: Name,
    pub passive: bool,
    pub durable: bool,
    pub exclusive: bool,
    pub auto_delete: bool,
    pub no_wait: bool,
    pub arguments: Table,
}

/// `queue.bind` and `queue.unbind`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)] // The fields have the specification's own names.
pub struct QueueBind {
    /// Empty: the queue that this channel declared last.
    pub queue: Name,
    pub exchange: Name,
    pub routing_key: Name,
    pub no_wait: bool,
    pub arguments: Table,
}

/// `basic.consume`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)] // The fields have the specification's own names.
pub struct BasicConsume {
    pub queue: Name,
    /// Empty: the broker makes a tag, `amq.ctag-...`.
    pub consumer_tag: Name,
    /// Ignored, as RabbitMQ does.
    pub no_local: bool,
    pub no_ack: bool,
    pub exclusive: bool,
    pub no_wait: bool,
    pub arguments: Table,
}

/// `basic.publish` with its content
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)] // The fields have the specification's own names.
pub struct BasicPublish {
    pub exchange: Name,
    pub routing_key: Name,
    pub mandatory: bool,
    pub immediate: bool,
    pub content: Arc<Content>,
    /// The number of the message, which is no part of AMQP. The caller numbers either all messages, each with its own
    /// number, or none; then the broker numbers them in order of publishing.
    pub id: Option<MessageId>,
}

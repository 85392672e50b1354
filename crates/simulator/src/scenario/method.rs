//! The channel methods as statements write them: one table of their arguments, and the conversion of words to a
//! [`Command`].

use core::time::Duration;

use warren_broker::command::{BasicConsume, BasicPublish, ExchangeBind, ExchangeDeclare, QueueBind, QueueDeclare};
use warren_broker::{Command, Content};

use super::arguments::Arguments;
use super::method_args::MethodArgs;
use super::next::{TRUE_FALSE, Values};
use crate::diagnostic::{Diagnostic, SourceText};

/// The repetition of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Every {
    /// The period; never zero.
    pub period: Duration,
    /// The number of turns; `None` for no limit.
    pub times: Option<u64>,
}

/// A method to send. The texts of a publish may have placeholders.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Method {
    /// The method with its arguments.
    pub command: Command,
    /// No delivery tag was given: the oldest held delivery is meant.
    pub oldest: bool,
}

/// The syntax of a method.
pub struct Spec {
    pub name: &'static str,
    /// The positional arguments, in order.
    pub positional: &'static [&'static str],
    /// How many of them may be left out, from the right.
    pub optional: usize,
    pub flags: &'static [&'static str],
    pub extra: Extra,
    /// The well-known keys besides its flags and properties, with their values.
    pub keys: &'static [(&'static str, Values)],
    /// Builds the command.
    build: fn(MethodArgs) -> Command,
}

/// Further arguments of a method.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Extra {
    Nothing,
    /// Any `key=value` becomes a field of its arguments table.
    Table,
    /// The properties and headers of a message.
    Properties,
    /// `prefetch_size=`
    PrefetchSize,
}

impl Spec {
    /// Returns the method with its positional arguments, as help shows it.
    pub fn usage(&self) -> String {
        let required = self.positional.len() - self.optional;
        let main = self.positional.iter().enumerate();
        main.fold(self.name.to_owned(), |usage, (index, argument)| {
            if index < required { format!("{usage} {argument}") } else { format!("{usage} [{argument}]") }
        })
    }
}

/// Reads a method and its arguments; the method's name comes first.
pub fn parse(arguments: &mut Arguments) -> Result<Method, Diagnostic> {
    let (name, token) = arguments.text("METHOD")?;
    let Some(spec) = METHODS.iter().find(|spec| spec.name == name) else {
        let known: Vec<&str> = METHODS.iter().map(|spec| spec.name).collect();
        return Err(token.suggesting(SourceText("there is no method `{name}`"), &[&name], &name, &known));
    };
    arguments.usage(spec.usage());
    let args = MethodArgs::read(spec, arguments)?;
    let oldest = spec.positional == TAG && args.number.is_none();
    Ok(Method { command: (spec.build)(args), oldest })
}

const DECLARE_EXCHANGE: &[&str] = &["passive", "durable", "auto_delete", "internal", "no_wait"];
const DECLARE_QUEUE: &[&str] = &["passive", "durable", "exclusive", "auto_delete", "no_wait"];
const CONSUME: &[&str] = &["no_local", "no_ack", "exclusive", "no_wait"];
const PUBLISH: &[&str] = &["mandatory", "immediate", "persistent"];
const BIND_EXCHANGE: &[&str] = &["DESTINATION", "SOURCE", "ROUTING_KEY"];
const BIND_QUEUE: &[&str] = &["QUEUE", "EXCHANGE", "ROUTING_KEY"];
const NO_WAIT: &[&str] = &["no_wait"];
const TAG: &[&str] = &["DELIVERY_TAG"];

const MATCH: &[(&str, Values)] = &[("x-match", Values::Words(&["all", "any", "all-with-x", "any-with-x"]))];

/// The arguments of `queue.declare` that RabbitMQ knows and the simulation implements.
pub const QUEUE_ARGUMENTS: &[(&str, Values)] = &[
    ("x-message-ttl", Values::Any),
    ("x-expires", Values::Any),
    ("x-max-length", Values::Any),
    ("x-max-length-bytes", Values::Any),
    ("x-overflow", Values::Words(&["drop-head", "reject-publish", "reject-publish-dlx"])),
    ("x-dead-letter-exchange", Values::Exchanges),
    ("x-dead-letter-routing-key", Values::Queues),
    ("x-max-priority", Values::Any),
    ("x-single-active-consumer", TRUE_FALSE),
    ("x-queue-type", Values::Words(&["classic", "quorum"])),
    ("x-delivery-limit", Values::Any),
];

/// All methods.
pub const METHODS: &[Spec] = &[
    Spec {
        name: "channel.open",
        positional: &[],
        optional: 0,
        flags: &[],
        extra: Extra::Nothing,
        keys: &[],
        build: |_| Command::ChannelOpen,
    },
    Spec {
        name: "channel.close",
        positional: &[],
        optional: 0,
        flags: &[],
        extra: Extra::Nothing,
        keys: &[],
        build: |_| Command::ChannelClose,
    },
    Spec {
        name: "channel.flow",
        positional: &["ACTIVE"],
        optional: 0,
        flags: &[],
        extra: Extra::Nothing,
        keys: &[],
        build: |args| Command::ChannelFlow { active: args.flag("active") },
    },
    Spec {
        name: "exchange.declare",
        positional: &["EXCHANGE", "TYPE"],
        optional: 0,
        flags: DECLARE_EXCHANGE,
        extra: Extra::Table,
        keys: &[("alternate-exchange", Values::Exchanges)],
        build: |args| Command::ExchangeDeclare(declare_exchange(args)),
    },
    Spec {
        name: "exchange.delete",
        positional: &["EXCHANGE"],
        optional: 0,
        flags: &["if_unused", "no_wait"],
        extra: Extra::Nothing,
        keys: &[],
        build: |args| Command::ExchangeDelete {
            exchange: args.positional(0),
            if_unused: args.flag("if_unused"),
            no_wait: args.flag("no_wait"),
        },
    },
    Spec {
        name: "exchange.bind",
        positional: BIND_EXCHANGE,
        optional: 1,
        flags: NO_WAIT,
        extra: Extra::Table,
        keys: MATCH,
        build: |args| Command::ExchangeBind(bind_exchange(args)),
    },
    Spec {
        name: "exchange.unbind",
        positional: BIND_EXCHANGE,
        optional: 1,
        flags: NO_WAIT,
        extra: Extra::Table,
        keys: MATCH,
        build: |args| Command::ExchangeUnbind(bind_exchange(args)),
    },
    Spec {
        name: "queue.declare",
        positional: &["QUEUE"],
        optional: 1,
        flags: DECLARE_QUEUE,
        extra: Extra::Table,
        keys: QUEUE_ARGUMENTS,
        build: |args| Command::QueueDeclare(declare_queue(args)),
    },
    Spec {
        name: "queue.bind",
        positional: BIND_QUEUE,
        optional: 1,
        flags: NO_WAIT,
        extra: Extra::Table,
        keys: MATCH,
        build: |args| Command::QueueBind(bind_queue(args)),
    },
    Spec {
        name: "queue.unbind",
        positional: BIND_QUEUE,
        optional: 1,
        flags: &[],
        extra: Extra::Table,
        keys: MATCH,
        build: |args| Command::QueueUnbind(bind_queue(args)),
    },
    Spec {
        name: "queue.purge",
        positional: &["QUEUE"],
        optional: 0,
        flags: NO_WAIT,
        extra: Extra::Nothing,
        keys: &[],
        build: |args| Command::QueuePurge { queue: args.positional(0), no_wait: args.flag("no_wait") },
    },
    Spec {
        name: "queue.delete",
        positional: &["QUEUE"],
        optional: 0,
        flags: &["if_unused", "if_empty", "no_wait"],
        extra: Extra::Nothing,
        keys: &[],
        build: |args| Command::QueueDelete {
            queue: args.positional(0),
            if_unused: args.flag("if_unused"),
            if_empty: args.flag("if_empty"),
            no_wait: args.flag("no_wait"),
        },
    },
    Spec {
        name: "basic.qos",
        positional: &["PREFETCH_COUNT"],
        optional: 0,
        flags: &["global"],
        extra: Extra::PrefetchSize,
        keys: &[("prefetch_size", Values::Any)],
        build: |args| Command::BasicQos {
            prefetch_size: args.prefetch_size,
            prefetch_count: args.prefetch_count,
            global: args.flag("global"),
        },
    },
    Spec {
        name: "basic.consume",
        positional: &["QUEUE", "CONSUMER_TAG"],
        optional: 1,
        flags: CONSUME,
        extra: Extra::Table,
        keys: &[("x-priority", Values::Any)],
        build: |args| Command::BasicConsume(consume(args)),
    },
    Spec {
        name: "basic.cancel",
        positional: &["CONSUMER_TAG"],
        optional: 0,
        flags: NO_WAIT,
        extra: Extra::Nothing,
        keys: &[],
        build: |args| Command::BasicCancel { consumer_tag: args.positional(0), no_wait: args.flag("no_wait") },
    },
    Spec {
        name: "basic.publish",
        positional: &["EXCHANGE", "ROUTING_KEY", "BODY"],
        optional: 1,
        flags: PUBLISH,
        extra: Extra::Properties,
        keys: &[("header.", Values::Any)],
        build: |args| Command::BasicPublish(publish(args)),
    },
    Spec {
        name: "basic.get",
        positional: &["QUEUE"],
        optional: 0,
        flags: &["no_ack"],
        extra: Extra::Nothing,
        keys: &[],
        build: |args| Command::BasicGet { queue: args.positional(0), no_ack: args.flag("no_ack") },
    },
    Spec {
        name: "basic.ack",
        positional: TAG,
        optional: 1,
        flags: &["multiple"],
        extra: Extra::Nothing,
        keys: &[],
        build: |args| Command::BasicAck { delivery_tag: args.tag(), multiple: args.flag("multiple") },
    },
    Spec {
        name: "basic.reject",
        positional: TAG,
        optional: 1,
        flags: &["requeue"],
        extra: Extra::Nothing,
        keys: &[],
        build: |args| Command::BasicReject { delivery_tag: args.tag(), requeue: args.flag_or("requeue", true) },
    },
    Spec {
        name: "basic.nack",
        positional: TAG,
        optional: 1,
        flags: &["multiple", "requeue"],
        extra: Extra::Nothing,
        keys: &[],
        build: |args| Command::BasicNack {
            delivery_tag: args.tag(),
            multiple: args.flag("multiple"),
            requeue: args.flag_or("requeue", true),
        },
    },
    Spec {
        name: "basic.recover",
        positional: &[],
        optional: 0,
        flags: &["requeue"],
        extra: Extra::Nothing,
        keys: &[],
        build: |args| Command::BasicRecover { requeue: args.flag("requeue") },
    },
    Spec {
        name: "basic.recover-async",
        positional: &[],
        optional: 0,
        flags: &["requeue"],
        extra: Extra::Nothing,
        keys: &[],
        build: |args| Command::BasicRecoverAsync { requeue: args.flag("requeue") },
    },
    Spec {
        name: "confirm.select",
        positional: &[],
        optional: 0,
        flags: NO_WAIT,
        extra: Extra::Nothing,
        keys: &[],
        build: |args| Command::ConfirmSelect { no_wait: args.flag("no_wait") },
    },
    Spec {
        name: "tx.select",
        positional: &[],
        optional: 0,
        flags: &[],
        extra: Extra::Nothing,
        keys: &[],
        build: |_| Command::TxSelect,
    },
    Spec {
        name: "tx.commit",
        positional: &[],
        optional: 0,
        flags: &[],
        extra: Extra::Nothing,
        keys: &[],
        build: |_| Command::TxCommit,
    },
    Spec {
        name: "tx.rollback",
        positional: &[],
        optional: 0,
        flags: &[],
        extra: Extra::Nothing,
        keys: &[],
        build: |_| Command::TxRollback,
    },
];

fn declare_exchange(args: MethodArgs) -> ExchangeDeclare {
    ExchangeDeclare {
        exchange: args.positional(0),
        kind: args.positional(1),
        passive: args.flag("passive"),
        durable: args.flag("durable"),
        auto_delete: args.flag("auto_delete"),
        internal: args.flag("internal"),
        no_wait: args.flag("no_wait"),
        arguments: args.table,
    }
}

fn bind_exchange(args: MethodArgs) -> ExchangeBind {
    ExchangeBind {
        destination: args.positional(0),
        source: args.positional(1),
        routing_key: args.positional(2),
        no_wait: args.flag("no_wait"),
        arguments: args.table,
    }
}

fn declare_queue(args: MethodArgs) -> QueueDeclare {
    QueueDeclare {
        queue: args.positional(0),
        passive: args.flag("passive"),
        durable: args.flag("durable"),
        exclusive: args.flag("exclusive"),
        auto_delete: args.flag("auto_delete"),
        no_wait: args.flag("no_wait"),
        arguments: args.table,
    }
}

fn bind_queue(args: MethodArgs) -> QueueBind {
    QueueBind {
        queue: args.positional(0),
        exchange: args.positional(1),
        routing_key: args.positional(2),
        no_wait: args.flag("no_wait"),
        arguments: args.table,
    }
}

fn consume(args: MethodArgs) -> BasicConsume {
    BasicConsume {
        queue: args.positional(0),
        consumer_tag: args.positional(1),
        no_local: args.flag("no_local"),
        no_ack: args.flag("no_ack"),
        exclusive: args.flag("exclusive"),
        no_wait: args.flag("no_wait"),
        arguments: args.table,
    }
}

fn publish(args: MethodArgs) -> BasicPublish {
    BasicPublish {
        exchange: args.positional(0),
        routing_key: args.positional(1),
        mandatory: args.flag("mandatory"),
        immediate: args.flag("immediate"),
        content: Content { body: args.positional(2).as_bytes().into(), properties: args.properties }.into(),
        id: None,
    }
}

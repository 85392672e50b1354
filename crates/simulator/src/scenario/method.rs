//! The channel methods as statements write them: one table of their arguments, and the way from words to a
//! [`Command`]. It does not know who sends them.

use core::time::Duration;

use warren_broker::command::{BasicConsume, BasicPublish, ExchangeBind, ExchangeDeclare, QueueBind, QueueDeclare};
use warren_broker::{Command, Content};

use super::arguments::Arguments;
use super::given::Given;
use super::next::{TRUE_FALSE, Values};
use crate::diagnostic::{Diagnostic, En};

/// Again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Every {
    /// The rhythm; never zero.
    pub period: Duration,
    /// How often; nothing: for ever.
    pub times: Option<u64>,
}

/// A method to send. Texts of a publish may have placeholders.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Method {
    /// The method with its arguments.
    pub command: Command,
    /// No delivery tag was given: the oldest delivery held is meant.
    pub oldest: bool,
}

/// How a method is written.
pub struct Spec {
    pub name: &'static str,
    /// The main arguments in order.
    pub main: &'static [&'static str],
    /// How many of them may be left out, from the right.
    pub optional: usize,
    pub flags: &'static [&'static str],
    pub extra: Extra,
    /// The keys that are well known beside its flags and properties, and what may be said of them.
    pub keys: &'static [(&'static str, Values)],
    /// What it makes of them.
    build: fn(Given) -> Command,
}

/// What else a method takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Extra {
    Nothing,
    /// Any `key=value` is one of its arguments.
    Table,
    /// The properties and headers of a message.
    Properties,
    /// `prefetch_size=`
    PrefetchSize,
}

impl Spec {
    /// The method with its main arguments, as help shows it.
    pub fn usage(&self) -> String {
        let required = self.main.len() - self.optional;
        let main = self.main.iter().enumerate();
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
        return Err(token.suggesting(En("there is no method `{name}`"), &[&name], &name, &known));
    };
    arguments.usage(spec.usage());
    let given = Given::read(spec, arguments)?;
    let oldest = spec.main == TAG && given.number.is_none();
    Ok(Method { command: (spec.build)(given), oldest })
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

/// The arguments of `queue.declare` that RabbitMQ knows and the simulation obeys.
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
        main: &[],
        optional: 0,
        flags: &[],
        extra: Extra::Nothing,
        keys: &[],
        build: |_| Command::ChannelOpen,
    },
    Spec {
        name: "channel.close",
        main: &[],
        optional: 0,
        flags: &[],
        extra: Extra::Nothing,
        keys: &[],
        build: |_| Command::ChannelClose,
    },
    Spec {
        name: "channel.flow",
        main: &["ACTIVE"],
        optional: 0,
        flags: &[],
        extra: Extra::Nothing,
        keys: &[],
        build: |given| Command::ChannelFlow { active: given.flag("active") },
    },
    Spec {
        name: "exchange.declare",
        main: &["EXCHANGE", "TYPE"],
        optional: 0,
        flags: DECLARE_EXCHANGE,
        extra: Extra::Table,
        keys: &[("alternate-exchange", Values::Exchanges)],
        build: |given| Command::ExchangeDeclare(declare_exchange(given)),
    },
    Spec {
        name: "exchange.delete",
        main: &["EXCHANGE"],
        optional: 0,
        flags: &["if_unused", "no_wait"],
        extra: Extra::Nothing,
        keys: &[],
        build: |given| Command::ExchangeDelete {
            exchange: given.main(0),
            if_unused: given.flag("if_unused"),
            no_wait: given.flag("no_wait"),
        },
    },
    Spec {
        name: "exchange.bind",
        main: BIND_EXCHANGE,
        optional: 1,
        flags: NO_WAIT,
        extra: Extra::Table,
        keys: MATCH,
        build: |given| Command::ExchangeBind(bind_exchange(given)),
    },
    Spec {
        name: "exchange.unbind",
        main: BIND_EXCHANGE,
        optional: 1,
        flags: NO_WAIT,
        extra: Extra::Table,
        keys: MATCH,
        build: |given| Command::ExchangeUnbind(bind_exchange(given)),
    },
    Spec {
        name: "queue.declare",
        main: &["QUEUE"],
        optional: 1,
        flags: DECLARE_QUEUE,
        extra: Extra::Table,
        keys: QUEUE_ARGUMENTS,
        build: |given| Command::QueueDeclare(declare_queue(given)),
    },
    Spec {
        name: "queue.bind",
        main: BIND_QUEUE,
        optional: 1,
        flags: NO_WAIT,
        extra: Extra::Table,
        keys: MATCH,
        build: |given| Command::QueueBind(bind_queue(given)),
    },
    Spec {
        name: "queue.unbind",
        main: BIND_QUEUE,
        optional: 1,
        flags: &[],
        extra: Extra::Table,
        keys: MATCH,
        build: |given| Command::QueueUnbind(bind_queue(given)),
    },
    Spec {
        name: "queue.purge",
        main: &["QUEUE"],
        optional: 0,
        flags: NO_WAIT,
        extra: Extra::Nothing,
        keys: &[],
        build: |given| Command::QueuePurge { queue: given.main(0), no_wait: given.flag("no_wait") },
    },
    Spec {
        name: "queue.delete",
        main: &["QUEUE"],
        optional: 0,
        flags: &["if_unused", "if_empty", "no_wait"],
        extra: Extra::Nothing,
        keys: &[],
        build: |given| Command::QueueDelete {
            queue: given.main(0),
            if_unused: given.flag("if_unused"),
            if_empty: given.flag("if_empty"),
            no_wait: given.flag("no_wait"),
        },
    },
    Spec {
        name: "basic.qos",
        main: &["PREFETCH_COUNT"],
        optional: 0,
        flags: &["global"],
        extra: Extra::PrefetchSize,
        keys: &[("prefetch_size", Values::Any)],
        build: |given| Command::BasicQos {
            prefetch_size: given.prefetch_size,
            prefetch_count: given.prefetch_count,
            global: given.flag("global"),
        },
    },
    Spec {
        name: "basic.consume",
        main: &["QUEUE", "CONSUMER_TAG"],
        optional: 1,
        flags: CONSUME,
        extra: Extra::Table,
        keys: &[("x-priority", Values::Any)],
        build: |given| Command::BasicConsume(consume(given)),
    },
    Spec {
        name: "basic.cancel",
        main: &["CONSUMER_TAG"],
        optional: 0,
        flags: NO_WAIT,
        extra: Extra::Nothing,
        keys: &[],
        build: |given| Command::BasicCancel { consumer_tag: given.main(0), no_wait: given.flag("no_wait") },
    },
    Spec {
        name: "basic.publish",
        main: &["EXCHANGE", "ROUTING_KEY", "BODY"],
        optional: 1,
        flags: PUBLISH,
        extra: Extra::Properties,
        keys: &[("header.", Values::Any)],
        build: |given| Command::BasicPublish(publish(given)),
    },
    Spec {
        name: "basic.get",
        main: &["QUEUE"],
        optional: 0,
        flags: &["no_ack"],
        extra: Extra::Nothing,
        keys: &[],
        build: |given| Command::BasicGet { queue: given.main(0), no_ack: given.flag("no_ack") },
    },
    Spec {
        name: "basic.ack",
        main: TAG,
        optional: 1,
        flags: &["multiple"],
        extra: Extra::Nothing,
        keys: &[],
        build: |given| Command::BasicAck { delivery_tag: given.tag(), multiple: given.flag("multiple") },
    },
    Spec {
        name: "basic.reject",
        main: TAG,
        optional: 1,
        flags: &["requeue"],
        extra: Extra::Nothing,
        keys: &[],
        build: |given| Command::BasicReject { delivery_tag: given.tag(), requeue: given.flag_or("requeue", true) },
    },
    Spec {
        name: "basic.nack",
        main: TAG,
        optional: 1,
        flags: &["multiple", "requeue"],
        extra: Extra::Nothing,
        keys: &[],
        build: |given| Command::BasicNack {
            delivery_tag: given.tag(),
            multiple: given.flag("multiple"),
            requeue: given.flag_or("requeue", true),
        },
    },
    Spec {
        name: "basic.recover",
        main: &[],
        optional: 0,
        flags: &["requeue"],
        extra: Extra::Nothing,
        keys: &[],
        build: |given| Command::BasicRecover { requeue: given.flag("requeue") },
    },
    Spec {
        name: "basic.recover-async",
        main: &[],
        optional: 0,
        flags: &["requeue"],
        extra: Extra::Nothing,
        keys: &[],
        build: |given| Command::BasicRecoverAsync { requeue: given.flag("requeue") },
    },
    Spec {
        name: "confirm.select",
        main: &[],
        optional: 0,
        flags: NO_WAIT,
        extra: Extra::Nothing,
        keys: &[],
        build: |given| Command::ConfirmSelect { no_wait: given.flag("no_wait") },
    },
    Spec {
        name: "tx.select",
        main: &[],
        optional: 0,
        flags: &[],
        extra: Extra::Nothing,
        keys: &[],
        build: |_| Command::TxSelect,
    },
    Spec {
        name: "tx.commit",
        main: &[],
        optional: 0,
        flags: &[],
        extra: Extra::Nothing,
        keys: &[],
        build: |_| Command::TxCommit,
    },
    Spec {
        name: "tx.rollback",
        main: &[],
        optional: 0,
        flags: &[],
        extra: Extra::Nothing,
        keys: &[],
        build: |_| Command::TxRollback,
    },
];

fn declare_exchange(given: Given) -> ExchangeDeclare {
    ExchangeDeclare {
        exchange: given.main(0),
        kind: given.main(1),
        passive: given.flag("passive"),
        durable: given.flag("durable"),
        auto_delete: given.flag("auto_delete"),
        internal: given.flag("internal"),
        no_wait: given.flag("no_wait"),
        arguments: given.table,
    }
}

fn bind_exchange(given: Given) -> ExchangeBind {
    ExchangeBind {
        destination: given.main(0),
        source: given.main(1),
        routing_key: given.main(2),
        no_wait: given.flag("no_wait"),
        arguments: given.table,
    }
}

fn declare_queue(given: Given) -> QueueDeclare {
    QueueDeclare {
        queue: given.main(0),
        passive: given.flag("passive"),
        durable: given.flag("durable"),
        exclusive: given.flag("exclusive"),
        auto_delete: given.flag("auto_delete"),
        no_wait: given.flag("no_wait"),
        arguments: given.table,
    }
}

fn bind_queue(given: Given) -> QueueBind {
    QueueBind {
        queue: given.main(0),
        exchange: given.main(1),
        routing_key: given.main(2),
        no_wait: given.flag("no_wait"),
        arguments: given.table,
    }
}

fn consume(given: Given) -> BasicConsume {
    BasicConsume {
        queue: given.main(0),
        consumer_tag: given.main(1),
        no_local: given.flag("no_local"),
        no_ack: given.flag("no_ack"),
        exclusive: given.flag("exclusive"),
        no_wait: given.flag("no_wait"),
        arguments: given.table,
    }
}

fn publish(given: Given) -> BasicPublish {
    BasicPublish {
        exchange: given.main(0),
        routing_key: given.main(1),
        mandatory: given.flag("mandatory"),
        immediate: given.flag("immediate"),
        content: Content { body: given.main(2).as_bytes().into(), properties: given.properties }.into(),
        id: None,
    }
}

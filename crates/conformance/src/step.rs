//! One step of a recording as an action: the methods with the specification's argument names and defaults. Variables
//! are replaced before (see `names`).

use std::time::Duration;

use serde_json::{Map, Value as Json};
use warren_broker::command::{BasicConsume, BasicPublish, ExchangeBind, ExchangeDeclare, QueueBind, QueueDeclare};
use warren_broker::{Command, Name, Table};

use crate::content::content;
use crate::error::RecordingError;
use crate::fields::Fields;
use crate::value::table;

/// The action of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// `connection.open`
    ConnectionOpen {
        /// The connection's name in the recording.
        connection: String,
    },
    /// `connection.close`
    ConnectionClose {
        /// The connection's name in the recording.
        connection: String,
    },
    /// `connection.drop`: the socket is closed with no method.
    ConnectionDrop {
        /// The connection's name in the recording.
        connection: String,
    },
    /// A method on a channel.
    Method {
        /// The channel's name in the recording.
        channel: String,
        /// Its connection: always with `channel.open`, otherwise for channels that were never opened.
        connection: Option<String>,
        /// The method.
        command: Command,
        /// The variable that takes the name of the queue in `queue.declare-ok`.
        bind_name: Option<String>,
        /// The variable that takes the tag in `basic.consume-ok`.
        bind_tag: Option<String>,
    },
    /// `wait`: time passes.
    Wait(Duration),
    /// `broker.restart`: a clean stop and start.
    Restart,
    /// `broker.crash`: kill -9 and start.
    Crash,
}

impl Action {
    pub(crate) fn read(step: &Map<String, Json>) -> Result<Self, RecordingError> {
        let mut fields = Fields::new(step, "");
        let op = fields.required("op")?;
        let action = match op {
            "connection.open" => Self::ConnectionOpen { connection: fields.required("conn")?.to_owned() },
            "connection.close" => Self::ConnectionClose { connection: fields.required("conn")?.to_owned() },
            "connection.drop" => Self::ConnectionDrop { connection: fields.required("conn")?.to_owned() },
            "wait" => Self::Wait(Duration::from_millis(
                fields.integer("ms")?.ok_or_else(|| fields.missing("ms", "a number of milliseconds"))?,
            )),
            "broker.restart" => Self::Restart,
            "broker.crash" => Self::Crash,
            method => Self::method(method, &mut fields)?,
        };
        fields.finish()?;
        Ok(action)
    }

    fn method(op: &str, fields: &mut Fields<'_>) -> Result<Self, RecordingError> {
        let command = command(op, fields)?;
        let channel = fields.required("ch")?.to_owned();
        let connection = fields.string("conn")?.map(ToOwned::to_owned);
        if command == Command::ChannelOpen && connection.is_none() {
            return Err(fields.missing("conn", "the name of the connection"));
        }
        // The one argument of the specification that the broker's types leave out.
        fields.integer::<u16>("ticket")?;
        let bind_name = fields.string("bind_name")?.map(ToOwned::to_owned);
        let bind_tag = fields.string("bind_tag")?.map(ToOwned::to_owned);
        Ok(Self::Method { channel, connection, command, bind_name, bind_tag })
    }
}

fn command(op: &str, f: &mut Fields<'_>) -> Result<Command, RecordingError> {
    let (class, method) = op.split_once('.').unwrap_or((op, ""));
    let command = match class {
        "channel" => channel(method, f)?,
        "exchange" => exchange(method, f)?,
        "queue" => queue(method, f)?,
        "basic" => basic(method, f)?,
        "confirm" => confirm(method, f)?,
        "tx" => tx(method),
        _ => None,
    };
    command.ok_or_else(|| {
        RecordingError::at_field(
            "op",
            format!(
                "`{op}` is not known; known are connection.open, connection.close, connection.drop, wait, \
                 broker.restart, broker.crash and the methods of channel, exchange, queue, basic, confirm and tx \
                 that a client sends"
            ),
        )
    })
}

/// Reads a method of this class, if a client may send it; the next functions do so for the other classes.
fn channel(method: &str, f: &mut Fields<'_>) -> Result<Option<Command>, RecordingError> {
    Ok(Some(match method {
        "open" => Command::ChannelOpen,
        "close" => Command::ChannelClose,
        "flow" => Command::ChannelFlow { active: f.flag("active", true)? },
        _ => return Ok(None),
    }))
}

fn exchange(method: &str, f: &mut Fields<'_>) -> Result<Option<Command>, RecordingError> {
    Ok(Some(match method {
        "declare" => Command::ExchangeDeclare(ExchangeDeclare {
            exchange: f.required("exchange")?.into(),
            kind: f.string("type")?.unwrap_or("direct").into(),
            passive: f.flag("passive", false)?,
            durable: f.flag("durable", false)?,
            auto_delete: f.flag("auto_delete", false)?,
            internal: f.flag("internal", false)?,
            no_wait: f.flag("no_wait", false)?,
            arguments: arguments(f)?,
        }),
        "delete" => Command::ExchangeDelete {
            exchange: f.required("exchange")?.into(),
            if_unused: f.flag("if_unused", false)?,
            no_wait: f.flag("no_wait", false)?,
        },
        "bind" => Command::ExchangeBind(exchange_bind(f)?),
        "unbind" => Command::ExchangeUnbind(exchange_bind(f)?),
        _ => return Ok(None),
    }))
}

fn queue(method: &str, f: &mut Fields<'_>) -> Result<Option<Command>, RecordingError> {
    Ok(Some(match method {
        "declare" => Command::QueueDeclare(QueueDeclare {
            queue: name(f, "queue")?,
            passive: f.flag("passive", false)?,
            durable: f.flag("durable", false)?,
            exclusive: f.flag("exclusive", false)?,
            auto_delete: f.flag("auto_delete", false)?,
            no_wait: f.flag("no_wait", false)?,
            arguments: arguments(f)?,
        }),
        "bind" => Command::QueueBind(queue_bind(f)?),
        "unbind" => Command::QueueUnbind(queue_bind(f)?),
        "purge" => Command::QueuePurge { queue: name(f, "queue")?, no_wait: f.flag("no_wait", false)? },
        "delete" => Command::QueueDelete {
            queue: name(f, "queue")?,
            if_unused: f.flag("if_unused", false)?,
            if_empty: f.flag("if_empty", false)?,
            no_wait: f.flag("no_wait", false)?,
        },
        _ => return Ok(None),
    }))
}

fn basic(method: &str, f: &mut Fields<'_>) -> Result<Option<Command>, RecordingError> {
    Ok(Some(match method {
        "qos" => Command::BasicQos {
            prefetch_size: f.integer("prefetch_size")?.unwrap_or_default(),
            prefetch_count: f.integer("prefetch_count")?.unwrap_or_default(),
            global: f.flag("global", false)?,
        },
        "consume" => Command::BasicConsume(BasicConsume {
            queue: name(f, "queue")?,
            consumer_tag: name(f, "consumer_tag")?,
            no_local: f.flag("no_local", false)?,
            no_ack: f.flag("no_ack", false)?,
            exclusive: f.flag("exclusive", false)?,
            no_wait: f.flag("no_wait", false)?,
            arguments: arguments(f)?,
        }),
        "cancel" => Command::BasicCancel {
            consumer_tag: f.required("consumer_tag")?.into(),
            no_wait: f.flag("no_wait", false)?,
        },
        "publish" => Command::BasicPublish(BasicPublish {
            exchange: name(f, "exchange")?,
            routing_key: name(f, "routing_key")?,
            mandatory: f.flag("mandatory", false)?,
            immediate: f.flag("immediate", false)?,
            content: content(f)?.into(),
            id: None,
        }),
        "get" => Command::BasicGet { queue: name(f, "queue")?, no_ack: f.flag("no_ack", false)? },
        "ack" => Command::BasicAck {
            delivery_tag: f.integer("delivery_tag")?.unwrap_or_default(),
            multiple: f.flag("multiple", false)?,
        },
        "reject" => Command::BasicReject {
            delivery_tag: f.integer("delivery_tag")?.ok_or_else(|| f.missing("delivery_tag", "an integer"))?,
            requeue: f.flag("requeue", true)?,
        },
        "nack" => Command::BasicNack {
            delivery_tag: f.integer("delivery_tag")?.unwrap_or_default(),
            multiple: f.flag("multiple", false)?,
            requeue: f.flag("requeue", true)?,
        },
        "recover" => Command::BasicRecover { requeue: f.flag("requeue", false)? },
        "recover-async" => Command::BasicRecoverAsync { requeue: f.flag("requeue", false)? },
        _ => return Ok(None),
    }))
}

fn confirm(method: &str, f: &mut Fields<'_>) -> Result<Option<Command>, RecordingError> {
    Ok(Some(match method {
        "select" => Command::ConfirmSelect { no_wait: f.flag("no_wait", false)? },
        _ => return Ok(None),
    }))
}

fn tx(method: &str) -> Option<Command> {
    Some(match method {
        "select" => Command::TxSelect,
        "commit" => Command::TxCommit,
        "rollback" => Command::TxRollback,
        _ => return None,
    })
}

fn name(f: &mut Fields<'_>, field: &'static str) -> Result<Name, RecordingError> {
    Ok(f.string(field)?.unwrap_or_default().into())
}

fn arguments(f: &mut Fields<'_>) -> Result<Table, RecordingError> {
    Ok(f.object("arguments")?.map(|map| table(map, "arguments")).transpose()?.unwrap_or_default())
}

fn exchange_bind(f: &mut Fields<'_>) -> Result<ExchangeBind, RecordingError> {
    Ok(ExchangeBind {
        destination: f.required("destination")?.into(),
        source: f.required("source")?.into(),
        routing_key: name(f, "routing_key")?,
        no_wait: f.flag("no_wait", false)?,
        arguments: arguments(f)?,
    })
}

fn queue_bind(f: &mut Fields<'_>) -> Result<QueueBind, RecordingError> {
    Ok(QueueBind {
        queue: name(f, "queue")?,
        exchange: f.required("exchange")?.into(),
        routing_key: name(f, "routing_key")?,
        no_wait: f.flag("no_wait", false)?,
        arguments: arguments(f)?,
    })
}

//! The methods of a recording with the specification's argument names and defaults: serde reads each into the broker's
//! own type. The broker's types can read themselves too, but only in their own form: all fields, tables with their
//! types, no defaults. So the fields are listed here a second time, and the compiler compares the two lists.

use serde::{Deserialize, Deserializer};
use warren_broker::command::{BasicConsume, BasicPublish, ExchangeBind, ExchangeDeclare, QueueBind, QueueDeclare};
use warren_broker::{Command, Content, Name, Properties, Table};

use crate::content::properties;
use crate::value::table;

/// A method that a client sends, as `{"class.method": {arguments}}`.
#[derive(Deserialize)]
pub(crate) struct Method(#[serde(with = "CommandFields")] pub(crate) Command);

#[derive(Deserialize)]
#[serde(remote = "Command", deny_unknown_fields)]
enum CommandFields {
    #[serde(rename = "channel.open")]
    ChannelOpen {},
    #[serde(rename = "channel.close")]
    ChannelClose {},
    #[serde(rename = "channel.flow")]
    ChannelFlow {
        #[serde(default = "yes")]
        active: bool,
    },
    #[serde(rename = "exchange.declare")]
    ExchangeDeclare(#[serde(with = "ExchangeDeclareFields")] ExchangeDeclare),
    #[serde(rename = "exchange.delete")]
    ExchangeDelete {
        exchange: Name,
        #[serde(default)]
        if_unused: bool,
        #[serde(default)]
        no_wait: bool,
    },
    #[serde(rename = "exchange.bind")]
    ExchangeBind(#[serde(with = "ExchangeBindFields")] ExchangeBind),
    #[serde(rename = "exchange.unbind")]
    ExchangeUnbind(#[serde(with = "ExchangeBindFields")] ExchangeBind),
    #[serde(rename = "queue.declare")]
    QueueDeclare(#[serde(with = "QueueDeclareFields")] QueueDeclare),
    #[serde(rename = "queue.bind")]
    QueueBind(#[serde(with = "QueueBindFields")] QueueBind),
    #[serde(rename = "queue.unbind")]
    QueueUnbind(#[serde(with = "QueueBindFields")] QueueBind),
    #[serde(rename = "queue.purge")]
    QueuePurge {
        #[serde(default)]
        queue: Name,
        #[serde(default)]
        no_wait: bool,
    },
    #[serde(rename = "queue.delete")]
    QueueDelete {
        #[serde(default)]
        queue: Name,
        #[serde(default)]
        if_unused: bool,
        #[serde(default)]
        if_empty: bool,
        #[serde(default)]
        no_wait: bool,
    },
    #[serde(rename = "basic.qos")]
    BasicQos {
        #[serde(default)]
        prefetch_size: u32,
        #[serde(default)]
        prefetch_count: u16,
        #[serde(default)]
        global: bool,
    },
    #[serde(rename = "basic.consume")]
    BasicConsume(#[serde(with = "BasicConsumeFields")] BasicConsume),
    #[serde(rename = "basic.cancel")]
    BasicCancel {
        consumer_tag: Name,
        #[serde(default)]
        no_wait: bool,
    },
    #[serde(rename = "basic.publish")]
    BasicPublish(#[serde(deserialize_with = "publish")] BasicPublish),
    #[serde(rename = "basic.get")]
    BasicGet {
        #[serde(default)]
        queue: Name,
        #[serde(default)]
        no_ack: bool,
    },
    #[serde(rename = "basic.ack")]
    BasicAck {
        #[serde(default)]
        delivery_tag: u64,
        #[serde(default)]
        multiple: bool,
    },
    #[serde(rename = "basic.reject")]
    BasicReject {
        delivery_tag: u64,
        #[serde(default = "yes")]
        requeue: bool,
    },
    #[serde(rename = "basic.nack")]
    BasicNack {
        #[serde(default)]
        delivery_tag: u64,
        #[serde(default)]
        multiple: bool,
        #[serde(default = "yes")]
        requeue: bool,
    },
    #[serde(rename = "basic.recover")]
    BasicRecover {
        #[serde(default)]
        requeue: bool,
    },
    #[serde(rename = "basic.recover-async")]
    BasicRecoverAsync {
        #[serde(default)]
        requeue: bool,
    },
    #[serde(rename = "confirm.select")]
    ConfirmSelect {
        #[serde(default)]
        no_wait: bool,
    },
    #[serde(rename = "tx.select")]
    TxSelect {},
    #[serde(rename = "tx.commit")]
    TxCommit {},
    #[serde(rename = "tx.rollback")]
    TxRollback {},
}

#[derive(Deserialize)]
#[serde(remote = "ExchangeDeclare", deny_unknown_fields)]
struct ExchangeDeclareFields {
    exchange: Name,
    #[serde(rename = "type", default = "direct")]
    kind: Name,
    #[serde(default)]
    passive: bool,
    #[serde(default)]
    durable: bool,
    #[serde(default)]
    auto_delete: bool,
    #[serde(default)]
    internal: bool,
    #[serde(default)]
    no_wait: bool,
    #[serde(default, deserialize_with = "table")]
    arguments: Table,
}

#[derive(Deserialize)]
#[serde(remote = "ExchangeBind", deny_unknown_fields)]
struct ExchangeBindFields {
    destination: Name,
    source: Name,
    #[serde(default)]
    routing_key: Name,
    #[serde(default)]
    no_wait: bool,
    #[serde(default, deserialize_with = "table")]
    arguments: Table,
}

#[derive(Deserialize)]
#[serde(remote = "QueueDeclare", deny_unknown_fields)]
struct QueueDeclareFields {
    #[serde(default)]
    queue: Name,
    #[serde(default)]
    passive: bool,
    #[serde(default)]
    durable: bool,
    #[serde(default)]
    exclusive: bool,
    #[serde(default)]
    auto_delete: bool,
    #[serde(default)]
    no_wait: bool,
    #[serde(default, deserialize_with = "table")]
    arguments: Table,
}

#[derive(Deserialize)]
#[serde(remote = "QueueBind", deny_unknown_fields)]
struct QueueBindFields {
    #[serde(default)]
    queue: Name,
    exchange: Name,
    #[serde(default)]
    routing_key: Name,
    #[serde(default)]
    no_wait: bool,
    #[serde(default, deserialize_with = "table")]
    arguments: Table,
}

#[derive(Deserialize)]
#[serde(remote = "BasicConsume", deny_unknown_fields)]
struct BasicConsumeFields {
    #[serde(default)]
    queue: Name,
    #[serde(default)]
    consumer_tag: Name,
    #[serde(default)]
    no_local: bool,
    #[serde(default)]
    no_ack: bool,
    #[serde(default)]
    exclusive: bool,
    #[serde(default)]
    no_wait: bool,
    #[serde(default, deserialize_with = "table")]
    arguments: Table,
}

/// Reads a `basic.publish`: its content is among its arguments, as `properties` and `body`.
fn publish<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BasicPublish, D::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Fields {
        #[serde(default)]
        exchange: Name,
        #[serde(default)]
        routing_key: Name,
        #[serde(default)]
        mandatory: bool,
        #[serde(default)]
        immediate: bool,
        #[serde(default, deserialize_with = "properties")]
        properties: Properties,
        #[serde(default)]
        body: String,
    }
    let Fields { exchange, routing_key, mandatory, immediate, properties, body } = Fields::deserialize(deserializer)?;
    let content = Content { properties, body: body.as_bytes().into() };
    Ok(BasicPublish { exchange, routing_key, mandatory, immediate, content: content.into(), id: None })
}

const fn yes() -> bool {
    true
}

fn direct() -> Name {
    "direct".into()
}

//! Writes down a client's deliveries and answers as the recorder does: events grouped by channel name, confirms
//! collected into one set per step. The caller names channels and connections.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};
use warren_broker::reply::{Close, NO_ROUTE};
use warren_broker::{ConnectionReply, Reply};

use crate::content::with_message;

/// The events of one step, while they are being collected.
#[derive(Debug, Default)]
pub(crate) struct Observed {
    channels: BTreeMap<String, OnChannel>,
    connections: BTreeMap<String, Vec<Json>>,
}

#[derive(Debug, Default)]
struct OnChannel {
    events: Vec<Json>,
    acked: BTreeSet<u64>,
    nacked: BTreeSet<u64>,
}

impl Observed {
    /// Adds a method that is not a confirm.
    pub(crate) fn on_channel(&mut self, channel: &str, reply: &Reply) {
        let event = event(json!({"ch": channel, "event": reply.name()}), arguments(reply));
        self.channels.entry(channel.to_owned()).or_default().events.push(event);
    }

    /// Adds publishes that were confirmed.
    pub(crate) fn acked(&mut self, channel: &str, publishes: impl IntoIterator<Item = u64>) {
        self.channels.entry(channel.to_owned()).or_default().acked.extend(publishes);
    }

    /// Adds publishes that were refused.
    pub(crate) fn nacked(&mut self, channel: &str, publishes: impl IntoIterator<Item = u64>) {
        self.channels.entry(channel.to_owned()).or_default().nacked.extend(publishes);
    }

    /// Adds a method on the connection itself.
    pub(crate) fn on_connection(&mut self, connection: &str, reply: &ConnectionReply) {
        let arguments = match reply {
            ConnectionReply::OpenOk | ConnectionReply::CloseOk => json!({}),
            ConnectionReply::Close(close) => close_arguments(close),
        };
        let event = event(json!({"conn": connection, "event": reply.name()}), arguments);
        self.connections.entry(connection.to_owned()).or_default().push(event);
    }

    /// Returns the step's events in the order of the format.
    pub(crate) fn finish(self) -> Vec<Json> {
        let on_channels = self.channels.into_iter().flat_map(|(name, channel)| channel.finish(&name));
        on_channels.chain(self.connections.into_values().flatten()).collect()
    }
}

impl OnChannel {
    fn finish(mut self, name: &str) -> Vec<Json> {
        if !self.acked.is_empty() || !self.nacked.is_empty() {
            let mut confirm = json!({"ch": name, "event": "confirm"});
            for (key, publishes) in [("acked", &self.acked), ("nacked", &self.nacked)] {
                if !publishes.is_empty() {
                    confirm[key] = json!(publishes);
                }
            }
            self.events.push(confirm);
        }
        self.events
    }
}

fn event(mut head: Json, arguments: Json) -> Json {
    if let (Json::Object(head), Json::Object(arguments)) = (&mut head, arguments) {
        head.extend::<Map<_, _>>(arguments);
    }
    head
}

fn close_arguments(close: &Close) -> Json {
    json!({
        "reply_code": close.code,
        "reply_text": close.text.to_string(),
        "class_id": close.class_id,
        "method_id": close.method_id,
    })
}

/// Returns all arguments of the server's method, including those that the broker's types leave out because they are
/// constant.
fn arguments(reply: &Reply) -> Json {
    match reply {
        Reply::ChannelOpenOk
        | Reply::ChannelCloseOk
        | Reply::ExchangeDeclareOk
        | Reply::ExchangeDeleteOk
        | Reply::ExchangeBindOk
        | Reply::ExchangeUnbindOk
        | Reply::QueueBindOk
        | Reply::QueueUnbindOk
        | Reply::BasicQosOk
        | Reply::BasicRecoverOk
        | Reply::ConfirmSelectOk
        | Reply::TxSelectOk
        | Reply::TxCommitOk
        | Reply::TxRollbackOk => json!({}),
        Reply::ChannelClose(close) => close_arguments(close),
        Reply::ChannelFlowOk { active } => json!({"active": active}),
        Reply::QueueDeclareOk { queue, message_count, consumer_count } => {
            json!({"queue": **queue, "message_count": message_count, "consumer_count": consumer_count})
        }
        Reply::QueuePurgeOk { message_count } | Reply::QueueDeleteOk { message_count } => {
            json!({"message_count": message_count})
        }
        Reply::BasicConsumeOk { consumer_tag } | Reply::BasicCancelOk { consumer_tag } => {
            json!({"consumer_tag": **consumer_tag})
        }
        Reply::BasicCancel { consumer_tag } => json!({"consumer_tag": **consumer_tag, "nowait": true}),
        Reply::BasicDeliver { consumer_tag, delivery_tag, redelivered, message } => {
            let arguments = json!({
                "consumer_tag": **consumer_tag,
                "delivery_tag": delivery_tag,
                "redelivered": redelivered,
                "exchange": *message.exchange,
                "routing_key": *message.routing_key,
            });
            with_message(arguments, message)
        }
        Reply::BasicGetOk { delivery_tag, redelivered, message_count, message } => {
            let arguments = json!({
                "delivery_tag": delivery_tag,
                "redelivered": redelivered,
                "exchange": *message.exchange,
                "routing_key": *message.routing_key,
                "message_count": message_count,
            });
            with_message(arguments, message)
        }
        Reply::BasicGetEmpty => json!({"cluster_id": ""}),
        Reply::BasicReturn { message } => {
            let arguments = json!({
                "reply_code": NO_ROUTE.0,
                "reply_text": NO_ROUTE.1,
                "exchange": *message.exchange,
                "routing_key": *message.routing_key,
            });
            with_message(arguments, message)
        }
        Reply::BasicAck { delivery_tag, multiple } | Reply::BasicNack { delivery_tag, multiple } => {
            json!({"delivery_tag": delivery_tag, "multiple": multiple})
        }
    }
}

//! Converts properties and bodies between the recordings' JSON and the broker's types.

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value as Json, json};
use warren_broker::{Message, Name, Properties, Table};

use crate::value::{table, table_json};

/// Reads the key `properties` of a `basic.publish` step.
pub(crate) fn properties<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Properties, D::Error> {
    PropertiesFields::deserialize(deserializer)
}

#[derive(Deserialize)]
#[serde(remote = "Properties", deny_unknown_fields)]
struct PropertiesFields {
    content_type: Option<Name>,
    content_encoding: Option<Name>,
    #[serde(default, deserialize_with = "headers")]
    headers: Option<Table>,
    delivery_mode: Option<u8>,
    priority: Option<u8>,
    correlation_id: Option<Name>,
    reply_to: Option<Name>,
    expiration: Option<Name>,
    message_id: Option<Name>,
    timestamp: Option<u64>,
    #[serde(rename = "type")]
    kind: Option<Name>,
    user_id: Option<Name>,
    app_id: Option<Name>,
    cluster_id: Option<Name>,
}

fn headers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Table>, D::Error> {
    table(deserializer).map(Some)
}

/// Appends a message's exchange, routing key and content, in the form of content events, to the event's own `fields`.
pub(crate) fn with_message(mut fields: Json, message: &Message) -> Json {
    fields["properties"] = properties_json(&message.content.properties);
    fields["body"] = json!(String::from_utf8_lossy(&message.content.body));
    fields
}

/// Returns the properties that are present.
fn properties_json(properties: &Properties) -> Json {
    let mut map = Map::new();
    let mut put = |name: &str, value: Option<Json>| {
        if let Some(value) = value {
            map.insert(name.to_owned(), value);
        }
    };
    put("content_type", properties.content_type.as_ref().map(|text| json!(**text)));
    put("content_encoding", properties.content_encoding.as_ref().map(|text| json!(**text)));
    put("headers", properties.headers.as_ref().map(table_json));
    put("delivery_mode", properties.delivery_mode.map(|number| json!(number)));
    put("priority", properties.priority.map(|number| json!(number)));
    put("correlation_id", properties.correlation_id.as_ref().map(|text| json!(**text)));
    put("reply_to", properties.reply_to.as_ref().map(|text| json!(**text)));
    put("expiration", properties.expiration.as_ref().map(|text| json!(**text)));
    put("message_id", properties.message_id.as_ref().map(|text| json!(**text)));
    put("timestamp", properties.timestamp.map(|number| json!(number)));
    put("type", properties.kind.as_ref().map(|text| json!(**text)));
    put("user_id", properties.user_id.as_ref().map(|text| json!(**text)));
    put("app_id", properties.app_id.as_ref().map(|text| json!(**text)));
    put("cluster_id", properties.cluster_id.as_ref().map(|text| json!(**text)));
    Json::Object(map)
}

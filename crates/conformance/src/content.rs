//! Converts properties and bodies between the recordings' JSON and the broker's types.

use serde_json::{Map, Value as Json, json};
use warren_broker::{Content, Message, Properties};

use crate::error::RecordingError;
use crate::fields::Fields;
use crate::value::{table, table_json};

/// Returns the content of a `basic.publish` step: its keys `properties` and `body`.
pub(crate) fn content(step: &mut Fields<'_>) -> Result<Content, RecordingError> {
    let properties = step.object("properties")?.map(properties).transpose()?.unwrap_or_default();
    let body = step.string("body")?.unwrap_or_default();
    Ok(Content { properties, body: body.as_bytes().into() })
}

fn properties(map: &Map<String, Json>) -> Result<Properties, RecordingError> {
    let mut fields = Fields::new(map, "properties.");
    let properties = Properties {
        content_type: fields.string("content_type")?.map(Into::into),
        content_encoding: fields.string("content_encoding")?.map(Into::into),
        headers: fields.object("headers")?.map(|map| table(map, "properties.headers")).transpose()?,
        delivery_mode: fields.integer("delivery_mode")?,
        priority: fields.integer("priority")?,
        correlation_id: fields.string("correlation_id")?.map(Into::into),
        reply_to: fields.string("reply_to")?.map(Into::into),
        expiration: fields.string("expiration")?.map(Into::into),
        message_id: fields.string("message_id")?.map(Into::into),
        timestamp: fields.integer("timestamp")?,
        kind: fields.string("type")?.map(Into::into),
        user_id: fields.string("user_id")?.map(Into::into),
        app_id: fields.string("app_id")?.map(Into::into),
        cluster_id: fields.string("cluster_id")?.map(Into::into),
    };
    fields.finish()?;
    Ok(properties)
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

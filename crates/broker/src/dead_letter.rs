//! How a dead message looks when it is published anew: the `x-death` header and what goes with it.

use std::sync::Arc;

use crate::event::DeathReason;
use crate::{Content, Message, Name, Table, Time, Value};

/// What the header tells of a death.
pub(crate) struct Death<'a> {
    pub(crate) queue: &'a Name,
    pub(crate) reason: DeathReason,
    pub(crate) now: Time,
    /// Read back from the disk: its own time to live is not at hand.
    pub(crate) from_disk: bool,
}

/// The dead letter for `exchange`: with a history, without `expiration`, under its new key if the queue has one for it.
pub(crate) fn letter(message: &Message, death: &Death<'_>, exchange: Name, routing_key: Option<Name>) -> Message {
    let mut properties = message.content.properties.clone();
    let headers = properties.headers.get_or_insert_with(Table::default);
    record(headers, message, death);
    if routing_key.is_some() {
        headers.remove("CC");
    }
    properties.expiration = None;
    let (routing_key, cc) = match routing_key {
        Some(key) => (key, Box::default()),
        None => (message.routing_key.clone(), message.cc.clone()),
    };
    let content = Arc::new(Content { properties, body: message.content.body.clone() });
    Message { id: message.id, exchange, routing_key, cc, content }
}

/// Whether a letter would go round for ever: it has died in this queue before, and nobody rejected it since.
pub(crate) fn goes_round(letter: &Message, reason: DeathReason, queue: &str) -> bool {
    if reason == DeathReason::Rejected {
        return false;
    }
    let Some(Value::Array(deaths)) = letter.content.properties.headers.as_ref().and_then(|table| table.get("x-death"))
    else {
        return false;
    };
    let Some(last) = deaths.iter().position(|death| field(death, "queue") == Some(queue)) else { return false };
    let automatic = |death: &Value| matches!(death, Value::Table(_)) && field(death, "reason") != Some("rejected");
    deaths[..=last].iter().all(automatic)
}

/// Writes a death into `x-death`: a new entry in front, or one more for the entry of the same queue and reason. The very
/// first death also gets headers of its own.
fn record(headers: &mut Table, message: &Message, death: &Death<'_>) {
    let reason = death.reason.as_str();
    let earlier = headers.get("x-death").cloned();
    let deaths = match earlier {
        None => {
            headers.set("x-first-death-reason", reason);
            headers.set("x-first-death-queue", &**death.queue);
            headers.set("x-first-death-exchange", &*message.exchange);
            vec![entry(message, death)]
        }
        Some(Value::Array(deaths)) => {
            let (same, mut others): (Vec<_>, Vec<_>) =
                deaths.into_iter().partition(|entry| is_of(entry, death.queue, reason));
            others.insert(0, same.into_iter().next().map_or_else(|| entry(message, death), once_more));
            others
        }
        // Not ours: somebody wrote nonsense there.
        Some(_) => vec![entry(message, death)],
    };
    headers.set("x-death", Value::Array(deaths));
}

fn is_of(entry: &Value, queue: &str, reason: &str) -> bool {
    field(entry, "queue") == Some(queue) && field(entry, "reason") == Some(reason)
}

/// A text in an entry, if the entry is a table at all.
fn field<'a>(entry: &'a Value, name: &str) -> Option<&'a str> {
    if let Value::Table(table) = entry { table.get(name).and_then(Value::as_str) } else { None }
}

fn once_more(entry: Value) -> Value {
    let Value::Table(mut table) = entry else { return entry };
    // A client may have written any number: as on the wire, 64 bits of it count on.
    let count = table.get("count").and_then(Value::as_integer).unwrap_or(0);
    table.set("count", Value::Long(count.wrapping_add(1)));
    Value::Table(table)
}

fn entry(message: &Message, death: &Death<'_>) -> Value {
    let carbon_copies = message.content.properties.headers.as_ref().and_then(|headers| headers.get("CC"));
    let carbon_copies = match carbon_copies {
        Some(Value::Array(keys)) => keys.as_slice(),
        Some(_) | None => &[],
    };
    let main = Value::Str(message.routing_key.clone());
    let keys = core::iter::once(main).chain(carbon_copies.iter().filter(|key| key.as_str().is_some()).cloned());
    let mut table = Table(vec![
        ("count".into(), Value::Long(1)),
        ("reason".into(), death.reason.as_str().into()),
        ("queue".into(), Value::Str(death.queue.clone())),
        ("time".into(), Value::Timestamp(death.now.micros() / 1_000_000)),
        ("exchange".into(), Value::Str(message.exchange.clone())),
        ("routing-keys".into(), Value::Array(keys.collect())),
    ]);
    if let Some(expiration) = message.content.properties.expiration.as_ref().filter(|_| !death.from_disk) {
        table.set("original-expiration", Value::Str(expiration.clone()));
    }
    Value::Table(table)
}

//! Builds dead letters: the `x-death` header and the other changes to a dead message.

use std::sync::Arc;

use crate::event::DeathReason;
use crate::{Content, Message, Name, Table, Time, Value};

/// The contents of a new `x-death` entry.
pub(crate) struct DeathRecord<'a> {
    pub(crate) queue: &'a Name,
    pub(crate) reason: DeathReason,
    pub(crate) now: Time,
    /// The message was read back from the disk, where its own time to live is not known.
    pub(crate) from_disk: bool,
}

/// Builds the dead letter for `exchange`: with `x-death`, without `expiration`, and with the queue's dead letter
/// routing key if it has one. Returns `None` if a client wrote an `x-death` that RabbitMQ 3.10 cannot read, because its
/// queue crashes on it.
pub(crate) fn letter(
    message: &Message,
    death: &DeathRecord<'_>,
    exchange: Name,
    routing_key: Option<Name>,
) -> Option<Message> {
    let mut properties = message.content.properties.clone();
    let headers = properties.headers.get_or_insert_with(Table::default);
    record(headers, message, death)?;
    if routing_key.is_some() {
        headers.remove("CC");
    }
    properties.expiration = None;
    let (routing_key, cc) = match routing_key {
        Some(key) => (key, Box::default()),
        None => (message.routing_key.clone(), message.cc.clone()),
    };
    let content = Arc::new(Content { properties, body: message.content.body.clone() });
    Some(Message { id: message.id, exchange, routing_key, cc, content })
}

/// Returns whether a letter is in an endless cycle: it has died in this queue before and was not rejected since.
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

/// Writes a death into `x-death`: increments the entry of the same queue and reason, or puts a new entry in front. The
/// very first death also sets the `x-first-death-*` headers. Returns `None` if the present header cannot be read.
fn record(headers: &mut Table, message: &Message, death: &DeathRecord<'_>) -> Option<()> {
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
            let mut deaths = grouped(tables(deaths)?);
            let same = deaths.iter().position(|table| is_of(table, death.queue, reason));
            let latest = match same {
                Some(index) => Value::Table(once_more(deaths.remove(index))?),
                None => entry(message, death),
            };
            core::iter::once(latest).chain(deaths.into_iter().map(Value::Table)).collect()
        }
        // A client wrote a value of another type. RabbitMQ replaces it.
        Some(_) => vec![entry(message, death)],
    };
    headers.set("x-death", Value::Array(deaths));
    Some(())
}

/// Returns the entries as tables, or `None` if one is not a table.
fn tables(deaths: Vec<Value>) -> Option<Vec<Table>> {
    let table = |death| if let Value::Table(table) = death { Some(table) } else { None };
    deaths.into_iter().map(table).collect()
}

/// Merges entries of the same queue and reason into the first. If that entry has no count, it gets the number of merged
/// entries. RabbitMQ 3.10 does this at every death, and so reverses the order of two or more entries (recordings
/// `narrow/x_death_duplicates`, `dlx2/three_reasons`).
fn grouped(deaths: Vec<Table>) -> Vec<Table> {
    if deaths.len() < 2 {
        return deaths;
    }
    let mut groups: Vec<(Table, i64)> = Vec::new();
    for death in deaths {
        let same = |(other, _): &&mut (Table, i64)| {
            ["queue", "reason"].iter().all(|name| match (other.get(name), death.get(name)) {
                (Some(one), Some(other)) => same_term(one, other),
                (one, other) => one.is_none() && other.is_none(),
            })
        };
        match groups.iter_mut().find(same) {
            Some((_, count)) => *count += 1,
            None => groups.push((death, 1)),
        }
    }
    let counted = |(mut table, count): (Table, i64)| {
        if table.get("count").is_none() {
            table.set("count", Value::Long(count));
        }
        table
    };
    groups.into_iter().rev().map(counted).collect()
}

fn is_of(entry: &Table, queue: &str, reason: &str) -> bool {
    let is = |name: &str, text: &str| entry.get(name).and_then(Value::as_binary) == Some(text.as_bytes());
    is("queue", queue) && is("reason", reason)
}

/// Compares two values as Erlang terms. There a text and bytes are both binaries.
fn same_term(one: &Value, other: &Value) -> bool {
    one == other || one.as_binary().is_some_and(|bytes| Some(bytes) == other.as_binary())
}

/// Returns a text field of an entry, if the entry is a table.
fn field<'a>(entry: &'a Value, name: &str) -> Option<&'a str> {
    if let Value::Table(table) = entry { table.get(name).and_then(Value::as_str) } else { None }
}

/// Increments the count of an entry. A client may have written any value there: a number counts on in 64 bits, as on
/// the wire, and any other type crashes the queue (recording `narrow/x_death_count_text`).
fn once_more(mut table: Table) -> Option<Table> {
    let once_more = match table.get("count") {
        None => Value::Long(1),
        Some(Value::Float(bits)) => (f64::from(f32::from_bits(*bits)) + 1.0).into(),
        Some(Value::Double(bits)) => (f64::from_bits(*bits) + 1.0).into(),
        Some(Value::Timestamp(seconds)) => Value::Long(seconds.wrapping_add(1).cast_signed()),
        Some(count) => Value::Long(count.as_integer()?.wrapping_add(1)),
    };
    table.set("count", once_more);
    Some(table)
}

fn entry(message: &Message, death: &DeathRecord<'_>) -> Value {
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

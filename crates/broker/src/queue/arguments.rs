//! The `x-` arguments of a queue, parsed into types at its declaration, and RabbitMQ's texts for bad ones.

use core::time::Duration;

use crate::Name;
use crate::protocol_error::{self, ProtocolError, printed};
use crate::publishing::MAX_EXPIRY;
use crate::{Table, Value};

/// The effect of a queue's arguments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Arguments {
    pub(crate) kind: Kind,
    /// `x-expires`
    pub(crate) expires: Option<Duration>,
    /// `x-message-ttl`, in milliseconds.
    pub(crate) message_ttl: Option<u64>,
    /// `x-dead-letter-exchange` and `x-dead-letter-routing-key`
    pub(crate) dead_letter: Option<DeadLetter>,
    /// `x-max-length`
    pub(crate) max_length: Option<u64>,
    /// `x-max-length-bytes`
    pub(crate) max_length_bytes: Option<u64>,
    /// `x-overflow`
    pub(crate) overflow: Overflow,
    /// `x-max-priority`; 0 is a queue without priorities.
    pub(crate) max_priority: u8,
    /// `x-single-active-consumer`
    pub(crate) single_active_consumer: bool,
    /// `x-delivery-limit` (quorum queues)
    pub(crate) delivery_limit: Option<u64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Kind {
    #[default]
    Classic,
    Quorum,
}

impl Kind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Classic => "classic",
            Self::Quorum => "quorum",
        }
    }

    /// Returns the type as error texts name it.
    pub(crate) const fn module(self) -> &'static str {
        match self {
            Self::Classic => "rabbit_classic_queue",
            Self::Quorum => "rabbit_quorum_queue",
        }
    }

    /// Returns the arguments valid for this type, in the order in which they are checked and compared.
    pub(crate) const fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Classic => &[
                "x-expires",
                "x-message-ttl",
                "x-dead-letter-exchange",
                "x-dead-letter-routing-key",
                "x-max-length",
                "x-max-length-bytes",
                "x-max-priority",
                "x-overflow",
                "x-queue-mode",
                "x-queue-version",
                "x-single-active-consumer",
                "x-queue-type",
                "x-queue-master-locator",
            ],
            Self::Quorum => &[
                "x-expires",
                "x-message-ttl",
                "x-dead-letter-exchange",
                "x-dead-letter-routing-key",
                "x-dead-letter-strategy",
                "x-max-length",
                "x-max-length-bytes",
                "x-max-in-memory-length",
                "x-max-in-memory-bytes",
                "x-overflow",
                "x-single-active-consumer",
                "x-queue-type",
                "x-quorum-initial-group-size",
                "x-delivery-limit",
                "x-queue-leader-locator",
            ],
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct DeadLetter {
    pub(crate) exchange: Name,
    pub(crate) routing_key: Option<Name>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Overflow {
    #[default]
    DropHead,
    RejectPublish,
    RejectPublishDlx,
}

type Check = fn(&Value, &Table) -> Result<(), String>;

/// The arguments whose values are checked, for all types of queues, in the order of checking.
const KNOWN: [(&str, Check); 21] = [
    ("x-expires", check_expires),
    ("x-message-ttl", check_message_ttl),
    ("x-dead-letter-exchange", check_dead_letter_exchange),
    ("x-dead-letter-routing-key", check_dead_letter_routing_key),
    ("x-dead-letter-strategy", check_dead_letter_strategy),
    ("x-max-length", check_not_negative),
    ("x-max-length-bytes", check_not_negative),
    ("x-max-in-memory-length", check_not_negative),
    ("x-max-in-memory-bytes", check_not_negative),
    ("x-max-priority", check_max_priority),
    ("x-overflow", check_overflow),
    ("x-queue-mode", check_queue_mode),
    ("x-queue-version", check_queue_version),
    ("x-single-active-consumer", check_single_active_consumer),
    ("x-queue-type", check_queue_type),
    ("x-quorum-initial-group-size", check_positive),
    ("x-delivery-limit", check_nothing),
    ("x-max-age", check_string),
    ("x-stream-max-segment-size-bytes", check_not_negative),
    ("x-initial-cluster-size", check_positive),
    ("x-queue-leader-locator", check_leader_locator),
];

/// Checks the arguments of a new queue and the flags that they restrict.
pub(crate) fn parse(
    name: &str,
    table: &Table,
    durable: bool,
    exclusive: bool,
    auto_delete: bool,
) -> Result<Arguments, ProtocolError> {
    if let Some(value) = table.get("x-dead-letter-exchange")
        && value.as_str().is_none()
    {
        let (kind, queue) = (value.type_name(), protocol_error::queue(name));
        return Err(ProtocolError::precondition(&format!(
            "invalid type '{kind}' for arg 'x-dead-letter-exchange' in {queue}"
        )));
    }
    // The queue's type decides which arguments are valid. Their values are checked first, then arguments of other types
    // are refused.
    check(name, table, |key| key == "x-queue-type")?;
    let kind = match text(table, "x-queue-type") {
        Some("quorum") => Kind::Quorum,
        Some(_) | None => Kind::Classic,
    };
    check(name, table, |key| kind.arguments().contains(&key))?;
    check_supported(kind, name, table)?;
    // An exclusive queue is placed with its connection, so no locator is asked.
    if !exclusive {
        check_master_locator(table)?;
    }
    if kind == Kind::Quorum {
        let wrong = [(auto_delete, "auto-delete"), (exclusive, "exclusive-owner"), (!durable, "non-durable")];
        if let Some((_, property)) = wrong.into_iter().find(|(wrong, _)| *wrong) {
            return Err(ProtocolError::precondition(&format!(
                "invalid property '{property}' for {}",
                protocol_error::queue(name)
            )));
        }
    }
    Ok(Arguments {
        kind,
        expires: number(table, "x-expires").map(Duration::from_millis),
        message_ttl: number(table, "x-message-ttl"),
        dead_letter: text(table, "x-dead-letter-exchange").map(|exchange| DeadLetter {
            exchange: exchange.into(),
            routing_key: text(table, "x-dead-letter-routing-key").map(Name::from),
        }),
        max_length: number(table, "x-max-length"),
        max_length_bytes: number(table, "x-max-length-bytes"),
        overflow: match text(table, "x-overflow") {
            Some("reject-publish") => Overflow::RejectPublish,
            Some("reject-publish-dlx") => Overflow::RejectPublishDlx,
            Some(_) | None => Overflow::DropHead,
        },
        max_priority: number(table, "x-max-priority").and_then(|max| u8::try_from(max).ok()).unwrap_or(0),
        single_active_consumer: table.get("x-single-active-consumer") == Some(&Value::Bool(true)),
        delivery_limit: number(table, "x-delivery-limit"),
    })
}

fn check(name: &str, table: &Table, wanted: impl Fn(&str) -> bool) -> Result<(), ProtocolError> {
    for (key, check) in KNOWN.iter().filter(|(key, _)| wanted(key)) {
        if let Some(value) = table.get(key) {
            check(value, table).map_err(|why| ProtocolError::invalid_arg(key, name, &why))?;
        }
    }
    Ok(())
}

/// Refuses the first argument, as the client wrote them, that only other types of queues support.
fn check_supported(kind: Kind, name: &str, table: &Table) -> Result<(), ProtocolError> {
    let module = kind.module();
    let known = |key: &str| key == "x-queue-master-locator" || KNOWN.iter().any(|(other, _)| *other == key);
    let foreign = |key: &&str| known(key) && !kind.arguments().contains(key);
    match table.iter().map(|(key, _)| key).find(foreign) {
        None => Ok(()),
        Some(key) => Err(ProtocolError::precondition(&format!(
            "invalid arg '{key}' for {} of queue type {module}",
            protocol_error::queue(name)
        ))),
    }
}

/// Checks the one argument that RabbitMQ does not: a name without a meaning crashes the channel.
fn check_master_locator(table: &Table) -> Result<(), ProtocolError> {
    match table.get("x-queue-master-locator").map(Value::as_str) {
        None | Some(Some("min-masters" | "client-local" | "random")) => Ok(()),
        Some(Some(_) | None) => Err(ProtocolError::internal_error()),
    }
}

fn text<'a>(table: &'a Table, key: &str) -> Option<&'a str> {
    table.get(key).and_then(Value::as_str)
}

fn number(table: &Table, key: &str) -> Option<u64> {
    table.get(key).and_then(Value::as_integer).and_then(|number| u64::try_from(number).ok())
}

fn check_integer(value: &Value) -> Result<i64, String> {
    value.as_integer().ok_or_else(|| format!("\"expected integer, got {}\"", value.type_name()))
}

fn check_not_negative(value: &Value, _: &Table) -> Result<(), String> {
    match check_integer(value)? {
        number if number < 0 => Err(format!("{{value_negative,{number}}}")),
        _ => Ok(()),
    }
}

/// Accepts any value, as RabbitMQ does, which ignores values that it does not understand.
fn check_nothing(_: &Value, _: &Table) -> Result<(), String> {
    Ok(())
}

fn check_positive(value: &Value, table: &Table) -> Result<(), String> {
    match check_integer(value)? {
        0 => Err("{value_zero,0}".to_owned()),
        _ => check_not_negative(value, table),
    }
}

fn check_expires(value: &Value, table: &Table) -> Result<(), String> {
    check_positive(value, table)?;
    check_message_ttl(value, table)
}

fn check_message_ttl(value: &Value, table: &Table) -> Result<(), String> {
    check_not_negative(value, table)?;
    match check_integer(value)? {
        number if number > MAX_EXPIRY => Err(format!("{{value_too_large,{number}}}")),
        _ => Ok(()),
    }
}

fn check_string(value: &Value, _: &Table) -> Result<(), String> {
    value.as_str().map(|_| ()).ok_or_else(|| unacceptable(value))
}

fn check_leader_locator(value: &Value, _: &Table) -> Result<(), String> {
    match value.as_str() {
        Some("client-local" | "balanced" | "random" | "least-leaders") => Ok(()),
        Some(_) => Err("invalid_queue_locator_arg".to_owned()),
        None => Err(unacceptable(value)),
    }
}

fn unacceptable(value: &Value) -> String {
    format!("{{unacceptable_type,{}}}", value.type_name())
}

fn check_dead_letter_exchange(value: &Value, table: &Table) -> Result<(), String> {
    check_string(value, table)
}

fn check_dead_letter_routing_key(value: &Value, table: &Table) -> Result<(), String> {
    check_string(value, table)?;
    match table.get("x-dead-letter-exchange") {
        None => Err("routing_key_but_no_dlx_defined".to_owned()),
        Some(_) => Ok(()),
    }
}

fn check_dead_letter_strategy(value: &Value, _: &Table) -> Result<(), String> {
    match value.as_str() {
        Some("at-most-once" | "at-least-once") => Ok(()),
        Some(_) => Err("invalid_dlx_strategy".to_owned()),
        None => Err(unacceptable(value)),
    }
}

fn check_max_priority(value: &Value, table: &Table) -> Result<(), String> {
    check_not_negative(value, table)?;
    match check_integer(value)? {
        number if number > 255 => Err(format!("{{max_value_exceeded,{number}}}")),
        _ => Ok(()),
    }
}

fn check_overflow(value: &Value, _: &Table) -> Result<(), String> {
    match value.as_str() {
        Some("drop-head" | "reject-publish" | "reject-publish-dlx") => Ok(()),
        Some(_) => Err("invalid_overflow".to_owned()),
        None => Err(unacceptable(value)),
    }
}

fn check_queue_mode(value: &Value, _: &Table) -> Result<(), String> {
    match value.as_str() {
        Some("default" | "lazy") => Ok(()),
        Some(mode) => Err(protocol_error::string(&format!("unsupported queue mode '{mode}'"))),
        None => Err(unacceptable(value)),
    }
}

fn check_queue_version(value: &Value, table: &Table) -> Result<(), String> {
    check_not_negative(value, table)?;
    match check_integer(value)? {
        1 | 2 => Ok(()),
        _ => Err(format!("\"unsupported queue version '{}'\"", printed(value))),
    }
}

fn check_single_active_consumer(value: &Value, _: &Table) -> Result<(), String> {
    if matches!(value, Value::Bool(_)) { Ok(()) } else { Err(unacceptable(value)) }
}

fn check_queue_type(value: &Value, _: &Table) -> Result<(), String> {
    match value.as_str() {
        Some("classic" | "quorum" | "stream") => Ok(()),
        Some(kind) => Err(protocol_error::string(&format!("unsupported queue type '{kind}'"))),
        None => Err(unacceptable(value)),
    }
}

//! The settings of clients and of the broker as statements write them.

use core::time::Duration;

use warren_broker::{ExchangeType, Name, Value};

use super::arguments::{Arguments, CANNOT_BE, Named, parse_span, positive, short};
use super::next::{TRUE_FALSE, Values};
use super::token::Kind;
use crate::diagnostic::{Diagnostic, SourceText};
use crate::settings::Confirm;
use crate::{AckPolicy, Settle, Think};

/// One setting of the broker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfigSetting {
    /// `consumer_timeout=30m`, or `none`
    ConsumerTimeout(Option<Duration>),
    /// `channel_tick=60s`
    ChannelTick(Duration),
    /// `sync_interval=200ms`
    SyncInterval(Duration),
    /// `idle_flush=1ms`
    IdleFlush(Duration),
    /// `writeback=30s`
    Writeback(Duration),
    /// `schema_flush=2s`
    SchemaFlush(Duration),
}

/// One setting of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // `Settings` documents the fields.
pub enum Setting {
    Queue(Name),
    Exchange(Name),
    Type(Name),
    RoutingKey(Name),
    Bind(Vec<Name>),
    Durable(bool),
    Exclusive(bool),
    AutoDelete(bool),
    Argument(Name, Value),
    Body(Name),
    Every(Duration),
    Times(Option<u64>),
    Persistent(bool),
    Mandatory(bool),
    Confirm(Confirm),
    Ack(AckPolicy),
    Settle(Settle),
    SettleIf(Name),
    Prefetch(u16),
    Think(Think),
    Answer(Name),
    Reconnect(Option<Duration>),
}

type Read<T> = fn(&Named) -> Result<T, Diagnostic>;

/// A key of a client's or the broker's settings.
pub struct Key<T> {
    pub name: &'static str,
    /// It is allowed without a value.
    pub alone: bool,
    /// Its values.
    pub values: Values,
    read: Read<T>,
}

const fn key<T>(name: &'static str, values: Values, read: Read<T>) -> Key<T> {
    Key { name, alone: false, values, read }
}

const fn flag<T>(name: &'static str, read: Read<T>) -> Key<T> {
    Key { name, alone: true, values: TRUE_FALSE, read }
}

/// The settings of clients.
pub const SETTINGS: &[Key<Setting>] = &[
    key("queue", Values::Queues, |named| named.name().map(Setting::Queue)),
    key("exchange", Values::Exchanges, |named| named.name().map(Setting::Exchange)),
    key("type", Values::ExchangeTypes, |named| named.one_of(&types()).map(|kind| Setting::Type(kind.into()))),
    key("routing_key", Values::Queues, |named| named.name().map(Setting::RoutingKey)),
    key("bind", Values::Any, |named| named.names().map(Setting::Bind)),
    flag("durable", |named| named.flag().map(Setting::Durable)),
    flag("exclusive", |named| named.flag().map(Setting::Exclusive)),
    flag("auto_delete", |named| named.flag().map(Setting::AutoDelete)),
    key("body", Values::Any, |named| named.text().map(|text| Setting::Body(text.into()))),
    key("every", Values::Any, |named| named.positive_span().map(Setting::Every)),
    key("times", Values::Words(&["forever"]), |named| times(named).map(Setting::Times)),
    flag("persistent", |named| named.flag().map(Setting::Persistent)),
    flag("mandatory", |named| named.flag().map(Setting::Mandatory)),
    Key {
        name: "confirm",
        alone: true,
        values: Values::Words(&["async", "each", "no"]),
        read: |named| confirm(named).map(Setting::Confirm),
    },
    key("ack", Values::Acks, |named| named.one_of(ACKS).map(Setting::Ack)),
    key("settle", Values::Settles, |named| named.one_of(SETTLES).map(Setting::Settle)),
    key("settle_if", Values::Any, |named| named.text().map(|text| Setting::SettleIf(text.into()))),
    key("prefetch", Values::Any, |named| named.number().map(Setting::Prefetch)),
    key("think", Values::Words(&["none", "dots"]), |named| think(named).map(Setting::Think)),
    key("answer", Values::Any, |named| named.text().map(|text| Setting::Answer(text.into()))),
    key("reconnect", Values::Words(&["no"]), |named| reconnect(named).map(Setting::Reconnect)),
];

/// Returns the types of exchanges.
pub fn types() -> Vec<(&'static str, &'static str)> {
    ExchangeType::all().iter().map(|kind| (kind.name, kind.name)).collect()
}

/// The words for [`AckPolicy`].
pub const ACKS: &[(&str, AckPolicy)] = &[
    ("auto", AckPolicy::Automatic),
    ("before", AckPolicy::BeforeWork),
    ("after", AckPolicy::AfterWork),
    ("never", AckPolicy::Never),
];

/// The words for [`Settle`].
pub const SETTLES: &[(&str, Settle)] = &[
    ("ack", Settle::Ack),
    ("reject", Settle::Reject { requeue: false }),
    ("reject-requeue", Settle::Reject { requeue: true }),
    ("nack", Settle::Nack { requeue: false }),
    ("nack-requeue", Settle::Nack { requeue: true }),
];

/// The settings of the broker.
pub const CONFIG: &[Key<ConfigSetting>] = &[
    key("consumer_timeout", Values::Words(&["none"]), |named| match named.text()? {
        "none" => Ok(ConfigSetting::ConsumerTimeout(None)),
        _ => named.positive_span().map(|span| ConfigSetting::ConsumerTimeout(Some(span))),
    }),
    key("channel_tick", Values::Any, |named| named.positive_span().map(ConfigSetting::ChannelTick)),
    key("sync_interval", Values::Any, |named| named.positive_span().map(ConfigSetting::SyncInterval)),
    key("idle_flush", Values::Any, |named| named.positive_span().map(ConfigSetting::IdleFlush)),
    key("writeback", Values::Any, |named| named.positive_span().map(ConfigSetting::Writeback)),
    key("schema_flush", Values::Any, |named| named.positive_span().map(ConfigSetting::SchemaFlush)),
];

/// Reads a client's settings to the end of the line.
pub fn settings(arguments: &mut Arguments) -> Result<Vec<Setting>, Diagnostic> {
    all(arguments, SourceText("a client has no `{key}`"), SETTINGS, |named| match &named.token.kind {
        Kind::Pair { key, value } if key.starts_with("x-") => {
            let read = || Ok(Setting::Argument(short(key, &named.token)?, named.token.value_of(value)?));
            Some(read())
        }
        Kind::Pair { .. } | Kind::Single(_) => None,
    })
}

/// Reads the broker's settings to the end of the line.
pub fn config(arguments: &mut Arguments) -> Result<Vec<ConfigSetting>, Diagnostic> {
    all(arguments, SourceText("the broker has no `{key}`"), CONFIG, |_| None)
}

fn all<T>(
    arguments: &mut Arguments,
    unknown: SourceText,
    table: &[Key<T>],
    other: impl Fn(&Named) -> Option<Result<T, Diagnostic>>,
) -> Result<Vec<T>, Diagnostic> {
    let mut seen: Vec<String> = Vec::new();
    let mut settings = Vec::new();
    while let Some(named) = arguments.named()? {
        if seen.contains(&named.key) {
            return Err(named.twice(&named.key));
        }
        let known = table.iter().find(|key| key.name == named.key);
        settings.push(match (known, other(&named)) {
            (Some(key), _) => (key.read)(&named)?,
            (None, Some(setting)) => setting?,
            (None, None) => {
                let keys: Vec<&str> = table.iter().map(|key| key.name).collect();
                return Err(named.token.suggesting(unknown, &[&named.key], &named.key, &keys));
            }
        });
        seen.push(named.key);
    }
    Ok(settings)
}

fn times(named: &Named) -> Result<Option<u64>, Diagnostic> {
    if named.text()? == "forever" { Ok(None) } else { named.number().map(Some) }
}

fn confirm(named: &Named) -> Result<Confirm, Diagnostic> {
    if named.value.is_none() {
        return Ok(Confirm::Async);
    }
    match named.text()? {
        "no" | "false" => Ok(Confirm::No),
        "async" | "true" => Ok(Confirm::Async),
        "each" => Ok(Confirm::Batch(1)),
        text if text.starts_with(|c: char| c.is_ascii_digit()) => match named.number()? {
            0 => {
                let help = SourceText("write confirm=no, or how many publishes it awaits together");
                Err(named.wrong(CANNOT_BE, help, &["confirm", "0"]))
            }
            batch => Ok(Confirm::Batch(batch)),
        },
        text => Err(named.wrong(CANNOT_BE, SourceText("write no, async, each or a number"), &["confirm", text])),
    }
}

fn think(named: &Named) -> Result<Think, Diagnostic> {
    match named.text()? {
        "none" => Ok(Think::None),
        "dots" => Ok(Think::Dots),
        text => match text.split_once("..") {
            Some((least, most)) => {
                let (least, most) = (parse_span(least, &named.token)?, parse_span(most, &named.token)?);
                if least > most {
                    let (least, most) = (super::span::print(most), super::span::print(least));
                    let help = SourceText("write think={least}..{most}");
                    return Err(named.wrong(SourceText("the shorter span comes first"), help, &[&least, &most]));
                }
                Ok(Think::Uniform(least, most))
            }
            None if text.starts_with(|c: char| c.is_ascii_digit()) => {
                named.span().map(|span| if span.is_zero() { Think::None } else { Think::Fixed(span) })
            }
            None => {
                let help = SourceText("write none, dots, a span such as 500ms, or two such as 1s..3s");
                Err(named.wrong(CANNOT_BE, help, &["think", text]))
            }
        },
    }
}

fn reconnect(named: &Named) -> Result<Option<Duration>, Diagnostic> {
    match named.text()? {
        "no" => Ok(None),
        text => positive(parse_span(text, &named.token)?, &named.token).map(Some),
    }
}

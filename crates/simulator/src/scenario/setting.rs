//! The settings of clients and of the broker as statements write them. It does not know what they do.

use core::time::Duration;

use warren_broker::{ExchangeType, Name};

use super::action::{ConfigSetting, Setting};
use super::arguments::{Arguments, CANNOT_BE, Named, parse_span, positive, short};
use super::token::Kind;
use crate::diagnostic::{Diagnostic, En};
use crate::settings::Confirm;
use crate::{AckPolicy, Settle, Think};

type Read<T> = fn(&Named) -> Result<T, Diagnostic>;

/// The settings of clients.
pub const SETTINGS: &[(&str, Read<Setting>)] = &[
    ("queue", |named| named.name().map(Setting::Queue)),
    ("exchange", |named| named.name().map(Setting::Exchange)),
    ("type", |named| named.one_of(&types()).map(|kind| Setting::Type(kind.into()))),
    ("routing_key", |named| named.name().map(Setting::RoutingKey)),
    ("bind", |named| named.names().map(Setting::Bind)),
    ("durable", |named| named.flag().map(Setting::Durable)),
    ("exclusive", |named| named.flag().map(Setting::Exclusive)),
    ("auto_delete", |named| named.flag().map(Setting::AutoDelete)),
    ("body", |named| named.text().map(|text| Setting::Body(text.into()))),
    ("every", |named| named.positive_span().map(Setting::Every)),
    ("times", |named| times(named).map(Setting::Times)),
    ("persistent", |named| named.flag().map(Setting::Persistent)),
    ("mandatory", |named| named.flag().map(Setting::Mandatory)),
    ("confirm", |named| confirm(named).map(Setting::Confirm)),
    ("ack", |named| named.one_of(ACKS).map(Setting::Ack)),
    ("settle", |named| named.one_of(SETTLES).map(Setting::Settle)),
    ("settle_if", |named| named.text().map(|text| Setting::SettleIf(text.into()))),
    ("prefetch", |named| named.number().map(Setting::Prefetch)),
    ("think", |named| think(named).map(Setting::Think)),
    ("answer", |named| named.text().map(|text| Setting::Answer(text.into()))),
    ("reconnect", |named| reconnect(named).map(Setting::Reconnect)),
];

/// The types of exchanges.
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
pub const CONFIG: &[(&str, Read<ConfigSetting>)] = &[
    ("consumer_timeout", |named| match named.text()? {
        "none" => Ok(ConfigSetting::ConsumerTimeout(None)),
        _ => named.positive_span().map(|span| ConfigSetting::ConsumerTimeout(Some(span))),
    }),
    ("channel_tick", |named| named.positive_span().map(ConfigSetting::ChannelTick)),
    ("sync_interval", |named| named.positive_span().map(ConfigSetting::SyncInterval)),
    ("idle_flush", |named| named.positive_span().map(ConfigSetting::IdleFlush)),
    ("writeback", |named| named.positive_span().map(ConfigSetting::Writeback)),
    ("schema_flush", |named| named.positive_span().map(ConfigSetting::SchemaFlush)),
];

/// Reads a client's settings to the end of the line.
pub fn settings(arguments: &mut Arguments) -> Result<Vec<Setting>, Diagnostic> {
    all(arguments, En("a client has no `{key}`"), SETTINGS, |named| match &named.token.kind {
        Kind::Pair { key, value } if key.starts_with("x-") => {
            Some(short(key, &named.token).map(|key: Name| Setting::Argument(key, value.value())))
        }
        Kind::Pair { .. } | Kind::Single(_) => None,
    })
}

/// Reads the broker's settings to the end of the line.
pub fn config(arguments: &mut Arguments) -> Result<Vec<ConfigSetting>, Diagnostic> {
    all(arguments, En("the broker has no `{key}`"), CONFIG, |_| None)
}

fn all<T>(
    arguments: &mut Arguments,
    unknown: En,
    table: &[(&str, Read<T>)],
    other: impl Fn(&Named) -> Option<Result<T, Diagnostic>>,
) -> Result<Vec<T>, Diagnostic> {
    let mut seen: Vec<String> = Vec::new();
    let mut settings = Vec::new();
    while let Some(named) = arguments.named()? {
        if seen.contains(&named.key) {
            return Err(named.twice(&named.key));
        }
        let known = table.iter().find(|(key, _)| *key == named.key);
        settings.push(match (known, other(&named)) {
            (Some((_, read)), _) => read(&named)?,
            (None, Some(setting)) => setting?,
            (None, None) => {
                let keys: Vec<&str> = table.iter().map(|(key, _)| *key).collect();
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
                let help = En("write confirm=no, or how many publishes it awaits together");
                Err(named.wrong(CANNOT_BE, help, &["confirm", "0"]))
            }
            batch => Ok(Confirm::Batch(batch)),
        },
        text => Err(named.wrong(CANNOT_BE, En("write no, async, each or a number"), &["confirm", text])),
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
                    let help = En("write think={least}..{most}");
                    return Err(named.wrong(En("the shorter span comes first"), help, &[&least, &most]));
                }
                Ok(Think::Uniform(least, most))
            }
            None if text.starts_with(|c: char| c.is_ascii_digit()) => {
                named.span().map(|span| if span.is_zero() { Think::None } else { Think::Fixed(span) })
            }
            None => {
                let help = En("write none, dots, a span such as 500ms, or two such as 1s..3s");
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

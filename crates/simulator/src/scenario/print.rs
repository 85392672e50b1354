//! Prints methods and settings as statements that read back the same. The original spelling is kept by [`Statement`].
//!
//! [`Statement`]: super::Statement

use core::fmt::{self, Display, Write as _};

use warren_broker::{Command, Content, Properties, Table, Value};

use super::method::{Every, METHODS, Method};
use super::setting::{ACKS, ConfigSetting, SETTLES, Setting};
use super::span::print as span;
use crate::Think;
use crate::settings::Confirm;

/// Prints a method with its client and its repetition.
pub fn method(
    f: &mut fmt::Formatter<'_>,
    client: &str,
    channel: u16,
    every: Option<Every>,
    method: &Method,
) -> fmt::Result {
    f.write_str(client)?;
    if channel != 1 {
        write!(f, "/{channel}")?;
    }
    f.write_str(": ")?;
    if let Some(every) = every {
        write!(f, "every {} ", span(every.period))?;
        every.times.map_or(Ok(()), |times| write!(f, "times {times} "))?;
    }
    write!(f, "{method}")
}

impl Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.command.name())?;
        let mut out = Writer { f, result: Ok(()) };
        out.command(&self.command, self.oldest);
        out.result
    }
}

/// Writes arguments, and keeps the first error.
struct Writer<'a, 'b> {
    f: &'a mut fmt::Formatter<'b>,
    result: fmt::Result,
}

impl Writer<'_, '_> {
    fn put(&mut self, text: impl Display) -> &mut Self {
        if self.result.is_ok() {
            self.result = write!(self.f, " {text}");
        }
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.put(Word(text))
    }

    /// Writes a positional argument, unless it is empty and last.
    fn last(&mut self, text: &str) -> &mut Self {
        if text.is_empty() { self } else { self.text(text) }
    }

    fn flag(&mut self, name: &str, on: bool) -> &mut Self {
        if on { self.put(name) } else { self }
    }

    /// Writes a delivery tag, unless the oldest delivery is meant.
    fn tag(&mut self, tag: u64, oldest: bool) -> &mut Self {
        if oldest { self } else { self.put(tag) }
    }

    fn requeue(&mut self, on: bool) -> &mut Self {
        if on { self } else { self.put("requeue=false") }
    }

    fn table(&mut self, table: &Table) -> &mut Self {
        for (key, value) in table.iter() {
            self.put(format_args!("{key}={}", Literal(value)));
        }
        self
    }

    fn command(&mut self, command: &Command, oldest: bool) {
        match command {
            Command::ChannelOpen
            | Command::ChannelClose
            | Command::ChannelCloseOk
            | Command::TxSelect
            | Command::TxCommit
            | Command::TxRollback => self,
            Command::ChannelFlow { active } => self.put(active),
            Command::ExchangeDeclare(declare) => self
                .text(&declare.exchange)
                .text(&declare.kind)
                .flag("passive", declare.passive)
                .flag("durable", declare.durable)
                .flag("auto-delete", declare.auto_delete)
                .flag("internal", declare.internal)
                .flag("no-wait", declare.no_wait)
                .table(&declare.arguments),
            Command::ExchangeDelete { exchange, if_unused, no_wait } => {
                self.text(exchange).flag("if-unused", *if_unused).flag("no-wait", *no_wait)
            }
            Command::ExchangeBind(bind) | Command::ExchangeUnbind(bind) => self
                .text(&bind.destination)
                .text(&bind.source)
                .last(&bind.routing_key)
                .flag("no-wait", bind.no_wait)
                .table(&bind.arguments),
            Command::QueueDeclare(declare) => self
                .last(&declare.queue)
                .flag("passive", declare.passive)
                .flag("durable", declare.durable)
                .flag("exclusive", declare.exclusive)
                .flag("auto-delete", declare.auto_delete)
                .flag("no-wait", declare.no_wait)
                .table(&declare.arguments),
            Command::QueueBind(bind) | Command::QueueUnbind(bind) => self
                .text(&bind.queue)
                .text(&bind.exchange)
                .last(&bind.routing_key)
                .flag("no-wait", bind.no_wait)
                .table(&bind.arguments),
            Command::QueuePurge { queue, no_wait } => self.text(queue).flag("no-wait", *no_wait),
            Command::QueueDelete { queue, if_unused, if_empty, no_wait } => {
                self.text(queue).flag("if-unused", *if_unused).flag("if-empty", *if_empty).flag("no-wait", *no_wait)
            }
            Command::BasicQos { prefetch_size, prefetch_count, global } => {
                self.put(prefetch_count).flag("global", *global);
                if *prefetch_size == 0 { self } else { self.put(format_args!("prefetch_size={prefetch_size}")) }
            }
            Command::BasicConsume(consume) => self
                .text(&consume.queue)
                .last(&consume.consumer_tag)
                .flag("no-local", consume.no_local)
                .flag("no-ack", consume.no_ack)
                .flag("exclusive", consume.exclusive)
                .flag("no-wait", consume.no_wait)
                .table(&consume.arguments),
            Command::BasicCancel { consumer_tag, no_wait } => self.text(consumer_tag).flag("no-wait", *no_wait),
            Command::BasicPublish(publish) => self
                .text(&publish.exchange)
                .text(&publish.routing_key)
                .content(&publish.content)
                .flag("mandatory", publish.mandatory)
                .flag("immediate", publish.immediate),
            Command::BasicGet { queue, no_ack } => self.text(queue).flag("no-ack", *no_ack),
            Command::BasicAck { delivery_tag, multiple } => self.tag(*delivery_tag, oldest).flag("multiple", *multiple),
            Command::BasicReject { delivery_tag, requeue } => self.tag(*delivery_tag, oldest).requeue(*requeue),
            Command::BasicNack { delivery_tag, multiple, requeue } => {
                self.tag(*delivery_tag, oldest).flag("multiple", *multiple).requeue(*requeue)
            }
            Command::BasicRecover { requeue } | Command::BasicRecoverAsync { requeue } => {
                self.flag("requeue", *requeue)
            }
            Command::ConfirmSelect { no_wait } => self.flag("no-wait", *no_wait),
        };
    }

    fn content(&mut self, content: &Content) -> &mut Self {
        self.last(&String::from_utf8_lossy(&content.body)).properties(&content.properties)
    }

    fn properties(&mut self, properties: &Properties) -> &mut Self {
        // Every field is named, so that the compiler finds a forgotten one.
        let Properties {
            content_type,
            content_encoding,
            headers,
            delivery_mode,
            priority,
            correlation_id,
            reply_to,
            expiration,
            message_id,
            timestamp,
            kind,
            user_id,
            app_id,
            cluster_id,
        } = properties;
        for (key, text) in [
            ("content_type", content_type),
            ("content_encoding", content_encoding),
            ("correlation_id", correlation_id),
            ("reply_to", reply_to),
            ("expiration", expiration),
            ("message_id", message_id),
            ("type", kind),
            ("user_id", user_id),
            ("app_id", app_id),
            ("cluster_id", cluster_id),
        ] {
            if let Some(text) = text {
                self.put(format_args!("{key}={}", Word(text)));
            }
        }
        for (key, number) in [
            ("delivery_mode", delivery_mode.map(u64::from)),
            ("priority", priority.map(u64::from)),
            ("timestamp", *timestamp),
        ] {
            if let Some(number) = number {
                self.put(format_args!("{key}={number}"));
            }
        }
        for (name, value) in headers.iter().flat_map(Table::iter) {
            self.put(format_args!("header.{name}={}", Literal(value)));
        }
        self
    }
}

impl Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let flag = |f: &mut fmt::Formatter<'_>, name: &str, on: bool| {
            f.write_str(name)?;
            if on { Ok(()) } else { f.write_str("=false") }
        };
        match self {
            Self::Queue(name) => write!(f, "queue={}", Word(name)),
            Self::Exchange(name) => write!(f, "exchange={}", Word(name)),
            Self::Type(kind) => write!(f, "type={kind}"),
            Self::RoutingKey(key) => write!(f, "routing_key={}", Word(key)),
            Self::Bind(keys) => match keys.as_slice() {
                [key] => write!(f, "bind={}", Word(key)),
                keys => {
                    let keys: Vec<String> = keys.iter().map(|key| Word(key).to_string()).collect();
                    write!(f, "bind=[{}]", keys.join(", "))
                }
            },
            Self::Durable(on) => flag(f, "durable", *on),
            Self::Exclusive(on) => flag(f, "exclusive", *on),
            Self::AutoDelete(on) => flag(f, "auto_delete", *on),
            Self::Argument(name, value) => write!(f, "{name}={}", Literal(value)),
            Self::Body(text) => write!(f, "body={}", Word(text)),
            Self::Every(period) => write!(f, "every={}", span(*period)),
            Self::Times(None) => f.write_str("times=forever"),
            Self::Times(Some(times)) => write!(f, "times={times}"),
            Self::Persistent(on) => flag(f, "persistent", *on),
            Self::Mandatory(on) => flag(f, "mandatory", *on),
            Self::Confirm(Confirm::No) => f.write_str("confirm=no"),
            Self::Confirm(Confirm::Async) => f.write_str("confirm=async"),
            Self::Confirm(Confirm::Batch(1)) => f.write_str("confirm=each"),
            Self::Confirm(Confirm::Batch(batch)) => write!(f, "confirm={batch}"),
            Self::Ack(policy) => write!(f, "ack={}", word_for(ACKS, *policy)),
            Self::Settle(settle) => write!(f, "settle={}", word_for(SETTLES, *settle)),
            Self::SettleIf(text) => write!(f, "settle_if={}", Word(text)),
            Self::Prefetch(count) => write!(f, "prefetch={count}"),
            Self::Think(Think::None) => f.write_str("think=none"),
            Self::Think(Think::Dots) => f.write_str("think=dots"),
            Self::Think(Think::Fixed(time)) => write!(f, "think={}", span(*time)),
            Self::Think(Think::Uniform(least, most)) => write!(f, "think={}..{}", span(*least), span(*most)),
            Self::Answer(text) => write!(f, "answer={}", Word(text)),
            Self::Reconnect(None) => f.write_str("reconnect=no"),
            Self::Reconnect(Some(after)) => write!(f, "reconnect={}", span(*after)),
        }
    }
}

impl Display for ConfigSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ConsumerTimeout(None) => f.write_str("consumer_timeout=none"),
            Self::ConsumerTimeout(Some(time)) => write!(f, "consumer_timeout={}", span(*time)),
            Self::ChannelTick(time) => write!(f, "channel_tick={}", span(*time)),
            Self::SyncInterval(time) => write!(f, "sync_interval={}", span(*time)),
            Self::IdleFlush(time) => write!(f, "idle_flush={}", span(*time)),
            Self::Writeback(time) => write!(f, "writeback={}", span(*time)),
            Self::SchemaFlush(time) => write!(f, "schema_flush={}", span(*time)),
        }
    }
}

pub fn word_for<T: PartialEq>(words: &[(&'static str, T)], value: T) -> &'static str {
    words.iter().find(|(_, known)| *known == value).expect("the table has a word for every variant").0
}

/// A text, quoted if it would not read back otherwise.
pub struct Word<'a>(pub &'a str);

impl Display for Word<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |c: char| c.is_alphanumeric() || "_-.*#/:@{}|+!?'".contains(c);
        let flag = METHODS.iter().any(|spec| spec.flags.contains(&self.0.replace('-', "_").as_str()));
        if !self.0.is_empty() && !self.0.starts_with('#') && self.0.chars().all(plain) && !flag {
            return f.write_str(self.0);
        }
        Quoted(self.0).fmt(f)
    }
}

/// A text, always quoted.
pub struct Quoted<'a>(pub &'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for c in self.0.chars() {
            match c {
                '"' | '\\' => write!(f, "\\{c}")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                c if c.is_control() || (c.is_whitespace() && c != ' ') => write!(f, "\\u{{{:X}}}", u32::from(c))?,
                c => f.write_char(c)?,
            }
        }
        f.write_char('"')
    }
}

/// A value of a field table.
pub struct Literal<'a>(pub &'a Value);

impl Display for Literal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Void => f.write_str("\"\""),
            Value::Bool(on) => write!(f, "{on}"),
            Value::Byte(n) => write!(f, "{n}"),
            Value::UnsignedByte(n) => write!(f, "{n}"),
            Value::Short(n) => write!(f, "{n}"),
            Value::UnsignedShort(n) => write!(f, "{n}"),
            Value::Int(n) => write!(f, "{n}"),
            Value::UnsignedInt(n) => write!(f, "{n}"),
            Value::Long(n) => write!(f, "{n}"),
            Value::Float(bits) => float(f, f32::from_bits(*bits).into()),
            Value::Double(bits) => float(f, f64::from_bits(*bits)),
            Value::Decimal { scale, value } => float(f, f64::from(*value) / 10_f64.powi((*scale).into())),
            Value::Timestamp(seconds) => write!(f, "{seconds}"),
            Value::Str(text) => text_value(f, text),
            Value::Bytes(bytes) => text_value(f, &String::from_utf8_lossy(bytes)),
            Value::Array(items) => {
                f.write_char('[')?;
                for (index, item) in items.iter().enumerate() {
                    write!(f, "{}{}", if index == 0 { "" } else { ", " }, Literal(item))?;
                }
                f.write_char(']')
            }
            // The language has no tables within tables, so none can come from it.
            Value::Table(table) => write!(f, "\"{} fields\"", table.0.len()),
        }
    }
}

/// Writes a number, always with a point.
fn float(f: &mut fmt::Formatter<'_>, number: f64) -> fmt::Result {
    let text = format!("{number:?}");
    if text.contains('.') { f.write_str(&text) } else { f.write_str(&text.replacen('e', ".0e", 1)) }
}

/// Writes a string, quoted if it could be read as a number or a boolean.
fn text_value(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let bare = super::token::Literal::Bare(text.to_owned());
    let read_back = bare.value();
    if read_back.is_ok_and(|value| value.as_str().is_some()) { Word(text).fmt(f) } else { Quoted(text).fmt(f) }
}

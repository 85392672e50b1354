//! The settings of a `client` statement, changeable with `set`: what a program does by itself and how.

use core::time::Duration;

use warren_broker::{Name, Table};

use crate::scenario::Setting;

/// The kind of a client program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Behaviour {
    /// Does only what the scenario's statements say.
    #[default]
    Scripted,
    /// Declares its queue or exchange and publishes at a rate.
    Producer,
    /// Declares its queue, sets its prefetch and consumes.
    Worker,
    /// A worker with a queue of its own, bound to an exchange.
    Subscriber,
    /// A worker that answers: it publishes to each message's `reply_to`.
    Server,
    /// A producer that asks: it publishes with `reply_to` and `correlation_id` and counts the answers.
    Caller,
}

/// When a consumer acknowledges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum AckPolicy {
    /// The broker takes every delivery as acknowledged (`no_ack`).
    Automatic,
    /// When the work is done.
    AfterWork,
    /// On receipt, before the work begins.
    BeforeWork,
    /// Never (or only by a statement of the scenario).
    #[default]
    Never,
}

/// The kind of settlement that a consumer sends when its policy asks for one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)]
pub enum Settle {
    /// `basic.ack`
    #[default]
    Ack,
    /// `basic.reject`
    Reject { requeue: bool },
    /// `basic.nack`
    Nack { requeue: bool },
}

/// How long a consumer works on a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Think {
    /// No time.
    #[default]
    None,
    /// One second for each dot in the body, as in RabbitMQ's tutorials.
    Dots,
    /// Always this long.
    Fixed(#[cfg_attr(feature = "ts", ts(type = "Duration"))] Duration),
    /// Evenly spread from the first to the second.
    Uniform(
        #[cfg_attr(feature = "ts", ts(type = "Duration"))] Duration,
        #[cfg_attr(feature = "ts", ts(type = "Duration"))] Duration,
    ),
}

/// Whether and how a producer uses publisher confirms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Confirm {
    /// No confirms.
    #[default]
    No,
    /// Publishes on while confirms arrive.
    Async,
    /// Awaits all confirms after each batch of this many publishes; never 0.
    Batch(u32),
}

/// All settings of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Settings {
    /// The queue it declares and consumes from or publishes to; an empty name is chosen by the broker.
    pub queue: Option<Name>,
    /// The exchange it publishes or binds to; `None` is the default exchange.
    pub exchange: Option<Name>,
    /// The type of that exchange; with `None` it is not declared.
    pub exchange_type: Option<Name>,
    /// The routing key of a producer; `None` is the queue's name.
    pub routing_key: Option<Name>,
    /// The keys of the bindings of its queue to the exchange.
    pub bind: Vec<Name>,
    /// Its declarations are durable.
    pub durable: bool,
    /// Its queue is exclusive.
    pub exclusive: bool,
    /// Its queue is auto-delete.
    pub auto_delete: bool,
    /// The `x-` arguments of its queue.
    pub arguments: Table,
    /// The body of a producer's messages, with placeholders.
    pub body: Name,
    /// The period of a producer.
    #[cfg_attr(feature = "ts", ts(type = "Duration"))]
    pub every: Duration,
    /// How many times it publishes after each start; `None` for no limit.
    pub times: Option<u64>,
    /// Its messages have `delivery_mode` 2.
    pub persistent: bool,
    /// Its messages are mandatory.
    pub mandatory: bool,
    /// Publisher confirms.
    pub confirm: Confirm,
    /// When it acknowledges.
    pub ack: AckPolicy,
    /// The kind of its settlements.
    pub settle: Settle,
    /// The settlement applies only to bodies that contain this text; others are acked.
    pub settle_if: Name,
    /// Its prefetch: how many unacknowledged deliveries it takes at once; 0 is unlimited.
    pub prefetch: u16,
    /// How long it works on a message.
    pub think: Think,
    /// The body of a server's answers, with placeholders.
    pub answer: Name,
    /// How long after losing its connection it reconnects; `None` for never.
    #[cfg_attr(feature = "ts", ts(type = "Duration | null"))]
    pub reconnect: Option<Duration>,
}

impl Settings {
    /// Returns the defaults of a behaviour.
    #[must_use]
    pub fn of(behaviour: Behaviour) -> Self {
        let (ack, think) = match behaviour {
            Behaviour::Worker => (AckPolicy::AfterWork, Think::Dots),
            Behaviour::Server => (AckPolicy::AfterWork, Think::None),
            Behaviour::Subscriber | Behaviour::Caller => (AckPolicy::Automatic, Think::None),
            Behaviour::Scripted | Behaviour::Producer => (AckPolicy::Never, Think::None),
        };
        Self {
            queue: None,
            exchange: None,
            exchange_type: None,
            routing_key: None,
            bind: vec!["".into()],
            durable: false,
            exclusive: false,
            auto_delete: false,
            arguments: Table::default(),
            body: "Message {n}".into(),
            every: Duration::from_secs(1),
            times: None,
            persistent: false,
            mandatory: false,
            confirm: Confirm::No,
            ack,
            settle: Settle::Ack,
            settle_if: "".into(),
            prefetch: 0,
            think,
            answer: "{fib}".into(),
            reconnect: None,
        }
    }

    /// Applies one setting.
    pub fn apply(&mut self, setting: &Setting) {
        match setting {
            Setting::Queue(name) => self.queue = Some(name.clone()),
            Setting::Exchange(name) => self.exchange = Some(name.clone()),
            Setting::Type(kind) => self.exchange_type = Some(kind.clone()),
            Setting::RoutingKey(key) => self.routing_key = Some(key.clone()),
            Setting::Bind(keys) => self.bind.clone_from(keys),
            Setting::Durable(on) => self.durable = *on,
            Setting::Exclusive(on) => self.exclusive = *on,
            Setting::AutoDelete(on) => self.auto_delete = *on,
            Setting::Argument(name, value) => self.arguments.set(name, value.clone()),
            Setting::Body(text) => self.body = text.clone(),
            Setting::Every(period) => self.every = *period,
            Setting::Times(times) => self.times = *times,
            Setting::Persistent(on) => self.persistent = *on,
            Setting::Mandatory(on) => self.mandatory = *on,
            Setting::Confirm(confirm) => self.confirm = *confirm,
            Setting::Ack(policy) => self.ack = *policy,
            Setting::Settle(settle) => self.settle = *settle,
            Setting::SettleIf(text) => self.settle_if = text.clone(),
            Setting::Prefetch(count) => self.prefetch = *count,
            Setting::Think(think) => self.think = *think,
            Setting::Answer(text) => self.answer = text.clone(),
            Setting::Reconnect(after) => self.reconnect = *after,
        }
    }
}

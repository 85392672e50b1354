//! What a client program does by itself and how: the settings of a `client` statement, changeable with `set`. It does not
//! know how they are written or acted upon.

use core::time::Duration;

use warren_broker::{Name, Table};

use crate::scenario::Setting;

/// What kind of program a client is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Behaviour {
    /// Does only what the scenario's statements tell it.
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

/// What a consumer answers when its policy says that it is time.
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
    /// No time at all.
    #[default]
    None,
    /// One second for each dot in the body, as in RabbitMQ's tutorials.
    Dots,
    /// Always so long.
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
    /// It does not.
    #[default]
    No,
    /// It publishes on while confirms come in.
    Async,
    /// It awaits all confirms after every so many publishes; never 0.
    Batch(u32),
}

/// Everything that can be set on a client.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Settings {
    /// The queue it declares and consumes from or publishes to; empty: one that the broker names.
    pub queue: Option<Name>,
    /// The exchange it publishes or binds to; nothing: the default exchange.
    pub exchange: Option<Name>,
    /// The type of that exchange; nothing: it does not declare it.
    pub exchange_type: Option<Name>,
    /// What a producer publishes with; nothing: the queue's name.
    pub routing_key: Option<Name>,
    /// The keys with which it binds its queue to the exchange.
    pub bind: Vec<Name>,
    /// What it declares is durable.
    pub durable: bool,
    /// The queue it declares is exclusive.
    pub exclusive: bool,
    /// The queue it declares is auto-delete.
    pub auto_delete: bool,
    /// The `x-` arguments of the queue it declares.
    pub arguments: Table,
    /// What a producer publishes, with placeholders.
    pub body: Name,
    /// How often a producer publishes.
    #[cfg_attr(feature = "ts", ts(type = "Duration"))]
    pub every: Duration,
    /// How many times, each time it is started; nothing: for ever.
    pub times: Option<u64>,
    /// What it publishes has `delivery_mode` 2.
    pub persistent: bool,
    /// What it publishes is mandatory.
    pub mandatory: bool,
    /// Publisher confirms.
    pub confirm: Confirm,
    /// When it acknowledges.
    pub ack: AckPolicy,
    /// What it answers when it is time.
    pub settle: Settle,
    /// It answers so only for bodies that contain this; others it acks.
    pub settle_if: Name,
    /// How many unacknowledged deliveries it takes at once; 0 is unlimited.
    pub prefetch: u16,
    /// How long it works on a message.
    pub think: Think,
    /// What a server answers, with placeholders.
    pub answer: Name,
    /// How long after losing its connection it connects again; nothing: never.
    #[cfg_attr(feature = "ts", ts(type = "Duration | null"))]
    pub reconnect: Option<Duration>,
}

impl Settings {
    /// What holds for a behaviour where nothing is set.
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

    /// Takes over one setting.
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

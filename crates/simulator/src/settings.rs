//! What a client program does by itself and how: the settings of a `client` statement, changeable with `set`. It does not
//! know how they are written or acted upon.

use core::time::Duration;

use warren_broker::{Name, Table};

/// What kind of program a client is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Behaviour {
    /// Does only what the scenario's statements tell it.
    #[default]
    Scripted,
    /// Declares its queue or exchange and publishes at a rate.
    Producer,
    /// Declares its queue, sets its prefetch and consumes.
    Worker,
    /// Declares an exchange, binds a queue of its own to it and consumes.
    Subscriber,
    /// Answers requests: consumes from its queue and publishes to each message's `reply_to`.
    Server,
    /// Asks: publishes requests with `reply_to` and `correlation_id` and awaits the answers.
    Caller,
}

/// When a consumer acknowledges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
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
pub enum Think {
    /// No time at all.
    #[default]
    None,
    /// One second for each dot in the body, as in RabbitMQ's tutorials.
    Dots,
    /// Always so long.
    Fixed(Duration),
    /// Evenly spread from the first to the second.
    Uniform(Duration, Duration),
}

/// Everything that can be set on a client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Settings {
    /// The queue it declares and consumes from or publishes to. Empty: one that the broker names (subscriber), or none.
    pub queue: Option<Name>,
    /// The exchange it declares and publishes or binds to; absent: the default exchange.
    pub exchange: Option<Name>,
    /// The type of that exchange; absent: it is not declared.
    pub exchange_type: Option<Name>,
    /// The routing key of a producer; absent: the queue's name.
    pub routing_key: Option<Name>,
    /// The binding keys of a subscriber; none: one empty key.
    pub bind: Vec<Name>,
    /// The body that a producer publishes, with placeholders.
    pub body: Option<Name>,
    /// How often a producer publishes.
    pub every: Option<Duration>,
    /// How many times a producer publishes; absent: for ever.
    pub times: Option<u64>,
    /// What it declares is durable.
    pub durable: bool,
    /// What it publishes has `delivery_mode` 2.
    pub persistent: bool,
    /// What it publishes is mandatory.
    pub mandatory: bool,
    /// It puts its channel into confirm mode.
    pub confirm: bool,
    /// The `x-` arguments of the queue it declares.
    pub arguments: Table,
    /// When it acknowledges.
    pub ack: AckPolicy,
    /// What it answers when it is time.
    pub settle: Settle,
    /// How many unacknowledged deliveries it takes at once; 0 is unlimited.
    pub prefetch: u16,
    /// How long it works on a message.
    pub think: Think,
    /// How long after losing its connection it connects again; absent: never.
    pub reconnect: Option<Duration>,
}

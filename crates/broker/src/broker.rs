//! The broker's state and its one entry.

use core::time::Duration;

use crate::event::StopCause;
use crate::{ChannelId, Command, ConnectionId, Event, ExchangeId, Name, Overview, QueueId, Time};

/// What the broker is told.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Input {
    /// A client has shaken hands as this user.
    ConnectionOpen {
        /// A number never used before.
        connection: ConnectionId,
        /// The user's name, such as `guest`.
        user: Name,
    },
    /// A client sends `connection.close`.
    ConnectionClose(ConnectionId),
    /// A client's socket is closed without a word.
    ConnectionLost(ConnectionId),
    /// A client sends a method on a channel.
    Command(ChannelId, Command),
    /// Time has passed: whatever is due happens. (Every other input does this first, too.)
    Timeout,
    /// The broker stops and starts again.
    Restart(Restart),
}

/// How the broker goes down before it comes up again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Restart {
    /// In order, or by a crash.
    pub cause: StopCause,
    /// Decides what the real broker leaves to chance in a crash; the same number, the same outcome.
    pub luck: u64,
}

/// Settings that RabbitMQ has as configuration or as constants.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Config {
    /// How long a delivery may stay unacknowledged (`consumer_timeout`, 30 minutes); nothing switches it off.
    pub consumer_timeout: Option<Duration>,
    /// How often a channel looks at that (60 s).
    pub channel_tick: Duration,
    /// How long messages that await a confirm are collected before they are synchronised to the disk together (200 ms).
    pub sync_interval: Duration,
    /// How soon other persistent messages are written, to the page cache (as soon as the queue is idle).
    pub idle_flush: Duration,
    /// How long the operating system keeps written data before it puts it on the disk by itself (30 s).
    pub writeback: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            consumer_timeout: Some(Duration::from_secs(30 * 60)),
            channel_tick: Duration::from_secs(60),
            sync_interval: Duration::from_millis(200),
            idle_flush: Duration::from_millis(1),
            writeback: Duration::from_secs(30),
        }
    }
}

/// A RabbitMQ broker with one virtual host, `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Broker {
    config: Config,
    now: Time,
}

impl Broker {
    /// A broker that has just been installed: the predeclared exchanges and nothing else.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self { config, now: Time::ZERO }
    }

    /// Handles one input at `now` (never earlier than the last one's) and appends what happened to `out`.
    pub fn handle(&mut self, now: Time, input: Input, out: &mut Vec<Event>) {
        self.now = now;
        let _ = (input, out, &self.config);
    }

    /// When [`Input::Timeout`] should be given next, if nothing else comes before.
    #[must_use]
    pub fn next_timeout(&self) -> Option<Time> {
        None
    }

    /// Everything there is, as plain data.
    #[must_use]
    pub fn overview(&self) -> Overview {
        Overview { now: self.now, ..Overview::default() }
    }

    /// The name of a queue, also of one that is gone.
    #[must_use]
    pub fn queue_name(&self, queue: QueueId) -> Name {
        let _ = queue;
        Name::default()
    }

    /// The name of an exchange, also of one that is gone.
    #[must_use]
    pub fn exchange_name(&self, exchange: ExchangeId) -> Name {
        let _ = exchange;
        Name::default()
    }
}

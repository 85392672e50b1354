//! Settings that RabbitMQ has as configuration or as constants.

use core::time::Duration;

/// The broker's settings. The defaults are RabbitMQ 3.10's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Config {
    /// How long a delivery may stay unacknowledged (`consumer_timeout`, 30 minutes); nothing switches it off.
    pub consumer_timeout: Option<Duration>,
    /// How often a channel checks `consumer_timeout` (60 s). At least one microsecond, the step of
    /// [`Time`](crate::Time).
    pub channel_tick: Duration,
    /// How long messages that await a confirm are collected before they are synchronised to the disk together (200 ms).
    pub sync_interval: Duration,
    /// How soon other persistent messages are written, to the page cache (as soon as the queue is idle).
    pub idle_flush: Duration,
    /// How long the operating system keeps written data before it puts it on the disk by itself (30 s).
    pub writeback: Duration,
    /// How long the declaration of a durable queue may be lost in a crash (the log of RabbitMQ's schema database, 2 s).
    pub schema_flush: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            consumer_timeout: Some(Duration::from_secs(30 * 60)),
            channel_tick: Duration::from_secs(60),
            sync_interval: Duration::from_millis(200),
            idle_flush: Duration::from_millis(1),
            writeback: Duration::from_secs(30),
            schema_flush: Duration::from_secs(2),
        }
    }
}

//! The effects that a client asks of the world: methods to send, alarms to set.

use std::sync::Arc;

use warren_broker::{Message, Time};

use crate::random::Random;
use crate::scenario::Method;
use crate::{Refusal, Request};

/// The reasons for an alarm of a client's own clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Alarm {
    /// The next publish of a producer.
    Publish,
    /// The next turn of an `every`, by its index.
    Repeat(usize),
    /// The end of the work in hand.
    Work,
    /// The time to connect again.
    Reconnect,
}

/// The effects of one input to a client.
pub struct Effects<'a> {
    pub now: Time,
    pub random: &'a mut Random,
    /// Methods by channel; 0 is the connection itself.
    pub sent: Vec<(u16, Request)>,
    pub alarms: Vec<(Time, Alarm)>,
    /// Alarms to cancel before new ones are set.
    pub struck: Vec<Alarm>,
    /// The client has begun to work on a message.
    pub starts_work: bool,
    /// Lost messages: settled for the broker, but not finished.
    pub lost: Vec<Arc<Message>>,
    /// Statements with their channels that waited in an outbox and will not be sent.
    pub abandoned: Vec<(u16, Method, Refusal)>,
    /// The client wants a new connection after losing its own.
    pub reconnects: bool,
}

impl<'a> Effects<'a> {
    pub const fn new(now: Time, random: &'a mut Random) -> Self {
        Self {
            now,
            random,
            sent: Vec::new(),
            alarms: Vec::new(),
            struck: Vec::new(),
            starts_work: false,
            lost: Vec::new(),
            abandoned: Vec::new(),
            reconnects: false,
        }
    }

    pub fn send(&mut self, channel: u16, request: Request) {
        self.sent.push((channel, request));
    }

    /// Sets an alarm, replacing any of its kind.
    pub fn set(&mut self, at: Time, alarm: Alarm) {
        self.alarms.retain(|(_, other)| *other != alarm);
        self.struck.push(alarm);
        self.alarms.push((at, alarm));
    }

    pub fn strike(&mut self, alarm: Alarm) {
        self.alarms.retain(|(_, other)| *other != alarm);
        self.struck.push(alarm);
    }
}

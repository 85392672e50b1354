//! What a client program wants done: methods to send, alarms to set. It does not know how the world does it.

use std::sync::Arc;

use warren_broker::{Message, Time};

use crate::random::Random;
use crate::scenario::Method;
use crate::{Refusal, Request};

/// What a client's own clock wakes it for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Alarm {
    /// The next publish of a producer.
    Publish,
    /// The next turn of an `every`, by its number.
    Repeat(usize),
    /// The work in hand is done.
    Work,
    /// Time to connect again.
    Reconnect,
}

/// What comes of one thing that happens to a client.
pub struct Effects<'a> {
    pub now: Time,
    pub random: &'a mut Random,
    /// Methods by channel; 0 is the connection.
    pub sent: Vec<(u16, Request)>,
    pub alarms: Vec<(Time, Alarm)>,
    /// These alarms are to be struck out, before new ones are set.
    pub struck: Vec<Alarm>,
    /// The client has begun to work on something.
    pub starts_work: bool,
    /// Messages that nobody has any more: settled for the broker, but not worked off.
    pub lost: Vec<Arc<Message>>,
    /// Statements, with their channels, that waited to be sent and will not be.
    pub abandoned: Vec<(u16, Method, Refusal)>,
    /// It wants its connection again after losing it.
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

    /// Sets an alarm in the place of any of its kind.
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

//! Timers of everything that waits, as one ordered list. The broker decides what happens when one fires.

use std::collections::BTreeSet;

use crate::{ChannelId, QueueId, Time};

/// The owner of a timer. At one instant queues come first, in order of declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum TimerId {
    /// A message, the queue itself or its way to the disk.
    Queue(QueueId),
    /// The oldest delivery of a channel, to be acknowledged in time.
    Channel(ChannelId),
}

/// The timer of one thing, stored with it: the time for which it is set.
pub(crate) type Timer = Option<Time>;

/// The number of channels without deliveries that may keep their timer.
const SLACK: usize = 4;

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Timers {
    due: BTreeSet<(Time, TimerId)>,
    /// The first timer, checked at every input.
    first: Option<Time>,
    /// Channels without deliveries whose timer was left running. Stopping the timer with each ack and setting it with
    /// each delivery would cost a channel that takes one message at a time a tenth of its work.
    slack: Vec<ChannelId>,
}

impl Timers {
    /// Sets a timer, moves it, or stops it.
    #[inline]
    pub(crate) fn set(&mut self, id: TimerId, timer: &mut Timer, due: Option<Time>) {
        if *timer != due {
            self.change(id, timer, due);
        }
    }

    fn change(&mut self, id: TimerId, timer: &mut Timer, due: Option<Time>) {
        if let Some(at) = *timer {
            self.due.remove(&(at, id));
        }
        if let Some(at) = due {
            self.due.insert((at, id));
        }
        self.first = self.due.first().map(|(at, _)| *at);
        *timer = due;
    }

    /// Returns the timers in order of time.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Time, TimerId)> {
        self.due.iter().copied()
    }

    /// Returns the first timer, which may be one left running.
    #[inline]
    pub(crate) fn first(&self) -> Option<Time> {
        self.first
    }

    /// Leaves the timer of a channel without deliveries running. Returns a channel that has been left for long, so that
    /// the caller stops its timer or leaves it again.
    pub(crate) fn slacken(&mut self, channel: ChannelId) -> Option<ChannelId> {
        self.slack.push(channel);
        (self.slack.len() > SLACK).then(|| self.slack.remove(0))
    }
}

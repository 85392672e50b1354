//! When something is due, of all that waits: one ordered list. It does not know what happens then.

use std::collections::BTreeSet;

use crate::{ChannelId, QueueId, Time};

/// Whose timer it is. At one time those of queues come first, in order of declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum TimerId {
    /// A message, the queue itself or its way to the disk.
    Queue(QueueId),
    /// The oldest delivery of a channel, which is to be acknowledged in time.
    Channel(ChannelId),
}

/// The timer of one thing, kept with it: when it was set to go off.
pub(crate) type Timer = Option<Time>;

/// So many channels without deliveries may keep their timer.
const SLACK: usize = 4;

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Timers {
    due: BTreeSet<(Time, TimerId)>,
    /// The first of them, at hand for every input.
    first: Option<Time>,
    /// Channels that had nothing to wait for when they came here. Stopping the timer with each ack and setting it with each
    /// delivery would cost a channel that takes one message at a time a tenth of all that it does.
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

    /// In order of time.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Time, TimerId)> {
        self.due.iter().copied()
    }

    /// The first, be it one that has become superfluous.
    #[inline]
    pub(crate) fn first(&self) -> Option<Time> {
        self.first
    }

    /// A channel has nothing left to wait for, and keeps its timer for now. Gives one that has kept it for long, to stop it or
    /// to let it come here again.
    pub(crate) fn slacken(&mut self, channel: ChannelId) -> Option<ChannelId> {
        self.slack.push(channel);
        (self.slack.len() > SLACK).then(|| self.slack.remove(0))
    }
}

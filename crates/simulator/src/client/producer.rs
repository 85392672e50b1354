//! The publishes that a client makes by itself: a producer's rhythm with its confirms, and statements with `every`.

use std::sync::Arc;

use warren_broker::command::BasicPublish;
use warren_broker::{Command, Content, Message, Name, Properties};

use super::Client;
use super::channel::Outgoing;
use super::effects::{Alarm, Effects};
use crate::scenario::{Every, Method, fill};
use crate::settings::{Behaviour, Confirm};

/// A producer's publishing since it was started.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Producing {
    /// It publishes.
    active: bool,
    /// The number of its last publish.
    n: u64,
    /// Its time to publish came while it awaited confirms.
    overdue: bool,
    /// The unanswered requests of a caller.
    awaiting: Vec<Name>,
}

/// A statement with `every`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Repeat {
    pub channel: u16,
    pub every: Every,
    pub method: Method,
    /// The number of turns so far.
    pub n: u64,
}

impl Producing {
    pub fn begin(&mut self) {
        *self = Self::default();
    }

    pub fn end(&mut self) {
        self.active = false;
        self.overdue = false;
        self.awaiting.clear();
    }

    /// Counts an answer to a caller. An unexpected answer changes nothing.
    pub fn answered(&mut self, message: &Arc<Message>) {
        if let Some(correlation_id) = &message.content.properties.correlation_id {
            self.awaiting.retain(|awaited| awaited != correlation_id);
        }
    }

    pub fn awaiting(&self) -> u64 {
        u64::try_from(self.awaiting.len()).expect("there are fewer questions than that")
    }
}

impl Client {
    /// Begins publishing, once the producer's topology is declared.
    pub(super) fn begin_publishing(&mut self, fx: &mut Effects<'_>) {
        if matches!(self.behaviour, Behaviour::Producer | Behaviour::Caller) {
            self.producing.active = true;
            self.publish_due(fx);
            self.flush_all(fx);
        }
    }

    /// Makes the next publish, or postpones it while confirms must be awaited first.
    pub(super) fn publish_due(&mut self, fx: &mut Effects<'_>) {
        if !self.producing.active || self.settings.times.is_some_and(|times| self.producing.n >= times) {
            return;
        }
        if self.awaits_confirms() {
            self.producing.overdue = true;
            return;
        }
        self.producing.overdue = false;
        self.producing.n += 1;
        let publish = self.publish(self.producing.n);
        self.enqueue(1, Outgoing::Command(Command::BasicPublish(publish)));
        if self.settings.times.is_none_or(|times| self.producing.n < times) {
            fx.set(fx.now + self.settings.every, Alarm::Publish);
        }
    }

    /// Makes the publish that waited for confirms.
    pub(super) fn publish_overdue(&mut self, fx: &mut Effects<'_>) {
        if self.producing.overdue {
            self.publish_due(fx);
        }
    }

    /// Sets the next publish anew after a change of the rhythm or the number.
    pub(super) fn reschedule(&mut self, fx: &mut Effects<'_>) {
        let more = self.settings.times.is_none_or(|times| self.producing.n < times);
        if self.producing.active && more {
            fx.set(fx.now + self.settings.every, Alarm::Publish);
        } else {
            fx.strike(Alarm::Publish);
        }
    }

    /// Takes the next turn of an `every`.
    pub(super) fn repeat(&mut self, index: usize, fx: &mut Effects<'_>) {
        let Some(repeat) = self.repeats.get_mut(index) else { return };
        let Every { period, times } = repeat.every;
        if times.is_some_and(|times| repeat.n >= times) {
            return;
        }
        repeat.n += 1;
        if times.is_none_or(|times| repeat.n < times) {
            fx.set(fx.now + period, Alarm::Repeat(index));
        }
        let Repeat { channel, method, n, .. } = repeat.clone();
        self.enqueue_method(channel, &method, Some(n));
    }

    /// Returns whether a full batch is sent and not yet confirmed.
    fn awaits_confirms(&self) -> bool {
        let Confirm::Batch(batch) = self.settings.confirm else { return false };
        let open = self.channels.get(&1).and_then(|channel| channel.confirms.as_ref());
        let waiting = open.is_some_and(|confirms| !confirms.open.is_empty());
        waiting && self.producing.n > 0 && self.producing.n.is_multiple_of(batch.into())
    }

    fn publish(&mut self, n: u64) -> BasicPublish {
        let settings = &self.settings;
        let queue = settings.queue.clone().unwrap_or_default();
        let key = settings.routing_key.clone().unwrap_or(queue);
        let mut properties = Properties { delivery_mode: settings.persistent.then_some(2), ..Properties::default() };
        let (routing_key, body) = (fill(&key, n, None).into(), fill(&settings.body, n, None));
        if self.behaviour == Behaviour::Caller {
            let correlation_id: Name = n.to_string().into();
            properties.correlation_id = Some(correlation_id.clone());
            properties.reply_to = self.callback_queue();
            self.producing.awaiting.push(correlation_id);
        }
        BasicPublish {
            exchange: self.settings.exchange.clone().unwrap_or_default(),
            routing_key,
            mandatory: self.settings.mandatory,
            immediate: false,
            content: Content { properties, body: body.as_bytes().into() }.into(),
            id: None,
        }
    }
}

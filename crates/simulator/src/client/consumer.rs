//! A client's work on its deliveries: one message at a time, settled by its policy.

use core::time::Duration;
use std::collections::VecDeque;
use std::sync::Arc;

use warren_broker::command::BasicPublish;
use warren_broker::{Command, Content, Message, Name, Properties, Settled, Time};

use super::Client;
use super::channel::{Consumer, Outgoing};
use super::effects::{Alarm, Effects};
use crate::scenario::fill;
use crate::settings::{AckPolicy, Behaviour, Settle, Think};

/// The deliveries that a client has not finished with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Consuming {
    /// Finished and not settled, in order of channel and delivery tag.
    done: Vec<Held>,
    /// The delivery in work.
    pub work: Option<Working>,
    /// The deliveries that wait for work, in order of receipt.
    waiting: VecDeque<Held>,
}

/// A delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Held {
    pub message: Arc<Message>,
    pub queue: Name,
    pub channel: u16,
    pub delivery_tag: u64,
    pub redelivered: bool,
    /// Settled for the broker: sent with `no_ack`, or acknowledged before the work.
    pub settled: bool,
    /// Its settlement is in the outbox.
    settling: bool,
}

/// The delivery in work and its end.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Working {
    pub held: Held,
    pub since: Time,
    pub until: Time,
}

impl Consuming {
    /// Returns all deliveries, each with whether it is finished: first the finished ones, then the one in work, then
    /// the waiting ones.
    pub fn all(&self) -> impl Iterator<Item = (&Held, bool)> {
        let done = self.done.iter().map(|held| (held, true));
        let work = self.work.iter().map(|work| (&work.held, false));
        done.chain(work).chain(self.waiting.iter().map(|held| (held, false)))
    }
}

impl Client {
    pub(super) fn delivered(
        &mut self,
        channel: u16,
        consumer: Consumer,
        delivery_tag: u64,
        redelivered: bool,
        message: Arc<Message>,
        fx: &mut Effects<'_>,
    ) {
        self.counts.received += 1;
        if self.behaviour == Behaviour::Caller {
            self.producing.answered(&message);
        }
        let (queue, settled) = (consumer.queue, consumer.no_ack);
        let held = Held { message, queue, channel, delivery_tag, redelivered, settled, settling: false };
        self.consuming.waiting.push_back(held);
        self.work_on(fx);
    }

    /// Finishes the work in hand and returns its message.
    pub(super) fn work_done(&mut self, fx: &mut Effects<'_>) -> Option<Arc<Message>> {
        let held = self.consuming.work.take()?.held;
        let message = held.message.clone();
        self.finish(held);
        self.work_on(fx);
        Some(message)
    }

    /// Returns the message being worked on.
    pub fn working_on(&self) -> Option<&Arc<Message>> {
        self.consuming.work.as_ref().map(|work| &work.held.message)
    }

    /// Returns the delivery tag for a settlement without one: that of the oldest delivery, or 0, which is never valid,
    /// if there is none.
    pub(super) fn oldest_held(&self, channel: u16) -> u64 {
        let consuming = &self.consuming;
        let done = consuming.done.iter().find(|held| held.channel == channel).map(|held| held.delivery_tag);
        let rest = consuming.work.iter().map(|work| &work.held).chain(&consuming.waiting);
        let other = rest.filter(|held| held.channel == channel && !held.settled).map(|held| held.delivery_tag).min();
        done.into_iter().chain(other).min().unwrap_or(0)
    }

    /// Takes out the deliveries that a settlement settles as it is sent, and returns their number.
    pub(super) fn settle_held(&mut self, channel: u16, tags: Settled) -> u64 {
        let mut settled = 0;
        self.consuming.done.retain(|held| {
            let means = held.channel == channel && tags.contains(held.delivery_tag);
            settled += u64::from(means);
            !means
        });
        let meant = |held: &Held| held.channel == channel && !held.settled && tags.contains(held.delivery_tag);
        if let Some(work) = self.consuming.work.as_mut().filter(|work| meant(&work.held)) {
            // It is removed when the work is done.
            work.held.settled = true;
            settled += 1;
        }
        // A delivery that a statement settles early is not worked on any further.
        let scripted = self.behaviour == Behaviour::Scripted;
        self.consuming.waiting.retain_mut(|held| {
            let means = meant(held);
            held.settled |= means;
            settled += u64::from(means);
            !(means && scripted)
        });
        settled
    }

    /// Drops the deliveries of a channel that is gone. Those that the broker counts as settled are lost.
    pub(super) fn drop_held(&mut self, channel: u16, fx: &mut Effects<'_>) {
        self.consuming.done.retain(|held| held.channel != channel);
        if let Some(work) = self.consuming.work.take_if(|work| work.held.channel == channel) {
            fx.strike(Alarm::Work);
            fx.lost.extend(work.held.settled.then_some(work.held.message));
        }
        self.consuming.waiting.retain(|held| {
            let gone = held.channel == channel;
            fx.lost.extend((gone && held.settled).then(|| held.message.clone()));
            !gone
        });
    }

    /// Begins with the next message if none is in work. Work that takes no time is done at once.
    fn work_on(&mut self, fx: &mut Effects<'_>) {
        while self.consuming.work.is_none() {
            let Some(mut held) = self.consuming.waiting.pop_front() else { return };
            let takes = self.think(&held.message, fx);
            if takes.is_zero() {
                self.finish(held);
                continue;
            }
            if self.settings.ack == AckPolicy::BeforeWork && !held.settled {
                self.settle(&mut held);
            }
            let until = fx.now + takes;
            self.consuming.work = Some(Working { held, since: fx.now, until });
            fx.set(until, Alarm::Work);
            fx.starts_work = true;
        }
    }

    fn finish(&mut self, mut held: Held) {
        if self.behaviour == Behaviour::Server {
            self.answer(&held);
        }
        if held.settled {
            return;
        }
        if !held.settling {
            match self.settings.ack {
                // `Automatic` occurs here if `ack=auto` was set while a consumer with acknowledgements still exists.
                AckPolicy::AfterWork | AckPolicy::BeforeWork | AckPolicy::Automatic => self.settle(&mut held),
                AckPolicy::Never => {}
            }
        }
        let done = &mut self.consuming.done;
        let key = |held: &Held| (held.channel, held.delivery_tag);
        let place = done.partition_point(|other| key(other) < key(&held));
        done.insert(place, held);
    }

    /// Puts the settlement that the settings ask for into the outbox.
    fn settle(&mut self, held: &mut Held) {
        held.settling = true;
        let (channel, delivery_tag) = (held.channel, held.delivery_tag);
        let body = String::from_utf8_lossy(&held.message.content.body);
        let settle = if body.contains(&*self.settings.settle_if) { self.settings.settle } else { Settle::Ack };
        let command = match settle {
            Settle::Ack => Command::BasicAck { delivery_tag, multiple: false },
            Settle::Reject { requeue } => Command::BasicReject { delivery_tag, requeue },
            Settle::Nack { requeue } => Command::BasicNack { delivery_tag, multiple: false, requeue },
        };
        self.enqueue(channel, Outgoing::Command(command));
    }

    /// Answers a message as a server does, if it has a `reply_to`.
    fn answer(&mut self, held: &Held) {
        let asked = &held.message.content.properties;
        let Some(reply_to) = asked.reply_to.clone() else { return };
        let body = String::from_utf8_lossy(&held.message.content.body);
        let answer = fill(&self.settings.answer, self.counts.sent + 1, Some(&body));
        let properties = Properties { correlation_id: asked.correlation_id.clone(), ..Properties::default() };
        let content = Content { properties, body: answer.as_bytes().into() }.into();
        let publish = BasicPublish { routing_key: reply_to, content, ..BasicPublish::default() };
        let channel = held.channel;
        self.enqueue(channel, Outgoing::Command(Command::BasicPublish(publish)));
    }

    fn think(&self, message: &Message, fx: &mut Effects<'_>) -> Duration {
        match self.settings.think {
            Think::None => Duration::ZERO,
            Think::Dots => {
                let dots = message.content.body.iter().filter(|byte| **byte == b'.').count();
                Duration::from_secs(u64::try_from(dots).unwrap_or(u64::MAX))
            }
            Think::Fixed(time) => time,
            Think::Uniform(least, most) => fx.random.span(least, most),
        }
    }
}

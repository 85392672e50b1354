//! What a client does with what it receives: it works on one message at a time and settles by its policy. It does not know
//! how messages get to it.

use core::time::Duration;
use std::collections::VecDeque;
use std::sync::Arc;

use warren_broker::command::BasicPublish;
use warren_broker::{Command, Content, Message, Name, Properties, Time};

use super::Client;
use super::channel::{Consumer, Outgoing};
use super::effects::{Alarm, Effects};
use crate::scenario::fill;
use crate::settings::{AckPolicy, Behaviour, Settle, Think};

/// What a client has received and is not done with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Consuming {
    /// In order of receipt.
    pub held: VecDeque<Held>,
    /// What it works on; it is held, too.
    pub work: Option<Working>,
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
    /// The broker does not know of it any more: sent with `no_ack`, or acknowledged before the work.
    pub settled: bool,
    /// Its settlement is in line to be sent.
    pub settling: bool,
    /// The work is done.
    pub done: bool,
}

/// The work in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Working {
    pub channel: u16,
    pub delivery_tag: u64,
    pub since: Time,
    pub until: Time,
}

impl Consuming {
    /// The delivery with this tag, unless the broker counts it as settled.
    fn unsettled(&self, channel: u16) -> impl Iterator<Item = &Held> {
        self.held.iter().filter(move |held| held.channel == channel && !held.settled)
    }

    pub fn find(&self, channel: u16, delivery_tag: u64) -> Option<usize> {
        self.held.iter().position(|held| held.channel == channel && held.delivery_tag == delivery_tag)
    }

    /// The message being worked on.
    pub fn working_on(&self) -> Option<&Arc<Message>> {
        let work = self.work.as_ref()?;
        Some(&self.held[self.find(work.channel, work.delivery_tag)?].message)
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
        let held = Held { message, queue, channel, delivery_tag, redelivered, settled, settling: false, done: false };
        self.consuming.held.push_back(held);
        self.work_on(fx);
    }

    /// The work in hand is done; what it was on, if that is still there.
    pub(super) fn work_done(&mut self, fx: &mut Effects<'_>) -> Option<Arc<Message>> {
        let work = self.consuming.work.take()?;
        let index = self.consuming.find(work.channel, work.delivery_tag)?;
        let message = self.consuming.held[index].message.clone();
        self.finish(index);
        self.work_on(fx);
        Some(message)
    }

    /// The message being worked on.
    pub fn working_on(&self) -> Option<&Arc<Message>> {
        self.consuming.working_on()
    }

    /// The delivery that a settlement without a tag means: 0, which there never is, if nothing is held.
    pub(super) fn oldest_held(&self, channel: u16) -> u64 {
        self.consuming.unsettled(channel).map(|held| held.delivery_tag).next().unwrap_or(0)
    }

    /// A settlement is sent: what it settles, and how many those are.
    pub(super) fn settle_held(&mut self, channel: u16, delivery_tag: u64, multiple: bool) -> u64 {
        let meant = |held: &Held| {
            let tag = held.delivery_tag;
            let fits = tag == delivery_tag || (multiple && (tag <= delivery_tag || delivery_tag == 0));
            held.channel == channel && !held.settled && fits
        };
        let mut count = 0;
        let working = self.consuming.work.map(|work| (work.channel, work.delivery_tag));
        self.consuming.held.retain_mut(|held| {
            if !meant(held) {
                return true;
            }
            count += 1;
            held.settled = true;
            // What waits for its turn or is being worked on stays until the work is done.
            !held.done && (self.behaviour != Behaviour::Scripted || working == Some((channel, held.delivery_tag)))
        });
        count
    }

    /// A channel is gone, and what came on it with it. With `no_ack`, or acknowledged early, nobody has it any more.
    pub(super) fn drop_held(&mut self, channel: u16, fx: &mut Effects<'_>) {
        let gone = |held: &Held| held.channel == channel;
        let lost = self.consuming.held.iter().filter(|held| gone(held) && held.settled && !held.done);
        fx.lost.extend(lost.map(|held| held.message.clone()));
        self.consuming.held.retain(|held| !gone(held));
        if self.consuming.work.is_some_and(|work| work.channel == channel) {
            self.consuming.work = None;
            fx.strike(Alarm::Work);
        }
    }

    /// Begins with the next message if nothing is in hand. What takes no time is done at once.
    fn work_on(&mut self, fx: &mut Effects<'_>) {
        while self.consuming.work.is_none() {
            let Some(index) = self.consuming.held.iter().position(|held| !held.done) else { return };
            let Held { channel, delivery_tag, settled, ref message, .. } = self.consuming.held[index];
            let takes = self.think(message, fx);
            if self.settings.ack == AckPolicy::BeforeWork && !settled {
                self.settle(index);
            }
            if takes.is_zero() {
                self.finish(index);
            } else {
                let until = fx.now + takes;
                self.consuming.work = Some(Working { channel, delivery_tag, since: fx.now, until });
                fx.set(until, Alarm::Work);
                fx.starts_work = true;
            }
        }
    }

    fn finish(&mut self, index: usize) {
        self.consuming.held[index].done = true;
        if self.behaviour == Behaviour::Server {
            self.answer(index);
        }
        let Held { settled, settling, .. } = self.consuming.held[index];
        if settled {
            self.consuming.held.remove(index);
        } else if !settling {
            match self.settings.ack {
                // `Automatic` here: `ack=auto` was said while a consumer with acknowledgements is still there.
                AckPolicy::AfterWork | AckPolicy::BeforeWork | AckPolicy::Automatic => self.settle(index),
                AckPolicy::Never => {}
            }
        }
    }

    /// Puts the answer that the settings say into line.
    fn settle(&mut self, index: usize) {
        let held = &mut self.consuming.held[index];
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

    /// A server answers to the message's `reply_to`, if it has one.
    fn answer(&mut self, index: usize) {
        let held = &self.consuming.held[index];
        let asked = &held.message.content.properties;
        let Some(reply_to) = asked.reply_to.clone() else { return };
        let body = String::from_utf8_lossy(&held.message.content.body);
        let answer = fill(&self.settings.answer, self.counts.sent + 1, Some(&body));
        let properties = Properties { correlation_id: asked.correlation_id.clone(), ..Properties::default() };
        let content = Content { properties: properties.into(), body: answer.as_bytes().into() };
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

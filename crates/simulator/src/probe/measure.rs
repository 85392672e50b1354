//! Carries out measurements.

use warren_broker::event::QueueEnd;
use warren_broker::reply::ReplyKind;
use warren_broker::{ChannelId, CopyId, Event, Message, MessageId, Name, Reply};

use super::{Answer, Probe, Reading, What};
use crate::dict::sort;
use crate::{ClientView, Moment, Overview, World};

impl Probe {
    /// Measures a stretch of a run. `world` must be at its end, and `overview` must be that world's.
    #[must_use]
    pub fn measure(&self, stretch: &[Moment], world: &World, overview: &Overview) -> Reading {
        let state = |number: u64| Reading { answer: Answer::Number(number), decided: None };
        let client = |number: fn(&ClientView) -> u64| {
            let found = overview.clients.iter().find(|client| Some(&client.name) == self.of.as_ref());
            state(found.map_or(0, number))
        };
        let queue = |number: fn(&warren_broker::overview::QueueView) -> u64| {
            let found = overview.broker.queues.iter().find(|queue| Some(&queue.name) == self.of.as_ref());
            state(found.map_or(0, number))
        };
        match self.what {
            What::Contents => {
                let names =
                    world.messages().map(|message| String::from_utf8_lossy(&message.content.body).into()).collect();
                Tally { names, ..Tally::default() }.named()
            }
            What::Kept => state(world.messages().filter(|message| self.is_asked(message)).count() as u64),
            What::Sent => client(|client| client.sent),
            What::Confirmed => client(|client| client.confirmed),
            What::Nacked => client(|client| client.nacked),
            What::Returned => client(|client| client.returned),
            What::Holding => client(|client| client.holding.len() as u64),
            What::Ready => queue(|queue| queue.messages_ready),
            What::Unacked => queue(|queue| queue.messages_unacknowledged),
            What::Consumers => queue(|queue| u64::from(queue.consumer_count)),
            What::Receivers | What::Queues => self.tally(stretch, world).named(),
            What::Seen(seen) => self.see(seen, stretch, world),
            What::Copies
            | What::Waited
            | What::Confirms
            | What::Unroutable
            | What::Redelivered
            | What::Requeued
            | What::Dropped
            | What::Expired
            | What::DeadLettered
            | What::Lost
            | What::Received
            | What::Acked => self.tally(stretch, world).counted(),
        }
    }

    /// Counts over the moments of the stretch.
    fn tally(&self, stretch: &[Moment], world: &World) -> Tally {
        let mut tally = Tally::default();
        for (index, moment) in stretch.iter().enumerate() {
            if self.what == What::Lost {
                tally.count(index, moment.lost().count() as u64);
            }
            for event in &moment.events {
                if let Some(message) = event.published().filter(|message| self.is_asked(message)) {
                    tally.messages.push(message.id);
                }
                self.take(index, moment, event, world, &mut tally);
            }
        }
        tally
    }

    fn is_asked(&self, message: &Message) -> bool {
        self.of.as_ref().is_none_or(|body| *message.content.body == *body.as_bytes())
    }

    /// Counts an event if the probe asks for it.
    fn take(&self, index: usize, moment: &Moment, event: &Event, world: &World, tally: &mut Tally) {
        let if_asked = |what: What| u64::from(self.what == what);
        let is_of = |channel: ChannelId| owner(channel, world) == self.of;
        let more = match event {
            Event::To(channel, reply) => self.take_reply(*channel, reply, world, tally),
            Event::Enqueued { copy, message, .. } => {
                let waits = self.what == What::Waited
                    && self.of.as_ref() == Some(&world.queue_name(copy.queue))
                    && !is_taken(*copy, moment);
                u64::from(waits) + self.take_copy(*copy, *message, world, tally)
            }
            Event::Delivered { copy, message, redelivered, .. } => {
                let again = if *redelivered { if_asked(What::Redelivered) } else { 0 };
                again + self.take_copy(*copy, *message, world, tally)
            }
            Event::Acked { channel, .. } if is_of(*channel) => if_asked(What::Acked),
            Event::Unroutable { .. } => if_asked(What::Unroutable),
            Event::Requeued { .. } => if_asked(What::Requeued),
            Event::Dropped { .. } => if_asked(What::Dropped),
            Event::Expired { .. } => if_asked(What::Expired),
            Event::DeadLettered { .. } => if_asked(What::DeadLettered),
            Event::Lost { .. } => if_asked(What::Lost),
            // A queue that goes when the broker stops has a `Lost` event for each copy.
            Event::QueueDeleted { cause, ready, unacked, .. } if *cause != QueueEnd::BrokerStopped => {
                if_asked(What::Lost) * (ready + unacked)
            }
            Event::Acked { .. }
            | Event::QueueDeleted { .. }
            | Event::ToConnection(..)
            | Event::ConnectionOpened(_)
            | Event::ConnectionClosed(..)
            | Event::ChannelOpened(_)
            | Event::ChannelClosed(..)
            | Event::ExchangeDeclared(_)
            | Event::ExchangeDeleted(..)
            | Event::QueueDeclared(_)
            | Event::QueuePurged { .. }
            | Event::Bound(_)
            | Event::Unbound(..)
            | Event::ConsumerAdded(_)
            | Event::ConsumerRemoved(..)
            | Event::ConsumerActivated(_)
            | Event::Published { .. }
            | Event::Routed { .. }
            | Event::Skipped { .. }
            | Event::Rejected { .. }
            | Event::DeadLetterDropped { .. }
            | Event::Persisted { .. }
            | Event::Stopped(_)
            | Event::Started
            | Event::Recovered { .. } => 0,
        };
        tally.count(index, more);
    }

    /// Counts a method sent to a client.
    fn take_reply(&self, channel: ChannelId, reply: &Reply, world: &World, tally: &mut Tally) -> u64 {
        match (reply.kind(), self.what) {
            (ReplyKind::Delivery { message, .. }, What::Receivers) if self.is_asked(message) => {
                tally.names.extend(owner(channel, world));
                1
            }
            (ReplyKind::Delivery { .. }, What::Received) | (ReplyKind::Confirm { acked: true, .. }, What::Confirms) => {
                u64::from(owner(channel, world) == self.of)
            }
            (_, _) => 0,
        }
    }

    /// Counts where a message goes, or how many copies of it exist.
    fn take_copy(&self, copy: CopyId, message: MessageId, world: &World, tally: &mut Tally) -> u64 {
        if !tally.messages.contains(&message) {
            return 0;
        }
        if self.what == What::Queues {
            tally.names.push(world.queue_name(copy.queue));
            return 1;
        }
        let is_new = self.what == What::Copies && !tally.copies.contains(&copy);
        if is_new {
            tally.copies.push(copy);
        }
        u64::from(is_new)
    }
}

/// Returns the client of a channel.
fn owner(channel: ChannelId, world: &World) -> Option<Name> {
    world.client_of(channel.connection).map(|id| world.client_name(id))
}

/// Returns whether a copy is delivered in the very moment in which it enters its queue.
fn is_taken(one: CopyId, moment: &Moment) -> bool {
    moment.events.iter().any(|event| matches!(event, Event::Delivered { copy, .. } if *copy == one))
}

/// The counts so far.
#[derive(Default)]
struct Tally {
    /// Messages published in the stretch, with the requested body.
    messages: Vec<MessageId>,
    copies: Vec<CopyId>,
    names: Vec<Name>,
    number: u64,
    decided: Option<usize>,
}

impl Tally {
    fn count(&mut self, index: usize, more: u64) {
        self.number += more;
        if more > 0 && self.decided.is_none() {
            self.decided = Some(index);
        }
    }

    fn counted(self) -> Reading {
        Reading { answer: Answer::Number(self.number), decided: self.decided }
    }

    fn named(mut self) -> Reading {
        sort(&mut self.names, |one, other| one < other);
        self.names.dedup();
        Reading { answer: Answer::Names(self.names), decided: self.decided }
    }
}

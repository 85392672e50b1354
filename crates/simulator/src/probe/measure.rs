//! Carries out measurements.

use warren_broker::event::QueueEnd;
use warren_broker::reply::ReplyKind;
use warren_broker::{ChannelId, CopyId, Event, Message, MessageId, Name};

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

    /// Counts an event if it is one of those that the probe is about.
    fn take(&self, index: usize, moment: &Moment, event: &Event, world: &World, tally: &mut Tally) {
        let one_if = |counts: bool| u64::from(counts);
        let more = match self.what {
            What::Receivers => self.take_receiver(event, world, tally),
            What::Received => one_if(self.is_sent(event, world, |kind| matches!(kind, ReplyKind::Delivery { .. }))),
            What::Confirms => {
                one_if(self.is_sent(event, world, |kind| matches!(kind, ReplyKind::Confirm { acked: true, .. })))
            }
            What::Queues | What::Copies => self.take_copy(event, world, tally),
            What::Waited => one_if(matches!(event, Event::Enqueued { copy, .. }
                if self.of.as_ref() == Some(&world.queue_name(copy.queue)) && !is_taken(*copy, moment))),
            What::Redelivered => one_if(matches!(event, Event::Delivered { redelivered: true, .. })),
            What::Acked => one_if(matches!(event, Event::Acked { channel, .. } if owner(*channel, world) == self.of)),
            What::Unroutable => one_if(matches!(event, Event::Unroutable { .. })),
            What::Requeued => one_if(matches!(event, Event::Requeued { .. })),
            What::Dropped => one_if(matches!(event, Event::Dropped { .. })),
            What::Expired => one_if(matches!(event, Event::Expired { .. })),
            What::DeadLettered => one_if(matches!(event, Event::DeadLettered { .. })),
            What::Lost => lost_by(event),
            // These are measured at the end of the stretch, or by clients.
            What::Contents
            | What::Seen(_)
            | What::Kept
            | What::Sent
            | What::Confirmed
            | What::Nacked
            | What::Returned
            | What::Holding
            | What::Ready
            | What::Unacked
            | What::Consumers => 0,
        };
        tally.count(index, more);
    }

    /// Returns whether an event sends the client in question a method of some kind.
    fn is_sent(&self, event: &Event, world: &World, wanted: fn(ReplyKind<'_>) -> bool) -> bool {
        matches!(event, Event::To(channel, reply) if wanted(reply.kind()) && owner(*channel, world) == self.of)
    }

    /// Takes the name of a client that is sent one of the messages asked for.
    fn take_receiver(&self, event: &Event, world: &World, tally: &mut Tally) -> u64 {
        let Event::To(channel, reply) = event else { return 0 };
        let ReplyKind::Delivery { message, .. } = reply.kind() else { return 0 };
        if !self.is_asked(message) {
            return 0;
        }
        tally.names.extend(owner(*channel, world));
        1
    }

    /// Counts a queue that a message reaches, or a copy of it.
    fn take_copy(&self, event: &Event, world: &World, tally: &mut Tally) -> u64 {
        let (Event::Enqueued { copy, message, .. } | Event::Delivered { copy, message, .. }) = event else { return 0 };
        if !tally.messages.contains(message) {
            return 0;
        }
        if self.what == What::Queues {
            tally.names.push(world.queue_name(copy.queue));
            return 1;
        }
        let is_new = !tally.copies.contains(copy);
        if is_new {
            tally.copies.push(*copy);
        }
        u64::from(is_new)
    }
}

/// Returns how many messages an event loses. (A queue that goes when the broker stops has a `Lost` event for each copy.)
const fn lost_by(event: &Event) -> u64 {
    if let Event::QueueDeleted { cause: QueueEnd::BrokerStopped, .. } = event {
        return 0;
    }
    if let Event::QueueDeleted { ready, unacked, .. } = event {
        *ready + *unacked
    } else {
        matches!(event, Event::Lost { .. }) as u64
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

//! Measuring. It does not know how probes are written.

use warren_broker::event::QueueEnd;
use warren_broker::{ChannelId, CopyId, Event, Message, MessageId, Name, Reply};

use super::{Answer, Probe, Reading, What};
use crate::dict::sort;
use crate::{ClientView, Moment, Overview, World};

impl Probe {
    /// Measures a stretch of a run. `world` must be at its end; so must `overview`, which is the world's.
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

    /// Goes through what happened.
    fn tally(&self, stretch: &[Moment], world: &World) -> Tally {
        let mut tally = Tally::default();
        for (index, moment) in stretch.iter().enumerate() {
            if self.what == What::Lost {
                tally.count(index, moment.lost.iter().map(|loss| loss.what.messages()).sum());
            }
            for event in &moment.events {
                if let Event::Published { message, .. } | Event::DeadLettered { message, .. } = event
                    && self.is_asked(message)
                {
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

    /// Counts an event if it is one of those asked for.
    fn take(&self, index: usize, moment: &Moment, event: &Event, world: &World, tally: &mut Tally) {
        let whose = |channel: ChannelId| world.client_of(channel.connection).map(|id| world.client_name(id));
        match (self.what, event) {
            (
                What::Receivers,
                Event::To(channel, Reply::BasicDeliver { message, .. } | Reply::BasicGetOk { message, .. }),
            ) if self.is_asked(message) => {
                tally.names.extend(whose(*channel));
                tally.count(index, 1);
            }
            (What::Queues, Event::Enqueued { copy, message, .. } | Event::Delivered { copy, message, .. })
                if tally.messages.contains(message) =>
            {
                tally.names.push(world.queue_name(copy.queue));
                tally.count(index, 1);
            }
            (What::Copies, Event::Enqueued { copy, message, .. } | Event::Delivered { copy, message, .. })
                if tally.messages.contains(message) && !tally.copies.contains(copy) =>
            {
                tally.copies.push(*copy);
                tally.count(index, 1);
            }
            (What::Received, Event::To(channel, Reply::BasicDeliver { .. } | Reply::BasicGetOk { .. }))
            | (What::Acked, Event::Acked { channel, .. })
            | (What::Confirms, Event::To(channel, Reply::BasicAck { .. }))
                if whose(*channel) == self.of =>
            {
                tally.count(index, 1);
            }
            (What::Waited, Event::Enqueued { copy, .. })
                if self.of.as_ref() == Some(&world.queue_name(copy.queue)) && !is_taken(*copy, moment) =>
            {
                tally.count(index, 1);
            }
            (What::Redelivered, Event::Delivered { redelivered: true, .. })
            | (What::Unroutable, Event::Unroutable { .. })
            | (What::Requeued, Event::Requeued { .. })
            | (What::Dropped, Event::Dropped { .. })
            | (What::Expired, Event::Expired { .. })
            | (What::DeadLettered, Event::DeadLettered { .. })
            | (What::Lost, Event::Lost { .. }) => tally.count(index, 1),
            // What goes with a queue when the broker stops is told of copy by copy.
            (What::Lost, Event::QueueDeleted { cause, ready, unacked, .. }) if *cause != QueueEnd::BrokerStopped => {
                tally.count(index, ready + unacked);
            }
            (_, _) => {}
        }
    }
}

/// Whether a copy goes to a consumer in the very moment in which it takes its place in the queue.
fn is_taken(one: CopyId, moment: &Moment) -> bool {
    moment.events.iter().any(|event| matches!(event, Event::Delivered { copy, .. } if *copy == one))
}

/// What was found so far.
#[derive(Default)]
struct Tally {
    /// Published in the stretch, and with the body asked for.
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

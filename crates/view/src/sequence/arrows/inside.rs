//! The arrows of a sequence diagram from events inside the broker.

use warren_broker::binding::Destination;
use warren_broker::event::Route;
use warren_broker::{ChannelId, Event, ExchangeId, Name, QueueId};
use warren_simulator::Moment;

use super::super::lanes::Life;
use super::super::marks::{ArrowKind, Label, Shape};
use super::{Reader, arrow_of_connection_reply};
use crate::sign::{Place, Sign};

impl Reader<'_> {
    /// Adds the marks of an event to the last row.
    pub(super) fn inside(&mut self, moment: &Moment, event: &Event) {
        if let Event::To(channel, reply) = event {
            self.answered(moment, *channel, reply);
        } else if let Event::ToConnection(connection, reply) = event {
            let channel = ChannelId { connection: *connection, number: 0 };
            let (kind, what) = arrow_of_connection_reply(reply);
            self.put(Shape::Leaves, kind, self.broker, self.lane_of(channel), what);
            self.answers.push((channel, reply.name(), self.broker));
        } else if let Event::ChannelOpened(channel) = event {
            self.turn_channel(*channel, Life::There);
        } else if let Event::ChannelClosed(channel, _) = event {
            self.turn_channel(*channel, Life::Absent);
        } else if let Event::QueueDeclared(queue) = event {
            self.turn(self.of_queue(*queue), Life::There);
        } else if let Event::QueueDeleted { queue, .. } = event {
            self.turn(self.of_queue(*queue), Life::Absent);
        } else if let Event::ExchangeDeclared(exchange) = event {
            self.turn(self.of_exchange(*exchange), Life::There);
        } else if let Event::ExchangeDeleted(exchange, _) = event {
            self.turn(self.of_exchange(*exchange), Life::Absent);
        } else if let Event::Routed { exchange, route, .. } = event {
            self.routed(*exchange, route);
        } else if let Event::DeadLettered { queue, message, reason } = event {
            let why = Label::Word("sequence.dead-lettered", Some(Name::from(reason.as_str())));
            self.put(Shape::Arrow, ArrowKind::Death, self.of_queue(*queue), self.exchange(&message.exchange), why);
        } else if let Event::Delivered { copy, channel, delivery_tag, .. } = event {
            let lane = self.of_queue(copy.queue);
            self.tags.push((*channel, *delivery_tag, lane));
        }
        self.sign(event);
    }

    /// Marks the place where an event happens.
    fn sign(&mut self, event: &Event) {
        let Some(Sign { at, mark: Some(mark), .. }) = Sign::of(event) else { return };
        let lane = match at {
            Place::Queue(queue) => self.of_queue(queue),
            Place::Exchange(exchange) => self.of_exchange(exchange),
        };
        self.put(mark.shape, mark.kind, lane, lane, Label::Word(mark.key, mark.detail));
    }

    /// Adds the arrow of an exchange that routes a message.
    fn routed(&mut self, exchange: ExchangeId, route: &Route) {
        let (to, key) = match route {
            Route::Default(queue) => (self.of_queue(*queue), None),
            Route::Binding(binding) => {
                let key = Some(binding.routing_key.clone()).filter(|key| !key.is_empty());
                match binding.destination {
                    Destination::Queue(queue) => (self.of_queue(queue), key),
                    Destination::Exchange(next) => (self.of_exchange(next), key),
                }
            }
            Route::Alternate(next) => (self.of_exchange(*next), None),
            // There is no queue in between.
            Route::DirectReplyTo(_) => (self.broker, None),
        };
        let from = self.of_exchange(exchange);
        self.put(Shape::Arrow, ArrowKind::Inside, from, to, Label::Word("sequence.routed", key));
    }

    fn of_exchange(&self, exchange: ExchangeId) -> usize {
        self.exchange(&self.world.exchange_name(exchange))
    }

    fn of_queue(&self, queue: QueueId) -> usize {
        self.queue(&self.world.queue_name(queue))
    }
}

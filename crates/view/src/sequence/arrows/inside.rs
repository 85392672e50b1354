//! The arrows of a sequence diagram from events inside the broker.

use warren_broker::binding::Destination;
use warren_broker::event::{Route, Stage};
use warren_broker::{ChannelId, CopyId, Event, ExchangeId, Name, QueueId};
use warren_simulator::Moment;

use super::super::lanes::Life;
use super::super::marks::{ArrowKind, Label, Shape};
use super::{Reader, arrow_of_connection_reply};

impl Reader<'_> {
    /// Adds the marks of an event to the last row.
    pub(super) fn inside(&mut self, moment: &Moment, event: &Event) {
        match event {
            Event::To(channel, reply) => self.answered(moment, *channel, reply),
            Event::ToConnection(connection, reply) => {
                let channel = ChannelId { connection: *connection, number: 0 };
                let (kind, what) = arrow_of_connection_reply(reply);
                self.put(Shape::Leaves, kind, self.broker, self.lane_of(channel), what);
                self.answers.push((channel, reply.name(), self.broker));
            }
            Event::ChannelOpened(channel) => self.turn_channel(*channel, Life::There),
            Event::ChannelClosed(channel, _) => self.turn_channel(*channel, Life::Absent),
            Event::QueueDeclared(queue) => self.turn(self.of_queue(*queue), Life::There),
            Event::QueueDeleted { queue, .. } => {
                let lane = self.of_queue(*queue);
                self.turn(lane, Life::Absent);
                self.at(Shape::End, lane, Label::Word("sequence.deleted", None));
            }
            Event::ExchangeDeclared(exchange) => {
                let lane = self.of_exchange(*exchange);
                self.turn(lane, Life::There);
            }
            Event::ExchangeDeleted(exchange, _) => {
                let lane = self.of_exchange(*exchange);
                self.turn(lane, Life::Absent);
                self.at(Shape::End, lane, Label::Word("sequence.deleted", None));
            }
            Event::Routed { exchange, route, .. } => self.routed(*exchange, route),
            Event::Unroutable { exchange, .. } => {
                let lane = self.of_exchange(*exchange);
                self.put(Shape::Stub, ArrowKind::Trouble, lane, lane, Label::Word("sequence.unroutable", None));
            }
            Event::DeadLettered { queue, message, reason } => {
                let why = Label::Word("sequence.dead-lettered", Some(Name::from(reason.as_str())));
                self.put(Shape::Arrow, ArrowKind::Death, self.of_queue(*queue), self.exchange(&message.exchange), why);
            }
            Event::DeadLetterDropped { queue, .. } | Event::Dropped { queue, .. } => {
                let lane = self.of_queue(*queue);
                self.put(Shape::Stub, ArrowKind::Trouble, lane, lane, Label::Word("sequence.dropped", None));
            }
            Event::Delivered { copy, channel, delivery_tag, .. } => {
                let lane = self.of_queue(copy.queue);
                self.tags.push((*channel, *delivery_tag, lane));
            }
            Event::Enqueued { copy, .. } => self.cell(*copy, ArrowKind::Inside, "sequence.enqueued"),
            Event::Requeued { to: copy, .. } => self.cell(*copy, ArrowKind::Trouble, "sequence.requeued"),
            Event::Expired { copy, .. } => self.cell(*copy, ArrowKind::Trouble, "sequence.expired"),
            Event::Recovered { copy, .. } => self.cell(*copy, ArrowKind::Inside, "sequence.recovered"),
            Event::Lost { copy, .. } => self.cell(*copy, ArrowKind::Trouble, "sequence.lost"),
            Event::Persisted { copy, stage, .. } => match stage {
                Stage::Memory => {}
                Stage::PageCache => self.cell(*copy, ArrowKind::Inside, "sequence.written"),
                Stage::Disk => self.cell(*copy, ArrowKind::Inside, "sequence.synced"),
            },
            // Arrows of methods show these, or nothing goes anywhere.
            Event::ConnectionOpened(_)
            | Event::ConnectionClosed(..)
            | Event::QueuePurged { .. }
            | Event::Bound(_)
            | Event::Unbound(..)
            | Event::ConsumerAdded(_)
            | Event::ConsumerRemoved(..)
            | Event::ConsumerActivated(_)
            | Event::Published { .. }
            | Event::Skipped { .. }
            | Event::Acked { .. }
            | Event::Rejected { .. }
            | Event::Stopped(_)
            | Event::Started => {}
        }
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

    /// Adds a mark of a message in a queue.
    fn cell(&mut self, copy: CopyId, kind: ArrowKind, word: &'static str) {
        let lane = self.of_queue(copy.queue);
        self.put(Shape::Cell, kind, lane, lane, Label::Word(word, None));
    }
}

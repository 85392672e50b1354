//! The broker's part of an animation: its events, one by one.

use warren_broker::event::{Limit, RequeuePlace, Route};
use warren_broker::{ChannelId, CopyId, Event, ExchangeId, MessageId, Reply};
use warren_drawing::scene::{Change, Direction, Payload, Slot};
use warren_drawing::story::{Callout, Leg, Stop};

use super::StoryBuilder;
use crate::sign::{More, Place, Sign};
use crate::stage::ids::{
    EdgeKind, client_node, destination_node, exchange_node, label_id, queue_node, slot_id, token_id,
};
use crate::stage::scene::stored;
use crate::stage::transit::{confirm, published_on};

/// The number of copies shown one by one.
const ONE_BY_ONE: u64 = 6;

impl StoryBuilder<'_> {
    /// Tells one event: its moves, and the words at its place. All other changes are seen in the state itself.
    pub(super) fn event(&mut self, event: &Event) {
        self.moves(event);
        if let Some(Sign { at, callout: Some(callout), .. }) = Sign::of(event) {
            let at = match at {
                Place::Queue(queue) => queue_node(queue),
                Place::Exchange(exchange) => exchange_node(exchange),
            };
            let more = match callout.more {
                More::Nothing => None,
                More::Text(key) => Some(self.text(key)),
                More::TextOf(key, what) => Some(self.text_of(key, what)),
                More::Words(words) => Some(words),
            };
            self.story.callout = Some(Callout { at, title: self.text_of(callout.key, &callout.what), more });
        }
    }

    /// Moves messages, answers and copies. Tests compare the scene after all moves with the state.
    fn moves(&mut self, event: &Event) {
        if let Event::Published { channel, message, .. } = event {
            if let Some(edge) = self.publish_edge(*channel, &message.exchange) {
                self.arrive(edge, Direction::Along, Payload::Token(Some(token_id(message.id))));
            }
        } else if let Event::Routed { message, exchange, route } = event {
            self.routed(*message, *exchange, route);
        } else if let Event::Enqueued { copy, message, level, persistent } = event {
            self.enqueued(*copy, *message, *level, *persistent);
        } else if let Event::Delivered { copy, message, channel, no_ack, .. } = event {
            let change = if *no_ack { leave(*copy, false) } else { Change::Hold(slot_id(*copy)) };
            let payload = Payload::Token(Some(token_id(*message)));
            match self.consume_edge(copy.queue, *channel) {
                Some(edge) => self.depart(edge, Direction::Along, payload, Some(change)),
                None => self.then(change),
            }
        } else if let Event::Acked { copy, channel, .. } = event {
            self.settled(*copy, *channel, Payload::Ack);
        } else if let Event::Rejected { copy, channel, .. } = event {
            self.settled(*copy, *channel, Payload::Nack);
        } else if let Event::Requeued { from, to, message, place, level, redelivered, .. } = event {
            let free = Change::Free { from: slot_id(*from), to: slot_id(*to), level: *level, again: *redelivered };
            self.requeued(*to, *message, free);
            self.say_requeued(*to, *message, *place, *redelivered);
        } else if let Event::Expired { copy, .. } | Event::Lost { copy, .. } = event {
            self.then(leave(*copy, false));
        } else if let Event::Dropped { limit, .. } = event {
            if let Some(copy) = event.copy() {
                self.then(leave(copy, matches!(limit, Limit::Delivery(_))));
            }
        } else if let Event::DeadLettered { queue, message, .. } = event {
            let from = queue_node(*queue);
            let of_queue = |edge: &&_| EdgeKind::DeadLetter.is(**edge) && edge.from == from;
            if let Some(edge) = self.setting.board.known.iter().find(of_queue).copied() {
                self.pass(edge, Payload::Token(Some(token_id(message.id))));
            }
        } else if let Event::To(channel, reply) = event {
            self.answered(*channel, reply);
        } else if let Event::Persisted { copy, stage, .. } = event {
            self.then(Change::Reach(slot_id(*copy), stored(*stage)));
        } else if let Event::Bound(binding) = event {
            self.then(Change::Match(label_id(binding)));
        } else if let Event::QueuePurged { queue, .. } = event {
            self.then(Change::Empty(queue_node(*queue)));
        } else if let Event::ConsumerAdded(consumer) = event {
            if let Some(edge) = self.consume_edge(consumer.queue, consumer.channel) {
                self.then(Change::Light(edge, Direction::Along, Payload::Token(None)));
            }
        } else if let Event::ChannelClosed(channel, _) = event {
            self.holder = Some(*channel);
        }
    }

    fn routed(&mut self, message: MessageId, exchange: ExchangeId, route: &Route) {
        let (to, kind) = match route {
            Route::Default(queue) => (queue_node(*queue), EdgeKind::Bind),
            Route::Binding(binding) => (destination_node(binding.destination), EdgeKind::Bind),
            Route::Alternate(next) => (exchange_node(*next), EdgeKind::Alternate),
            Route::DirectReplyTo(channel) => match self.client_on(*channel) {
                Some(client) => (client_node(client), EdgeKind::Reply),
                None => return,
            },
        };
        let Some(edge) = self.known(kind.edge(exchange_node(exchange), to)) else { return };
        let payload = Payload::Token(Some(token_id(message)));
        if kind == EdgeKind::Reply {
            self.depart(edge, Direction::Along, payload, None);
        } else if !self.story.legs.iter().any(|leg| leg.edge == edge && leg.payload == payload) {
            // Two bindings of one edge may match: one message travels.
            self.pass(edge, payload);
        }
        if let (Route::Binding(binding), Some(leg)) = (route, self.story.legs.last_mut()) {
            leg.before.push(Change::Match(label_id(binding)));
        }
    }

    /// Adds a copy to its queue when the routed message has arrived there.
    fn enqueued(&mut self, copy: CopyId, message: MessageId, level: u8, persistent: bool) {
        let (id, token) = (slot_id(copy), token_id(message));
        let stored = persistent.then(|| stored(Default::default()));
        let enter = Change::Enter(Slot { id, token, level, stored, held: false, again: false, fresh: true });
        let (to, payload) = (queue_node(copy.queue), Payload::Token(Some(token)));
        match self.story.legs.iter_mut().rev().find(|leg| leg.edge.to == to && leg.payload == payload) {
            Some(leg) => leg.after.push(enter),
            None => self.then(enter),
        }
    }

    /// Adds the arrival of a consumer's settlement at the queue; one may settle many copies.
    fn settled(&mut self, copy: CopyId, channel: ChannelId, payload: Payload) {
        let leave = leave(copy, true);
        let Some(edge) = self.consume_edge(copy.queue, channel) else { return self.then(leave) };
        let same = |leg: &Leg| leg.edge == edge && leg.direction == Direction::Against && leg.payload == payload;
        if !self.story.legs.iter().any(same) {
            self.arrive(edge, Direction::Against, payload);
        }
        self.then(leave);
    }

    fn requeued(&mut self, copy: CopyId, message: MessageId, free: Change) {
        let edge = self.holder.and_then(|channel| self.consume_edge(copy.queue, channel));
        if let Some(edge) = edge.filter(|_| self.requeued < ONE_BY_ONE) {
            let token = token_id(message);
            self.leg(edge, Direction::Against, (Stop::Node, Stop::Node), Payload::Returned(token));
            // A client that has not been told of it yet still has it.
            let gone = self.chips_gone(edge.to).find(|chip| chip.token == token);
            if let Some(leg) = self.story.legs.last_mut() {
                leg.before.extend(gone.map(|chip| Change::Drop(edge.to, chip.id)));
                // The refusal that was in flight has arrived.
                let arrived = self.arriving.take_if(|arriving| *arriving == (edge, Direction::Against));
                leg.before.extend(arrived.map(|(edge, direction)| Change::Unpark(edge, direction)));
            }
        }
        self.then(free);
        self.requeued += 1;
    }

    fn say_requeued(&mut self, copy: CopyId, message: MessageId, place: RequeuePlace, redelivered: bool) {
        let at = queue_node(copy.queue);
        if self.requeued > 1 {
            let count = self.requeued;
            let key = match place {
                RequeuePlace::Old => "stage.say.requeued-many",
                RequeuePlace::Back | RequeuePlace::BeforeNew => "stage.say.come-back",
            };
            let title = self.setting.texts.format(key, &[("count", &count)], Some(count));
            self.story.callout = Some(Callout { at, title, more: None });
        } else {
            let key = match place {
                RequeuePlace::Old => "stage.say.requeued",
                RequeuePlace::Back => "stage.say.requeued-back",
                RequeuePlace::BeforeNew => "stage.say.requeued-first",
            };
            self.say(at, key, message, None);
        }
        if let Some(callout) = &mut self.story.callout {
            callout.more = Some(format!("redelivered = {redelivered}"));
        }
    }

    fn answered(&mut self, channel: ChannelId, reply: &Reply) {
        let (edge, payload) = if let Reply::BasicReturn { message } = reply {
            (self.publish_edge(channel, &message.exchange), Payload::Returned(token_id(message.id)))
        } else if let Some(payload) = confirm(reply) {
            (self.client_on(channel).and_then(|client| published_on(self.setting.board, client)), payload)
        } else {
            return;
        };
        if let Some(edge) = edge {
            self.depart(edge, Direction::Against, payload, None);
        }
    }
}

const fn leave(copy: CopyId, held: bool) -> Change {
    Change::Leave { id: slot_id(copy), held }
}

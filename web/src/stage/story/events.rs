//! The broker's part of a story: what its events look like, one by one. It does not know how they are strung together.

use warren_broker::event::{Limit, RequeueCause, Route};
use warren_broker::{ChannelId, CopyId, Event, ExchangeId, MessageId, Reply};

use super::{Line, Saying, Stop, Strip, Teller};
use crate::stage::graph::{Edge, EdgeKind, Node};
use crate::stage::scene::{Cargo, Cell, Change, Way};
use crate::stage::transit::{client_on, confirm, published_on};

/// More than this are not shown one by one.
const ONE_BY_ONE: usize = 6;

impl Teller<'_> {
    /// Tells one event.
    pub(super) fn event(&mut self, event: &Event) {
        match event {
            Event::Published { channel, message, .. } => {
                if let Some(edge) = self.publish_edge(*channel, &message.exchange) {
                    self.arrive(edge, Way::There, Cargo::Message(Some(message.id)));
                }
            }
            Event::Routed { message, exchange, route } => self.routed(*message, *exchange, route),
            Event::Enqueued { copy, message, persistent, .. } => self.enqueued(*copy, *message, *persistent),
            Event::Delivered { copy, message, channel, no_ack, .. } => {
                let change = if *no_ack { Change::Leave(*copy) } else { Change::Hold(*copy) };
                match self.consume_edge(copy.queue, *channel) {
                    Some(edge) => self.depart(edge, Way::There, Cargo::Message(Some(*message)), Some(change)),
                    None => self.then(change),
                }
            }
            Event::Acked { copy, channel, .. } => self.settled(*copy, *channel, Cargo::Ack),
            Event::Rejected { copy, channel, .. } => self.settled(*copy, *channel, Cargo::Nack),
            Event::Requeued { from, message, redelivered, cause, .. } => {
                self.requeued(*from, *message, *redelivered, *cause);
            }
            Event::Expired { copy, message, .. } => {
                self.then(Change::Leave(*copy));
                self.say(Node::Queue(copy.queue), "stage.say.expired", *message, None);
            }
            Event::Dropped { queue, position, message, limit } => {
                if let Some(position) = position {
                    self.then(Change::Leave(CopyId { queue: *queue, position: *position }));
                }
                self.say(Node::Queue(*queue), "stage.say.dropped", *message, Some(limited(*limit)));
            }
            Event::DeadLettered { queue, message, reason } => {
                let of_queue = |edge: &&Edge| edge.kind == EdgeKind::DeadLetter && edge.from == Node::Queue(*queue);
                if let Some(edge) = self.stage.graph.edges.keys().find(of_queue).copied() {
                    self.pass(edge, Cargo::Message(Some(message.id)));
                }
                let reason = Line::Text("stage.say.reason", reason.as_str().to_owned());
                self.say(Node::Queue(*queue), "stage.say.dead-lettered", message.id, Some(reason));
            }
            Event::DeadLetterDropped { queue, message, .. } => {
                self.say(Node::Queue(*queue), "stage.say.dead-letter-dropped", *message, None);
            }
            Event::Unroutable { message, exchange, returned, .. } => {
                let more = if *returned { "stage.say.returned" } else { "stage.say.discarded" };
                let more = Line::Text(more, String::new());
                self.say(Node::Exchange(*exchange), "stage.say.unroutable", *message, Some(more));
            }
            Event::To(channel, reply) => self.answered(*channel, reply),
            Event::Persisted { copy, stage, .. } => self.then(Change::Reach(*copy, *stage)),
            Event::Lost { copy, message, .. } => {
                self.then(Change::Leave(*copy));
                self.say(Node::Queue(copy.queue), "stage.say.lost", *message, None);
            }
            Event::Bound(binding) => self.then(Change::Match(binding.clone())),
            Event::ConsumerAdded(consumer) => {
                if let Some(edge) = self.consume_edge(consumer.queue, consumer.channel) {
                    self.then(Change::Light(edge, Way::There, Cargo::Message(None)));
                }
            }
            Event::ChannelClosed(channel, _) => self.holder = Some(*channel),
            Event::QueueDeclared(queue) => self.story.said = Some(declared(Node::Queue(*queue))),
            Event::ExchangeDeclared(exchange) => self.story.said = Some(declared(Node::Exchange(*exchange))),
            // The rest is seen in the state itself.
            Event::ToConnection(..)
            | Event::ConnectionOpened(_)
            | Event::ConnectionClosed(..)
            | Event::ChannelOpened(_)
            | Event::ExchangeDeleted(..)
            | Event::QueueDeleted { .. }
            | Event::QueuePurged { .. }
            | Event::Unbound(..)
            | Event::ConsumerRemoved(..)
            | Event::ConsumerActivated(_)
            | Event::Skipped { .. }
            | Event::Stopped(_)
            | Event::Started
            | Event::Recovered { .. } => {}
        }
    }

    fn routed(&mut self, message: MessageId, exchange: ExchangeId, route: &Route) {
        let (to, kind) = match route {
            Route::Default(queue) => (Node::Queue(*queue), EdgeKind::Bind),
            Route::Binding(binding) => (Node::of(binding.destination), EdgeKind::Bind),
            Route::Alternate(next) => (Node::Exchange(*next), EdgeKind::Alternate),
            Route::DirectReplyTo(channel) => match client_on(self.stage.after, self.stage.plan, *channel) {
                Some(client) => (Node::Client(client), EdgeKind::Reply),
                None => return,
            },
        };
        let edge = Edge { from: Node::Exchange(exchange), to, kind };
        let cargo = Cargo::Message(Some(message));
        if !self.stage.graph.edges.has(&edge) {
            return;
        }
        if kind == EdgeKind::Reply {
            self.depart(edge, Way::There, cargo, None);
        } else if !self.story.strips.iter().any(|strip| strip.edge == edge && strip.cargo == cargo) {
            // Two bindings of one edge may match: one message goes.
            self.pass(edge, cargo);
        }
        if let (Route::Binding(binding), Some(strip)) = (route, self.story.strips.last_mut()) {
            strip.before.push(Change::Match(binding.clone()));
        }
    }

    /// The copy comes into its queue when what was routed to it has got there.
    fn enqueued(&mut self, copy: CopyId, message: MessageId, persistent: bool) {
        let stage = persistent.then(Default::default);
        let cell = Cell { copy, message, stage, unacked: false, redelivered: false, fresh: true };
        let (to, cargo) = (Node::Queue(copy.queue), Cargo::Message(Some(message)));
        match self.story.strips.iter_mut().rev().find(|strip| strip.edge.to == to && strip.cargo == cargo) {
            Some(strip) => strip.after.push(Change::Enter(cell)),
            None => self.then(Change::Enter(cell)),
        }
    }

    /// An answer of a consumer has got to the queue; one answer may be for many copies.
    fn settled(&mut self, copy: CopyId, channel: ChannelId, cargo: Cargo) {
        let Some(edge) = self.consume_edge(copy.queue, channel) else { return self.then(Change::Leave(copy)) };
        let same = |strip: &Strip| strip.edge == edge && strip.way == Way::Back && strip.cargo == cargo;
        if !self.story.strips.iter().any(same) {
            self.arrive(edge, Way::Back, cargo);
        }
        self.then(Change::Leave(copy));
    }

    fn requeued(&mut self, copy: CopyId, message: MessageId, redelivered: bool, cause: RequeueCause) {
        let edge = self.holder.and_then(|channel| self.consume_edge(copy.queue, channel));
        let so_far = self.story.strips.iter().filter(|strip| matches!(strip.cargo, Cargo::Returned(_))).count();
        match edge {
            Some(edge) if so_far < ONE_BY_ONE => {
                self.strip(edge, Way::Back, (Stop::Node, Stop::Node), Cargo::Returned(message));
                if let (Node::Client(client), Some(strip)) = (edge.to, self.story.strips.last_mut()) {
                    strip.before.push(Change::Drop(client, message));
                    // The refusal that was under way has arrived.
                    match cause {
                        RequeueCause::Reject | RequeueCause::Nack => strip.before.push(Change::Unpark(edge, Way::Back)),
                        RequeueCause::Recover | RequeueCause::ChannelClosed(_) => {}
                    }
                }
            }
            Some(_) | None => {}
        }
        self.then(Change::Free(copy));
        let requeued = so_far as u64 + 1;
        let more = redelivered.then(|| Line::Plain("redelivered = true".to_owned()));
        self.say(Node::Queue(copy.queue), "stage.say.requeued", message, more);
        if let Some(said) = self.story.said.as_mut().filter(|_| requeued > 1) {
            said.title = Line::Count("stage.say.requeued-many", requeued);
        }
    }

    fn answered(&mut self, channel: ChannelId, reply: &Reply) {
        let (edge, cargo) = if let Reply::BasicReturn { message } = reply {
            (self.publish_edge(channel, &message.exchange), Cargo::Returned(message.id))
        } else if let Some(cargo) = confirm(reply) {
            let client = client_on(self.stage.after, self.stage.plan, channel);
            (client.and_then(|client| published_on(self.stage.graph, client)), cargo)
        } else {
            return;
        };
        if let Some(edge) = edge {
            self.depart(edge, Way::Back, cargo, None);
        }
    }
}

fn declared(at: Node) -> Saying {
    Saying { at, title: Line::Text("stage.say.declared", String::new()), more: None }
}

fn limited(limit: Limit) -> Line {
    match limit {
        Limit::Length(limit) => Line::Plain(format!("x-max-length = {limit}")),
        Limit::Bytes(limit) => Line::Plain(format!("x-max-length-bytes = {limit}")),
        Limit::Delivery(limit) => Line::Plain(format!("x-delivery-limit = {limit}")),
    }
}

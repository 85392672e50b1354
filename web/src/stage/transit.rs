//! What is under way between clients and the broker, and where on the stage that is: which edge, in which direction. It
//! deliberately does not know places or pixels.

use warren_broker::overview::QueueView;
use warren_broker::{ChannelId, Command, CopyId, MessageId, QueueId, Reply};
use warren_simulator::{Answer, ClientId, Endpoint, Freight, InFlight, Overview, Request};

use super::graph::{Edge, EdgeKind, Graph, Node, connected};
use super::plan::Plan;
use super::scene::{Cargo, Parked, Way};
use warren_simulator::dict::Dict;

/// Which unacked copy a delivery tag of a channel means.
pub struct Copies(Dict<(ChannelId, u64), CopyId>);

impl Copies {
    /// All that are unacked in an overview.
    #[must_use]
    pub fn of(overview: &Overview) -> Self {
        let of_queue = |queue: &QueueView| -> Vec<_> {
            let unacked = queue.messages.iter().filter_map(|view| {
                let held = view.unacked.as_ref()?;
                Some(((held.channel, held.delivery_tag), CopyId { queue: queue.id, position: view.position }))
            });
            unacked.collect()
        };
        Self(overview.broker.queues.iter().flat_map(of_queue).collect())
    }

    /// The copy that a delivery tag means.
    #[must_use]
    pub fn held(&self, channel: ChannelId, delivery_tag: u64) -> Option<CopyId> {
        self.0.get(&(channel, delivery_tag)).copied()
    }

    /// The queue that an acknowledgement is for; with `multiple`, the first one that it is for.
    #[must_use]
    pub fn queue(&self, channel: ChannelId, delivery_tag: u64, multiple: bool) -> Option<QueueId> {
        let up_to = if delivery_tag == 0 { u64::MAX } else { delivery_tag };
        let first = if multiple { 0 } else { delivery_tag };
        let meant = |key: &(ChannelId, u64)| key.0 == channel && (first..=up_to).contains(&key.1);
        self.0.iter().find(|(key, _)| meant(key)).map(|(_, copy)| copy.queue)
    }
}

/// Everything that is under way, in order of arrival.
#[must_use]
pub fn under_way(overview: &Overview, plan: &Plan, graph: &Graph, copies: &Copies) -> Vec<Parked> {
    let ways = Ways { overview, graph, copies };
    let mut publishes: Dict<ClientId, u64> = Dict::new();
    for client in overview.in_flight.iter().filter_map(publish) {
        *publishes.or_insert(client, 0) += 1;
    }
    let mut parked = Vec::new();
    for flight in &overview.in_flight {
        let number = publish(flight).and_then(|client| {
            let sent = overview.clients.iter().find(|view| view.id == client)?.sent;
            let left = publishes.get_mut(&client)?;
            *left -= 1;
            plan.number(client, sent.checked_sub(*left + 1)?)
        });
        parked.extend(ways.parked(flight, number));
    }
    parked
}

/// The client whose publish this is.
fn publish(flight: &InFlight) -> Option<ClientId> {
    if let (Endpoint::Client(client), Freight::Request(request)) = (flight.from, &flight.what)
        && let Request::Command(Command::BasicPublish(_)) = &**request
    {
        Some(client)
    } else {
        None
    }
}

/// Finds out where things are that are under way.
struct Ways<'a> {
    overview: &'a Overview,
    graph: &'a Graph,
    copies: &'a Copies,
}

impl Ways<'_> {
    fn parked(&self, flight: &InFlight, number: Option<MessageId>) -> Option<Parked> {
        match (&flight.what, flight.from, flight.to) {
            (Freight::Request(request), Endpoint::Client(client), _) => {
                self.requested(client, flight.channel, request, number)
            }
            (Freight::Answer(answer), _, Endpoint::Client(client)) => self.answered(client, flight.channel, answer),
            (Freight::Request(_) | Freight::Answer(_), _, _) => None,
        }
    }

    fn requested(
        &self,
        client: ClientId,
        channel: ChannelId,
        request: &Request,
        number: Option<MessageId>,
    ) -> Option<Parked> {
        let Request::Command(command) = request else { return None };
        if let Command::BasicPublish(publish) = command {
            let exchange = self.overview.broker.exchanges.iter().find(|view| view.name == publish.exchange)?.id;
            let edge = self.there(Node::Client(client), Node::Exchange(exchange), EdgeKind::Publish)?;
            return Some(Parked { edge, way: Way::There, cargo: Cargo::Message(number) });
        }
        let (tag, multiple, cargo) = settlement(command)?;
        let queue = self.copies.queue(channel, tag, multiple)?;
        let edge = self.there(Node::Queue(queue), Node::Client(client), EdgeKind::Consume)?;
        Some(Parked { edge, way: Way::Back, cargo })
    }

    fn answered(&self, client: ClientId, channel: ChannelId, answer: &Answer) -> Option<Parked> {
        let Answer::Channel { reply, .. } = answer else { return None };
        let client_node = Node::Client(client);
        if let Reply::BasicDeliver { message, delivery_tag, consumer_tag, .. } = reply {
            let consumer = || {
                let mut consumers = self.overview.broker.consumers.iter();
                consumers.find(|view| view.channel == channel && view.tag == *consumer_tag).map(|view| view.queue)
            };
            let queue = self.copies.held(channel, *delivery_tag).map(|copy| copy.queue).or_else(consumer);
            let consumed = |queue| self.there(Node::Queue(queue), client_node, EdgeKind::Consume);
            let replied =
                || self.graph.edges.keys().find(|edge| edge.kind == EdgeKind::Reply && edge.to == client_node);
            let edge = queue.and_then(consumed).or_else(|| replied().copied())?;
            Some(Parked { edge, way: Way::There, cargo: Cargo::Message(Some(message.id)) })
        } else if let Reply::BasicGetOk { message, delivery_tag, .. } = reply {
            let queue = self.copies.held(channel, *delivery_tag)?.queue;
            let edge = self.there(Node::Queue(queue), client_node, EdgeKind::Consume)?;
            Some(Parked { edge, way: Way::There, cargo: Cargo::Message(Some(message.id)) })
        } else if let Reply::BasicReturn { message } = reply {
            let exchange = self.overview.broker.exchanges.iter().find(|view| view.name == message.exchange)?.id;
            let edge = self.there(client_node, Node::Exchange(exchange), EdgeKind::Publish)?;
            Some(Parked { edge, way: Way::Back, cargo: Cargo::Returned(message.id) })
        } else {
            let cargo = confirm(reply)?;
            let edge = published_on(self.graph, client)?;
            Some(Parked { edge, way: Way::Back, cargo })
        }
    }

    fn there(&self, from: Node, to: Node, kind: EdgeKind) -> Option<Edge> {
        let edge = Edge { from, to, kind };
        self.graph.edges.has(&edge).then_some(edge)
    }
}

/// The tag that a consumer's answer is about, whether it is about those before it too, and what travels.
#[must_use]
pub fn settlement(command: &Command) -> Option<(u64, bool, Cargo)> {
    if let Command::BasicAck { delivery_tag, multiple } = command {
        Some((*delivery_tag, *multiple, Cargo::Ack))
    } else if let Command::BasicNack { delivery_tag, multiple, .. } = command {
        Some((*delivery_tag, *multiple, Cargo::Nack))
    } else if let Command::BasicReject { delivery_tag, .. } = command {
        Some((*delivery_tag, false, Cargo::Nack))
    } else {
        None
    }
}

/// What a publisher confirm looks like.
#[must_use]
pub fn confirm(reply: &Reply) -> Option<Cargo> {
    if let Reply::BasicAck { .. } = reply {
        Some(Cargo::Ack)
    } else if let Reply::BasicNack { .. } = reply {
        Some(Cargo::Nack)
    } else {
        None
    }
}

/// The edge on which a client's confirms come back: the first that it publishes on.
#[must_use]
pub fn published_on(graph: &Graph, client: ClientId) -> Option<Edge> {
    graph.edges.keys().find(|edge| edge.kind == EdgeKind::Publish && edge.from == Node::Client(client)).copied()
}

/// The client at the other end of a channel, also if the connection is gone by now.
#[must_use]
pub fn client_on(overview: &Overview, plan: &Plan, channel: ChannelId) -> Option<ClientId> {
    connected(overview).get(&channel.connection).or_else(|| plan.connections.get(&channel.connection)).copied()
}

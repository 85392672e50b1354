//! The things in flight between clients and the broker, and their places on the stage: on which edge, in which
//! direction.

use warren_broker::{ChannelId, Command, QueueId, Reply, Time};
use warren_drawing::ids::{EdgeId, NodeId};
use warren_drawing::scene::{Direction, Parked, Payload};
use warren_simulator::{Answer, ClientId, Endpoint, InFlight, Overview, Packet, Request};

use super::graph::{Board, connected};
use super::ids::{DEFAULT, EdgeKind, client_node, exchange_node, queue_node, token_id};
use super::plan::Plan;

/// A settlement by a consumer.
#[derive(Clone, Copy)]
pub(super) struct Settlement {
    tag: u64,
    /// Its look.
    pub payload: Payload,
}

impl Settlement {
    /// Reads a settlement from a client's method, if it is one.
    pub fn of(command: &Command) -> Option<Self> {
        if let Command::BasicAck { delivery_tag, .. } = command {
            Some(Self { tag: *delivery_tag, payload: Payload::Ack })
        } else if let Command::BasicNack { delivery_tag, .. } = command {
            Some(Self { tag: *delivery_tag, payload: Payload::Nack })
        } else if let Command::BasicReject { delivery_tag, .. } = command {
            Some(Self { tag: *delivery_tag, payload: Payload::Nack })
        } else {
            None
        }
    }

    /// Returns the queue that it goes to: that of the delivery with its tag. 0 with `multiple` is about all deliveries
    /// when it was sent, and goes to the queue of the last one.
    pub fn queue(self, channel: ChannelId, sent_at: Time, plan: &Plan) -> Option<QueueId> {
        plan.delivered_from(channel, self.tag, sent_at)
    }
}

/// Returns everything in flight, in order of arrival.
pub(super) fn under_way(overview: &Overview, plan: &Plan, board: &Board) -> Vec<Parked> {
    let finder = Finder { overview, plan, board };
    overview.in_flight.iter().filter_map(|flight| finder.parked(flight)).collect()
}

/// Finds the places of things in flight.
struct Finder<'a> {
    overview: &'a Overview,
    plan: &'a Plan,
    board: &'a Board,
}

impl Finder<'_> {
    fn parked(&self, flight: &InFlight) -> Option<Parked> {
        match (&flight.what, flight.from, flight.to) {
            (Packet::Request(request), Endpoint::Client(client), _) => self.requested(client, flight, request),
            (Packet::Answer(answer), _, Endpoint::Client(client)) => self.answered(client, answer),
            (Packet::Request(_) | Packet::Answer(_), _, _) => None,
        }
    }

    fn requested(&self, client: ClientId, flight: &InFlight, request: &Request) -> Option<Parked> {
        let Request::Command(command) = request else { return None };
        if let Command::BasicPublish(publish) = command {
            let exchange = self.overview.broker.exchanges.iter().find(|view| view.name == publish.exchange)?.id;
            let edge = self.known(EdgeKind::Publish, client_node(client), exchange_node(exchange))?;
            let payload = Payload::Token(request.message().map(token_id));
            return Some(Parked { edge, direction: Direction::Along, payload });
        }
        let settlement = Settlement::of(command)?;
        let queue = settlement.queue(flight.channel, flight.sent_at, self.plan)?;
        let edge = self.known(EdgeKind::Consume, queue_node(queue), client_node(client))?;
        Some(Parked { edge, direction: Direction::Against, payload: settlement.payload })
    }

    fn answered(&self, client: ClientId, answer: &Answer) -> Option<Parked> {
        let Answer::Channel { reply, .. } = answer else { return None };
        if let Reply::BasicDeliver { message, .. } | Reply::BasicGetOk { message, .. } = reply {
            let edge = delivery_edge(self.board, client, answer)?;
            let payload = Payload::Token(Some(token_id(message.id)));
            Some(Parked { edge, direction: Direction::Along, payload })
        } else if let Reply::BasicReturn { message } = reply {
            let exchange = self.overview.broker.exchanges.iter().find(|view| view.name == message.exchange)?.id;
            let edge = self.known(EdgeKind::Publish, client_node(client), exchange_node(exchange))?;
            Some(Parked { edge, direction: Direction::Against, payload: Payload::Returned(token_id(message.id)) })
        } else {
            let payload = confirm(reply)?;
            let edge = published_on(self.board, client)?;
            Some(Parked { edge, direction: Direction::Against, payload })
        }
    }

    fn known(&self, kind: EdgeKind, from: NodeId, to: NodeId) -> Option<EdgeId> {
        let edge = kind.edge(from, to);
        self.board.known.contains(&edge).then_some(edge)
    }
}

/// Returns the edge of a delivery: from the queue of its copy, or from the default exchange for a direct reply.
pub(super) fn delivery_edge(board: &Board, client: ClientId, answer: &Answer) -> Option<EdgeId> {
    let edge = match answer.copy() {
        Some(copy) => EdgeKind::Consume.edge(queue_node(copy.queue), client_node(client)),
        None => EdgeKind::Reply.edge(DEFAULT, client_node(client)),
    };
    board.known.contains(&edge).then_some(edge)
}

/// Returns the look of a publisher confirm.
pub(super) fn confirm(reply: &Reply) -> Option<Payload> {
    if let Reply::BasicAck { .. } = reply {
        Some(Payload::Ack)
    } else if let Reply::BasicNack { .. } = reply {
        Some(Payload::Nack)
    } else {
        None
    }
}

/// Returns the edge on which a client's confirms return: the first that it publishes on.
pub(super) fn published_on(board: &Board, client: ClientId) -> Option<EdgeId> {
    let from = client_node(client);
    board.known.iter().find(|edge| EdgeKind::Publish.is(**edge) && edge.from == from).copied()
}

/// Returns the client at the other end of a channel, also if the connection has ended.
pub(super) fn client_on(overview: &Overview, plan: &Plan, channel: ChannelId) -> Option<ClientId> {
    connected(overview).get(&channel.connection).or_else(|| plan.connections.get(&channel.connection)).copied()
}

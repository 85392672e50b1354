//! Finds out what is under way between clients and the broker, and where on the stage that is: on which edge, in which
//! direction. It does not know places or pixels.

use warren_broker::{ChannelId, Command, QueueId, Reply, Time};
use warren_drawing::ids::{EdgeId, NodeId};
use warren_drawing::scene::{Direction, Parked, Payload};
use warren_simulator::{Answer, ClientId, Endpoint, InFlight, Overview, Packet, Request};

use super::graph::{Board, connected};
use super::ids::{DEFAULT, EdgeKind, client_node, exchange_node, queue_node, token_id};
use super::plan::Plan;

/// What a consumer answers.
#[derive(Clone, Copy)]
pub(super) struct Settlement {
    tag: u64,
    /// What it looks like.
    pub payload: Payload,
}

impl Settlement {
    /// Reads what a client sends, if it is a consumer's answer.
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

    /// Finds the queue that it goes to: that of the delivery with its tag. 0 with `multiple` is about all that there were when
    /// it was sent, and goes where the last of them came from.
    pub fn queue(self, channel: ChannelId, sent_at: Time, plan: &Plan) -> Option<QueueId> {
        plan.delivered_from(channel, self.tag, sent_at)
    }
}

/// Lists everything that is under way, in order of arrival.
pub(super) fn under_way(overview: &Overview, plan: &Plan, board: &Board) -> Vec<Parked> {
    let ways = Ways { overview, plan, board };
    overview.in_flight.iter().filter_map(|flight| ways.parked(flight)).collect()
}

/// Finds out where things are that are under way.
struct Ways<'a> {
    overview: &'a Overview,
    plan: &'a Plan,
    board: &'a Board,
}

impl Ways<'_> {
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

/// Finds the edge on which a delivery comes: from the queue of its copy; what comes from no queue answers by direct reply-to.
pub(super) fn delivery_edge(board: &Board, client: ClientId, answer: &Answer) -> Option<EdgeId> {
    let edge = match answer.copy() {
        Some(copy) => EdgeKind::Consume.edge(queue_node(copy.queue), client_node(client)),
        None => EdgeKind::Reply.edge(DEFAULT, client_node(client)),
    };
    board.known.contains(&edge).then_some(edge)
}

/// Says what a publisher confirm looks like.
pub(super) fn confirm(reply: &Reply) -> Option<Payload> {
    if let Reply::BasicAck { .. } = reply {
        Some(Payload::Ack)
    } else if let Reply::BasicNack { .. } = reply {
        Some(Payload::Nack)
    } else {
        None
    }
}

/// Finds the edge on which a client's confirms come back: the first that it publishes on.
pub(super) fn published_on(board: &Board, client: ClientId) -> Option<EdgeId> {
    let from = client_node(client);
    board.known.iter().find(|edge| EdgeKind::Publish.is(**edge) && edge.from == from).copied()
}

/// Finds the client at the other end of a channel, also if the connection is gone by now.
pub(super) fn client_on(overview: &Overview, plan: &Plan, channel: ChannelId) -> Option<ClientId> {
    connected(overview).get(&channel.connection).or_else(|| plan.connections.get(&channel.connection)).copied()
}

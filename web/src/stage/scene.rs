//! What moves and changes on the stage, at one moment: the messages in queues, in clients' hands and on their way. Plain
//! data that can be changed bit by bit while a moment plays. It deliberately does not know places or pixels.

use std::sync::Arc;

use warren_broker::binding::Binding;
use warren_broker::event::Stage;
use warren_broker::overview::{MessageView, QueueView};
use warren_broker::{ChannelId, Command, CopyId, MessageId, QueueId, Reply};
use warren_simulator::{Answer, ClientId, ClientView, Endpoint, Freight, InFlight, Overview, Request};

use super::dict::Dict;
use super::graph::{Edge, EdgeKind, Graph, Node, connected};
use super::plan::Plan;

/// Everything that can move.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct Scene {
    pub queues: Dict<QueueId, Line>,
    pub hands: Dict<ClientId, Vec<Chip>>,
    /// Under way between a client and the broker, in order of arrival.
    pub parked: Vec<Parked>,
    /// The edges on which something happened in this moment, and what went there last.
    pub lit: Dict<(Edge, Way), Cargo>,
    /// The bindings by which something was routed in this moment.
    pub matched: Vec<Arc<Binding>>,
}

/// The messages in a queue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Those at the head, in order.
    pub cells: Vec<Cell>,
    /// How many there are, ready and unacked.
    pub ready: u64,
    /// Of those, how many are unacked.
    pub unacked: u64,
}

/// A message in a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Which.
    pub copy: CopyId,
    /// Its number.
    pub message: MessageId,
    /// A persistent one in a durable queue; how far it is on its way to the disk.
    pub stage: Option<Stage>,
    /// Handed out and not settled.
    pub unacked: bool,
    /// Handed out before.
    pub redelivered: bool,
    /// It came in the moment that plays now.
    pub fresh: bool,
}

/// A message in a client's hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chip {
    /// Its number.
    pub message: MessageId,
    /// Which copy it is; nothing if the broker has settled it already.
    pub copy: Option<CopyId>,
    /// Handed out before.
    pub redelivered: bool,
    /// The client works on it now.
    pub working: bool,
}

/// Something under way: sent, not arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parked {
    /// Along which edge.
    pub edge: Edge,
    /// In which direction.
    pub way: Way,
    /// What it is.
    pub cargo: Cargo,
}

/// A direction along an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// As the edge leads.
    There,
    /// Against it, beside it.
    Back,
}

/// What travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cargo {
    /// A message; without a number until the broker has given it one.
    Message(Option<MessageId>),
    /// A message that comes back: requeued, returned as unroutable.
    Returned(MessageId),
    /// An acknowledgement, by a consumer or (a confirm) by the broker.
    Ack,
    /// A refusal: `basic.reject`, `basic.nack`.
    Nack,
}

impl Cargo {
    /// The message, if it is one and has a number.
    #[must_use]
    pub const fn message(self) -> Option<MessageId> {
        match self {
            Self::Message(number) => number,
            Self::Returned(number) => Some(number),
            Self::Ack | Self::Nack => None,
        }
    }
}

/// A change of the scene.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Change {
    /// A message comes into its queue, at its place.
    Enter(Cell),
    /// A message is handed out, and stays in its place as unacked.
    Hold(CopyId),
    /// An unacked message is ready again.
    Free(CopyId),
    /// A message is gone from its queue.
    Leave(CopyId),
    /// A message got further towards the disk.
    Reach(CopyId, Stage),
    /// A client has a message.
    Take(ClientId, Chip),
    /// A client has it no more.
    Drop(ClientId, MessageId),
    /// Something is under way.
    Park(Parked),
    /// The first that is under way there, in that direction, is not any more.
    Unpark(Edge, Way),
    /// Something goes along an edge.
    Light(Edge, Way, Cargo),
    /// A binding matches.
    Match(Arc<Binding>),
}

impl Scene {
    /// The scene of an overview.
    #[must_use]
    pub fn of(overview: &Overview, plan: &Plan, graph: &Graph) -> Self {
        let copies = Copies::of(overview);
        let hands = overview.clients.iter().map(|client| (client.id, chips(client, &copies)));
        Self {
            queues: overview.broker.queues.iter().map(|queue| (queue.id, line(queue))).collect(),
            hands: hands.collect(),
            parked: under_way(overview, plan, graph, &copies),
            lit: Dict::new(),
            matched: Vec::new(),
        }
    }

    /// Makes one change. What does not fit (a message that is not listed) is left out.
    pub fn change(&mut self, change: &Change) {
        match change {
            Change::Enter(cell) => {
                let line = self.queues.or_insert(cell.copy.queue, Line::default());
                let place = line.cells.partition_point(|other| other.copy.position < cell.copy.position);
                let listed = line.cells.len() as u64 == line.ready + line.unacked;
                line.ready += u64::from(!cell.unacked);
                line.unacked += u64::from(cell.unacked);
                if listed || place < line.cells.len() {
                    line.cells.insert(place, Cell { fresh: true, ..*cell });
                }
            }
            Change::Hold(copy) => self.set_unacked(*copy, true),
            Change::Free(copy) => self.set_unacked(*copy, false),
            Change::Leave(copy) => {
                let Some(line) = self.queues.get_mut(&copy.queue) else { return };
                if let Some(place) = line.cells.iter().position(|cell| cell.copy == *copy) {
                    let cell = line.cells.remove(place);
                    let count = if cell.unacked { &mut line.unacked } else { &mut line.ready };
                    *count = count.saturating_sub(1);
                }
            }
            Change::Reach(copy, stage) => {
                if let Some(cell) = self.cell(*copy) {
                    cell.stage = Some(*stage);
                }
            }
            Change::Take(client, chip) => self.hands.or_insert(*client, Vec::new()).push(*chip),
            Change::Drop(client, message) => {
                if let Some(chips) = self.hands.get_mut(client) {
                    chips.retain(|chip| chip.message != *message);
                }
            }
            Change::Park(parked) => self.parked.push(*parked),
            Change::Unpark(edge, way) => {
                let first = self.parked.iter().position(|parked| parked.edge == *edge && parked.way == *way);
                if let Some(first) = first {
                    self.parked.remove(first);
                }
            }
            Change::Light(edge, way, cargo) => {
                self.lit.insert((*edge, *way), *cargo);
            }
            Change::Match(binding) => self.matched.push(Arc::clone(binding)),
        }
    }

    fn cell(&mut self, copy: CopyId) -> Option<&mut Cell> {
        self.queues.get_mut(&copy.queue)?.cells.iter_mut().find(|cell| cell.copy == copy)
    }

    fn set_unacked(&mut self, copy: CopyId, unacked: bool) {
        let Some(cell) = self.cell(copy) else { return };
        if cell.unacked == unacked {
            return;
        }
        cell.unacked = unacked;
        cell.redelivered |= !unacked;
        let Some(line) = self.queues.get_mut(&copy.queue) else { return };
        if unacked {
            (line.ready, line.unacked) = (line.ready.saturating_sub(1), line.unacked + 1);
        } else {
            (line.ready, line.unacked) = (line.ready + 1, line.unacked.saturating_sub(1));
        }
    }
}

fn line(queue: &QueueView) -> Line {
    let cell = |view: &MessageView| Cell {
        copy: CopyId { queue: queue.id, position: view.position },
        message: view.message.id,
        stage: view.stage,
        unacked: view.unacked.is_some(),
        redelivered: view.redelivered,
        fresh: false,
    };
    let cells = queue.messages.iter().map(cell).collect();
    Line { cells, ready: queue.messages_ready, unacked: queue.messages_unacknowledged }
}

fn chips(client: &ClientView, copies: &Copies) -> Vec<Chip> {
    let working = client.working_on.as_ref().map(|work| (work.channel, work.delivery_tag));
    let held = client.holding.iter().map(|held| Chip {
        message: held.message.id,
        copy: copies.held(held.channel, held.delivery_tag),
        redelivered: held.redelivered,
        working: working == Some((held.channel, held.delivery_tag)),
    });
    held.collect()
}

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

    fn held(&self, channel: ChannelId, delivery_tag: u64) -> Option<CopyId> {
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

fn under_way(overview: &Overview, plan: &Plan, graph: &Graph, copies: &Copies) -> Vec<Parked> {
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
        let Answer::Channel(reply) = answer else { return None };
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

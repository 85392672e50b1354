//! What moves and changes on the stage, at one moment: the messages in queues, in clients' hands and on their way. Plain
//! data that can be changed bit by bit while a moment plays. It deliberately does not know places or pixels.

use std::sync::Arc;

use warren_broker::binding::Binding;
use warren_broker::event::Stage;
use warren_broker::overview::{MessageView, QueueView};
use warren_broker::{CopyId, MessageId, QueueId};
use warren_simulator::{ClientId, ClientView, Overview};

use super::graph::{Edge, Graph};
use super::plan::Plan;
use super::transit::{Copies, under_way};
use warren_simulator::dict::Dict;

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

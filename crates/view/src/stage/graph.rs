//! The nodes and edges of the stage, from the state and the plan of the run. The unknown future only reserves places.

use std::sync::Arc;

use warren_broker::binding::Binding;
use warren_broker::overview::ExchangeView;
use warren_broker::{ConnectionId, Decides, ExchangeId, ExchangeType, Name, QueueId};
use warren_dict::{Dict, Set};
use warren_drawing::graph::{EdgeLabels, Graph, Label, NodeState};
use warren_drawing::ids::{EdgeId, NodeId, NodeKind};
use warren_simulator::{Behaviour, ClientId, ClientState, ClientView, Overview};

use super::ids::{DEFAULT, EdgeKind, client_node, destination_node, exchange_node, label_text, queue_node};
use super::plan::{Plan, exchange_named};
use crate::text::shown_key;

/// The maximum number of planned nodes with reserved places: more would leave holes.
const PLACES_KEPT: usize = 24;

/// The nodes and edges on the stage at a moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Board {
    /// Everything that has a place.
    pub graph: Graph,
    /// The edges that exist or existed: those of the graph without the future ones.
    pub known: Set<EdgeId>,
}

impl Board {
    /// Collects everything on the stage at a position.
    pub fn of(overview: &Overview, plan: &Plan, position: usize) -> Self {
        let names = Names::of(overview, plan);
        let mut builder = Builder { overview, plan, position, names, board: Self::default(), used: Set::new() };
        builder.clients();
        builder.queues();
        builder.bindings();
        builder.publishing();
        builder.consuming();
        builder.exchanges();
        let mut board = builder.board;
        let graph = &mut board.graph;
        if graph.nodes.values().filter(|state| !state.here).count() > PLACES_KEPT {
            graph.nodes.retain(|_, state| state.here);
        }
        let nodes = &graph.nodes;
        graph.edges.retain(|edge, _| nodes.contains_key(&edge.from) && nodes.contains_key(&edge.to));
        for (edge, labels) in graph.edges.iter_mut() {
            labels.here &= nodes[&edge.from].here && nodes[&edge.to].here;
        }
        board
    }
}

struct Builder<'a> {
    overview: &'a Overview,
    plan: &'a Plan,
    position: usize,
    names: Names,
    board: Board,
    /// The nodes at the ends of known edges.
    used: Set<NodeId>,
}

impl Builder<'_> {
    /// Returns whether a fact is known by now.
    fn is_known(&self, known: usize) -> bool {
        known <= self.position
    }

    fn node(&mut self, node: NodeId, here: bool) {
        self.board.graph.nodes.entry(node).or_default().here |= here;
    }

    /// Adds an edge: present, known though not present, or in the future.
    fn edge(&mut self, from: NodeId, to: NodeId, kind: EdgeKind, (known, here): (bool, bool)) -> &mut EdgeLabels {
        let edge = kind.edge(from, to);
        if known || here {
            self.board.known.insert(edge);
            self.used.insert(from);
            self.used.insert(to);
        }
        let new = EdgeLabels { class: kind.class(), two_way: kind.two_way(), ..EdgeLabels::default() };
        let labels = self.board.graph.edges.entry(edge).or_insert(new);
        labels.here |= here;
        labels
    }

    fn clients(&mut self) {
        for client in &self.overview.clients {
            let asks = client.behaviour == Behaviour::Caller || self.plan.asks.contains(&client.id);
            let first = !client.consumes || (client.publishes && asks);
            let state = NodeState { here: true, first, takes: client.consumes };
            self.board.graph.nodes.insert(client_node(client.id), state);
        }
    }

    fn queues(&mut self) {
        self.board.graph.places =
            self.names.firsts.iter().map(|(queue, first)| (queue_node(*queue), queue_node(*first))).collect();
        for queue in &self.overview.broker.queues {
            self.node(queue_node(queue.id), true);
            let exchange = exchange_named(&queue.arguments, "x-dead-letter-exchange");
            self.dead_letters(queue.id, exchange, (true, true));
        }
        let (plan, names) = (self.plan, self.names.queues.clone());
        for (queue, planned) in plan.queues.iter() {
            let stand_in = names.get(queue).copied().unwrap_or(*queue);
            self.node(queue_node(stand_in), false);
            let known = self.is_known(planned.known);
            self.dead_letters(stand_in, planned.dead_letter_exchange.clone(), (known, false));
            if known {
                self.dead_letters_of_gone(*queue, planned.dead_letter_exchange.as_ref());
            }
        }
    }

    fn dead_letters(&mut self, queue: QueueId, exchange: Option<Name>, known_and_here: (bool, bool)) {
        if let Some(exchange) = exchange.and_then(|name| self.names.exchange(&name)) {
            self.edge(queue_node(queue), exchange_node(exchange), EdgeKind::DeadLetter, known_and_here);
        }
    }

    /// Keeps the dead letter edge of a deleted queue, which the moment of its deletion may need.
    fn dead_letters_of_gone(&mut self, queue: QueueId, exchange: Option<&Name>) {
        if let Some(exchange) = exchange.and_then(|name| self.names.exchange(name)) {
            self.board.known.insert(EdgeKind::DeadLetter.edge(queue_node(queue), exchange_node(exchange)));
        }
    }

    fn bindings(&mut self) {
        let (overview, plan) = (self.overview, self.plan);
        let now = &overview.broker.bindings;
        for binding in now {
            self.binding(binding, (true, true));
        }
        for (binding, known) in plan.bindings.iter().filter(|(binding, _)| !now.contains(binding)) {
            self.binding(binding, (self.is_known(*known), false));
        }
        for (queue, known) in plan.implied.iter() {
            let text = plan.queues.get(queue).map(|planned| planned.name.clone()).unwrap_or_default();
            let known = self.is_known(*known);
            self.implied(self.names.queue(*queue), &text, known);
        }
        // A publish to the default exchange goes to the queue named by the key, if it exists.
        let aimed_at = intended_keys(overview)
            .chain(plan.keys.iter().filter(|(_, known)| self.is_known(**known)).map(|(key, _)| key));
        let aimed_at: Vec<&Name> = aimed_at.collect();
        for queue in overview.broker.queues.iter().filter(|queue| aimed_at.contains(&&queue.name)) {
            self.implied(queue.id, &queue.name, true);
        }
    }

    fn binding(&mut self, binding: &Arc<Binding>, known_and_here: (bool, bool)) {
        let to = self.names.node(destination_node(binding.destination));
        let from = exchange_node(binding.source);
        let quiet = self.names.fanouts.contains(&binding.source);
        let text = label_text(binding);
        if known_and_here.0 {
            self.board.known.insert(EdgeKind::Bind.edge(from, destination_node(binding.destination)));
        }
        let labels = self.edge(from, to, EdgeKind::Bind, known_and_here);
        labels.quiet = quiet;
        labels.add(label(&text, true, known_and_here.1));
    }

    fn implied(&mut self, queue: QueueId, name: &Name, known: bool) {
        let here = known && self.overview.broker.queues.iter().any(|view| view.id == queue);
        let labels = self.edge(DEFAULT, queue_node(queue), EdgeKind::Bind, (known, here));
        labels.add(label(name, false, here));
    }

    fn publishing(&mut self) {
        let (overview, plan) = (self.overview, self.plan);
        for view in overview.clients.iter() {
            if let Some(exchange) = intended_exchange(view).and_then(|name| self.names.exchange(name)) {
                let here = running(view);
                self.edge(client_node(view.id), exchange_node(exchange), EdgeKind::Publish, (here, here));
            }
        }
        for ((client, exchange), known) in plan.publishes.iter() {
            let Some(exchange) = self.names.exchange(exchange) else { continue };
            let known = self.is_known(*known);
            let here = known && overview.clients.iter().any(|view| view.id == *client && running(view));
            self.edge(client_node(*client), exchange_node(exchange), EdgeKind::Publish, (known, here));
        }
    }

    fn consuming(&mut self) {
        let (overview, plan) = (self.overview, self.plan);
        let clients = connected(overview);
        for consumer in &overview.broker.consumers {
            if let Some(client) = clients.get(&consumer.channel.connection) {
                let (from, to) = (queue_node(consumer.queue), client_node(*client));
                self.edge(from, to, EdgeKind::Consume, (true, overview.broker_up));
            }
        }
        for ((queue, client), known) in plan.consumes.iter() {
            let known = self.is_known(*known);
            let to = client_node(*client);
            if known {
                self.board.known.insert(EdgeKind::Consume.edge(queue_node(*queue), to));
            }
            let stand_in = self.names.queue(*queue);
            self.edge(queue_node(stand_in), to, EdgeKind::Consume, (known, false));
        }
        for (client, known) in plan.replies.iter() {
            let known = self.is_known(*known);
            let here = known && overview.clients.iter().any(|view| view.id == *client && running(view));
            self.edge(DEFAULT, client_node(*client), EdgeKind::Reply, (known, here));
        }
    }

    /// Adds the declared exchanges, and those predeclared ones that have an edge.
    fn exchanges(&mut self) {
        let (overview, plan) = (self.overview, self.plan);
        for exchange in &overview.broker.exchanges {
            let alternate = exchange_named(&exchange.arguments, "alternate-exchange");
            self.alternate(exchange.id, alternate, (true, true));
        }
        for (exchange, planned) in plan.exchanges.iter() {
            self.alternate(*exchange, planned.alternate.clone(), (self.is_known(planned.known), false));
        }
        for ExchangeView { id, predeclared, .. } in &overview.broker.exchanges {
            let node = exchange_node(*id);
            if !predeclared || self.used.contains(&node) {
                self.node(node, true);
            }
        }
        for exchange in plan.exchanges.keys() {
            self.node(exchange_node(*exchange), false);
        }
        let ends: Vec<NodeId> = self.board.graph.edges.keys().flat_map(|edge| [edge.from, edge.to]).collect();
        for end in ends.into_iter().filter(|end| end.kind == NodeKind::Router) {
            self.node(end, false);
        }
    }

    fn alternate(&mut self, from: ExchangeId, to: Option<Name>, known_and_here: (bool, bool)) {
        if let Some(to) = to.and_then(|name| self.names.exchange(&name)) {
            self.edge(exchange_node(from), exchange_node(to), EdgeKind::Alternate, known_and_here);
        }
    }
}

fn label(text: &Name, pickable: bool, here: bool) -> Label {
    Label { text: (&**text).into(), written: shown_key(text).into(), pickable, here }
}

/// Returns the client of each connection.
pub(super) fn connected(overview: &Overview) -> Dict<ConnectionId, ClientId> {
    overview.clients.iter().filter_map(|client| Some((client.connection?, client.id))).collect()
}

fn running(client: &ClientView) -> bool {
    client.state == ClientState::Running
}

/// Returns the exchange that a client's settings say it publishes to. Without one, only its publishes show it.
fn intended_exchange(client: &ClientView) -> Option<&str> {
    match client.behaviour {
        Behaviour::Producer | Behaviour::Caller => Some(client.settings.exchange.as_deref().unwrap_or_default()),
        Behaviour::Scripted | Behaviour::Worker | Behaviour::Subscriber | Behaviour::Server => None,
    }
}

/// Returns the keys that running clients' settings say they publish with to the default exchange.
fn intended_keys(overview: &Overview) -> impl Iterator<Item = &Name> {
    let aims = |client: &&ClientView| running(client) && intended_exchange(client).is_some_and(str::is_empty);
    let aiming = overview.clients.iter().filter(aims);
    aiming.filter_map(|client| client.settings.routing_key.as_ref().or(client.settings.queue.as_ref()))
}

/// Exchanges and queues by name, present ones before planned ones.
struct Names {
    /// For queues that share a name with earlier or later ones, the one that represents them all.
    queues: Dict<QueueId, QueueId>,
    /// The first of each name.
    firsts: Dict<QueueId, QueueId>,
    exchanges: Dict<Name, ExchangeId>,
    /// Exchanges that ignore keys.
    fanouts: Set<ExchangeId>,
}

impl Names {
    fn of(overview: &Overview, plan: &Plan) -> Self {
        let mut exchanges: Dict<Name, ExchangeId> =
            plan.exchanges.iter().map(|(id, planned)| (planned.name.clone(), *id)).collect();
        exchanges.extend(overview.broker.exchanges.iter().map(|exchange| (exchange.name.clone(), exchange.id)));
        let planned = plan.exchanges.iter().map(|(id, planned)| (*id, &*planned.kind));
        let now = overview.broker.exchanges.iter().map(|exchange| (exchange.id, &*exchange.kind));
        let keyless = |kind: &str| ExchangeType::named(kind).is_some_and(|kind| kind.decides == Decides::Nothing);
        let fanouts = planned.chain(now).filter(|(_, kind)| keyless(kind)).map(|(id, _)| id).collect();
        let (queues, firsts) = namesakes(overview, plan);
        Self { queues, firsts, exchanges, fanouts }
    }

    fn queue(&self, queue: QueueId) -> QueueId {
        self.queues.get(&queue).copied().unwrap_or(queue)
    }

    fn node(&self, node: NodeId) -> NodeId {
        match node.kind {
            NodeKind::Store => queue_node(self.queue(QueueId(node.number))),
            NodeKind::Client | NodeKind::Router => node,
        }
    }

    fn exchange(&self, name: &str) -> Option<ExchangeId> {
        self.exchanges.iter().find(|(known, _)| &***known == name).map(|(_, id)| *id)
    }
}

/// Returns for queues declared again under the same name: the one shown on the stage, and the first declared.
fn namesakes(overview: &Overview, plan: &Plan) -> (Dict<QueueId, QueueId>, Dict<QueueId, QueueId>) {
    let (mut stands, mut firsts) = (Dict::new(), Dict::new());
    let here = |name: &Name| overview.broker.queues.iter().find(|queue| queue.name == *name).map(|queue| queue.id);
    let mut first_of: Dict<Name, QueueId> = Dict::new();
    for (queue, planned) in plan.queues.iter() {
        let first = *first_of.entry(planned.name.clone()).or_insert(*queue);
        firsts.insert(*queue, first);
        stands.insert(*queue, here(&planned.name).unwrap_or(first));
    }
    (stands, firsts)
}

//! What stands on the stage and what leads where: nodes and edges out of an overview and the plan of the run. It
//! deliberately does not know sizes, places or how anything looks.

use std::sync::Arc;

use warren_broker::binding::{Binding, Destination};
use warren_broker::overview::ExchangeView;
use warren_broker::{ConnectionId, ExchangeId, Name, QueueId, Value};
use warren_simulator::{Behaviour, ClientId, ClientState, ClientView, Overview};

use super::plan::{Plan, exchange_named};
use warren_simulator::dict::{Dict, Set};

/// A node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Node {
    Client(ClientId),
    Exchange(ExchangeId),
    Queue(QueueId),
}

/// An edge: all that leads from one node to another in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub struct Edge {
    pub from: Node,
    pub to: Node,
    pub kind: EdgeKind,
}

/// In which way a node leads to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdgeKind {
    /// A client publishes to an exchange.
    Publish,
    /// One or more bindings of an exchange, or the default exchange's implied one.
    Bind,
    /// What an exchange cannot route goes to its alternate.
    Alternate,
    /// A queue's dead letters go to an exchange.
    DeadLetter,
    /// A queue's messages go to a client.
    Consume,
    /// Direct reply-to: the default exchange hands answers straight to a client.
    Reply,
}

/// What is on the stage, in the order in which equals come first.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct Graph {
    pub nodes: Dict<Node, Standing>,
    pub edges: Dict<Edge, Lead>,
    /// Of queues that were declared anew: the first of their name.
    firsts: Dict<QueueId, QueueId>,
}

/// How a node stands on the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// It is there now; else only its place is kept.
    pub here: bool,
    /// At which end clients stand: those who publish first, or ask and get answers, in the first column.
    pub first: bool,
    /// It takes messages from queues.
    pub consumes: bool,
}

/// What an edge consists of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lead {
    /// It is there now; else only its place is kept.
    pub here: bool,
    /// Its labels: the bindings in order of declaration.
    pub labels: Vec<Key>,
    /// Its keys do not matter: the exchange is a fanout.
    pub quiet: bool,
}

/// A label.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The routing key (the default exchange's: the queue's name), or `#` and the like.
    pub text: Name,
    /// The binding; nothing for the default exchange's implied one.
    pub binding: Option<Arc<Binding>>,
    /// It is there now.
    pub here: bool,
}

impl Lead {
    /// Adds a label, unless it is the same as one that is there: a queue that was declared anew is bound anew.
    fn label(&mut self, key: Key) {
        let same = |other: &Key| other.text == key.text && other.binding.is_some() == key.binding.is_some();
        match self.labels.iter_mut().find(|other| same(other)) {
            Some(other) => other.here |= key.here,
            None => self.labels.push(key),
        }
    }
}

/// More planned nodes than this are not kept a place for: they would leave holes.
const PLACES_KEPT: usize = 24;

impl Node {
    /// A short name that stays with the node and that no other has.
    #[must_use]
    pub fn tag(self) -> String {
        match self {
            Self::Client(id) => format!("client-{}", id.0),
            Self::Exchange(id) => format!("exchange-{}", id.0),
            Self::Queue(id) => format!("queue-{}", id.0),
        }
    }

    /// Where a binding leads.
    #[must_use]
    pub const fn of(destination: Destination) -> Self {
        match destination {
            Destination::Queue(queue) => Self::Queue(queue),
            Destination::Exchange(exchange) => Self::Exchange(exchange),
        }
    }
}

impl Graph {
    /// What is on the stage.
    #[must_use]
    pub fn of(overview: &Overview, plan: &Plan) -> Self {
        let mut graph = Self::default();
        let names = Names::of(overview, plan);
        graph.firsts.clone_from(&names.firsts);
        graph.clients(overview, plan);
        graph.queues(overview, plan, &names);
        graph.bindings(overview, plan, &names);
        graph.publishing(overview, plan, &names);
        graph.consuming(overview, plan, &names);
        graph.exchanges(overview, plan, &names);
        if graph.nodes.values().filter(|standing| !standing.here).count() > PLACES_KEPT {
            graph.nodes.retain(|_, standing| standing.here);
        }
        let nodes = &graph.nodes;
        graph.edges.retain(|edge, _| nodes.has(&edge.from) && nodes.has(&edge.to));
        for (edge, lead) in graph.edges.iter_mut() {
            lead.here &= nodes[&edge.from].here && nodes[&edge.to].here;
        }
        graph
    }

    /// Whose place a node takes: queues of one name are never there together, and share one.
    #[must_use]
    pub fn place(&self, node: Node) -> Node {
        if let Node::Queue(queue) = node {
            Node::Queue(self.firsts.get(&queue).copied().unwrap_or(queue))
        } else {
            node
        }
    }

    /// The queues that are not drawn because another stands for them, each with that one.
    pub fn stood_for(&self) -> impl Iterator<Item = (Node, Node)> {
        let stands = |queue: Node| self.nodes.keys().copied().find(|other| self.place(*other) == self.place(queue));
        let absent = self.firsts.keys().map(|queue| Node::Queue(*queue)).filter(|queue| !self.nodes.has(queue));
        absent.filter_map(move |queue| Some((queue, stands(queue)?)))
    }

    fn node(&mut self, node: Node, here: bool) {
        let new = Standing { here, first: false, consumes: false };
        self.nodes.or_insert(node, new).here |= here;
    }

    fn edge(&mut self, from: Node, to: Node, kind: EdgeKind, here: bool) -> &mut Lead {
        let lead = self.edges.or_insert(Edge { from, to, kind }, Lead::default());
        lead.here |= here;
        lead
    }

    fn clients(&mut self, overview: &Overview, plan: &Plan) {
        for client in &overview.clients {
            let asks = client.behaviour == Behaviour::Caller || plan.asks.has(&client.id);
            let first = !client.consumes || (client.publishes && asks);
            let standing = Standing { here: true, first, consumes: client.consumes };
            self.nodes.insert(Node::Client(client.id), standing);
        }
    }

    fn queues(&mut self, overview: &Overview, plan: &Plan, names: &Names) {
        let mut dead_letters: Vec<(QueueId, Option<Name>)> = Vec::new();
        for queue in &overview.broker.queues {
            self.node(Node::Queue(queue.id), true);
            dead_letters.push((queue.id, exchange_named(&queue.arguments, "x-dead-letter-exchange")));
        }
        for (queue, planned) in plan.queues.iter() {
            let queue = names.queue(*queue);
            self.node(Node::Queue(queue), false);
            dead_letters.push((queue, planned.dead_letter_exchange.clone()));
        }
        for (queue, exchange) in dead_letters {
            if let Some(exchange) = exchange.and_then(|name| names.exchange(&name)) {
                self.edge(Node::Queue(queue), Node::Exchange(exchange), EdgeKind::DeadLetter, true);
            }
        }
    }

    fn bindings(&mut self, overview: &Overview, plan: &Plan, names: &Names) {
        let now = &overview.broker.bindings;
        for binding in now.iter().chain(plan.bindings.iter().filter(|binding| !now.contains(binding))) {
            let here = now.contains(binding);
            let to = names.node(Node::of(binding.destination));
            let lead = self.edge(Node::Exchange(binding.source), to, EdgeKind::Bind, here);
            lead.quiet = names.fanouts.has(&binding.source);
            lead.label(Key { text: label(binding), binding: Some(Arc::clone(binding)), here });
        }
        for queue in plan.implied.keys() {
            let text = plan.queues.get(queue).map(|planned| planned.name.clone()).unwrap_or_default();
            let queue = names.queue(*queue);
            let here = overview.broker.queues.iter().any(|view| view.id == queue);
            let lead = self.edge(Node::Exchange(ExchangeId(0)), Node::Queue(queue), EdgeKind::Bind, true);
            lead.label(Key { text, binding: None, here });
        }
    }

    fn publishing(&mut self, overview: &Overview, plan: &Plan, names: &Names) {
        for (client, exchange) in plan.publishes.keys() {
            let Some(exchange) = names.exchange(exchange) else { continue };
            let here = overview.clients.iter().any(|view| view.id == *client && running(view));
            self.edge(Node::Client(*client), Node::Exchange(exchange), EdgeKind::Publish, here);
        }
    }

    fn consuming(&mut self, overview: &Overview, plan: &Plan, names: &Names) {
        let clients = connected(overview);
        for consumer in &overview.broker.consumers {
            if let Some(client) = clients.get(&consumer.channel.connection) {
                self.edge(Node::Queue(consumer.queue), Node::Client(*client), EdgeKind::Consume, overview.broker_up);
            }
        }
        for (queue, client) in plan.consumes.keys() {
            let queue = names.queue(*queue);
            self.edge(Node::Queue(queue), Node::Client(*client), EdgeKind::Consume, false);
        }
        for client in plan.replies.keys() {
            let here = overview.clients.iter().any(|view| view.id == *client && running(view));
            self.edge(Node::Exchange(ExchangeId(0)), Node::Client(*client), EdgeKind::Reply, here);
        }
    }

    /// Exchanges that were declared, and of the predeclared ones those that something leads to or from.
    fn exchanges(&mut self, overview: &Overview, plan: &Plan, names: &Names) {
        for exchange in &overview.broker.exchanges {
            let alternate = exchange_named(&exchange.arguments, "alternate-exchange");
            self.alternate(exchange.id, alternate, names);
        }
        for (exchange, planned) in plan.exchanges.iter() {
            self.alternate(*exchange, planned.alternate.clone(), names);
        }
        let used: Set<Node> = self.edges.keys().flat_map(|edge| [edge.from, edge.to]).map(|node| (node, ())).collect();
        for ExchangeView { id, predeclared, .. } in &overview.broker.exchanges {
            if !predeclared || used.has(&Node::Exchange(*id)) {
                self.node(Node::Exchange(*id), true);
            }
        }
        for exchange in plan.exchanges.keys() {
            self.node(Node::Exchange(*exchange), false);
        }
    }

    fn alternate(&mut self, from: ExchangeId, to: Option<Name>, names: &Names) {
        if let Some(to) = to.and_then(|name| names.exchange(&name)) {
            self.edge(Node::Exchange(from), Node::Exchange(to), EdgeKind::Alternate, true);
        }
    }
}

/// Which client each connection belongs to.
#[must_use]
pub fn connected(overview: &Overview) -> Dict<ConnectionId, ClientId> {
    overview.clients.iter().filter_map(|client| Some((client.connection?, client.id))).collect()
}

fn running(client: &ClientView) -> bool {
    client.state == ClientState::Running
}

/// What a binding's label says: its key, or for a headers exchange what it asks of the headers.
fn label(binding: &Binding) -> Name {
    if binding.arguments.is_empty() {
        return binding.routing_key.clone();
    }
    let wanted = binding.arguments.iter().map(|(header, value)| format!("{header}={}", brief(value)));
    wanted.collect::<Vec<String>>().join(" ").into()
}

fn brief(value: &Value) -> String {
    if let Value::Str(text) = value {
        text.to_string()
    } else if let Value::Bool(flag) = value {
        flag.to_string()
    } else {
        value.as_integer().map_or_else(|| value.type_name().to_owned(), |number| number.to_string())
    }
}

/// Exchanges and queues by name, those of now before those of the plan.
struct Names {
    /// Of queues that are there under the name of one that was there before, or will be again: which of them stands for all.
    queues: Dict<QueueId, QueueId>,
    /// The first of their name.
    firsts: Dict<QueueId, QueueId>,
    exchanges: Dict<Name, ExchangeId>,
    /// Those that look at no key.
    fanouts: Set<ExchangeId>,
}

impl Names {
    fn of(overview: &Overview, plan: &Plan) -> Self {
        let mut exchanges: Dict<Name, ExchangeId> =
            plan.exchanges.iter().map(|(id, planned)| (planned.name.clone(), *id)).collect();
        exchanges.extend(overview.broker.exchanges.iter().map(|exchange| (exchange.name.clone(), exchange.id)));
        let planned = plan.exchanges.iter().map(|(id, planned)| (*id, &*planned.kind));
        let now = overview.broker.exchanges.iter().map(|exchange| (exchange.id, &*exchange.kind));
        let fanouts = planned.chain(now).filter(|(_, kind)| *kind == "fanout").map(|(id, _)| (id, ())).collect();
        let (queues, firsts) = namesakes(overview, plan);
        Self { queues, firsts, exchanges, fanouts }
    }

    fn queue(&self, queue: QueueId) -> QueueId {
        self.queues.get(&queue).copied().unwrap_or(queue)
    }

    fn node(&self, node: Node) -> Node {
        if let Node::Queue(queue) = node { Node::Queue(self.queue(queue)) } else { node }
    }

    fn exchange(&self, name: &str) -> Option<ExchangeId> {
        self.exchanges.iter().find(|(known, _)| &***known == name).map(|(_, id)| *id)
    }
}

/// Of each queue that shares its name with others: the one that stands for all of them (which is there, else the first), and the first.
fn namesakes(overview: &Overview, plan: &Plan) -> (Dict<QueueId, QueueId>, Dict<QueueId, QueueId>) {
    let (mut stands, mut firsts) = (Dict::new(), Dict::new());
    let here = |name: &Name| overview.broker.queues.iter().find(|queue| queue.name == *name).map(|queue| queue.id);
    let mut first_of: Dict<Name, QueueId> = Dict::new();
    for (queue, planned) in plan.queues.iter() {
        let first = *first_of.or_insert(planned.name.clone(), *queue);
        firsts.insert(*queue, first);
        stands.insert(*queue, here(&planned.name).unwrap_or(first));
    }
    (stands, firsts)
}

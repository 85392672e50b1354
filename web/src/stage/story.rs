//! What a moment looks like: which messages travel along which edges, one after the other in the order of the events, and
//! what changes when they leave and arrive. It deliberately does not know places or durations.

use warren_broker::event::{Limit, RequeueCause, Route};
use warren_broker::{ChannelId, CopyId, Event, ExchangeId, MessageId, Name, QueueId, Reply};
use warren_simulator::{Answer, ClientId, Happening, Moment, Overview, Request, Sent};

use super::graph::{Edge, EdgeKind, Graph, Node};
use super::letters::begin;
use super::plan::{Plan, client_of};
use super::scene::{Cargo, Cell, Change, Copies, Parked, Scene, Way, client_on, confirm, published_on, settlement};

/// What to play.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Story {
    /// Changes with which it begins.
    pub opening: Vec<Change>,
    /// What travels, in order.
    pub strips: Vec<Strip>,
    /// What is said about it.
    pub said: Option<Saying>,
}

/// Something that travels.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// Along which edge.
    pub edge: Edge,
    /// In which direction.
    pub way: Way,
    /// Where it sets out.
    pub from: Stop,
    /// Where it stops.
    pub to: Stop,
    /// What it is.
    pub cargo: Cargo,
    /// Changes when it sets out.
    pub before: Vec<Change>,
    /// Changes when it stops.
    pub after: Vec<Change>,
}

/// Where something stops on an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// In the node at that end.
    Node,
    /// Before the edge's end: it is under way until it arrives.
    Parked,
}

/// What is said about a moment, beside a node.
#[derive(Clone, Debug, PartialEq)]
pub struct Saying {
    /// Where.
    pub at: Node,
    /// In short.
    pub title: Line,
    /// In addition.
    pub more: Option<Line>,
}

/// A line of what is said.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// As it is: a method's name, a body.
    Plain(String),
    /// A text of the catalog with one argument, named `what` if it is a text and `count` if it is a number.
    Text(&'static str, String),
    /// A text that depends on a number.
    Count(&'static str, u64),
}

/// More than this are not shown one by one.
const ONE_BY_ONE: usize = 6;

/// Between which states a moment lies. If only the later one is known, both scenes are its: then nothing can be played, but
/// which edges were used and what is said is right.
pub struct Stage<'a> {
    /// The scene before it.
    pub scene_before: &'a Scene,
    /// The state after it.
    pub after: &'a Overview,
    /// Its scene.
    pub scene_after: &'a Scene,
    /// The edges.
    pub graph: &'a Graph,
    /// The run.
    pub plan: &'a Plan,
}

/// Tells a moment.
#[must_use]
pub fn tell(moment: &Moment, stage: &Stage) -> Story {
    let holder = if let Happening::Handled { channel, .. } = &moment.what { Some(*channel) } else { None };
    let mut teller = Teller { stage, story: Story::default(), holder };
    teller.received(&moment.what);
    for event in &moment.events {
        teller.event(event);
    }
    teller.dropped_hands();
    if let Some(client) = client_of(&moment.what) {
        for (index, sent) in moment.sent.iter().enumerate() {
            teller.sent(client, sent, &moment.sent[index..]);
        }
        teller.say_what(client, moment);
    }
    teller.story.shorten();
    teller.story
}

impl Story {
    /// What comes after the first few dozen happens all at once with the last of them.
    fn shorten(&mut self) {
        const MOST: usize = 48;
        let rest = self.strips.split_off(self.strips.len().min(MOST));
        if let Some(last) = self.strips.last_mut() {
            last.after.extend(rest.into_iter().flat_map(|strip| strip.before.into_iter().chain(strip.after)));
        }
    }
}

struct Teller<'a> {
    stage: &'a Stage<'a>,
    story: Story,
    /// The channel whose unacked messages are coming back.
    holder: Option<ChannelId>,
}

impl Teller<'_> {
    fn event(&mut self, event: &Event) {
        match event {
            Event::Published { channel, message, .. } => {
                if let Some(edge) = self.publish_edge(*channel, &message.exchange) {
                    self.arrive(edge, Way::There, Cargo::Message(Some(message.id)));
                }
            }
            Event::Routed { message, exchange, route } => self.routed(*message, *exchange, route),
            Event::Enqueued { copy, message, persistent } => self.enqueued(*copy, *message, *persistent),
            Event::Delivered { copy, message, channel, no_ack, .. } => {
                let change = if *no_ack { Change::Leave(*copy) } else { Change::Hold(*copy) };
                match self.consume_edge(copy.queue, *channel) {
                    Some(edge) => self.depart(edge, Way::There, Cargo::Message(Some(*message)), Some(change)),
                    None => self.then(change),
                }
            }
            Event::Acked { copy, channel, .. } => self.settled(*copy, *channel, Cargo::Ack),
            Event::Rejected { copy, channel, .. } => self.settled(*copy, *channel, Cargo::Nack),
            Event::Requeued { copy, message, cause } => self.requeued(*copy, *message, *cause),
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

    fn requeued(&mut self, copy: CopyId, message: MessageId, cause: RequeueCause) {
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
        let more = Some(Line::Plain("redelivered = true".to_owned()));
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

    /// Something that the broker sent gets to its client.
    fn received(&mut self, what: &Happening) {
        let Happening::Received { client, channel, answer, .. } = what else { return };
        let Answer::Channel(reply) = &**answer else { return };
        let (way, wanted) = if let Reply::BasicDeliver { message, .. } | Reply::BasicGetOk { message, .. } = reply {
            (Way::There, Cargo::Message(Some(message.id)))
        } else if let Reply::BasicReturn { message } = reply {
            (Way::Back, Cargo::Returned(message.id))
        } else if let Some(cargo) = confirm(reply) {
            (Way::Back, cargo)
        } else {
            return;
        };
        let at_client = |parked: &&Parked| {
            let end = if way == Way::There { parked.edge.to } else { parked.edge.from };
            end == Node::Client(*client) && parked.way == way && parked.cargo == wanted
        };
        let chips = self.stage.scene_after.hands.get(client).map_or(&[][..], Vec::as_slice);
        let chip = chips.iter().find(|chip| wanted == Cargo::Message(Some(chip.message)));
        let parked = self.stage.scene_before.parked.iter().find(at_client).map(|parked| parked.edge);
        let edge = parked.or_else(|| match way {
            Way::There => self.consume_edge(chip?.copy?.queue, *channel),
            Way::Back => published_on(self.stage.graph, *client),
        });
        if let Some(edge) = edge {
            self.arrive(edge, way, wanted);
        }
        if let Some(chip) = chip {
            self.then(Change::Take(*client, *chip));
        }
    }

    /// A client sends something; `rest` is that and what it sends after it.
    fn sent(&mut self, client: ClientId, sent: &Sent, rest: &[Sent]) {
        let Request::Command(command) = &*sent.request else { return };
        if let warren_broker::Command::BasicPublish(publish) = command {
            let Some(edge) = self.edge_to_exchange(client, &publish.exchange) else { return };
            // It is as far from the end of those under way as it is from the end of those sent.
            let after = rest.iter().skip(1).filter(|sent| same_publish(sent, &publish.exchange)).count();
            let under_way = self.stage.scene_after.parked.iter().rev().filter(|parked| parked.edge == edge);
            let numbered = under_way.filter(|parked| parked.way == Way::There).nth(after).map(|parked| parked.cargo);
            let cargo = numbered.unwrap_or(Cargo::Message(None));
            self.depart(edge, Way::There, cargo, None);
        } else if let Some((tag, multiple, cargo)) = settlement(command) {
            let queue = Copies::of(self.stage.after).queue(sent.channel, tag, multiple);
            if let Some(edge) = queue.and_then(|queue| self.consume_edge(queue, sent.channel)) {
                self.depart(edge, Way::Back, cargo, None);
            }
        }
    }

    /// What a client had before and has not after, unless it goes with something that travels.
    fn dropped_hands(&mut self) {
        for (client, chips) in self.stage.scene_before.hands.iter() {
            let after = self.stage.scene_after.hands.get(client).map_or(&[][..], Vec::as_slice);
            for gone in chips.iter().filter(|chip| !after.iter().any(|other| other.message == chip.message)) {
                let change = Change::Drop(*client, gone.message);
                if !self.story.strips.iter().any(|strip| strip.before.contains(&change)) {
                    self.story.opening.push(change);
                }
            }
        }
    }

    fn say_what(&mut self, client: ClientId, moment: &Moment) {
        if self.story.said.is_some() {
            return;
        }
        let at = Node::Client(client);
        let (title, more) = match &moment.what {
            Happening::Killed { .. } => (Line::Text("stage.say.killed", String::new()), None),
            Happening::ConnectionRefused(_) => (Line::Text("stage.say.refused", String::new()), None),
            Happening::Set { change, .. } => (Line::Plain(change.to_string()), None),
            Happening::Ignored { statement, .. } => {
                (Line::Text("stage.say.ignored", String::new()), Some(Line::Plain(begin(statement, 48))))
            }
            Happening::Started(_)
            | Happening::Stopped(_)
            | Happening::Sends(_)
            | Happening::WorkDone { .. }
            | Happening::Received { .. } => match moment.sent.last() {
                Some(sent) => said_by(&sent.request),
                None => return,
            },
            Happening::Handled { .. }
            | Happening::Timer
            | Happening::BrokerStopped(_)
            | Happening::BrokerStarted
            | Happening::NetworkSet(_)
            | Happening::ClientAdded(_)
            | Happening::Waits(_) => return,
        };
        self.story.said = Some(Saying { at, title, more });
    }

    fn say(&mut self, at: Node, key: &'static str, message: MessageId, more: Option<Line>) {
        self.story.said = Some(Saying { at, title: Line::Text(key, message.0.to_string()), more });
    }

    /// From node to node.
    fn pass(&mut self, edge: Edge, cargo: Cargo) {
        self.strip(edge, Way::There, (Stop::Node, Stop::Node), cargo);
    }

    /// From where it was under way, or else from the node, to the node.
    fn arrive(&mut self, edge: Edge, way: Way, cargo: Cargo) {
        let waits = self.stage.scene_before.parked.iter().any(|parked| parked.edge == edge && parked.way == way);
        let from = if waits { Stop::Parked } else { Stop::Node };
        self.strip(edge, way, (from, Stop::Node), cargo);
        if let Some(strip) = self.story.strips.last_mut().filter(|_| waits) {
            strip.before.push(Change::Unpark(edge, way));
        }
    }

    /// From the node to where it is under way, with a change when it sets out.
    fn depart(&mut self, edge: Edge, way: Way, cargo: Cargo, change: Option<Change>) {
        self.strip(edge, way, (Stop::Node, Stop::Parked), cargo);
        if let Some(strip) = self.story.strips.last_mut() {
            strip.before.extend(change);
            strip.after.push(Change::Park(Parked { edge, way, cargo }));
        }
    }

    fn strip(&mut self, edge: Edge, way: Way, (from, to): (Stop, Stop), cargo: Cargo) {
        let before = vec![Change::Light(edge, way, cargo)];
        self.story.strips.push(Strip { edge, way, from, to, cargo, before, after: Vec::new() });
    }

    /// A change after all that has been told so far.
    fn then(&mut self, change: Change) {
        match self.story.strips.last_mut() {
            Some(strip) => strip.after.push(change),
            None => self.story.opening.push(change),
        }
    }

    fn publish_edge(&self, channel: ChannelId, exchange: &Name) -> Option<Edge> {
        self.edge_to_exchange(client_on(self.stage.after, self.stage.plan, channel)?, exchange)
    }

    fn edge_to_exchange(&self, client: ClientId, exchange: &Name) -> Option<Edge> {
        let exchange = self.stage.after.broker.exchanges.iter().find(|view| view.name == *exchange)?.id;
        let edge = Edge { from: Node::Client(client), to: Node::Exchange(exchange), kind: EdgeKind::Publish };
        self.stage.graph.edges.has(&edge).then_some(edge)
    }

    fn consume_edge(&self, queue: QueueId, channel: ChannelId) -> Option<Edge> {
        let client = client_on(self.stage.after, self.stage.plan, channel)?;
        let edge = Edge { from: Node::Queue(queue), to: Node::Client(client), kind: EdgeKind::Consume };
        self.stage.graph.edges.has(&edge).then_some(edge)
    }
}

fn declared(at: Node) -> Saying {
    Saying { at, title: Line::Text("stage.say.declared", String::new()), more: None }
}

/// What a client says when it sends something: a message's body and key, else the method's name.
fn said_by(request: &Request) -> (Line, Option<Line>) {
    if let Request::Command(warren_broker::Command::BasicPublish(publish)) = request {
        let body = begin(&String::from_utf8_lossy(&publish.content.body), 32);
        let key = Line::Text("stage.say.key", begin(&publish.routing_key, 40));
        return (Line::Plain(format!("“{body}”")), Some(key));
    }
    (Line::Plain(request.name().to_owned()), None)
}

fn same_publish(sent: &Sent, exchange: &Name) -> bool {
    matches!(&*sent.request, Request::Command(warren_broker::Command::BasicPublish(publish)) if publish.exchange == *exchange)
}

fn limited(limit: Limit) -> Line {
    match limit {
        Limit::Length(limit) => Line::Plain(format!("x-max-length = {limit}")),
        Limit::Bytes(limit) => Line::Plain(format!("x-max-length-bytes = {limit}")),
        Limit::Delivery(limit) => Line::Plain(format!("x-delivery-limit = {limit}")),
    }
}

//! What a moment looks like: which messages travel along which edges, one after the other in the order of the events, and
//! what changes when they leave and arrive. It deliberately does not know places or durations.

mod clients;
mod events;

use warren_broker::{ChannelId, MessageId, Name, QueueId};
use warren_simulator::{ClientId, Happening, Moment, Overview};

use super::graph::{Edge, EdgeKind, Graph, Node};
use super::plan::Plan;
use super::scene::{Cargo, Change, Parked, Scene, Way};
use super::transit::client_on;

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
    if let Some(client) = moment.what.client() {
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

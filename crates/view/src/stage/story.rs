//! The animation of a moment: which messages travel along which edges, one after the other in the order of the events,
//! and the changes when they leave and arrive.

mod clients;
mod events;

use warren_broker::{ChannelId, MessageId, Name, QueueId};
use warren_drawing::ids::{EdgeId, NodeId};
use warren_drawing::scene::{Change, Direction, Parked, Payload, Scene};
use warren_drawing::story::{Callout, Leg, Stop, Story};
use warren_simulator::text::Catalog;
use warren_simulator::{Arrival, ClientId, Moment, MomentKind, Overview};

use super::graph::Board;
use super::ids::{EdgeKind, client_node, exchange_node, queue_node};
use super::plan::Plan;
use super::transit::client_on;

/// The states around a moment. If only the later one is known, both scenes are its own: then nothing can be played, but
/// the used edges and the callout are right.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    /// The scene before it.
    pub scene_before: &'a Scene,
    /// The state after the moment.
    pub after: &'a Overview,
    /// Its scene.
    pub scene_after: &'a Scene,
    /// The nodes and edges on the stage.
    pub board: &'a Board,
    /// The run.
    pub plan: &'a Plan,
    /// The reader's language.
    pub texts: &'a Catalog,
}

/// Builds the animation of a moment.
pub(super) fn tell(moment: &Moment, setting: &Setting) -> Story {
    let holder = if let MomentKind::Handled { channel, .. } = &moment.what { Some(*channel) } else { None };
    let arriving = arrived(&moment.what, setting);
    let mut builder = StoryBuilder { setting, story: Story::default(), holder, arriving, requeued: 0 };
    builder.received(&moment.what);
    for event in &moment.events {
        builder.event(event);
    }
    builder.dropped_hands();
    if let Some((edge, direction)) = builder.arriving.take() {
        builder.story.opening.push(Change::Unpark(edge, direction));
    }
    if let Some(client) = moment.what.client() {
        for sent in &moment.sent {
            builder.sent(client, sent);
        }
        builder.client_says(client, moment);
    }
    shorten(&mut builder.story);
    builder.story
}

/// Returns where the thing that arrives in a moment waited: on an edge of that client, in the direction of the
/// recipient, where less is in flight after the moment than before.
fn arrived(what: &MomentKind, setting: &Setting) -> Option<(EdgeId, Direction)> {
    let (client, to_broker) = match what.arrival()? {
        Arrival::AtBroker(client, _) => (client_node(client), true),
        Arrival::AtClient(client, _) => (client_node(client), false),
    };
    let count = |scene: &Scene, wanted: &Parked| {
        let same = |other: &&Parked| other.edge == wanted.edge && other.direction == wanted.direction;
        scene.parked.iter().filter(same).count()
    };
    let gets_there = |parked: &&Parked| {
        let along = parked.direction == Direction::Along;
        let end = if along { parked.edge.to } else { parked.edge.from };
        let at_client = if along == to_broker { parked.edge.from } else { parked.edge.to };
        at_client == client
            && (end == client) != to_broker
            && count(setting.scene_before, parked) > count(setting.scene_after, parked)
    };
    let parked = setting.scene_before.parked.iter().find(gets_there)?;
    Some((parked.edge, parked.direction))
}

/// Merges everything after the first few dozen moves into the last of them.
fn shorten(story: &mut Story) {
    const MOST: usize = 48;
    let rest = story.legs.split_off(story.legs.len().min(MOST));
    if let Some(last) = story.legs.last_mut() {
        last.after.extend(rest.into_iter().flat_map(|leg| leg.before.into_iter().chain(leg.after)));
    }
}

struct StoryBuilder<'a> {
    setting: &'a Setting<'a>,
    story: Story,
    /// The channel whose unacked messages are being requeued.
    holder: Option<ChannelId>,
    /// The edge and direction where the thing that arrives in this moment waited, until it has been shown.
    arriving: Option<(EdgeId, Direction)>,
    /// The number of requeued messages so far.
    requeued: u64,
}

impl StoryBuilder<'_> {
    fn text(&self, key: &str) -> String {
        self.setting.texts.text(key)
    }

    fn text_of(&self, key: &str, what: &str) -> String {
        self.setting.texts.format(key, &[("what", &what)], None)
    }

    fn say(&mut self, at: NodeId, key: &str, message: MessageId, more: Option<String>) {
        let title = self.setting.texts.format(key, &[("what", &message.0)], None);
        self.story.callout = Some(Callout { at, title, more });
    }

    /// Adds a move from node to node.
    fn pass(&mut self, edge: EdgeId, payload: Payload) {
        self.leg(edge, Direction::Along, (Stop::Node, Stop::Node), payload);
    }

    /// Adds an arrival in a node: from where it was in flight, or else from the node at the other end.
    fn arrive(&mut self, edge: EdgeId, direction: Direction, payload: Payload) {
        let waited = self.arriving.take_if(|arriving| *arriving == (edge, direction)).is_some();
        let from = if waited { Stop::Parked } else { Stop::Node };
        self.leg(edge, direction, (from, Stop::Node), payload);
        if let Some(leg) = self.story.legs.last_mut().filter(|_| waited) {
            leg.before.push(Change::Unpark(edge, direction));
        }
    }

    /// Adds a departure from a node to where the thing is in flight, with a change at the departure.
    fn depart(&mut self, edge: EdgeId, direction: Direction, payload: Payload, change: Option<Change>) {
        self.leg(edge, direction, (Stop::Node, Stop::Parked), payload);
        if let Some(leg) = self.story.legs.last_mut() {
            leg.before.extend(change);
            // A thing sent to a connection that its program has left will not arrive anywhere.
            let parked = Parked { edge, direction, payload };
            let is_under_way = self.setting.scene_after.parked.contains(&parked);
            leg.after.extend(is_under_way.then_some(Change::Park(parked)));
        }
    }

    fn leg(&mut self, edge: EdgeId, direction: Direction, (from, to): (Stop, Stop), payload: Payload) {
        let before = vec![Change::Light(edge, direction, payload)];
        self.story.legs.push(Leg { edge, direction, from, to, payload, before, after: Vec::new() });
    }

    /// Adds a change after everything so far.
    fn then(&mut self, change: Change) {
        match self.story.legs.last_mut() {
            Some(leg) => leg.after.push(change),
            None => self.story.opening.push(change),
        }
    }

    fn publish_edge(&self, channel: ChannelId, exchange: &Name) -> Option<EdgeId> {
        self.edge_to_exchange(self.client_on(channel)?, exchange)
    }

    fn edge_to_exchange(&self, client: ClientId, exchange: &Name) -> Option<EdgeId> {
        let exchange = self.setting.after.broker.exchanges.iter().find(|view| view.name == *exchange)?.id;
        self.known(EdgeKind::Publish.edge(client_node(client), exchange_node(exchange)))
    }

    fn consume_edge(&self, queue: QueueId, channel: ChannelId) -> Option<EdgeId> {
        let client = self.client_on(channel)?;
        self.known(EdgeKind::Consume.edge(queue_node(queue), client_node(client)))
    }

    fn known(&self, edge: EdgeId) -> Option<EdgeId> {
        self.setting.board.known.contains(&edge).then_some(edge)
    }

    fn client_on(&self, channel: ChannelId) -> Option<ClientId> {
        client_on(self.setting.after, self.setting.plan, channel)
    }
}

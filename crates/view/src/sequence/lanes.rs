//! The lanes of a sequence diagram: their owners, their order, and when each exists.

use warren_broker::binding::Destination;
use warren_broker::event::Route;
use warren_broker::{ChannelId, Event, ExchangeId, Name, QueueId};
use warren_simulator::{ClientId, Moment, World};

/// The owner of a lane. A queue or exchange that is deleted and declared again keeps its lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A client program; its channel too, if it has only one.
    Client(ClientId),
    /// One of the channels of a client that uses more than one.
    Channel(ClientId, u16),
    /// The broker itself: connections, channels and their settings.
    Broker,
    /// The exchange of that name.
    Exchange(Name),
    /// The queue of that name.
    Queue(Name),
}

/// A lane.
#[derive(Clone, Debug)]
pub struct Lane {
    /// Its owner.
    pub(super) owner: Owner,
    /// The name of its owner; empty for the broker and the default exchange.
    pub(super) name: Name,
    publishes: bool,
    consumes: bool,
    /// The state of its owner from each position on.
    turns: Vec<(usize, Life)>,
}

/// The kind of a lane, as its sign shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LaneKind {
    /// A client program or one of its channels: whether the client publishes, and whether it receives messages.
    Client {
        #[allow(missing_docs)] // Described above.
        publishes: bool,
        #[allow(missing_docs)] // Described above.
        consumes: bool,
    },
    /// The broker itself.
    Broker,
    /// An exchange.
    Exchange,
    /// A queue.
    Queue,
}

/// The state of the owner of a lane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Life {
    /// It does not exist.
    #[default]
    Absent,
    /// It exists.
    There,
    /// A client that works on a message.
    Busy,
}

impl Lane {
    /// Returns the kind of its owner.
    #[must_use]
    pub const fn kind(&self) -> LaneKind {
        match self.owner {
            Owner::Client(_) | Owner::Channel(..) => {
                LaneKind::Client { publishes: self.publishes, consumes: self.consumes }
            }
            Owner::Broker => LaneKind::Broker,
            Owner::Exchange(_) => LaneKind::Exchange,
            Owner::Queue(_) => LaneKind::Queue,
        }
    }

    /// Returns the state of its owner at a position.
    #[must_use]
    pub fn life(&self, position: usize) -> Life {
        let begun = self.turns.partition_point(|(from, _)| *from <= position);
        begun.checked_sub(1).map(|last| self.turns[last].1).unwrap_or_default()
    }

    /// Sets the state of its owner from a position on.
    pub(super) fn turn(&mut self, position: usize, life: Life) {
        if self.life(position) != life {
            self.turns.push((position, life));
        }
    }
}

/// Returns all lanes of a run, from left to right: clients that begin a conversation, the broker, its exchanges, its
/// queues, the clients that receive messages. The channels of a client with several are beside it, named as in
/// `NAME/2:`.
pub fn lanes(moments: &[Moment], world: &World) -> Vec<Lane> {
    let mut parties = Parties { world, exchanges: Vec::new(), queues: Vec::new(), talks: Vec::new() };
    parties.talks = world.overview().clients.iter().map(|client| Talk::of(client.name.clone())).collect();
    for event in moments.iter().flat_map(|moment| &moment.events) {
        parties.read(event);
    }
    let Parties { exchanges, queues, talks, .. } = parties;
    let mut clients: Vec<(bool, Lane)> = Vec::new();
    for (id, talk) in (0..).map(ClientId).zip(talks) {
        let (answers, publishes, consumes) = (talk.answers(), talk.publishes, talk.consumes);
        let several = if talk.channels.len() > 1 { &talk.channels[..] } else { &[] };
        let channels = several.iter().map(|number| {
            let name = format!("{}/{number}", talk.name).into();
            lane(Owner::Channel(id, *number), name)
        });
        let owned = core::iter::once(lane(Owner::Client(id), talk.name.clone())).chain(channels);
        clients.extend(owned.map(|lane| (answers, Lane { publishes, consumes, ..lane })));
    }
    let (answering, mut lanes): (Vec<_>, Vec<_>) = clients.into_iter().partition(|(answers, _)| *answers);
    lanes.push((false, Lane { turns: vec![(0, Life::There)], ..lane(Owner::Broker, Name::default()) }));
    for (name, declared) in exchanges {
        let turns = if declared { Vec::new() } else { vec![(0, Life::There)] };
        lanes.push((false, Lane { turns, ..lane(Owner::Exchange(name.clone()), name) }));
    }
    lanes.extend(queues.into_iter().map(|name| (false, lane(Owner::Queue(name.clone()), name))));
    lanes.extend(answering);
    lanes.into_iter().map(|(_, lane)| lane).collect()
}

fn lane(owner: Owner, name: Name) -> Lane {
    Lane { owner, name, publishes: false, consumes: false, turns: Vec::new() }
}

/// Decides on which side of the broker a client is: on the left if it speaks first.
struct Talk {
    name: Name,
    publishes: bool,
    consumes: bool,
    /// The numbers of all its channels, in order of opening.
    channels: Vec<u16>,
    /// It received a message before it published any.
    given_first: bool,
}

impl Talk {
    const fn of(name: Name) -> Self {
        Self { name, publishes: false, consumes: false, channels: Vec::new(), given_first: false }
    }

    /// Returns whether it receives messages before it publishes any.
    const fn answers(&self) -> bool {
        self.given_first || self.consumes && !self.publishes
    }
}

struct Parties<'a> {
    world: &'a World,
    /// Each with whether the run declares it, in contrast to the predeclared ones.
    exchanges: Vec<(Name, bool)>,
    queues: Vec<Name>,
    talks: Vec<Talk>,
}

impl Parties<'_> {
    /// Takes in those that an event is about.
    fn read(&mut self, event: &Event) {
        let about = event.about();
        if let Some(queue) = about.queue {
            self.queue(queue);
        }
        if let Some(message) = event.published() {
            self.exchange(message.exchange.clone(), false);
        }
        if let Some(exchange) = about.exchange {
            let declared = matches!(event, Event::ExchangeDeclared(_));
            self.exchange(self.world.exchange_name(exchange), declared);
        }
        if let Some(exchange) = leads_to(event) {
            self.exchange(self.world.exchange_name(exchange), false);
        }
        let Some(talk) = about.channel.and_then(|channel| self.talk(channel)) else { return };
        if let Event::ChannelOpened(channel) = event
            && !talk.channels.contains(&channel.number)
        {
            talk.channels.push(channel.number);
        }
        talk.publishes |= matches!(event, Event::Published { .. });
        let given = matches!(event, Event::Delivered { .. });
        talk.consumes |= given || about.consumer.is_some();
        talk.given_first |= given && !talk.publishes;
    }

    fn queue(&mut self, queue: QueueId) {
        let name = self.world.queue_name(queue);
        if !self.queues.contains(&name) {
            self.queues.push(name);
        }
    }

    fn exchange(&mut self, name: Name, declared: bool) {
        if !self.exchanges.iter().any(|(known, _)| *known == name) {
            self.exchanges.push((name, declared));
        }
    }

    fn talk(&mut self, channel: ChannelId) -> Option<&mut Talk> {
        let client = self.world.client_of(channel.connection)?;
        self.talks.get_mut(usize::try_from(client.0).ok()?)
    }
}

/// Returns the exchange that a binding or a routing leads to.
fn leads_to(event: &Event) -> Option<ExchangeId> {
    if let Event::Routed { route: Route::Alternate(next), .. } = event {
        return Some(*next);
    }
    match event.binding()?.destination {
        Destination::Exchange(exchange) => Some(exchange),
        Destination::Queue(_) => None,
    }
}

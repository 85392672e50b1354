//! A moment: one step of a run as a learner sees it, as data. It does not know how moments come about.

use std::sync::Arc;

use warren_broker::binding::Binding;
use warren_broker::command::BasicPublish;
use warren_broker::event::{NearMiss, NearMisses, StopCause};
use warren_broker::{ChannelId, Command, ConnectionReply, CopyId, Event, Message, MessageId, Name, Reply, Time};

/// A client program, numbered in order of definition, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ClientId(pub u32);

/// One step: one thing that happened in the world and could be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Moment {
    /// When.
    pub at: Time,
    /// Who caused it.
    pub actor: Actor,
    /// What happened.
    pub what: MomentKind,
    /// What a client sent in it, in order. (What the broker sent is in `events`.)
    pub sent: Vec<Sent>,
    /// All that the broker did in it, in order; empty if the broker had no part in it.
    pub events: Vec<Event>,
    /// What came to nothing in it, in order; empty in most moments.
    pub lost: Vec<Loss>,
    /// Of the messages that found no queue in it: what each just missed, as it was then.
    pub near_misses: Box<[(MessageId, NearMisses)]>,
    /// The `mark` statement before it: a lesson's beat starts here.
    pub mark: Option<Name>,
}

/// Something of a client's that came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Loss {
    /// Whose it was.
    pub client: ClientId,
    /// What it was.
    pub what: Lost,
}

/// What can come to nothing when a program, a channel, a connection or the broker goes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Lost {
    /// A message that nobody has any more: sent to the client and already settled for the broker, but not worked off.
    Message(Arc<Message>),
    /// What the client had sent and the broker will never take.
    Request(Arc<Request>),
    /// A statement that waited until the client could send it, and will not be carried out.
    Statement {
        /// As it would be written, with its placeholders filled.
        statement: Name,
        /// What stands in its way.
        because: Refusal,
    },
}

impl Lost {
    /// The number of the message that is lost, if it is or carries one.
    #[must_use]
    pub fn message(&self) -> Option<MessageId> {
        match self {
            Self::Message(message) => Some(message.id),
            Self::Request(request) => request.published().and_then(|publish| publish.id),
            Self::Statement { .. } => None,
        }
    }
}

impl Moment {
    /// The bindings it is about: those that come, go or match in it, and those that a message just missed.
    pub fn bindings(&self) -> impl Iterator<Item = &Arc<Binding>> {
        let missed = self.near_misses.iter().flat_map(|(_, near_misses)| &near_misses.told);
        let missed = missed.filter_map(|miss| match miss {
            NearMiss::Binding(binding) => Some(binding),
            NearMiss::NoSuchQueue(_) | NearMiss::DeadEnd(_) => None,
        });
        self.events.iter().filter_map(Event::binding).chain(missed)
    }

    /// The messages that a client had been sent and that were lost in this moment.
    pub fn lost_messages(&self) -> impl Iterator<Item = &Arc<Message>> {
        self.lost.iter().filter_map(|loss| match &loss.what {
            Lost::Message(message) => Some(message),
            Lost::Request(_) | Lost::Statement { .. } => None,
        })
    }

    /// The numbers of all messages that were lost in this moment, those on their way to the broker included.
    pub fn lost(&self) -> impl Iterator<Item = MessageId> {
        self.lost.iter().filter_map(|loss| loss.what.message())
    }

    /// How many statements were not carried out.
    #[must_use]
    pub fn statements_not_carried_out(&self) -> usize {
        let waiting = self.lost.iter().filter(|loss| matches!(loss.what, Lost::Statement { .. })).count();
        waiting + usize::from(matches!(self.what, MomentKind::Ignored { .. }))
    }
}

/// A method that a client sent, on a channel (number 0 for the connection's own).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)]
pub struct Sent {
    pub channel: ChannelId,
    pub request: Arc<Request>,
}

/// Who causes a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Actor {
    /// A statement of the scenario.
    Scenario,
    /// A statement of the learner's.
    Learner,
    /// A client program.
    Client(ClientId),
    /// The broker: it handles what arrived, or one of its timers fired.
    Broker,
}

/// What happens in a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)]
pub enum MomentKind {
    /// A client program starts and connects: because of a statement, or by itself after losing its connection.
    Started(ClientId),
    /// A client program is killed: its socket drops.
    Killed(ClientId),
    /// A client program ends in order: it closes its connection.
    Stopped(ClientId),
    /// A client sends by itself or by a statement; what it sends is in `sent`.
    Sends(ClientId),
    /// Something sent by a client arrives and the broker handles it.
    Handled { client: ClientId, channel: ChannelId, request: Arc<Request> },
    /// Something sent by the broker arrives at a client. `starts_work`: it is a delivery and the client begins with it.
    Received { client: ClientId, channel: ChannelId, answer: Arc<Answer>, starts_work: bool },
    /// A client is done with a message; what it answers is in `sent`. `next`: the one it begins with now.
    WorkDone { client: ClientId, message: Arc<Message>, next: Option<Arc<Message>> },
    /// A client finds nobody at the broker's address.
    ConnectionRefused(ClientId),
    /// A timer of the broker's fired: what happened is in `events`.
    Timer,
    /// The broker stops; all connections are gone.
    BrokerStopped(StopCause),
    /// The broker is up again.
    BrokerStarted,
    /// A client's settings were changed, as the statement said.
    Set { client: ClientId, change: Name },
    /// A statement changed the world, as it says, perhaps what concerns a client.
    Changed { change: Change, client: Option<ClientId>, statement: Name },
    /// The learner added a client program.
    ClientAdded(ClientId),
    /// The learner lets time pass, at least until then.
    Waits(Time),
    /// A statement that cannot be carried out now was passed over.
    Ignored { client: ClientId, statement: Name, because: Refusal },
}

/// What a statement changes. Each has a sentence (`explain/did.rs`); all else that is shown of it is the statement itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Change {
    /// The network's latency or jitter.
    Network,
    /// A client's connection: it breaks.
    Disconnected,
}

/// Why a statement cannot be carried out now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Refusal {
    /// There is no client of that name.
    NoSuchClient,
    /// The client is running already.
    Running,
    /// The client is not running.
    NotRunning,
    /// The broker has closed that channel because of the client's mistake.
    ChannelClosed,
    /// The client runs, but its connection is gone.
    ConnectionLost,
    /// The broker is up already.
    BrokerUp,
    /// The broker is down already.
    BrokerDown,
    /// It is said at the beginning of a scenario, not by a learner.
    OnlyInScenario,
}

/// One end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Endpoint {
    /// A client program.
    Client(ClientId),
    /// The broker.
    Broker,
}

/// Something on its way between a client and the broker.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)]
pub struct InFlight {
    pub from: Endpoint,
    pub to: Endpoint,
    /// Number 0 is the connection itself.
    pub channel: ChannelId,
    pub sent_at: Time,
    pub arrives_at: Time,
    pub what: Packet,
}

/// What travels.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Packet {
    /// From a client to the broker.
    Request(Arc<Request>),
    /// From the broker to a client.
    Answer(Arc<Answer>),
}

/// What a client sends.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Request {
    /// The handshake, up to `connection.open`. The `channel.open` for channel 1 travels with it, and the broker handles both in
    /// one moment.
    ConnectionOpen,
    /// `connection.close`
    ConnectionClose,
    /// Not a method: its socket was closed without a word.
    SocketClosed,
    /// A method on a channel.
    Command(Command),
}

/// What the broker sends.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Answer {
    /// A method on the connection.
    Connection(ConnectionReply),
    /// A method on a channel.
    Channel {
        /// The method.
        reply: Reply,
        /// The copy that it brings, if it brings one from a queue. (Clients are not told; AMQP knows no copies.)
        copy: Option<CopyId>,
    },
    /// Not a method: its socket was closed.
    SocketClosed,
    /// Not a method: nobody listens at the broker's address.
    Refused,
}

/// A packet that gets to one end of a connection.
#[derive(Clone, Copy, Debug)]
pub enum Arrival<'a> {
    /// The broker handles what this client sent.
    AtBroker(ClientId, &'a Request),
    /// This client receives what the broker sent.
    AtClient(ClientId, &'a Answer),
}

impl MomentKind {
    /// The packet that arrives, if one does.
    #[must_use]
    pub fn arrival(&self) -> Option<Arrival<'_>> {
        if let Self::Handled { client, request, .. } = self {
            return Some(Arrival::AtBroker(*client, request));
        }
        if let Self::Received { client, answer, .. } = self { Some(Arrival::AtClient(*client, answer)) } else { None }
    }

    /// The messages that a client gets or finishes.
    #[must_use]
    pub fn in_hands(&self) -> Vec<&Arc<Message>> {
        if let Self::WorkDone { message, next, .. } = self {
            return core::iter::once(message).chain(next).collect();
        }
        let Some(Arrival::AtClient(_, Answer::Channel { reply, .. })) = self.arrival() else { return Vec::new() };
        reply.message().into_iter().collect()
    }

    /// The client that it is about, if it is about one.
    #[must_use]
    pub const fn client(&self) -> Option<ClientId> {
        match self {
            Self::Started(client)
            | Self::Killed(client)
            | Self::Stopped(client)
            | Self::Sends(client)
            | Self::Handled { client, .. }
            | Self::Received { client, .. }
            | Self::WorkDone { client, .. }
            | Self::ConnectionRefused(client)
            | Self::Set { client, .. }
            | Self::ClientAdded(client)
            | Self::Ignored { client, .. } => Some(*client),
            Self::Changed { client, .. } => *client,
            Self::Timer | Self::BrokerStopped(_) | Self::BrokerStarted | Self::Waits(_) => None,
        }
    }
}

impl Request {
    /// The number of the message that it publishes. It has it from the moment it is sent, whether it arrives or not.
    #[must_use]
    pub fn message(&self) -> Option<MessageId> {
        self.published().and_then(|publish| publish.id)
    }

    /// The message that it publishes, if it publishes one.
    #[must_use]
    pub fn published(&self) -> Option<&BasicPublish> {
        if let Self::Command(Command::BasicPublish(publish)) = self { Some(publish) } else { None }
    }

    /// The method's name, `class.method`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ConnectionOpen => "connection.open",
            Self::ConnectionClose => "connection.close",
            Self::SocketClosed => "socket closed",
            Self::Command(command) => command.name(),
        }
    }
}

impl Answer {
    /// The message that it brings, or brings back.
    #[must_use]
    pub const fn message(&self) -> Option<&Arc<Message>> {
        match self {
            Self::Channel { reply, .. } => reply.message(),
            Self::Connection(_) | Self::SocketClosed | Self::Refused => None,
        }
    }

    /// The copy that it brings from a queue.
    #[must_use]
    pub const fn copy(&self) -> Option<CopyId> {
        match self {
            Self::Channel { copy, .. } => *copy,
            Self::Connection(_) | Self::SocketClosed | Self::Refused => None,
        }
    }

    /// The method's name, `class.method`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Connection(reply) => reply.name(),
            Self::Channel { reply, .. } => reply.name(),
            Self::SocketClosed => "socket closed",
            Self::Refused => "connection refused",
        }
    }
}

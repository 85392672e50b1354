//! A moment: one step of a run as a learner sees it, as data.

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

/// One step: one visible thing that happened in the world.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Moment {
    /// The time.
    pub at: Time,
    /// The cause.
    pub actor: Actor,
    /// The kind of the moment.
    pub what: MomentKind,
    /// The methods that a client sent in it, in order. (Those that the broker sent are in `events`.)
    pub sent: Vec<Sent>,
    /// The broker's events in it, in order; empty if the broker had no part in it.
    pub events: Vec<Event>,
    /// Everything lost in it, in order; empty in most moments.
    pub lost: Vec<Loss>,
    /// The near misses of each message that found no queue in it, as they were then.
    pub near_misses: Box<[(MessageId, NearMisses)]>,
    /// The `mark` statement before it, at which a beat of a lesson begins.
    pub mark: Option<Name>,
}

/// A loss of a client's.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Loss {
    /// Its owner.
    pub client: ClientId,
    /// The lost thing.
    pub what: Lost,
}

/// The things that can be lost when a program, a channel, a connection or the broker ends.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Lost {
    /// A message sent to the client and already settled for the broker, but not finished.
    Message(Arc<Message>),
    /// A request that the client had sent and the broker will never handle.
    Request(Arc<Request>),
    /// A statement that waited to be sent and will not be carried out.
    Statement {
        /// The statement as it would be written, with its placeholders filled.
        statement: Name,
        /// The reason.
        because: Refusal,
    },
}

impl Lost {
    /// Returns the number of the lost message, if it is or carries one.
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
    /// Returns the bindings it concerns: those added, removed or matched in it, and near misses.
    pub fn bindings(&self) -> impl Iterator<Item = &Arc<Binding>> {
        let missed = self.near_misses.iter().flat_map(|(_, near_misses)| &near_misses.told);
        let missed = missed.filter_map(|miss| match miss {
            NearMiss::Binding(binding) => Some(binding),
            NearMiss::NoSuchQueue(_) | NearMiss::DeadEnd(_) => None,
        });
        self.events.iter().filter_map(Event::binding).chain(missed)
    }

    /// Returns the messages sent to a client that were lost in this moment.
    pub fn lost_messages(&self) -> impl Iterator<Item = &Arc<Message>> {
        self.lost.iter().filter_map(|loss| match &loss.what {
            Lost::Message(message) => Some(message),
            Lost::Request(_) | Lost::Statement { .. } => None,
        })
    }

    /// Returns the numbers of all messages lost in this moment, including those on their way to the broker.
    pub fn lost(&self) -> impl Iterator<Item = MessageId> {
        self.lost.iter().filter_map(|loss| loss.what.message())
    }

    /// Returns the number of statements not carried out.
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

/// The cause of a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Actor {
    /// A statement of the scenario.
    Scenario,
    /// A statement of the learner.
    Learner,
    /// A client program.
    Client(ClientId),
    /// The broker: it handles an arrival, or one of its timers fired.
    Broker,
}

/// The kind of a moment.
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
    /// A client sends, by itself or by a statement; the methods are in `sent`.
    Sends(ClientId),
    /// A client's request arrives and the broker handles it.
    Handled { client: ClientId, channel: ChannelId, request: Arc<Request> },
    /// The broker's answer arrives at a client. `starts_work` says that it is a delivery and the client begins with it.
    Received { client: ClientId, channel: ChannelId, answer: Arc<Answer>, starts_work: bool },
    /// A client finishes a message; its settlement is in `sent`. `next` is the message it begins with now.
    WorkDone { client: ClientId, message: Arc<Message>, next: Option<Arc<Message>> },
    /// A client is refused at the broker's address because the broker is down.
    ConnectionRefused(ClientId),
    /// A timer of the broker fired; the effects are in `events`.
    Timer,
    /// The broker stops, which ends all connections.
    BrokerStopped(StopCause),
    /// The broker is up again.
    BrokerStarted,
    /// A client's settings were changed, as the statement said.
    Set { client: ClientId, change: Name },
    /// A statement changed the world, perhaps concerning one client.
    Changed { change: Change, client: Option<ClientId>, statement: Name },
    /// The learner added a client program.
    ClientAdded(ClientId),
    /// The learner lets time pass, at least until this time.
    Waits(Time),
    /// A statement that cannot be carried out now was passed over.
    Ignored { client: ClientId, statement: Name, because: Refusal },
}

/// A change made by a statement. Each has a sentence (`explain/sentences.rs`); everywhere else the statement itself is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Change {
    /// The network's latency or jitter.
    Network,
    /// A client's connection, which breaks.
    Disconnected,
}

/// Why a statement cannot be carried out now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Refusal {
    /// There is no client of this name.
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
    /// It is allowed only at the beginning of a scenario, not for a learner.
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
    /// The channel; number 0 is the connection itself.
    pub channel: ChannelId,
    pub sent_at: Time,
    pub arrives_at: Time,
    pub what: Packet,
}

/// The contents of a packet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Packet {
    /// From a client to the broker.
    Request(Arc<Request>),
    /// From the broker to a client.
    Answer(Arc<Answer>),
}

/// A request of a client.
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

/// An answer of the broker.
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
        /// The copy that it delivers, if it delivers one from a queue. (Clients do not learn it: AMQP does not name
        /// copies.)
        copy: Option<CopyId>,
    },
    /// Not a method: its socket was closed.
    SocketClosed,
    /// Not a method: nobody listens at the broker's address.
    Refused,
}

/// A packet that arrives at one end of a connection.
#[derive(Clone, Copy, Debug)]
pub enum Arrival<'a> {
    /// The broker handles this client's request.
    AtBroker(ClientId, &'a Request),
    /// This client receives the broker's answer.
    AtClient(ClientId, &'a Answer),
}

impl MomentKind {
    /// Returns the packet that arrives, if one does.
    #[must_use]
    pub fn arrival(&self) -> Option<Arrival<'_>> {
        if let Self::Handled { client, request, .. } = self {
            return Some(Arrival::AtBroker(*client, request));
        }
        if let Self::Received { client, answer, .. } = self { Some(Arrival::AtClient(*client, answer)) } else { None }
    }

    /// Returns the messages that a client gets or finishes.
    #[must_use]
    pub fn in_hands(&self) -> Vec<&Arc<Message>> {
        if let Self::WorkDone { message, next, .. } = self {
            return core::iter::once(message).chain(next).collect();
        }
        let Some(Arrival::AtClient(_, Answer::Channel { reply, .. })) = self.arrival() else { return Vec::new() };
        reply.message().into_iter().collect()
    }

    /// Returns the client it concerns, if any.
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
    /// Returns the number of the message that it publishes, which it has from the moment it is sent, whether it arrives
    /// or not.
    #[must_use]
    pub fn message(&self) -> Option<MessageId> {
        self.published().and_then(|publish| publish.id)
    }

    /// Returns the message that it publishes, if it publishes one.
    #[must_use]
    pub fn published(&self) -> Option<&BasicPublish> {
        if let Self::Command(Command::BasicPublish(publish)) = self { Some(publish) } else { None }
    }

    /// Returns the method's name, `class.method`.
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
    /// Returns the message that it delivers or returns.
    #[must_use]
    pub const fn message(&self) -> Option<&Arc<Message>> {
        match self {
            Self::Channel { reply, .. } => reply.message(),
            Self::Connection(_) | Self::SocketClosed | Self::Refused => None,
        }
    }

    /// Returns the copy that it delivers from a queue.
    #[must_use]
    pub const fn copy(&self) -> Option<CopyId> {
        match self {
            Self::Channel { copy, .. } => *copy,
            Self::Connection(_) | Self::SocketClosed | Self::Refused => None,
        }
    }

    /// Returns the method's name, `class.method`.
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

//! A moment with the names of all that appears in it. It does not know what is told of it.

use core::fmt;
use std::sync::Arc;

use warren_broker::binding::Destination;
use warren_broker::event::{Consumer, NearMisses};
use warren_broker::{ChannelId, ConnectionId, ExchangeId, ExchangeType, Message, MessageId, Name, QueueId};

use super::phrase::Place;
use crate::scenario::Word;
use crate::{Actor, ClientId, Moment, World};

/// Who knows the names.
pub trait Names {
    /// The name that a queue has or had.
    fn queue(&self, queue: QueueId) -> Name;

    /// The name that an exchange has or had.
    fn exchange(&self, exchange: ExchangeId) -> Name;

    /// The type that an exchange has or had.
    fn exchange_type(&self, exchange: ExchangeId) -> Option<&'static ExchangeType>;

    /// A client's name.
    fn client(&self, client: ClientId) -> Option<Name>;

    /// Whose connection it is or was.
    fn owner(&self, connection: ConnectionId) -> Option<ClientId>;
}

impl Names for World {
    fn queue(&self, queue: QueueId) -> Name {
        self.queue_name(queue)
    }

    fn exchange(&self, exchange: ExchangeId) -> Name {
        self.exchange_name(exchange)
    }

    fn exchange_type(&self, exchange: ExchangeId) -> Option<&'static ExchangeType> {
        self.exchange_type(exchange)
    }

    fn client(&self, client: ClientId) -> Option<Name> {
        Some(self.client_name(client)).filter(|name| !name.is_empty())
    }

    fn owner(&self, connection: ConnectionId) -> Option<ClientId> {
        self.client_of(connection)
    }
}

/// A moment to be told.
pub struct Scene<'a> {
    pub moment: &'a Moment,
    names: &'a dyn Names,
}

impl<'a> Scene<'a> {
    pub fn new(moment: &'a Moment, names: &'a dyn Names) -> Self {
        Self { moment, names }
    }

    pub fn client(&self, client: ClientId) -> Name {
        self.names.client(client).unwrap_or_else(|| format!("client {}", client.0).into())
    }

    /// The client at the other end of a connection.
    pub fn peer(&self, connection: ConnectionId) -> Name {
        match self.names.owner(connection) {
            Some(client) => self.client(client),
            None => format!("connection {}", connection.0).into(),
        }
    }

    pub fn on(&self, channel: ChannelId) -> Name {
        self.peer(channel.connection)
    }

    pub fn consumer(&self, consumer: &Consumer) -> Name {
        self.on(consumer.channel)
    }

    pub fn queue(&self, queue: QueueId) -> Name {
        let name = self.names.queue(queue);
        if name.is_empty() { format!("queue {}", queue.0).into() } else { name }
    }

    pub fn exchange(&self, exchange: ExchangeId) -> Name {
        exchange_named(&self.names.exchange(exchange))
    }

    pub fn destination(&self, destination: Destination) -> Place {
        match destination {
            Destination::Queue(queue) => Place::Queue(self.queue(queue)),
            Destination::Exchange(exchange) => Place::Exchange(self.names.exchange(exchange)),
        }
    }

    pub fn exchange_type(&self, exchange: ExchangeId) -> Option<&'static ExchangeType> {
        self.names.exchange_type(exchange)
    }

    /// A message that was published in this moment, by a client or as a dead letter.
    pub fn message(&self, id: MessageId) -> Option<&'a Arc<Message>> {
        self.moment.events.iter().rev().find_map(|event| event.published().filter(|message| message.id == id))
    }

    /// What a message that found no queue just missed.
    pub fn near_misses(&self, id: MessageId) -> &'a NearMisses {
        static NONE: NearMisses = NearMisses { told: Vec::new(), more: 0 };
        let of_it = self.moment.near_misses.iter().find(|(message, _)| *message == id);
        of_it.map_or(&NONE, |(_, near_misses)| near_misses)
    }

    /// Who did it: a client's name, or `broker`, `scenario`, `you`.
    pub fn actor(&self) -> Name {
        match self.moment.actor {
            Actor::Scenario => "scenario".into(),
            Actor::Learner => "you".into(),
            Actor::Client(client) => self.client(client),
            Actor::Broker => "broker".into(),
        }
    }
}

/// How an exchange is called in a log line: the default one has an empty name.
pub fn exchange_named(name: &Name) -> Name {
    if name.is_empty() { "(default)".into() } else { name.clone() }
}

/// As a log line names it.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Queue(queue) => f.write_str(queue),
            Self::Exchange(exchange) => write!(f, "exchange {}", exchange_named(exchange)),
        }
    }
}

/// The beginning of a body, in quotes.
pub fn shortened(body: &[u8]) -> String {
    let text = Word(&beginning(body)).to_string();
    if text.starts_with('"') { text } else { format!("\"{text}\"") }
}

/// The beginning of a body, as text.
pub fn beginning(body: &[u8]) -> String {
    const LONGEST: usize = 32;
    // No character is longer than four bytes, so there is no need to look at more.
    let text = String::from_utf8_lossy(&body[..body.len().min(4 * (LONGEST + 1))]);
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.into_owned(),
    }
}

//! A moment with the names of everything in it.

use core::fmt;
use std::sync::Arc;

use warren_broker::binding::Destination;
use warren_broker::event::{Consumer, NearMisses};
use warren_broker::{ChannelId, ConnectionId, ExchangeId, ExchangeType, Message, MessageId, Name, QueueId};

use super::phrase::Place;
use crate::scenario::Word;
use crate::{Actor, ClientId, Moment, World};

/// A source of names.
pub trait Names {
    /// Returns the name that a queue has or had.
    fn queue(&self, queue: QueueId) -> Name;

    /// Returns the name that an exchange has or had.
    fn exchange(&self, exchange: ExchangeId) -> Name;

    /// Returns the type that an exchange has or had.
    fn exchange_type(&self, exchange: ExchangeId) -> Option<&'static ExchangeType>;

    /// Returns a client's name.
    fn client(&self, client: ClientId) -> Option<Name>;

    /// Returns the client of a connection, also of a closed one.
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

/// A moment to be explained.
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

    /// Returns the client at the other end of a connection.
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

    /// Returns a message published in this moment, by a client or as a dead letter.
    pub fn message(&self, id: MessageId) -> Option<&'a Arc<Message>> {
        self.moment.events.iter().rev().find_map(|event| event.published().filter(|message| message.id == id))
    }

    /// Returns the near misses of a message that found no queue.
    pub fn near_misses(&self, id: MessageId) -> &'a NearMisses {
        static NONE: NearMisses = NearMisses { told: Vec::new(), more: 0 };
        let of_it = self.moment.near_misses.iter().find(|(message, _)| *message == id);
        of_it.map_or(&NONE, |(_, near_misses)| near_misses)
    }

    /// Returns the actor: a client's name, or `broker`, `scenario`, `you`.
    pub fn actor(&self) -> Name {
        match self.moment.actor {
            Actor::Scenario => "scenario".into(),
            Actor::Learner => "you".into(),
            Actor::Client(client) => self.client(client),
            Actor::Broker => "broker".into(),
        }
    }
}

/// Returns the name of an exchange for a log line; the default exchange, whose name is empty, gets one.
pub fn exchange_named(name: &Name) -> Name {
    if name.is_empty() { "(default)".into() } else { name.clone() }
}

/// Formats like a log line.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Queue(queue) => f.write_str(queue),
            Self::Exchange(exchange) => write!(f, "exchange {}", exchange_named(exchange)),
        }
    }
}

/// Returns the beginning of a body, in quotes.
pub fn shortened(body: &[u8]) -> String {
    let text = Word(&beginning(body)).to_string();
    if text.starts_with('"') { text } else { format!("\"{text}\"") }
}

/// Returns the beginning of a body, as text.
pub fn beginning(body: &[u8]) -> String {
    const LONGEST: usize = 32;
    // No character is longer than four bytes, so the rest need not be decoded.
    let text = String::from_utf8_lossy(&body[..body.len().min(4 * (LONGEST + 1))]);
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.into_owned(),
    }
}

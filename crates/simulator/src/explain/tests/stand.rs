//! A stand for making moments: a broker, clients by name, and the explanations as text. The tests know what is right.

use std::fmt::Write as _;
use std::sync::Arc;

use warren_broker::command::{BasicConsume, BasicPublish, QueueDeclare};
use warren_broker::{
    Broker, ChannelId, Command, Config, ConnectionId, Content, Event, ExchangeId, ExchangeType, Input, Message, Name,
    Properties, QueueId, Table, Time,
};

use crate::explain::explained;
use crate::explain::scene::{Names, Scene};
use crate::name_history::NameHistory;
use crate::text::Catalog;
use crate::world::near_misses;
use crate::{Actor, ClientId, Loss, Moment, MomentKind, Request, Sent};

/// Connection `n` belongs to client `n` for ever.
pub struct Stand {
    broker: Broker,
    names: NameHistory,
    clients: Vec<Name>,
    pub now: Time,
    pub events: Vec<Event>,
}

impl Names for Stand {
    fn queue(&self, queue: QueueId) -> Name {
        self.names.queue(queue)
    }

    fn exchange(&self, exchange: ExchangeId) -> Name {
        self.names.exchange(exchange)
    }

    fn exchange_type(&self, exchange: ExchangeId) -> Option<&'static ExchangeType> {
        self.names.exchange_type(exchange)
    }

    fn client(&self, client: ClientId) -> Option<Name> {
        self.clients.get(client.0 as usize).cloned()
    }

    fn owner(&self, connection: ConnectionId) -> Option<ClientId> {
        ((connection.0 as usize) < self.clients.len()).then_some(ClientId(connection.0))
    }
}

impl Stand {
    pub fn new() -> Self {
        let broker = Broker::new(Config::default());
        Self { names: NameHistory::of(&broker), broker, clients: Vec::new(), now: Time::ZERO, events: Vec::new() }
    }

    pub fn client(&mut self, name: &str) -> ClientId {
        let client = ClientId(u32::try_from(self.clients.len()).expect("a handful"));
        self.clients.push(name.into());
        self.input(Input::ConnectionOpen { connection: ConnectionId(client.0), user: "guest".into() });
        self.handle(client, Command::ChannelOpen);
        client
    }

    pub fn input(&mut self, input: Input) {
        self.events.clear();
        self.broker.handle(self.now, input, &mut self.events);
        self.names.note(&self.broker, &self.events);
    }

    /// Lets the broker handle a method, and explains the moment in English.
    pub fn handle(&mut self, client: ClientId, command: Command) -> String {
        self.input(Input::Command(channel(client), command.clone()));
        self.handled(client, Request::Command(command))
    }

    /// Explains the last input as the handling of a request.
    pub fn handled(&self, client: ClientId, request: Request) -> String {
        let what = MomentKind::Handled { client, channel: channel(client), request: Arc::new(request) };
        self.tell(Actor::Broker, what)
    }

    /// Explains the last input in English.
    pub fn tell(&self, actor: Actor, what: MomentKind) -> String {
        self.tell_in("en", actor, what)
    }

    pub fn tell_in(&self, language: &str, actor: Actor, what: MomentKind) -> String {
        let events = self.events.clone();
        let near_misses = near_misses(&self.broker, &events);
        let (sent, lost) = (Vec::new(), Vec::new());
        self.print(language, &Moment { at: self.now, actor, what, sent, events, lost, near_misses, mark: None })
    }

    /// Explains a moment of a client in which it may send something.
    pub fn does(&self, client: ClientId, what: MomentKind, sent: Option<Request>) -> String {
        let sent = sent.map(|request| Sent { channel: channel(client), request: Arc::new(request) });
        let (actor, sent) = (Actor::Client(client), sent.into_iter().collect());
        self.print("en", &self.silent(actor, what, sent, Vec::new()))
    }

    /// Explains a moment of a client in which something is lost.
    pub fn loses(&self, client: ClientId, what: MomentKind, sent: Request, lost: Vec<Loss>) -> String {
        let sent = vec![Sent { channel: channel(client), request: Arc::new(sent) }];
        self.print("en", &self.silent(Actor::Client(client), what, sent, lost))
    }

    /// Makes a moment without the broker.
    fn silent(&self, actor: Actor, what: MomentKind, sent: Vec<Sent>, lost: Vec<Loss>) -> Moment {
        let (events, near_misses) = (Vec::new(), Box::default());
        Moment { at: self.now, actor, what, sent, events, lost, near_misses, mark: None }
    }

    fn print(&self, language: &str, moment: &Moment) -> String {
        let file = format!("{}/locales/{language}.json", env!("CARGO_MANIFEST_DIR"));
        let json = std::fs::read_to_string(file).expect("the catalog is part of the crate");
        let texts = Catalog::parse(&json).expect("a catalog");
        let told = explained(&Scene::new(moment, self));
        let mut out = String::new();
        for line in told.log {
            let text = format!("{} {} | {} | {}", line.at, line.actor, line.what, line.detail);
            writeln!(out, "{}", text.trim_end_matches([' ', '|'])).expect("strings take everything");
        }
        for (sign, phrase) in told.summary.iter().map(|phrase| ('=', phrase)).chain(told.why.iter().map(|p| ('?', p))) {
            writeln!(out, "{sign} {}", texts.phrase(phrase)).expect("strings take everything");
        }
        out
    }
}

pub fn channel(client: ClientId) -> ChannelId {
    ChannelId { connection: ConnectionId(client.0), number: 1 }
}

pub fn declare(queue: &str, durable: bool, arguments: Table) -> Command {
    Command::QueueDeclare(QueueDeclare { queue: queue.into(), durable, arguments, ..QueueDeclare::default() })
}

pub fn publish(exchange: &str, key: &str, body: &str, properties: Properties, mandatory: bool) -> Command {
    let content = Content { properties, body: body.as_bytes().into() }.into();
    let (exchange, routing_key) = (exchange.into(), key.into());
    Command::BasicPublish(BasicPublish { exchange, routing_key, mandatory, content, immediate: false, id: None })
}

pub fn persistent() -> Properties {
    Properties { delivery_mode: Some(2), ..Properties::default() }
}

pub fn consume(queue: &str, no_ack: bool) -> Command {
    let consumer_tag = "c".into();
    Command::BasicConsume(BasicConsume { queue: queue.into(), consumer_tag, no_ack, ..BasicConsume::default() })
}

pub fn qos(prefetch_count: u16) -> Command {
    Command::BasicQos { prefetch_size: 0, prefetch_count, global: false }
}

pub fn message(id: u64, body: &str) -> Arc<Message> {
    let content = Content { body: body.as_bytes().into(), ..Content::default() }.into();
    let (exchange, routing_key, cc) = ("".into(), "q".into(), Box::default());
    Arc::new(Message { id: warren_broker::MessageId(id), exchange, routing_key, cc, content })
}

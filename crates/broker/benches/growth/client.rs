//! A broker and its clients, with the few operations that the rows need.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use warren_broker::command::{BasicConsume, BasicPublish, ExchangeDeclare, QueueBind, QueueDeclare};
use warren_broker::{Broker, ChannelId, Command, Config, ConnectionId, Content, Event, Input, Name, Table, Time};

pub struct Client {
    pub broker: Broker,
    pub now: Time,
    out: Vec<Event>,
    content: Arc<Content>,
}

/// Returns the only channel of a connection.
pub const fn channel(connection: u32) -> ChannelId {
    ChannelId { connection: ConnectionId(connection), number: 1 }
}

impl Client {
    /// Opens connections 1 to `connections`, each with one channel.
    pub fn new(connections: u32) -> Self {
        let content = Arc::new(Content { body: b"hello".as_slice().into(), ..Content::default() });
        let broker = Broker::new(Config::default());
        let mut client = Self { broker, now: Time::ZERO, out: Vec::new(), content };
        for connection in 1..=connections {
            client.open(connection);
        }
        client
    }

    pub fn input(&mut self, input: Input) {
        self.out.clear();
        self.broker.handle(self.now, input, &mut self.out);
        black_box(&self.out);
    }

    pub fn open(&mut self, connection: u32) {
        self.input(Input::ConnectionOpen { connection: ConnectionId(connection), user: "guest".into() });
        self.send(channel(connection), Command::ChannelOpen);
    }

    pub fn lose(&mut self, connection: u32) {
        self.input(Input::ConnectionLost(ConnectionId(connection)));
    }

    pub fn send(&mut self, channel: ChannelId, command: Command) {
        self.input(Input::Command(channel, command));
        let refused = self.out.iter().any(|event| matches!(event, Event::ChannelClosed(..)));
        assert!(!refused, "the broker refused: {:?}", self.out);
    }

    pub fn declare_exchange(&mut self, kind: &str) {
        let declare = ExchangeDeclare { exchange: "x".into(), kind: kind.into(), ..Default::default() };
        self.send(channel(1), Command::ExchangeDeclare(declare));
    }

    pub fn declare(&mut self, by: ChannelId, queue: &str, exclusive: bool, arguments: Table) {
        let declare = QueueDeclare { queue: queue.into(), exclusive, arguments, ..Default::default() };
        self.send(by, Command::QueueDeclare(declare));
    }

    /// Declares a queue whose consumer takes and settles every message at once.
    pub fn declare_sink(&mut self, queue: &str) {
        self.declare(channel(1), queue, false, Table::default());
        self.consume(channel(1), queue, true);
    }

    pub fn consume(&mut self, by: ChannelId, queue: &str, no_ack: bool) {
        let consume = BasicConsume { queue: queue.into(), no_ack, ..Default::default() };
        self.send(by, Command::BasicConsume(consume));
    }

    pub fn bind(&mut self, queue: &str, key: Name, arguments: Table) {
        self.send(channel(1), Command::QueueBind(binding(queue, key, arguments)));
    }

    pub fn unbind(&mut self, queue: &str, key: Name, arguments: Table) {
        self.send(channel(1), Command::QueueUnbind(binding(queue, key, arguments)));
    }

    pub fn delete(&mut self, queue: &str) {
        let delete = Command::QueueDelete { queue: queue.into(), if_unused: false, if_empty: false, no_wait: false };
        self.send(channel(1), delete);
    }

    pub fn publish(&mut self, exchange: &Name, routing_key: &Name) {
        self.publish_content(exchange, routing_key, self.content.clone());
    }

    pub fn publish_content(&mut self, exchange: &Name, routing_key: &Name, content: Arc<Content>) {
        let (exchange, routing_key) = (exchange.clone(), routing_key.clone());
        let publish = BasicPublish { exchange, routing_key, mandatory: false, immediate: false, content, id: None };
        self.send(channel(1), Command::BasicPublish(publish));
    }

    pub fn ack(&mut self, channel: ChannelId, delivery_tag: u64) {
        self.send(channel, Command::BasicAck { delivery_tag, multiple: false });
    }

    pub fn pass(&mut self, time: Duration) {
        self.now = self.now + time;
    }

    /// Returns how many copies the last input delivered.
    pub fn delivered(&self) -> usize {
        self.out.iter().filter(|event| matches!(event, Event::Delivered { .. })).count()
    }
}

fn binding(queue: &str, routing_key: Name, arguments: Table) -> QueueBind {
    QueueBind { queue: queue.into(), exchange: "x".into(), routing_key, arguments, ..Default::default() }
}

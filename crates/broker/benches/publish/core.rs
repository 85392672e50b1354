//! A broker with a publisher and a worker, and one message after another through it.

use std::hint::black_box;
use std::sync::Arc;

use warren_broker::command::{BasicConsume, BasicPublish, ExchangeDeclare, QueueBind, QueueDeclare};
use warren_broker::{Broker, ChannelId, Command, Config, ConnectionId, Content, Event, Input, Name, Time};

pub struct Core {
    broker: Broker,
    producer: ChannelId,
    worker: ChannelId,
    out: Vec<Event>,
    exchange: Name,
    routing_key: Name,
    content: Arc<Content>,
}

impl Core {
    /// With a queue `work`, to which the key leads through the exchange, and a consumer that acknowledges.
    pub fn new(exchange: &str, key: &str) -> Self {
        let channel = |connection| ChannelId { connection: ConnectionId(connection), number: 1 };
        let mut core = Self {
            broker: Broker::new(Config::default()),
            producer: channel(1),
            worker: channel(2),
            out: Vec::new(),
            exchange: exchange.into(),
            routing_key: key.into(),
            content: Arc::new(Content { body: b"hello".as_slice().into(), ..Content::default() }),
        };
        for channel in [core.producer, core.worker] {
            let open = Input::ConnectionOpen { connection: channel.connection, user: "guest".into() };
            core.broker.handle(Time::ZERO, open, &mut core.out);
            core.send(channel, Command::ChannelOpen);
        }
        let worker = core.worker;
        core.send(worker, Command::QueueDeclare(QueueDeclare { queue: "work".into(), ..Default::default() }));
        if !exchange.is_empty() {
            let declare = ExchangeDeclare { exchange: exchange.into(), kind: "topic".into(), ..Default::default() };
            core.send(worker, Command::ExchangeDeclare(declare));
            let bind = QueueBind {
                queue: "work".into(),
                exchange: exchange.into(),
                routing_key: "*.critical".into(),
                ..Default::default()
            };
            core.send(worker, Command::QueueBind(bind));
        }
        core.send(worker, Command::BasicConsume(BasicConsume { queue: "work".into(), ..Default::default() }));
        core
    }

    /// Takes one message from publish to ack.
    #[inline]
    pub fn message(&mut self) {
        let publish = BasicPublish {
            exchange: self.exchange.clone(),
            routing_key: self.routing_key.clone(),
            mandatory: false,
            immediate: false,
            content: self.content.clone(),
            id: None,
        };
        self.send(self.producer, Command::BasicPublish(publish));
        let delivery_tag = self.delivered();
        self.send(self.worker, Command::BasicAck { delivery_tag, multiple: false });
        black_box(&self.out);
    }

    fn send(&mut self, channel: ChannelId, command: Command) {
        self.out.clear();
        self.broker.handle(Time::ZERO, Input::Command(channel, command), &mut self.out);
    }

    fn delivered(&self) -> u64 {
        let tag =
            |event: &Event| if let Event::Delivered { delivery_tag, .. } = event { Some(*delivery_tag) } else { None };
        self.out.iter().find_map(tag).expect("the only consumer takes every message")
    }
}

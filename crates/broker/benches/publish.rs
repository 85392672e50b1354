//! Compares the cost of a message from publish to ack with a floor written by hand in the same shape, in one run.
//!
//! `cargo bench -p warren-broker`. The floor keeps one queue, one consumer and its deliveries, with shared names and
//! bodies and a list of events. It knows no rule of AMQP. Each row handles 1,000 messages a round.

use std::collections::{HashMap, VecDeque};
use std::hint::black_box;
use std::sync::Arc;

use divan::Bencher;
use divan::counter::ItemsCount;
use warren_broker::command::{BasicConsume, BasicPublish, ExchangeDeclare, QueueBind, QueueDeclare};
use warren_broker::{Broker, ChannelId, Command, Config, ConnectionId, Content, Event, Input, Name, Time};

const MESSAGES: u64 = 1_000;

fn main() {
    divan::main();
}

/// Default exchange, one queue, one acknowledging consumer.
#[divan::bench]
fn core_default_exchange(bencher: Bencher<'_, '_>) {
    bench_core(bencher, "", "work");
}

/// As above, through a topic exchange with one binding.
#[divan::bench]
fn core_topic_exchange(bencher: Bencher<'_, '_>) {
    bench_core(bencher, "logs", "kern.critical");
}

#[divan::bench]
fn floor(bencher: Bencher<'_, '_>) {
    let mut floor = Floor::new();
    let (queue, body): (Arc<str>, Arc<[u8]>) = ("work".into(), b"hello".as_slice().into());
    bencher.counter(ItemsCount::new(MESSAGES)).bench_local(|| {
        for _ in 0..MESSAGES {
            floor.publish(queue.clone(), body.clone());
            let tag = floor.delivered();
            floor.out.clear();
            floor.ack(tag);
            black_box(&floor.out);
            floor.out.clear();
        }
    });
}

fn bench_core(bencher: Bencher<'_, '_>, exchange: &str, key: &str) {
    let mut core = Core::new(exchange);
    let (exchange, routing_key) = (Name::from(exchange), Name::from(key));
    let content = Arc::new(Content { body: b"hello".as_slice().into(), ..Content::default() });
    bencher.counter(ItemsCount::new(MESSAGES)).bench_local(|| {
        for _ in 0..MESSAGES {
            let publish = BasicPublish {
                exchange: exchange.clone(),
                routing_key: routing_key.clone(),
                mandatory: false,
                immediate: false,
                content: content.clone(),
                id: None,
            };
            core.send(core.producer, Command::BasicPublish(publish));
            let delivery_tag = core.delivered();
            core.send(core.worker, Command::BasicAck { delivery_tag, multiple: false });
            black_box(&core.out);
        }
    });
}

struct Core {
    broker: Broker,
    producer: ChannelId,
    worker: ChannelId,
    out: Vec<Event>,
}

impl Core {
    fn new(exchange: &str) -> Self {
        let channel = |connection| ChannelId { connection: ConnectionId(connection), number: 1 };
        let mut core =
            Self { broker: Broker::new(Config::default()), producer: channel(1), worker: channel(2), out: Vec::new() };
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

/// The minimum of work for a broker with queues, acks and a list of events.
struct Floor {
    queues: HashMap<Arc<str>, FloorQueue>,
    unacked: VecDeque<(u64, Arc<FloorMessage>)>,
    last_tag: u64,
    out: Vec<FloorEvent>,
}

#[derive(Default)]
struct FloorQueue {
    ready: VecDeque<Arc<FloorMessage>>,
}

struct FloorMessage {
    _key: Arc<str>,
    _body: Arc<[u8]>,
}

#[allow(dead_code)] // Written and dropped, as the core's events are here.
enum FloorEvent {
    Enqueued(Arc<FloorMessage>),
    Delivered { tag: u64, message: Arc<FloorMessage> },
    Acked(u64),
}

impl Floor {
    fn new() -> Self {
        let queues = HashMap::from([("work".into(), FloorQueue::default())]);
        Self { queues, unacked: VecDeque::new(), last_tag: 0, out: Vec::new() }
    }

    fn publish(&mut self, key: Arc<str>, body: Arc<[u8]>) {
        let Some(queue) = self.queues.get_mut(&key) else { return };
        let message = Arc::new(FloorMessage { _key: key, _body: body });
        self.out.push(FloorEvent::Enqueued(message.clone()));
        queue.ready.push_back(message);
        if let Some(message) = queue.ready.pop_front() {
            self.last_tag += 1;
            self.unacked.push_back((self.last_tag, message.clone()));
            self.out.push(FloorEvent::Delivered { tag: self.last_tag, message });
        }
    }

    fn ack(&mut self, tag: u64) {
        if self.unacked.front().is_some_and(|(other, _)| *other == tag) {
            self.unacked.pop_front();
            self.out.push(FloorEvent::Acked(tag));
        }
    }

    fn delivered(&self) -> u64 {
        let tag = |event: &FloorEvent| if let FloorEvent::Delivered { tag, .. } = event { Some(*tag) } else { None };
        self.out.iter().find_map(tag).expect("there is always somebody to take a message")
    }
}

//! Compares the cost of a message from publish to ack with a floor written by hand in the same shape, in one run.
//!
//! `cargo bench -p warren-broker`. The floor keeps one queue, one consumer and its deliveries, with shared names and
//! bodies and a list of events. It knows no rule of AMQP. Each row handles 1,000 messages a round.

use std::collections::{HashMap, VecDeque};
use std::hint::black_box;
use std::sync::Arc;

use divan::Bencher;
use divan::counter::ItemsCount;

#[path = "publish/core.rs"]
mod core;

use self::core::Core;

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
    let mut core = Core::new(exchange, key);
    bencher.counter(ItemsCount::new(MESSAGES)).bench_local(|| {
        for _ in 0..MESSAGES {
            core.message();
        }
    });
}

/// The least that anything with queues, acks and an account of what happened has to do.
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

//! The rows: the operation, the sizes, and the limit of the ratio between the last size and the first.

use std::sync::Arc;
use std::time::Duration;

use cpu_time::ThreadTime;
use warren_broker::command::QueueDeclare;
use warren_broker::{Command, Content, Name, Properties, Table};

use crate::ALLOCATED;
use crate::client::{Client, channel};

/// One row of the table.
pub struct Row {
    /// The operation.
    pub name: &'static str,
    /// The thing whose number grows.
    pub by: &'static str,
    /// The unit of the cost.
    pub unit: &'static str,
    pub sizes: &'static [usize],
    /// The limit of the ratio of the last cost to the first.
    pub limit: f64,
    /// Measures the operation at a size.
    pub measure: fn(usize) -> f64,
}

impl Row {
    /// Returns how often each size is measured: time is noisy, memory is not.
    pub fn passes(&self) -> usize {
        if self.unit == NS { 4 } else { 1 }
    }
}

const TO_100_000: &[usize] = &[10, 100, 1_000, 10_000, 100_000];
const TO_10_000: &[usize] = &[10, 100, 1_000, 10_000];
const TO_1_000: &[usize] = &[10, 100, 1_000];
const NS: &str = "ns";

pub const ROWS: &[Row] = &[
    Row { name: "publish, topic, one match", by: "bindings", unit: NS, sizes: TO_100_000, limit: 4.0, measure: topic },
    Row {
        name: "publish, direct, one match",
        by: "bindings",
        unit: NS,
        sizes: TO_100_000,
        limit: 2.0,
        measure: direct,
    },
    Row {
        name: "publish, headers, one match",
        by: "bindings",
        unit: NS,
        sizes: TO_100_000,
        limit: 4.0,
        measure: headers,
    },
    Row { name: "bind", by: "bindings", unit: NS, sizes: TO_100_000, limit: 3.0, measure: bind },
    Row { name: "unbind", by: "bindings", unit: NS, sizes: TO_100_000, limit: 3.0, measure: unbind },
    Row {
        name: "declare and delete a bound queue",
        by: "bound queues",
        unit: NS,
        sizes: TO_10_000,
        limit: 3.0,
        measure: delete,
    },
    Row { name: "publish with TTL, time passing", by: "queues", unit: NS, sizes: TO_10_000, limit: 2.0, measure: ttl },
    Row {
        name: "the same, to all queues in turn",
        by: "queues",
        unit: NS,
        sizes: TO_10_000,
        limit: 4.0,
        measure: ttl_in_turn,
    },
    Row {
        name: "dispatch, all but one saturated",
        by: "consumers",
        unit: NS,
        sizes: TO_1_000,
        limit: 1.3,
        measure: dispatch,
    },
    Row { name: "fanout, a copy", by: "queues", unit: NS, sizes: TO_1_000, limit: 1.5, measure: fanout },
    Row {
        name: "ack, 50,000 unacked",
        by: "order (0 in turn, 1 random)",
        unit: NS,
        sizes: &[0, 1],
        limit: 3.0,
        measure: ack,
    },
    Row {
        name: "connection lost and opened anew",
        by: "connections",
        unit: NS,
        sizes: &[100, 1_000, 10_000],
        limit: 3.0,
        measure: reconnect,
    },
    Row {
        name: "the same with a queue and consumer of its own",
        by: "connections",
        unit: NS,
        sizes: &[100, 1_000, 10_000],
        limit: 3.0,
        measure: reconnect_with_queue,
    },
    Row {
        name: "memory after reply queues came and went",
        by: "queues ever declared",
        unit: "KiB",
        sizes: &[10_000, 1_000_000, 10_000_000],
        limit: 1.1,
        measure: gone,
    },
];

/// The number of operations measured together.
const BATCH: usize = 2_000;

/// Returns the nanoseconds of one operation: the best of several rounds. `batch` runs some operations and returns how
/// many.
fn best(rounds: usize, mut batch: impl FnMut() -> usize) -> f64 {
    let round = |batch: &mut dyn FnMut() -> usize| {
        let start = ThreadTime::now();
        let operations = batch();
        start.elapsed().as_secs_f64() * 1e9 / operations as f64
    };
    batch();
    (0..rounds).map(|_| round(&mut batch)).fold(f64::INFINITY, f64::min)
}

/// Returns the numbers below `size`, spread over the whole range in no order.
fn scattered(size: usize) -> impl Iterator<Item = usize> {
    let mut at = 0;
    core::iter::from_fn(move || {
        at = (at + 61_803) % size;
        Some(at)
    })
}

/// Measures a publish to an exchange with `size` bindings of which one matches.
fn publish(
    size: usize,
    kind: &str,
    bind: fn(usize) -> (Name, Table),
    message: fn(usize) -> (Name, Arc<Content>),
) -> f64 {
    let mut client = Client::new(1);
    client.declare_exchange(kind);
    client.declare_sink("q");
    for number in 0..size {
        let (key, arguments) = bind(number);
        client.bind("q", key, arguments);
    }
    let messages: Vec<(Name, Arc<Content>)> = scattered(size).take(BATCH).map(message).collect();
    let exchange = Name::from("x");
    best(50, || {
        for (key, content) in &messages {
            client.publish_content(&exchange, key, content.clone());
            assert_eq!(client.delivered(), 1);
        }
        messages.len()
    })
}

fn plain() -> Arc<Content> {
    Arc::new(Content { body: b"hello".as_slice().into(), ..Content::default() })
}

fn topic(size: usize) -> f64 {
    publish(
        size,
        "topic",
        |number| (format!("shop.{number}.*").into(), Table::default()),
        |number| (format!("shop.{number}.sold").into(), plain()),
    )
}

fn direct(size: usize) -> f64 {
    publish(
        size,
        "direct",
        |number| (format!("shop.{number}").into(), Table::default()),
        |number| (format!("shop.{number}").into(), plain()),
    )
}

fn headers_table(number: usize) -> Table {
    let mut table = Table::default();
    table.set("region", "eu");
    table.set("shop", i64::try_from(number).unwrap_or_default());
    table
}

fn headers(size: usize) -> f64 {
    publish(
        size,
        "headers",
        |number| {
            let mut arguments = headers_table(number);
            arguments.set("x-match", "all");
            (Name::default(), arguments)
        },
        |number| {
            let properties = Properties { headers: Some(headers_table(number)), ..Properties::default() };
            (Name::default(), Arc::new(Content { properties, body: b"hello".as_slice().into() }))
        },
    )
}

/// Makes a topic exchange with `size` bindings.
fn bound(size: usize) -> Client {
    let mut client = Client::new(1);
    client.declare_exchange("topic");
    client.declare(channel(1), "q", false, Table::default());
    for number in 0..size {
        client.bind("q", format!("shop.{number}.*").into(), Table::default());
    }
    client
}

/// Returns new patterns in no order.
fn more() -> Vec<Name> {
    scattered(1_000_003).take(1_000).map(|number| format!("more.{number}.*").into()).collect()
}

/// Returns the nanoseconds of one of two operations that undo each other.
fn best_of_two(timed_first: bool, operations: usize, mut first: impl FnMut(), mut second: impl FnMut()) -> f64 {
    let mut least = f64::INFINITY;
    for _ in 0..50 {
        let start = ThreadTime::now();
        first();
        let middle = ThreadTime::now();
        second();
        let (one, other) = (middle.duration_since(start), middle.elapsed());
        let time = if timed_first { one } else { other };
        least = least.min(time.as_secs_f64() * 1e9 / operations as f64);
    }
    least
}

fn bind(size: usize) -> f64 {
    bind_and_unbind(size, true)
}

fn unbind(size: usize) -> f64 {
    bind_and_unbind(size, false)
}

fn bind_and_unbind(size: usize, binds: bool) -> f64 {
    let client = core::cell::RefCell::new(bound(size));
    let more = more();
    let each = |change: fn(&mut Client, &str, Name, Table)| {
        let mut client = client.borrow_mut();
        for key in &more {
            change(&mut client, "q", key.clone(), Table::default());
        }
    };
    best_of_two(binds, more.len(), || each(Client::bind), || each(Client::unbind))
}

fn delete(size: usize) -> f64 {
    let mut client = Client::new(1);
    client.declare_exchange("direct");
    for number in 0..size {
        let name = format!("queue.{number}");
        client.declare(channel(1), &name, false, Table::default());
        client.bind(&name, "all".into(), Table::default());
    }
    best(50, || {
        for name in ["queue.500000", "queue.300000", "queue.700000"] {
            for _ in 0..100 {
                client.declare(channel(1), name, false, Table::default());
                client.bind(name, "all".into(), Table::default());
                client.delete(name);
            }
        }
        300
    })
}

/// Measures a publish to one of ten queues while all queues have a message that will expire.
fn ttl(size: usize) -> f64 {
    expiring(size, 10)
}

/// Measures a publish to each queue in turn. The growth here is that of the memory touched: no queue is in the
/// processor's cache when its turn comes again.
fn ttl_in_turn(size: usize) -> f64 {
    expiring(size, size)
}

/// Publishes one message a millisecond; each message expires a second later.
fn expiring(size: usize, published_to: usize) -> f64 {
    let mut client = Client::new(1);
    let names: Vec<Name> = (0..size).map(|number| format!("queue.{number}").into()).collect();
    let exchange = Name::default();
    for (place, name) in names.iter().enumerate() {
        let ttl = if place < published_to { 1_000 } else { 100_000_000 };
        client.declare(channel(1), name, false, [("x-message-ttl", ttl)].into_iter().collect());
        client.publish(&exchange, name);
    }
    let mut next = scattered(published_to);
    best(50, || {
        for _ in 0..BATCH {
            client.pass(Duration::from_millis(1));
            client.publish(&exchange, &names[next.next().unwrap_or_default()]);
        }
        BATCH
    })
}

fn dispatch(size: usize) -> f64 {
    let consumers = u32::try_from(size).unwrap_or(u32::MAX);
    let mut client = Client::new(consumers + 1);
    client.declare(channel(1), "q", false, Table::default());
    for consumer in 2..=consumers + 1 {
        let qos = Command::BasicQos { prefetch_size: 0, prefetch_count: 1, global: false };
        client.send(channel(consumer), qos);
        client.consume(channel(consumer), "q", false);
    }
    let (exchange, key) = (Name::default(), Name::from("q"));
    for _ in 0..size {
        client.publish(&exchange, &key);
    }
    // All are saturated. From now on one in the middle has room.
    let free = channel(consumers / 2 + 1);
    client.ack(free, 1);
    let mut tag = 1;
    best(50, || {
        for _ in 0..BATCH {
            client.publish(&exchange, &key);
            tag += 1;
            assert_eq!(client.delivered(), 1);
            client.ack(free, tag);
        }
        BATCH
    })
}

fn fanout(size: usize) -> f64 {
    let mut client = Client::new(1);
    client.declare_exchange("fanout");
    for number in scattered(1_000_003).take(size) {
        let name = format!("queue.{number}");
        client.declare_sink(&name);
        client.bind(&name, Name::default(), Table::default());
    }
    let (exchange, key) = (Name::from("x"), Name::default());
    let publishes = 20_000 / size;
    best(50, || {
        for _ in 0..publishes {
            client.publish(&exchange, &key);
        }
        assert_eq!(client.delivered(), size);
        publishes * size
    })
}

fn ack(order: usize) -> f64 {
    const UNACKED: u64 = 50_000;
    let mut client = Client::new(2);
    client.declare(channel(1), "q", false, Table::default());
    client.consume(channel(2), "q", false);
    let (exchange, key) = (Name::default(), Name::from("q"));
    let (mut first, mut least) = (0, f64::INFINITY);
    for _ in 0..10 {
        for _ in 0..UNACKED {
            client.publish(&exchange, &key);
        }
        let turns = if order == 0 { 1 } else { 12_347 };
        let tags: Vec<u64> = (0..UNACKED).map(|number| first + 1 + number * turns % UNACKED).collect();
        let start = ThreadTime::now();
        for tag in tags {
            client.ack(channel(2), tag);
        }
        least = least.min(start.elapsed().as_secs_f64() * 1e9 / UNACKED as f64);
        first += UNACKED;
    }
    least
}

fn reconnect(size: usize) -> f64 {
    reconnecting(size, |_, _| {})
}

fn reconnect_with_queue(size: usize) -> f64 {
    reconnecting(size, |client, connection| {
        let name = format!("queue.{connection}");
        client.declare(channel(connection), &name, true, Table::default());
        client.consume(channel(connection), &name, true);
    })
}

fn reconnecting(size: usize, prepare: fn(&mut Client, u32)) -> f64 {
    let mut client = Client::new(0);
    let mut connections: Vec<u32> = (1..=u32::try_from(size).unwrap_or(u32::MAX)).collect();
    let open = |client: &mut Client, connection: u32| {
        client.open(connection);
        prepare(client, connection);
    };
    for connection in &connections {
        open(&mut client, *connection);
    }
    let mut newest = connections.len() as u32;
    let mut next = scattered(size);
    best(50, || {
        for _ in 0..BATCH {
            let place = next.next().unwrap_or_default();
            client.lose(connections[place]);
            newest += 1;
            connections[place] = newest;
            open(&mut client, newest);
        }
        BATCH
    })
}

/// Returns the kibibytes that a broker takes up after `size` reply queues, of which ten exist at a time.
fn gone(size: usize) -> f64 {
    let before = ALLOCATED.current_usage();
    let mut client = Client::new(1);
    for number in 0..size + 10 {
        let queue = Name::from(format!("reply.{number}"));
        client.send(channel(1), Command::QueueDeclare(QueueDeclare { queue, ..Default::default() }));
        if number >= 10 {
            client.delete(&format!("reply.{}", number - 10));
        }
    }
    (ALLOCATED.current_usage() - before) as f64 / 1024.0
}

//! Random scenarios and their truncated runs, for laws that hold of any run. It is plain code without a library, so
//! that tests within WebAssembly include it too.
#![allow(dead_code)] // Each test file uses its part.

use warren_simulator::{Scenario, Statement, Timeline};

/// Clients of many behaviours; classic, priority and quorum queues, with and without limits of deliveries and of
/// length; a topic exchange whose unroutable messages go to a dead letter exchange.
const START: &str = "\
client p producer queue=tasks durable persistent confirm=3 every=40ms times=6 body=\"{n} {dots}\"
client w1 worker queue=tasks durable think=100ms..300ms prefetch=2
client w2 worker queue=tasks durable think=50ms settle_if=5 settle=reject reconnect=200ms
client c
client d
client e
start c
start d
start w1
start p
c: queue.declare limited durable x-queue-type=quorum x-delivery-limit=1 x-dead-letter-exchange=amq.topic
c: queue.declare quorum durable x-queue-type=quorum
c: queue.declare ranked durable x-max-priority=3
c: queue.declare short x-max-length=2 x-message-ttl=300
c: queue.declare dead durable
c: queue.bind dead amq.topic #
advance 20ms
";

/// Frequent statements: messages are published, fetched and requeued; queues are deleted; clients reopen channels that
/// an error has closed.
const OFTEN: &[&str] = &[
    "c: basic.publish \"\" limited a delivery_mode=2",
    "d: basic.publish \"\" limited b",
    "c: basic.publish \"\" quorum a",
    "d: basic.publish \"\" quorum b",
    "c: basic.publish \"\" ranked low priority=1 delivery_mode=2",
    "c: basic.publish \"\" ranked high priority=3",
    "d: basic.publish \"\" ranked none",
    "d: every 5ms times 4 basic.publish \"\" short {n}",
    "c: basic.get limited\nc: basic.nack 0 multiple requeue",
    "d: basic.get limited\nd: basic.recover requeue",
    "c: basic.get limited",
    "c: basic.get quorum",
    "d: basic.get quorum",
    "c: basic.get ranked",
    "c: basic.get short",
    "c: basic.nack 0 multiple requeue",
    "d: basic.nack 0 multiple requeue",
    "c: basic.recover requeue",
    "d: basic.recover requeue",
    "kill e\nstart e\ne: queue.declare limited durable x-queue-type=quorum x-delivery-limit=1 \
     x-dead-letter-exchange=amq.topic\ne: basic.publish \"\" limited r\ne: basic.get limited\nadvance 30ms\n\
     e: basic.nack 0 multiple requeue",
    "kill e\nstart e\ne: queue.delete limited",
    "kill e\nstart e\ne: queue.delete limited",
    "kill c\nstart c",
    "kill d\nstart d",
    "c: queue.declare limited durable x-queue-type=quorum x-delivery-limit=1 x-dead-letter-exchange=amq.topic",
];

/// Rare statements.
const SELDOM: &[&str] = &[
    "d: basic.publish amq.topic a.b t mandatory",
    "d: basic.publish nowhere k b",
    "c: basic.get dead",
    "c: basic.consume limited",
    "d: basic.consume ranked no_ack",
    "d: basic.consume quorum",
    "c: basic.nack requeue",
    "d: basic.reject requeue=false",
    "c: basic.ack 0 multiple",
    "d: basic.ack",
    "c: queue.delete quorum",
    "d: queue.delete ranked",
    "c: queue.declare quorum durable x-queue-type=quorum",
    "c: queue.declare quorum durable",
    "c: queue.declare ranked durable x-max-priority=3",
    "d: queue.unbind dead amq.topic #",
    "d: exchange.declare x fanout auto_delete",
    "d: queue.bind quorum x",
    "d: exchange.delete x",
    "d: basic.publish x k to-x",
    "c: basic.qos 1",
    "d: confirm.select",
    "c: tx.select",
    "c: tx.commit",
    "c: channel.close",
    "c: channel.open",
    "start c",
    "start d",
    "start w2",
    "kill c",
    "kill w1",
    "stop d",
    "set w2 settle=ack",
    "latency 15ms",
    "jitter 5ms",
    "restart broker down=50ms",
    "crash broker down=100ms",
    "crash broker power",
    "start broker",
];

/// A random scenario as single statements, so that it can be cut between any two.
pub struct Program {
    lines: Vec<String>,
    random: u64,
}

impl Program {
    /// Makes the program of this seed with `length` statements.
    pub fn new(seed: u64, length: usize) -> Self {
        let mut program = Self { lines: Vec::new(), random: seed };
        for _ in 0..length {
            let statement = program.statement().to_owned();
            program.lines.push(statement);
            if program.pick(3) > 0 {
                let millis = 1 + program.pick(120);
                program.lines.push(format!("advance {millis}ms"));
            }
        }
        program
    }

    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Runs only the first statements of the scenario.
    pub fn cut(&self, lines: usize) -> Timeline {
        let text = format!("seed 7\n{START}{}\n", self.lines[..lines].join("\n"));
        Timeline::new(Scenario::parse(&text).unwrap_or_else(|wrong| panic!("{wrong:?} in\n{text}")))
    }

    /// Returns a random action of a learner.
    pub fn act(&mut self) -> Statement {
        let statement = self.statement().lines().last().unwrap_or_default();
        Statement::parse(statement).unwrap_or_else(|wrong| panic!("{wrong:?} in {statement}"))
    }

    fn statement(&mut self) -> &'static str {
        let choice = if self.pick(3) > 0 { OFTEN } else { SELDOM };
        choice[self.pick(choice.len())]
    }

    /// Returns a number below `end` (SplitMix64; its small bias does not matter here).
    pub fn pick(&mut self, end: usize) -> usize {
        self.random = self.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).expect("it is below a usize")
    }
}

/// Calls `same` with pairs of runs that share a past but not a future, and the number of shared moments: the whole run
/// with the same scenario cut short, and with the result of the learner's actions.
pub fn futures(seed: u64, same: &mut dyn FnMut(&Timeline, &Timeline, usize)) {
    let mut program = Program::new(seed, 32);
    let mut whole = program.cut(program.len());
    for _ in 0..4 {
        let lines = program.pick(program.len());
        let cut = program.cut(lines);
        let end = cut.world().script_end();
        let common = whole.moments().partition_point(|moment| moment.at < end);
        assert_eq!(cut.moments()[..common], whole.moments()[..common], "what comes later changes nothing before");
        same(&whole, &cut, common);
    }
    for _ in 0..3 {
        let before = whole.clone();
        let position = program.pick(whole.len() + 1);
        whole.seek(position);
        if whole.act(program.act()).is_ok() {
            same(&whole, &before, position);
        }
    }
}

//! Makes random scenarios: a few clients that do all kinds of things to queues of all kinds.

/// SplitMix64 by Sebastiano Vigna: enough chance for a test.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, count: u64) -> u64 {
        self.next() % count
    }
}

const QUEUES: [&str; 6] = [
    "plain",
    "prior x-max-priority=4",
    "kept durable",
    "quorum durable x-queue-type=quorum",
    "limit durable x-queue-type=quorum x-delivery-limit=2",
    "short x-max-length=1 x-dead-letter-exchange=amq.fanout",
];

/// Makes the scenario of a number.
pub fn program(seed: u64) -> String {
    let mut chance = Chance(seed);
    let mut text =
        String::from("client a\nclient b\nclient c\nclient w worker queue=kept durable prefetch=2 think=30ms\n");
    text += "start a\nstart b\nstart c\n";
    for queue in QUEUES {
        text += &format!("a: queue.declare {queue}\n");
    }
    text += "a: queue.bind plain amq.fanout\n";
    text += "advance 20ms\n";
    for _ in 0..chance.below(50) + 20 {
        let line = statement(&mut chance);
        text += &line;
    }
    text
}

/// Makes one statement, or a few that belong together.
pub fn statement(chance: &mut impl Draw) -> String {
    let client = chance.pick(&["a", "b", "c"]);
    let queue = chance.pick(&["plain", "prior", "kept", "quorum", "limit", "short"]);
    let tag = chance.number(5);
    let multiple = chance.pick(&["", " multiple"]);
    match chance.number(28) {
        0..=7 => {
            let exchange = chance.pick(&["\"\"", "\"\"", "\"\"", "amq.fanout", "amq.topic"]);
            let properties = chance.pick(&[
                "",
                "",
                " priority=1",
                " priority=9",
                " delivery_mode=2",
                " delivery_mode=2",
                " expiration=40",
                " mandatory",
            ]);
            format!("{client}: basic.publish {exchange} {queue} m{properties}\n")
        }
        8..=11 => format!("{client}: basic.get {queue}\nadvance 5ms\n"),
        12 => format!("{client}: basic.get {queue} no-ack\n"),
        13 | 14 => format!("{client}: basic.ack\n"),
        15 if chance.number(4) == 0 => format!("{client}: basic.ack {tag}{multiple}\n"),
        15 => format!("advance 30ms\n{client}: basic.ack 0 multiple\n"),
        16 | 17 => format!("{client}: basic.nack requeue=true\n{client}: basic.get {queue}\n"),
        18 => format!("{client}: basic.nack 0 multiple requeue={}\n", chance.pick(&["true", "false"])),
        19 => format!("{client}: basic.reject requeue={}\n", chance.pick(&["true", "false"])),
        20 => {
            let flags = chance.pick(&["", " no-ack", " x-priority=2"]);
            format!("{client}: basic.qos {tag}\n{client}: basic.consume {queue}{flags}\n")
        }
        21 => format!("{client}: basic.recover requeue\n"),
        22 => format!("{client}: queue.purge {queue}\n"),
        23 => format!("advance {}ms\n", 1 + 7 * chance.number(20)),
        24 => format!("{client}: queue.declare {}\n", chance.pick(&QUEUES)),
        25 => format!("kill {client}\nadvance 1ms\nstart {client}\n"),
        26 => format!(
            "advance 20ms\n{} broker{} down=100ms\nadvance 150ms\nstart {client}\n",
            chance.pick(&["restart", "crash"]),
            ""
        ),
        _ => {
            chance.pick(&["start w\n", "a: queue.delete plain\n", "a: confirm.select\n", "advance 300ms\n"]).to_owned()
        }
    }
}

/// Where choices come from.
pub trait Draw {
    /// Draws one of the numbers below a count.
    fn number(&mut self, count: u64) -> u64;

    /// Draws one of several.
    fn pick<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.number(all.len() as u64) as usize]
    }
}

impl Draw for Chance {
    fn number(&mut self, count: u64) -> u64 {
        self.below(count)
    }
}

/// Makes several statements for a learner, of the number given.
pub fn acts(seed: u64) -> Vec<String> {
    let mut chance = Chance(seed ^ 0xacac);
    let mut acts = Vec::new();
    while acts.len() < 4 {
        let lines = statement(&mut chance);
        acts.extend(lines.lines().map(str::to_owned));
    }
    acts
}

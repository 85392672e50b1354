//! Tests the arrows of the lessons' runs, and that no words overlap.

use warren_simulator::text::Catalog;
use warren_simulator::{Scenario, Timeline};

use super::lanes::Owner;
use super::{ArrowKind, Grid, Life, Sequence, Shape, lane_name, lane_title, place, sentence};
use crate::Instant;
use crate::run::{ExplainedMoment, Weight};

const HELLO: &str = include_str!("../../../lessons/lessons/01-hello-world/scenario.warren");
const WORK: &str = include_str!("../../../lessons/lessons/02-work-queues/scenario.warren");
const TOPICS: &str = include_str!("../../../lessons/lessons/05-topics/scenario.warren");
const RPC: &str = include_str!("../../../lessons/lessons/06-rpc/scenario.warren");
const CONFIRMS: &str = include_str!("../../../lessons/lessons/07-publisher-confirms/scenario.warren");
const DURABILITY: &str = include_str!("../../../lessons/lessons/08-durability/scenario.warren");
const RETRY: &str = include_str!("../../../../web/examples/gallery/retry.warren");
const CJK: &str = include_str!("../../../../web/examples/gallery/cjk.warren");

fn english() -> Catalog {
    Catalog::parse(include_str!("../../../../web/locales/en.json")).expect("the page's texts are correct")
}

struct Drawn {
    timeline: Timeline,
    diagram: Sequence,
}

fn drawn(text: &str) -> Drawn {
    let timeline = Timeline::new(Scenario::parse(text).expect("the runs are correct"));
    let diagram = Sequence::of(timeline.moments(), timeline.last());
    Drawn { timeline, diagram }
}

impl Drawn {
    /// Returns every row as a sentence, without its time.
    fn rows(&self) -> Vec<String> {
        let texts = english();
        let rows = self.diagram.rows.iter().enumerate().map(|(index, marks)| {
            let explanation = self.timeline.explain(index).unwrap_or_default();
            let told = ExplainedMoment { at: Instant::START, weight: Weight::Ordinary, explanation };
            let spoken = sentence(&told, &self.diagram.lanes, marks, &texts);
            spoken.strip_prefix("00:00.000 ").expect("it begins with its time").to_owned()
        });
        rows.collect()
    }

    fn lanes(&self) -> Vec<String> {
        let texts = english();
        self.diagram.lanes.iter().map(|lane| lane_title(lane, &texts)).collect()
    }

    /// Returns the position of a lane.
    fn lane(&self, title: &str) -> usize {
        self.lanes().iter().position(|lane| lane == title).unwrap_or_else(|| panic!("no lane {title}"))
    }
}

/// Returns a stretch of a diagram, row by row, from the first row with this beginning.
fn stretch(rows: &[String], first: &str, count: usize) -> Vec<String> {
    let at = rows.iter().position(|row| row.starts_with(first)).unwrap_or_else(|| panic!("no row {first}: {rows:#?}"));
    rows[at..at + count].to_vec()
}

#[test]
fn a_message_goes_by_amqps_names_from_lane_to_lane() {
    let drawn = drawn(HELLO);
    assert_eq!(drawn.lanes(), ["send", "Broker", "exchange (default)", "queue hello", "receive"]);
    assert_eq!(
        stretch(&drawn.rows(), "Broker → send: channel.open-ok", 4),
        [
            "Broker → send: channel.open-ok; send sends queue.declare to queue hello",
            "send → queue hello: queue.declare; queue hello sends queue.declare-ok to send",
            "queue hello → send: queue.declare-ok; send sends basic.publish Hello World! to exchange (default)",
            "send → exchange (default): basic.publish Hello World!; exchange (default) → queue hello: routed; queue hello: enqueued",
        ]
    );
    assert_eq!(
        stretch(&drawn.rows(), "receive → queue hello: basic.consume", 3),
        [
            "receive → queue hello: basic.consume; queue hello sends basic.consume-ok to receive; queue hello sends basic.deliver Hello World! to receive",
            "queue hello → receive: basic.consume-ok",
            "queue hello → receive: basic.deliver Hello World!",
        ]
    );
}

#[test]
fn what_no_queue_gets_ends_and_is_returned_if_it_is_mandatory() {
    let drawn = drawn(HELLO);
    assert_eq!(
        stretch(&drawn.rows(), "send → exchange (default): basic.publish Hello?; exchange (default): unroutable; ", 2),
        [
            "send → exchange (default): basic.publish Hello?; exchange (default): unroutable; exchange (default) sends basic.return Hello? to send",
            "exchange (default) → send: basic.return Hello?",
        ]
    );
    let stub = drawn.diagram.rows.iter().flatten().find(|mark| mark.shape == Shape::Stub);
    assert_eq!(stub.map(|mark| mark.kind), Some(ArrowKind::Trouble));
}

#[test]
fn a_killed_worker_ends_its_lane_and_its_messages_go_to_the_next() {
    let drawn = drawn(WORK);
    let rows = drawn.rows();
    let deaths: Vec<usize> =
        rows.iter().enumerate().filter(|(_, row)| row.starts_with("worker1: killed")).map(|(at, _)| at).collect();
    let (worker, rows) = (&drawn.diagram.lanes[drawn.lane("worker1")], &rows);
    for death in &deaths {
        assert_ne!(worker.life(*death), Life::Absent);
        assert_eq!(worker.life(death + 1), Life::Absent);
        let back = (*death..).find(|at| rows[*at].starts_with("worker1: started")).expect("it comes back");
        assert_eq!([worker.life(back), worker.life(back + 1)], [Life::Absent, Life::There]);
    }
    assert_eq!(deaths.len(), 2);
    assert_eq!(
        rows[deaths[1] + 1],
        "worker1 → Broker: socket closed; queue hello: requeued ×2; queue hello sends basic.deliver Task 7.... to worker2; \
         queue hello sends basic.deliver Task 9. to worker2"
    );
    // Its ack goes to the queue of the message.
    assert_eq!(
        stretch(rows, "worker2 sends basic.ack", 2),
        ["worker2 sends basic.ack to queue hello", "worker2 → queue hello: basic.ack"]
    );
}

#[test]
fn a_client_that_works_is_busy_from_the_delivery_to_the_end_of_its_work() {
    let drawn = drawn(RPC);
    let server = &drawn.diagram.lanes[drawn.lane("server1")];
    let rows = drawn.rows();
    let got =
        rows.iter().position(|row| row == "queue rpc_queue → server1: basic.deliver 30").expect("a request comes");
    let done =
        rows.iter().position(|row| row.starts_with("server1 sends basic.publish 832040")).expect("it is answered");
    assert_eq!([server.life(got), server.life(got + 1), server.life(done)], [Life::There, Life::Busy, Life::Busy]);
    assert_eq!(server.life(done + 1), Life::There);
}

#[test]
fn who_asks_stands_on_the_left_and_who_answers_on_the_right() {
    let lanes = drawn(RPC).lanes();
    assert_eq!(lanes[..4], ["client1", "client2", "Broker", "exchange (default)"]);
    assert_eq!(lanes[lanes.len() - 2..], ["server1", "server2"]);
}

#[test]
fn each_binding_that_matches_is_an_arrow_with_its_key() {
    assert!(drawn(TOPICS).rows().iter().any(|row| row
        == "emit_topic → exchange animals: basic.publish a lazy pink…; exchange animals → queue Q2: routed *.*.rabbit; \
            exchange animals → queue Q2: routed lazy.#; queue Q2: enqueued; queue Q2 sends basic.deliver a lazy pink… to c2"));
}

#[test]
fn dead_letters_go_their_own_way() {
    let drawn = drawn(RETRY);
    let (queue, exchange) = (drawn.lane("queue work"), drawn.lane("exchange dead"));
    let marks = drawn.diagram.rows.iter().flatten();
    let dead: Vec<_> =
        marks.filter(|mark| mark.kind == ArrowKind::Death && (mark.from, mark.to) == (queue, exchange)).collect();
    assert!(!dead.is_empty() && dead.iter().all(|mark| mark.shape == Shape::Arrow));
}

#[test]
fn a_client_with_several_channels_has_a_lane_for_each() {
    let drawn = drawn(
        "client a\nclient b\nstart a\nstart b\na: queue.declare q\na/2: channel.open\na/2: confirm.select\na/2: basic.publish \"\" q m\n\
         at 1s b: basic.get q\nat 2s a/2: channel.close\nat 3s kill a\n",
    );
    assert_eq!(drawn.lanes()[..3], ["a", "channel a/1", "channel a/2"]);
    assert!(!drawn.lanes().iter().any(|lane| lane.starts_with("channel b")), "{:?}", drawn.lanes());
    let rows = drawn.rows();
    let at = |row: &str| rows.iter().position(|told| told.contains(row)).unwrap_or_else(|| panic!("{row}: {rows:#?}"));
    at("channel a/1 → queue q: queue.declare");
    at("channel a/2 → exchange (default): basic.publish m");
    at("Broker → channel a/2: basic.ack");
    at("a → Broker: connection.open");
    let lanes = &drawn.diagram.lanes;
    let (first, second) = (&lanes[drawn.lane("channel a/1")], &lanes[drawn.lane("channel a/2")]);
    let (closed, killed) = (at("channel a/2 → Broker: channel.close"), at("a: killed"));
    assert_eq!([second.life(closed), second.life(closed + 1)], [Life::There, Life::Absent]);
    assert_eq!([first.life(killed), first.life(killed + 1)], [Life::There, Life::Absent]);
}

#[test]
fn confirms_come_from_the_broker_and_answers_are_told_from_requests() {
    let drawn = drawn(CONFIRMS);
    let broker = drawn.lane("Broker");
    let rows = drawn.rows();
    assert!(rows.iter().any(|row| row == "Broker → one_by_one: basic.ack"));
    for (row, marks) in rows.iter().zip(&drawn.diagram.rows) {
        for mark in marks.iter().filter(|mark| mark.shape == Shape::Leaves && mark.from == broker) {
            assert!(mark.kind != ArrowKind::Request || row.contains("connection.close"), "{row}");
        }
    }
}

#[test]
fn a_queue_that_is_declared_again_keeps_its_lane() {
    let drawn = drawn(DURABILITY);
    let fleeting = drawn.lane("queue fleeting");
    let owners = drawn.diagram.lanes.iter().filter(|lane| lane.owner == Owner::Queue("fleeting".into()));
    assert_eq!(owners.count(), 1);
    let lives = (0..=drawn.diagram.rows.len()).map(|at| drawn.diagram.lanes[fleeting].life(at));
    let begins = lives.clone().zip(lives.skip(1)).filter(|pair| *pair == (Life::Absent, Life::There)).count();
    assert!(begins > 1, "{begins}");
}

#[test]
fn what_happens_at_a_queue_without_an_arrow_is_marked_there() {
    let drawn =
        drawn("client c\nstart c\nc: queue.declare q x-max-lenght=1 x-message-ttl=10\nc: basic.publish \"\" q a\n");
    let rows = drawn.rows().join("; ");
    for mark in ["queue q: ignored x-max-lenght", "queue q: enqueued", "queue q: expired"] {
        assert!(rows.contains(mark), "{mark}: {rows}");
    }
}

#[test]
fn every_request_that_is_handled_is_told_where_it_goes_when_it_sets_out() {
    for run in [HELLO, WORK, TOPICS, RPC, CONFIRMS, DURABILITY, RETRY, CJK] {
        let drawn = drawn(run);
        let marks = |shape| drawn.diagram.rows.iter().flatten().filter(move |mark| mark.shape == shape);
        let mut set_out: Vec<_> = marks(Shape::Leaves).collect();
        for arrived in marks(Shape::Arrow).filter(|mark| matches!(mark.kind, ArrowKind::Request | ArrowKind::Answer)) {
            let place = set_out
                .iter()
                .position(|left| (left.from, left.to, &left.label) == (arrived.from, arrived.to, &arrived.label));
            // A message for several queues departs once.
            if let Some(place) = place {
                set_out.remove(place);
            } else {
                panic!("{arrived:?} never set out");
            }
        }
    }
}

#[test]
fn lanes_bear_their_full_names() {
    let drawn = drawn(CJK);
    let texts = english();
    assert!(
        drawn.diagram.lanes.iter().any(|lane| lane_name(lane, &texts) == "在庫引当キュー・東日本リージョン・高優先度")
    );
}

#[test]
fn nothing_lies_on_anything_else_in_any_language() {
    let languages = [
        include_str!("../../../../web/locales/en.json"),
        include_str!("../../../../web/locales/ja.json"),
        include_str!("../../../../web/locales/ko.json"),
        include_str!("../../../../web/locales/zh-Hans.json"),
    ];
    for run in [HELLO, WORK, TOPICS, RPC, CONFIRMS, DURABILITY, RETRY, CJK] {
        let timeline = Timeline::new(Scenario::parse(run).expect("the runs are correct"));
        let diagram = Sequence::of(timeline.moments(), timeline.last());
        let grid = Grid::of(&diagram.lanes);
        for texts in languages.map(|json| Catalog::parse(json).expect("the page's texts are correct")) {
            for row in &diagram.rows {
                let placed = place(row, &grid, &texts);
                for (index, one) in placed.iter().enumerate() {
                    assert!(one.span.0 >= 0.0 && one.span.1 <= grid.width, "{one:?} in {}", grid.width);
                    for other in placed[..index].iter().filter(|other| other.line == one.line) {
                        assert!(one.span.1 < other.span.0 || other.span.1 < one.span.0, "{one:?} / {other:?}");
                    }
                }
            }
        }
    }
}

//! Moving through a run: marks, forks, undo, actions from a link, and replay equal to live for any run.
#![allow(clippy::unwrap_used)]

mod common;

use common::{client, laws, run};
use proptest::prelude::*;
use warren_simulator::{End, Scenario, Statement, Timeline};

const WORK_QUEUES: &str = include_str!("scenarios/work_queues.warren");

fn statement(text: &str) -> Statement {
    Statement::parse(text).unwrap()
}

fn act(timeline: &mut Timeline, text: &str) -> warren_simulator::Fork {
    timeline.act(statement(text)).unwrap_or_else(|wrong| panic!("{text}: {wrong}"))
}

#[test]
fn marks_name_the_next_moment() {
    let timeline = run(WORK_QUEUES);
    let marks: Vec<(&str, usize)> = timeline.marks().collect();
    assert_eq!(marks.len(), 1);
    let (name, at) = marks[0];
    assert_eq!(name, "worker-dies");
    assert_eq!(timeline.moment(at).unwrap().at.to_string(), "00:02.000");
}

#[test]
fn stepping_and_seeking_stay_within_the_run() {
    let mut timeline = Timeline::new(Scenario::parse(WORK_QUEUES).unwrap());
    assert_eq!(timeline.position(), 0);
    assert!(!timeline.back());
    timeline.seek(usize::MAX);
    assert_eq!(timeline.position(), timeline.len());
    assert!(!timeline.step());
    assert!(timeline.back() && timeline.step());
    let empty = Timeline::new(Scenario::parse("# nothing").unwrap());
    assert!(empty.is_empty() && empty.end() == End::AtRest);
}

#[test]
fn acting_in_the_past_drops_the_future_with_its_actions() {
    let mut timeline = Timeline::new(Scenario::parse(WORK_QUEUES).unwrap());
    let before = timeline.len();
    timeline.seek(before);
    assert_eq!(act(&mut timeline, "new_task: basic.publish \"\" task_queue later").dropped, 0);
    assert!(timeline.len() > before);
    let after = timeline.len();
    timeline.seek(30);
    let fork = act(&mut timeline, "kill worker1");
    assert_eq!((fork.dropped, fork.dropped_actions), (after - 30, 1));
    assert_eq!(timeline.actions(), [(30, statement("kill worker1"))]);
    laws::check(&mut timeline);
}

#[test]
fn statements_at_the_end_begin_there_and_the_first_that_fails_is_named() {
    let mut timeline = Timeline::new(Scenario::parse(WORK_QUEUES).unwrap());
    let before = timeline.len();
    let publish = statement("new_task: basic.publish \"\" task_queue later");
    assert_eq!(timeline.act_at_end(&[publish.clone(), statement("stop broker")]), Ok(before));
    assert_eq!(timeline.actions()[0], (before, publish));
    let refused = timeline.act_at_end(&[statement("start broker"), statement("start broker")]).unwrap_err();
    assert_eq!((refused.index, timeline.actions().len()), (1, 3));
    laws::check(&mut timeline);
}

#[test]
fn actions_rebuild_the_same_run() {
    let mut timeline = Timeline::new(Scenario::parse(WORK_QUEUES).unwrap());
    timeline.seek(25);
    act(&mut timeline, "set worker1 ack=never");
    timeline.seek(40);
    act(&mut timeline, "client extra worker queue=task_queue durable");
    act(&mut timeline, "start extra");
    timeline.seek(timeline.len());
    act(&mut timeline, "crash broker");
    act(&mut timeline, "latency 5ms");
    let again = Timeline::with_actions(Scenario::parse(WORK_QUEUES).unwrap(), timeline.actions().to_vec()).unwrap();
    assert_eq!(again.moments(), timeline.moments());
    assert_eq!(again.actions(), timeline.actions());
    assert_eq!(again.position(), 0);
    laws::check(&mut timeline);
}

#[test]
fn actions_that_do_not_fit_say_which() {
    let scenario = || Scenario::parse(WORK_QUEUES).unwrap();
    let wrong = |actions: &[(usize, &str)]| {
        let actions = actions.iter().map(|(at, text)| (*at, statement(text))).collect();
        Timeline::with_actions(scenario(), actions).unwrap_err().to_string()
    };
    assert_eq!(
        wrong(&[(20, "kill worker1"), (30, "kill worker1")]),
        "action 2: line 1, column 6: `worker1` is not running (`start worker1` comes first)"
    );
    assert!(wrong(&[(20, "kill worker1"), (20, "kill worker2")]).starts_with("action 2: "), "positions ascend");
    assert!(wrong(&[(20_000, "kill worker1")]).starts_with("action 1: "), "the run is not that long");
}

#[test]
fn a_refused_act_changes_nothing_and_says_what_would_be_right() {
    let mut timeline = run(WORK_QUEUES);
    let before = timeline.moments().to_vec();
    for (text, expected) in [
        ("kill worker9", "line 1, column 6: there is no client `worker9` (did you mean `worker1`?)"),
        (
            "start worker1",
            "line 1, column 7: `worker1` is running already (`kill worker1` or `stop worker1` comes first)",
        ),
        ("start broker", "line 1, column 7: the broker is up already (`stop broker` comes first)"),
        ("client worker1", "line 1, column 8: there is a client `worker1` already (choose another name)"),
        ("at 1s kill worker1", "line 1, column 12: this belongs to a scenario (write it into its text)"),
        ("seed 1", "line 1, column 6: this belongs to a scenario (write it into its text)"),
    ] {
        assert_eq!(timeline.act(statement(text)).unwrap_err().to_string(), expected);
    }
    assert_eq!(timeline.moments(), before);
    assert!(timeline.actions().is_empty() && !timeline.undo_act());
}

#[test]
fn undoing_an_action_brings_back_the_future_it_dropped() {
    let mut timeline = run(WORK_QUEUES);
    let before = timeline.moments().to_vec();
    timeline.seek(33);
    act(&mut timeline, "restart broker");
    assert_ne!(timeline.moments(), before);
    assert!(timeline.undo_act());
    assert_eq!((timeline.moments(), timeline.position()), (&before[..], 33));
}

#[test]
fn letting_time_pass_shows_what_comes_later() {
    let mut timeline =
        run("client p\nclient w worker queue=q ack=never\nstart w\nstart p\nat 1s p: basic.publish \"\" q hi");
    assert_eq!(timeline.end(), End::TimeLimit, "the acknowledgement timeout would come in half an hour");
    timeline.seek(timeline.len());
    act(&mut timeline, "advance 31m");
    timeline.seek(timeline.len());
    assert_eq!(timeline.end(), End::AtRest);
    assert!(matches!(client(&timeline, "w").state, warren_simulator::ClientState::Closed(_)));
}

#[test]
fn what_is_done_after_letting_time_pass_happens_at_its_end() {
    let mut timeline = run("client p\nclient w worker queue=q ack=after think=5s\nstart w\nstart p\n\
                            at 1s p: basic.publish \"\" q one\n");
    timeline.seek(timeline.len());
    let begun = timeline.overview().now;
    act(&mut timeline, "p: basic.publish \"\" q two");
    act(&mut timeline, "advance 2s");
    act(&mut timeline, "kill w");
    let killed = timeline.moment(timeline.position() - 1).unwrap();
    assert_eq!(killed.at.since(begun), core::time::Duration::from_secs(2), "in the middle of the work");
    assert_eq!(client(&timeline, "w").received, 2);
    timeline.seek(timeline.len());
    assert_eq!(client(&timeline, "w").acked, 1);
    laws::check(&mut timeline);
}

/// Returns the time at which the learner's `declare` is carried out after `act` has let time pass at a position.
fn declared_at(timeline: &mut Timeline, position: usize, wait: &str) -> String {
    timeline.seek(position);
    act(timeline, wait);
    let declare = timeline.position();
    act(timeline, "c: queue.declare later");
    let at = timeline.moment(declare).unwrap().at.to_string();
    laws::check(timeline);
    at
}

#[test]
fn time_passes_also_while_something_is_due_that_cannot_be_seen() {
    // The ack of a persistent message is on its way to the page cache: a timer of the broker's without a moment.
    let mut timeline = run("client c\nstart c\nc: queue.declare q durable\nc: basic.publish \"\" q m persistent\n\
                            at 1s c: basic.get q\nc: basic.ack\n");
    let end = timeline.len();
    assert_eq!(timeline.moment(end - 1).unwrap().at.to_string(), "00:01.006");
    assert_eq!(declared_at(&mut timeline, end, "advance 3s"), "00:04.006");
}

#[test]
fn time_passes_also_where_the_scenario_goes_on_later() {
    let mut timeline = run("client c\nstart c\nat 10s c: queue.declare q\n");
    let connected = timeline.moments().partition_point(|moment| moment.at.micros() < 1_000_000);
    assert_eq!(declared_at(&mut timeline, connected, "advance 3s"), "00:03.004");
}

#[test]
fn a_run_without_end_is_bounded() {
    let forever = run("client p producer queue=q every=1s\nstart p");
    assert_eq!(forever.end(), End::TimeLimit);
    assert!(forever.moments().last().unwrap().at.micros() <= 120_000_000);
    let scenario = Scenario::parse("client p producer queue=q x-max-length=1 every=1us\nstart p\nadvance 1h").unwrap();
    let mut busy = Timeline::new(scenario);
    assert_eq!((busy.end(), busy.len()), (End::MomentLimit, 100_000));
    assert!(busy.checkpoints() <= warren_simulator::MAX_CHECKPOINTS);
    busy.seek(99_999);
    busy.seek(1);
    assert_eq!(busy.position(), 1);
}

/// Clients of all behaviours, and every kind of thing that can happen to them.
fn scenario() -> impl Strategy<Value = String> {
    let client = prop_oneof![Just("p"), Just("w1"), Just("w2"), Just("s"), Just("server"), Just("caller"), Just("x")];
    let change = prop::sample::select(vec![
        "set w1 prefetch=1",
        "set w1 prefetch=0",
        "set w1 ack=never",
        "set w1 ack=auto",
        "set w2 ack=after",
        "set w2 settle=nack-requeue",
        "set w2 settle=ack",
        "set w1 think=0",
        "set p every=50ms",
        "set p times=3",
        "set w2 reconnect=100ms",
        "latency 1ms",
        "latency 20ms",
        "jitter 5ms",
        "restart broker down=100ms",
        "crash broker down=300ms",
        "crash broker power",
        "stop broker",
        "start broker",
        "x: basic.consume tasks",
        "x: basic.get tasks",
        "x: basic.ack",
        "x: basic.nack",
        "x: basic.reject requeue=false",
        "x: basic.ack 0 multiple",
        "x: basic.recover requeue",
        "x: queue.delete other",
        "x: queue.declare other x-message-ttl=200",
        "x: basic.publish \"\" other hi",
        "x: every 70ms times 5 basic.publish \"\" tasks \"x{n}\"",
        "x: queue.declare tasks",
        "x: channel.close",
        "x: channel.open",
        "x/2: channel.open",
        "x/2: basic.consume tasks two",
        "x: basic.cancel two",
        "x: basic.publish nowhere k b",
        "x: confirm.select",
        "x: basic.qos 2",
        "x: queue.delete tasks",
        "x: basic.publish amq.topic a.b mandatory",
    ])
    .prop_map(str::to_owned);
    let life =
        (prop::sample::select(vec!["start", "kill", "stop"]), client).prop_map(|(what, who)| format!("{what} {who}"));
    let advance = (1..400_u64).prop_map(|millis| format!("advance {millis}ms"));
    let statement = prop_oneof![3 => change, 2 => life, 3 => advance];
    let start = "seed 3\nclient p producer queue=tasks durable persistent confirm=3 every=40ms times=30 body=\"{n} {dots}\"\n\
                 client w1 worker queue=tasks durable think=100ms..300ms prefetch=2\n\
                 client w2 worker queue=tasks durable think=50ms settle_if=5 settle=reject reconnect=200ms\n\
                 client s subscriber exchange=amq.topic bind=\"#\"\nclient server server queue=rpc think=30ms\n\
                 client caller caller queue=rpc every=80ms times=10 body={n}\nclient x\n\
                 start w1\nstart w2\nstart p\nstart x\nstart server\nstart caller\nadvance 50ms\n";
    prop::collection::vec(statement, 0..25).prop_map(move |lines| start.to_owned() + &lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn the_laws_hold_in_any_run(text in scenario()) {
        let mut timeline = Timeline::new(Scenario::parse(&text).unwrap());
        laws::check(&mut timeline);
        laws::check_explanations(&timeline);
    }

    #[test]
    fn replay_equals_live_after_any_acts(
        text in scenario(),
        acts in prop::collection::vec((any::<prop::sample::Index>(), scenario()), 1..4),
    ) {
        let mut timeline = Timeline::new(Scenario::parse(&text).unwrap());
        for (at, other) in acts {
            timeline.seek(at.index(timeline.len() + 1));
            let statement = statement(other.lines().last().unwrap());
            let (before, here) = (timeline.world().clone(), timeline.position());
            if timeline.act(statement).is_err() {
                prop_assert_eq!((timeline.world(), timeline.position()), (&before, here));
            }
            if at.index(3) == 0 {
                timeline.undo_act();
            }
        }
        let again = Timeline::with_actions(timeline.world().scenario().clone(), timeline.actions().to_vec()).unwrap();
        prop_assert_eq!(again.moments(), timeline.moments());
        laws::check(&mut timeline);
    }
}

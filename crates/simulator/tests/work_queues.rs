//! The behaviour of the second tutorial: round robin, acknowledgements, a worker that dies, forgotten acknowledgements,
//! fair dispatch, and surviving a stop of the broker.
#![allow(clippy::unwrap_used)]

mod common;

use common::{act, body, client, counts, find, methods, published, received, run, sent, state, times_of};
use warren_simulator::{AckPolicy, ClientState, End, Lost, MomentKind, Statement};

/// Four tasks for two workers that share a queue.
fn tasks(workers: &str, rest: &str) -> String {
    let mut text =
        String::from("client p producer queue=tasks every=100ms times=4 body=\"Task {n}\" persistent durable\n");
    for name in ["w1", "w2"] {
        text += &format!("client {name} worker queue=tasks durable {workers}\n");
    }
    text + "start w1\nstart w2\nat 100ms start p\n" + rest
}

#[test]
fn tasks_go_to_the_workers_in_turn() {
    let timeline = run(&tasks("think=10ms", ""));
    assert_eq!(received(&timeline, "w1"), ["Task 1", "Task 3"]);
    assert_eq!(received(&timeline, "w2"), ["Task 2", "Task 4"]);
    assert_eq!(counts(&timeline, "tasks"), Some((0, 0)));
    assert_eq!(client(&timeline, "w1").acked, 2);
}

#[test]
fn a_worker_takes_one_second_for_each_dot() {
    let timeline = run("client p\nclient w worker queue=q\nstart p\nstart w\nat 1s p: basic.publish \"\" q ...");
    let (received_at, acked_at) =
        (times_of(&timeline, "w", "basic.deliver")[0], sent(&timeline, "w").last().unwrap().0);
    assert_eq!(acked_at - received_at, 3_000);
}

#[test]
fn what_a_killed_worker_held_goes_to_another_as_redelivered() {
    let timeline = run(&tasks("think=10s", "at 1s kill w1"));
    assert_eq!(received(&timeline, "w2"), ["Task 2", "Task 4", "Task 1*", "Task 3*"]);
    let killed = find(&timeline, |what| matches!(what, MomentKind::Killed(_)));
    assert!(timeline.moments()[killed].lost.is_empty(), "nothing is lost with acknowledgements");
    assert_eq!(state(&timeline, "w1"), ClientState::Killed);
    assert_eq!(counts(&timeline, "tasks"), Some((0, 0)));
}

#[test]
fn with_automatic_acknowledgement_a_killed_worker_loses_what_it_had() {
    let mut timeline = run(&tasks("ack=auto think=10s", "at 1s kill w1"));
    let killed = find(&timeline, |what| matches!(what, MomentKind::Killed(_)));
    let lost = timeline.moments()[killed].lost_messages();
    assert_eq!(lost.map(|message| body(message)).collect::<Vec<_>>(), ["Task 1", "Task 3"]);
    assert_eq!(received(&timeline, "w2"), ["Task 2", "Task 4"]);
    timeline.seek(killed);
    assert_eq!(client(&timeline, "w1").holding.len(), 2, "until then it held both");
}

#[test]
fn deliveries_on_their_way_to_a_killed_client_are_lost_with_automatic_acknowledgement() {
    let timeline =
        run("client p\nclient w worker queue=q ack=auto\nstart w\nstart p\nat 1s p: basic.publish \"\" q hi\n\
                        at 1003ms kill w");
    let killed = find(&timeline, |what| matches!(what, MomentKind::Killed(_)));
    let lost = timeline.moments()[killed].lost_messages();
    assert_eq!(lost.map(|message| body(message)).collect::<Vec<_>>(), ["hi"]);
    assert_eq!(received(&timeline, "w"), [""; 0]);
}

#[test]
fn an_acknowledgement_on_its_way_is_lost_with_its_sender() {
    // The ack leaves at 2.004 s and would arrive at 2.006 s.
    let timeline = run("client p\nclient w worker queue=q\nstart w\nstart p\nat 1s p: basic.publish \"\" q .\n\
                        at 2005ms kill w\nat 3s start w");
    let killed = find(&timeline, |what| matches!(what, MomentKind::Killed(_)));
    let lost = timeline.moments()[killed].lost.iter().map(|loss| match &loss.what {
        Lost::Request(request) => request.name(),
        other @ (Lost::Message(_) | Lost::Statement { .. }) => panic!("{other:?}"),
    });
    assert_eq!(lost.collect::<Vec<_>>(), ["basic.ack"]);
    assert_eq!(received(&timeline, "w"), [".", ".*"], "done twice: at least once, not exactly once");
}

#[test]
fn acknowledging_before_the_work_loses_what_is_in_hand() {
    let timeline = run(&tasks("ack=before think=10s", "at 1s kill w1"));
    assert_eq!(received(&timeline, "w2"), ["Task 2", "Task 4", "Task 3*"]);
    let killed = find(&timeline, |what| matches!(what, MomentKind::Killed(_)));
    let lost = timeline.moments()[killed].lost_messages();
    assert_eq!(lost.map(|message| body(message)).collect::<Vec<_>>(), ["Task 1"]);
}

#[test]
fn forgotten_acknowledgements_pile_up_as_unacked_and_come_back() {
    let mut timeline = run(&tasks("ack=never think=10ms", "at 1s kill w1"));
    let killed = find(&timeline, |what| matches!(what, MomentKind::Killed(_)));
    timeline.seek(killed);
    assert_eq!(counts(&timeline, "tasks"), Some((0, 4)));
    assert_eq!(client(&timeline, "w1").holding.iter().filter(|held| held.done).count(), 2);
    assert_eq!(received(&timeline, "w2"), ["Task 2", "Task 4", "Task 1*", "Task 3*"]);
    timeline.seek(timeline.len());
    assert_eq!(counts(&timeline, "tasks"), Some((0, 4)), "and pile up again");
}

#[test]
fn prefetch_1_gives_work_to_whoever_is_free() {
    let body = "body=\"{cycle ...|.}\"";
    let text = |prefetch| {
        let text = tasks(&format!("prefetch={prefetch}"), "");
        text.replace("body=\"Task {n}\"", body).replace("times=4", "times=6")
    };
    let unfair = run(&text(0));
    assert_eq!(received(&unfair, "w1"), ["...", "...", "..."]);
    assert_eq!(received(&unfair, "w2"), [".", ".", "."]);
    let fair = run(&text(1));
    assert_eq!(received(&fair, "w1"), ["...", ".", "..."]);
    assert_eq!(received(&fair, "w2"), [".", "...", "."]);
    let end = |timeline: &warren_simulator::Timeline| timeline.moments().last().unwrap().at;
    assert!(end(&fair) < end(&unfair), "the work is done sooner");
}

#[test]
fn durable_queues_with_persistent_messages_survive_a_restart() {
    let survives = |queue: &str, message: &str, how: &str| {
        let text = format!(
            "client p\nstart p\np: queue.declare q {queue}\np: basic.publish \"\" q hi {message}\nat 5s {how}\nadvance 5s"
        );
        counts(&run(&text), "q")
    };
    assert_eq!(survives("durable", "persistent", "restart broker"), Some((1, 0)));
    assert_eq!(survives("durable", "", "restart broker"), Some((0, 0)));
    assert_eq!(survives("", "persistent", "restart broker"), None);
    assert_eq!(survives("durable", "persistent", "crash broker"), Some((1, 0)));
    assert_eq!(survives("durable", "persistent", "crash broker power"), Some((0, 0)), "it was only in the page cache");
}

#[test]
fn a_message_is_lost_in_the_window_before_the_disk() {
    let crash_at = |time: &str| {
        let text = format!(
            "client p\nstart p\np: queue.declare q durable\nat 5s p: basic.publish \"\" q hi persistent\n\
             at {time} crash broker\nadvance 5s"
        );
        counts(&run(&text), "q")
    };
    // It arrives at 5.002 s and is written to the page cache when the queue is idle, 1 ms later.
    assert_eq!(crash_at("5.0025s"), Some((0, 0)));
    assert_eq!(crash_at("5.0035s"), Some((1, 0)));
}

#[test]
fn clients_without_reconnect_stay_disconnected_and_others_come_back() {
    let timeline = run("client p producer queue=q durable every=1s times=10 body={n}\n\
                        client w1 worker queue=q durable reconnect=500ms\nclient w2 worker queue=q durable\n\
                        start w1\nstart w2\nstart p\nat 2.5s crash broker down=1.2s\nat 5s start p");
    assert_eq!(state(&timeline, "w2"), ClientState::Disconnected);
    assert_eq!(state(&timeline, "w1"), ClientState::Running);
    let refused = timeline.moments().iter().filter(|m| matches!(m.what, MomentKind::ConnectionRefused(_))).count();
    assert_eq!(refused, 2, "at 3.0 and 3.5 s nobody listened");
    assert_eq!(client(&timeline, "p").sent, 13, "3 before the crash, 10 after the new start");
    assert!(received(&timeline, "w1").len() >= 10);
}

#[test]
fn an_orderly_shutdown_tells_the_clients_why() {
    let mut timeline = run("client w worker queue=q\nstart w\nat 1s stop broker\nat 2s start w\nat 3s start broker");
    let ClientState::Closed(close) = ({
        timeline.seek(find(&timeline, |what| matches!(what, MomentKind::Started(_))) + 1);
        while timeline.overview().now.micros() < 1_002_000 {
            timeline.step();
        }
        state(&timeline, "w")
    }) else {
        panic!("it is closed")
    };
    assert_eq!((close.code, &close.text.to_string()[..17]), (320, "CONNECTION_FORCED"));
    timeline.seek(timeline.len());
    assert_eq!(state(&timeline, "w"), ClientState::Disconnected, "a start while the broker is down is refused");
}

#[test]
fn changing_the_prefetch_makes_a_worker_consume_anew() {
    let mut timeline = run(&tasks("think=1s", ""));
    let first = find(&timeline, |what| matches!(what, MomentKind::WorkDone { .. }));
    timeline.seek(first + 1);
    act(&mut timeline, "set w1 prefetch=1");
    let again: Vec<String> = methods(&timeline, "w1").into_iter().filter(|method| method != "basic.ack").collect();
    assert_eq!(again[again.len() - 3..], ["basic.cancel", "basic.qos", "basic.consume"]);
    timeline.seek(timeline.len());
    assert_eq!(client(&timeline, "w1").prefetch, 1);
    let prefetch: Vec<u16> =
        timeline.overview().broker.consumers.iter().map(|consumer| consumer.prefetch_count).collect();
    assert_eq!(prefetch, [0, 1], "w2's is the older one now");
    assert_eq!(counts(&timeline, "tasks"), Some((0, 0)), "and all the work is done");
}

#[test]
fn changing_when_it_acknowledges_holds_at_once() {
    let mut timeline = run(&tasks("think=1s", ""));
    timeline.seek(find(&timeline, |what| matches!(what, MomentKind::WorkDone { .. })));
    act(&mut timeline, "set w1 ack=never");
    timeline.seek(timeline.len());
    assert_eq!(client(&timeline, "w1").ack, AckPolicy::Never);
    assert_eq!((client(&timeline, "w1").acked, client(&timeline, "w2").acked), (0, 2));
    assert_eq!(counts(&timeline, "tasks"), Some((0, 2)));
}

#[test]
fn a_worker_that_refuses_with_requeue_goes_round_until_the_limit() {
    let timeline =
        run("client p\nclient w worker queue=q settle=nack-requeue settle_if=poison think=1s\nstart w\nstart p\n\
                        p: basic.publish \"\" q poison\np: basic.publish \"\" q good");
    assert_eq!(timeline.end(), End::TimeLimit);
    let got = received(&timeline, "w");
    assert_eq!(got[..4], ["poison", "good", "poison*", "poison*"]);
    assert!(got.len() > 60, "it goes on for two minutes");
}

#[test]
fn rejected_without_requeue_a_message_is_gone_or_dead_lettered() {
    let timeline = run(
        "client p\nclient w worker queue=q settle=reject x-dead-letter-exchange=\"\" x-dead-letter-routing-key=dead\n\
                        start p\np: queue.declare dead\nstart w\nat 1s p: basic.publish \"\" q hi",
    );
    assert_eq!((counts(&timeline, "q"), counts(&timeline, "dead")), (Some((0, 0)), Some((1, 0))));
}

#[test]
fn a_learner_kills_a_worker_and_the_rest_goes_on_differently() {
    let mut timeline = run(&tasks("think=1s", ""));
    let before = timeline.len();
    timeline.seek(find(&timeline, |what| matches!(what, MomentKind::WorkDone { .. })));
    let here = timeline.position();
    let fork = timeline.act(Statement::parse("kill w2").unwrap()).unwrap();
    assert_eq!((fork.dropped, fork.dropped_actions), (before - here, 0));
    assert_eq!(timeline.position(), here + 1);
    timeline.seek(timeline.len());
    assert_eq!(received(&timeline, "w1"), ["Task 1", "Task 3", "Task 2*", "Task 4*"]);
    assert!(timeline.undo_act());
    assert_eq!((timeline.len(), timeline.position()), (before, here));
    assert_eq!(published(&timeline).len(), 4);
}

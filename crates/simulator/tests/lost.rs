//! Losses when a channel, a connection, a program or the broker ends: messages in flight, and statements that waited to
//! be sent. Each is reported, and messages are counted.
#![allow(clippy::unwrap_used)]

mod common;

use common::{body, client, counts, published, run, sent, state};
use warren_simulator::probe::Answer as Measured;
use warren_simulator::{ClientState, Lost, Refusal, Timeline};

/// Returns the statements that were passed over, with the reason, in order.
fn not_carried_out(timeline: &Timeline) -> Vec<(String, Refusal)> {
    let losses = timeline.moments().iter().flat_map(|moment| &moment.lost);
    let statements = losses.filter_map(|loss| match &loss.what {
        Lost::Statement { statement, because } => Some((statement.to_string(), *because)),
        Lost::Message(_) | Lost::Request(_) => None,
    });
    statements.collect()
}

/// Returns the requests that never reached the broker, and the bodies of messages lost on their way to a client.
fn lost_on_the_way(timeline: &Timeline) -> Vec<String> {
    let losses = timeline.moments().iter().flat_map(|moment| &moment.lost);
    let lost = losses.filter_map(|loss| match &loss.what {
        Lost::Message(message) => Some(body(message)),
        Lost::Request(request) => Some(request.name().to_owned()),
        Lost::Statement { .. } => None,
    });
    lost.collect()
}

/// Returns the result of the probe `lost` for the whole run.
fn counted(timeline: &mut Timeline) -> u64 {
    let all = 0..timeline.len();
    match timeline.measure(all, &"lost".parse().unwrap()).answer {
        Measured::Number(number) => number,
        Measured::Names(names) => panic!("{names:?}"),
    }
}

/// Returns the log lines with this word.
fn lines(timeline: &Timeline, what: &str) -> Vec<String> {
    let told = (0..timeline.len()).filter_map(|index| timeline.explain(index));
    let lines = told.flat_map(|told| told.log).filter(|line| line.what == what);
    lines.map(|line| format!("{}: {}", line.actor, line.detail)).collect()
}

fn told_in_every_language(timeline: &Timeline) {
    common::laws::check_explanations(timeline);
}

#[test]
fn statements_that_wait_when_the_broker_closes_their_channel_are_told() {
    let timeline = run("client c\nstart c\nc: queue.declare q\nc: queue.declare q durable\nc: queue.declare r\n\
                        c/2: channel.open\nc/2: queue.declare s\nc: queue.bind r amq.topic \"a b\"\n");
    let closed = Refusal::ChannelClosed;
    assert_eq!(
        not_carried_out(&timeline),
        [("c: queue.declare r".into(), closed), ("c: queue.bind r amq.topic \"a b\"".into(), closed)]
    );
    assert_eq!((counts(&timeline, "r"), counts(&timeline, "s")), (None, Some((0, 0))), "channel 2 goes on");
    assert_eq!(lines(&timeline, "not carried out").len(), 2);
    told_in_every_language(&timeline);
}

#[test]
fn a_channel_that_waits_to_be_opened_again_is_opened_and_what_stands_behind_that_is_sent() {
    let timeline = run("client c\nstart c\nc: queue.declare q\nc: queue.declare q durable\nc: queue.declare lost\n\
                        c: channel.open\nc: queue.declare kept\nc: channel.close\nc: channel.open\nc: queue.declare last\n");
    assert_eq!(not_carried_out(&timeline), [("c: queue.declare lost".into(), Refusal::ChannelClosed)]);
    assert_eq!(["lost", "kept", "last"].map(|queue| counts(&timeline, queue).is_some()), [false, true, true]);
    assert_eq!(state(&timeline, "c"), ClientState::Running);
}

#[test]
fn statements_that_wait_are_told_however_the_connection_ends() {
    let text = |end: &str| format!("client c\nstart c\nc: queue.declare q\nc: queue.declare r\nat 5ms {end}\n");
    for (end, because) in [
        ("kill c", Refusal::NotRunning),
        ("crash broker", Refusal::ConnectionLost),
        ("restart broker", Refusal::ConnectionLost),
    ] {
        let timeline = run(&text(end));
        assert_eq!(not_carried_out(&timeline), [("c: queue.declare r".into(), because)], "{end}");
        told_in_every_language(&timeline);
    }
    let mistaken =
        run("client c\nstart c\nc: basic.publish \"\" q hi immediate\nc: queue.declare q\nc: queue.declare r\n");
    assert_eq!(not_carried_out(&mistaken), [("c: queue.declare r".into(), Refusal::ConnectionLost)]);
    assert_eq!(lost_on_the_way(&mistaken), ["queue.declare"]);
    let refused = run("client c\nstop broker\nstart c\nc: queue.declare q\n");
    assert_eq!(not_carried_out(&refused), [("c: queue.declare q".into(), Refusal::ConnectionLost)]);
    let stopped = run("client c\nstart c\nc: queue.declare q\nc: queue.declare r\nstop c\n");
    assert_eq!((not_carried_out(&stopped), counts(&stopped, "r")), (vec![], Some((0, 0))), "a stop waits for them");
}

#[test]
fn while_a_client_has_no_connection_statements_are_passed_over_at_once() {
    let timeline = run("client c reconnect=1s\nstart c\nat 1s restart broker\nat 1500ms c: queue.declare early\n\
                        at 5s c: queue.declare q\nat 6s stop c\nat 6001ms c: queue.declare late\n");
    assert_eq!(
        lines(&timeline, "not carried out"),
        ["scenario: c: queue.declare early", "scenario: c: queue.declare late"].map(|line| line.replacen(
            "c: ",
            &format!("at {} c: ", if line.contains("early") { "1500ms" } else { "6001ms" }),
            1
        ))
    );
    assert_eq!(counts(&timeline, "q"), Some((0, 0)));
    told_in_every_language(&timeline);
}

#[test]
fn publishes_on_the_wire_are_lost_with_the_broker_the_program_or_the_connection() {
    let text = |end: &str| {
        format!(
            "client c\nstart c\nc: queue.declare q\nadvance 1s\nc: basic.publish \"\" q hi\nc: basic.ack 7\nat 1001ms {end}\n"
        )
    };
    for (end, sentence) in [
        ("kill c", "did.killed-losing"),
        ("crash broker", "did.broker-killed-losing"),
        ("crash broker power", "did.power-fails-losing"),
        ("stop broker", "did.broker-stops-losing"),
    ] {
        let mut timeline = run(&text(end));
        assert_eq!(lost_on_the_way(&timeline), ["basic.publish", "basic.ack"], "{end}");
        assert_eq!(counted(&mut timeline), 1, "{end}");
        assert_eq!(
            lines(&timeline, "lost"),
            ["c: message 1, on the way to the broker", "c: basic.ack 7, on the way to the broker"]
        );
        let mut told = (0..timeline.len()).filter_map(|index| timeline.explain(index)?.summary);
        assert!(told.any(|summary| summary.key == sentence), "{end}");
        told_in_every_language(&timeline);
    }
}

#[test]
fn a_mistake_loses_what_was_sent_behind_it() {
    let text = |mistake: &str| {
        format!(
            "client c\nstart c\nc: queue.declare q\nadvance 1s\nc: {mistake}\nc: basic.publish \"\" q 1\nc: basic.publish \"\" q 2\n"
        )
    };
    // 404 closes the channel, 540 the connection.
    for mistake in ["basic.publish nowhere q 0", "basic.publish \"\" q 0 immediate"] {
        let mut timeline = run(&text(mistake));
        assert_eq!(published(&timeline), ["0", "1", "2"]);
        assert_eq!((counts(&timeline, "q"), counted(&mut timeline)), (Some((0, 0)), 2), "{mistake}");
        let lost = lines(&timeline, "lost").join(" ");
        assert!(["2", "3"].iter().all(|message| lost.contains(message)), "{lost}");
        told_in_every_language(&timeline);
    }
}

#[test]
fn deliveries_without_acknowledgement_are_lost_on_the_wire() {
    let text = |ack: &str, end: &str| {
        format!(
            "client p\nclient w worker queue=q ack={ack} think=none\nstart w\nstart p\nat 1s p: basic.publish \"\" q hi\nat {end}\n"
        )
    };
    // It is delivered at 1.002 s and would arrive at 1.004 s. A program that closes its connection ignores it.
    for end in ["1003ms crash broker", "1003ms kill w", "1003ms stop w", "1001ms stop w"] {
        let mut timeline = run(&text("auto", end));
        assert_eq!((client(&timeline, "w").received, lost_on_the_way(&timeline)), (0, vec!["hi".to_owned()]), "{end}");
        assert_eq!(counted(&mut timeline), 1, "{end}");
        assert_eq!(lines(&timeline, "lost"), ["w: message 1, settled but not worked off"], "{end}");
        told_in_every_language(&timeline);
        let mut kept = run(&text("after", end));
        let elsewhere = if end.contains("crash") { 1 } else { 0 };
        assert_eq!((lost_on_the_way(&kept), counted(&mut kept)), (vec![], elsewhere), "{end}: the broker has it");
    }
}

#[test]
fn a_connection_that_breaks_loses_what_was_on_its_way_and_the_program_connects_again() {
    let text = |reconnect: &str| {
        format!(
            "client p\nclient w worker queue=q think=10s {reconnect}\nstart w\nstart p\nat 1s p: basic.publish \"\" q 1\n\
             at 2s p: basic.publish \"\" q 2\nat 2001ms disconnect p\nat 3s disconnect w\nat 4s p: basic.publish \"\" q 3\n\
             at 5s disconnect w\nadvance 20s\n"
        )
    };
    let mut timeline = run(&text("reconnect=500ms"));
    assert_eq!(lost_on_the_way(&timeline), ["basic.publish"]);
    assert_eq!(counted(&mut timeline), 1);
    assert_eq!(common::received(&timeline, "w"), ["1", "1*", "1*"], "it comes back each time");
    assert_eq!(state(&timeline, "p"), ClientState::Disconnected);
    assert_eq!(lines(&timeline, "disconnect"), ["scenario: p", "scenario: w", "scenario: w"]);
    assert_eq!(lines(&timeline, "not carried out"), ["scenario: at 4s p: basic.publish \"\" q 3"]);
    told_in_every_language(&timeline);
    let gone = run(&text("reconnect=no"));
    assert_eq!((state(&gone, "w"), counts(&gone, "q")), (ClientState::Disconnected, Some((1, 0))));
    assert_eq!(lines(&gone, "not carried out").len(), 2, "there is no connection that could break again");
}

#[test]
fn what_a_program_does_by_itself_is_no_statement() {
    let timeline = run("client w worker queue=q\nclient c\nstart c\nc: queue.declare q durable\nat 1s start w\n");
    assert_eq!((not_carried_out(&timeline), sent(&timeline, "w").len()), (vec![], 5));
}

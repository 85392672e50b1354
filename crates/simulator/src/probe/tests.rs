//! Tests probes on small runs whose results follow from RabbitMQ's own rules, and the errors for unreadable probes.

use super::{Answer, Goal, Probe, Reading};
use crate::text::Catalog;
use crate::{Scenario, Timeline};

const LOGS: &str = "client emit
client disk subscriber exchange=logs type=fanout
client screen subscriber exchange=logs type=fanout
start disk
start screen
start emit
at 100ms emit: basic.publish logs \"\" one
at 200ms kill screen
at 300ms emit: basic.publish logs \"\" two
at 400ms emit: basic.publish logs \"\" two
";

/// Measures a whole run.
fn measured(scenario: &str, probe: &str) -> Reading {
    let mut timeline = Timeline::new(Scenario::parse(scenario).expect("the test's scenario is right"));
    timeline.seek(timeline.len());
    let probe: Probe = probe.parse().expect("the test's probe is right");
    probe.measure(timeline.moments(), timeline.world(), &timeline.overview())
}

fn number(scenario: &str, probe: &str) -> u64 {
    match measured(scenario, probe).answer {
        Answer::Number(number) => number,
        Answer::Names(names) => panic!("{names:?}"),
    }
}

fn names(scenario: &str, probe: &str) -> Vec<String> {
    match measured(scenario, probe).answer {
        Answer::Names(names) => names.iter().map(ToString::to_string).collect(),
        Answer::Number(number) => panic!("{number}"),
    }
}

#[test]
fn who_received_what() {
    assert_eq!(names(LOGS, "receivers"), ["disk", "screen"]);
    assert_eq!(names(LOGS, "receivers of one"), ["disk", "screen"]);
    assert_eq!(names(LOGS, "receivers of two"), ["disk"]);
    assert_eq!(names(LOGS, "receivers of three"), [""; 0]);
    assert_eq!((number(LOGS, "received disk"), number(LOGS, "received screen")), (3, 1));
}

#[test]
fn a_client_sees_its_replies_with_their_codes() {
    let run = "client p\nstart p\np: queue.declare q\nat 1s p: confirm.select\np: basic.publish \"\" nowhere x mandatory\n\
               at 2s p: queue.declare q durable\n";
    assert_eq!(names(run, "replies p"), ["basic.ack", "basic.return 312", "channel.close 406"]);
    assert_eq!(names(run, "replies q"), [""; 0]);
    let refused = "client p\nstart p\np: exchange.declare amq.mine bogus\n";
    assert_eq!(names(refused, "replies p"), ["connection.close 503"]);
}

#[test]
fn the_message_that_comes_first_is_named_alone() {
    let run = "client p\nclient w worker queue=q think=1s\nstart w\nstart p\nat 1s p: basic.publish \"\" q b\n\
               at 2s p: basic.publish \"\" q a\n";
    assert_eq!((names(run, "first-received w"), names(run, "first-received p")), (vec!["b".to_owned()], Vec::new()));
}

#[test]
fn time_is_taken_from_the_first_to_the_last() {
    let work = "latency 20ms\nclient p\nclient w worker queue=q think=dots\nstart w\nstart p\n\
                at 1s p: basic.publish \"\" q a..\nat 1.1s p: basic.publish \"\" q b.\n";
    assert_eq!((names(work, "work-time w"), names(work, "work-time p")), (vec!["3s".to_owned()], Vec::new()));
    let confirmed = "latency 20ms\nclient p producer queue=q confirm=each times=2 every=1ms\nclient r producer queue=q times=1\n\
                     start p\nstart r\n";
    assert_eq!(
        (names(confirmed, "confirm-time p"), names(confirmed, "confirm-time r")),
        (vec!["80ms".to_owned()], Vec::new())
    );
    assert!(measured(confirmed, "confirm-time p").decided.is_some());
    assert!("confirm-time p = 1".parse::<Goal>().is_err());
}

#[test]
fn copies_are_counted_by_queue_however_many_bindings_match() {
    let animals = "client c\nstart c\nc: queue.declare q\nc: exchange.declare t topic\nc: queue.bind q t *.*.rabbit\n\
                   c: queue.bind q t lazy.#\nc: basic.publish t lazy.pink.rabbit x\nc: basic.publish t quick.fox x\n";
    assert_eq!((number(animals, "copies"), number(animals, "unroutable")), (1, 1));
    assert_eq!((names(animals, "queues"), number(animals, "ready q")), (vec!["q".to_owned()], 1));
    assert_eq!(number(LOGS, "copies of one"), 2);
}

#[test]
fn what_had_to_wait_and_what_is_still_there() {
    let run = "client p\nclient w worker queue=q think=none\nstart p\np: queue.declare q\np: basic.publish \"\" q x\n\
               p: basic.publish \"\" q y\nat 1s start w\nat 2s p: basic.publish \"\" q z\nat 3s kill w\n\
               at 4s p: basic.publish \"\" q z\np: basic.publish \"\" q z\np: basic.publish \"\" q a\n";
    assert_eq!((number(run, "waited q"), number(run, "waited elsewhere")), (5, 0));
    assert_eq!((number(run, "kept"), number(run, "kept of z"), number(run, "kept of x")), (3, 2, 0));
    assert_eq!(names(run, "contents"), ["a", "z"]);
}

#[test]
fn all_that_is_in_queues_counts_however_much_it_is() {
    let run = "client p producer queue=q every=1ms times=150 body={n}\nclient w\nstart p\nstart w\n\
               at 1s w: basic.get q\nw: queue.declare dl\nw: basic.publish \"\" dl 150\n";
    assert_eq!((number(run, "kept"), number(run, "kept of 150"), number(run, "unacked q")), (151, 2, 1));
    assert_eq!(names(run, "contents").len(), 150);
}

#[test]
fn a_direct_reply_is_received_like_any_message() {
    let run = "client a\nclient b\nstart a\nstart b\nb: queue.declare q\nb: basic.consume q no_ack\n\
               a: basic.consume amq.rabbitmq.reply-to no_ack\n\
               at 1s a: basic.publish \"\" q ask reply_to=amq.rabbitmq.reply-to\n\
               at 2s a: basic.publish amq.direct nobody x\n";
    assert_eq!((number(run, "received b"), number(run, "received a")), (1, 0));
    let server = "client s server queue=q\nclient a\nstart s\nstart a\na: basic.consume amq.rabbitmq.reply-to no_ack\n\
                  at 1s a: basic.publish \"\" q 5 reply_to=amq.rabbitmq.reply-to\n";
    assert_eq!((number(server, "received s"), number(server, "received a")), (1, 1));
    assert_eq!(names(server, "receivers"), ["a", "s"]);
}

#[test]
fn one_confirm_may_be_for_several() {
    let run = "client p producer queue=q durable persistent confirm=async every=1ms times=4\nclient o\nstart p\n\
               start o\no: basic.publish \"\" q x\n";
    assert_eq!((number(run, "confirms p"), number(run, "confirmed p"), number(run, "confirms o")), (1, 4, 0));
}

#[test]
fn a_measurement_names_the_moment_that_decided_it() {
    let reading = measured(LOGS, "receivers of two");
    let timeline = Timeline::new(Scenario::parse(LOGS).expect("right"));
    let moment = &timeline.moments()[reading.decided.expect("somebody received it")];
    assert_eq!(moment.at.0, 302_000, "where the broker handled the first \"two\"");
    assert_eq!(measured(LOGS, "ready nowhere").decided, None);
}

#[test]
fn what_goes_with_a_crash_is_lost_and_counted_once() {
    let crash = |queue: &str, publish: &str| {
        format!(
            "client p\nstart p\np: queue.declare q {queue}\np: basic.publish \"\" q x {publish}\n\
             p: basic.publish \"\" q y {publish}\nat 40s crash broker\n"
        )
    };
    assert_eq!(number(&crash("durable", "persistent"), "lost"), 0);
    assert_eq!(number(&crash("durable", ""), "lost"), 2);
    assert_eq!(number(&crash("", "persistent"), "lost"), 2);
}

#[test]
fn a_killed_worker_with_automatic_acknowledgement_loses_what_it_has() {
    let run = "client w worker queue=q ack=auto think=1s\nclient p\nstart w\nstart p\n\
               at 1s p: every 1ms times 3 basic.publish \"\" q x\nat 1.5s kill w\n";
    assert_eq!((number(run, "lost"), number(run, "acked w"), number(run, "unacked q")), (3, 0, 0));
}

#[test]
fn goals_compare() {
    let met =
        |goal: &str, number| goal.parse::<Goal>().expect("the test's goal is right").is_met_by(&Answer::Number(number));
    assert!(met("ready q = 0", 0) && !met("ready q = 0", 1));
    assert!(met("acked worker2 >= 3", 3) && !met("acked worker2 >= 3", 2));
    assert!(met("lost <= 1", 1) && !met("lost <= 1", 2));
}

#[test]
fn what_cannot_be_read_is_told_with_what_would_be_right() {
    let probe = |text: &str| text.parse::<Probe>().expect_err("it is wrong").to_string();
    assert_eq!(probe("recievers"), "`recievers` cannot be measured (did you mean `receivers`?)");
    assert_eq!(probe("ready"), "`ready` in which queue? (`ready QUEUE`)");
    assert_eq!(probe("acked"), "`acked` of which client? (`acked CLIENT`)");
    assert_eq!(probe("lost q"), "`q` after `lost` (only `lost`)");
    assert_eq!(probe("copies one"), "`one` after `copies` (`copies of BODY`)");
    let goal = |text: &str| text.parse::<Goal>().expect_err("it is wrong").to_string();
    assert!(goal("ready q").starts_with("`ready q` is no goal"), "{}", goal("ready q"));
    assert!(goal("ready q > 3").starts_with("`>` compares nothing"));
    assert!(goal("ready q = many").starts_with("`many` is no number"));
    assert!(goal("receivers = 1").starts_with("names cannot be compared"));
}

#[test]
fn a_goal_says_what_it_counts() {
    let meaning = |goal: &str| goal.parse::<Goal>().expect("the test's goal is right").meaning().map(String::from);
    assert_eq!(meaning("waited hello = 1").as_deref(), Some("messages that had to wait in hello"));
    assert_eq!(meaning("copies = 2").as_deref(), Some("copies that reached queues"));
    assert_eq!(meaning("copies of error = 3").as_deref(), Some("copies of error that reached queues"));
    assert_eq!(meaning("acked worker2 >= 4").as_deref(), Some("messages that worker2 acknowledged"));
}

#[test]
fn a_span_that_comes_out_is_told_in_the_readers_units() {
    let catalog = Catalog::parse(r#"{"{number} ms": "{number} ミリ秒", "{number} s": "{number} 秒"}"#)
        .expect("the test's catalog is right");
    let formatted =
        |probe: &str, name| probe.parse::<Probe>().expect("the test's probe is right").formatted(name, &catalog);
    assert_eq!(formatted("confirm-time shop", "240ms"), "240 ミリ秒");
    assert_eq!(formatted("work-time worker2", "2.4s"), "2.4 秒");
    // A body that looks like a span is none.
    assert_eq!(formatted("first-received client1", "55s"), "55s");
    assert_eq!(formatted("receivers of x", "worker1"), "worker1");
}

//! Client programs, by statement and by behaviour: publish/subscribe, RPC, confirms, errors, starting and stopping.
#![allow(clippy::unwrap_used)]

mod common;

use common::{client, counts, find, methods, published, received, run, sent, state, times_of};
use warren_broker::Event;
use warren_simulator::{Actor, ClientState, MomentKind, Refusal, Timeline};

fn closed_with(timeline: &Timeline, name: &str) -> (u16, String) {
    let state = state(timeline, name);
    let ClientState::Closed(close) = state else { panic!("{name} is {state:?}") };
    (close.code, close.text.to_string())
}

#[test]
fn hello_world() {
    let timeline = run("client send\nclient receive worker queue=hello ack=auto think=none\nstart send\n\
                        send: queue.declare hello\nsend: basic.publish \"\" hello \"Hello World!\"\nstop send\n\
                        advance 1s\nstart receive");
    assert_eq!(
        methods(&timeline, "send"),
        ["connection.open", "channel.open", "queue.declare", "basic.publish", "connection.close"],
        "a stop lets the program finish first"
    );
    assert_eq!(received(&timeline, "receive"), ["Hello World!"]);
    assert_eq!((state(&timeline, "send"), state(&timeline, "receive")), (ClientState::Stopped, ClientState::Running));
    assert_eq!(client(&timeline, "send").connection, None);
    assert_eq!(counts(&timeline, "hello"), Some((0, 0)));
}

#[test]
fn a_client_awaits_each_answer_but_not_that_of_a_publish() {
    let timeline = run("client p\nstart p\np: queue.declare a\np: basic.publish \"\" a 1\np: basic.publish \"\" a 2\n\
                        p: queue.declare b\np: queue.declare c no-wait\np: basic.publish \"\" c 3");
    assert_eq!(
        sent(&timeline, "p")[2..],
        [
            (4, "queue.declare".into()),
            (8, "basic.publish".into()),
            (8, "basic.publish".into()),
            (8, "queue.declare".into()),
            (12, "queue.declare".into()),
            (12, "basic.publish".into()),
        ]
    );
    assert_eq!(counts(&timeline, "c"), Some((1, 0)));
}

#[test]
fn subscribers_each_get_a_copy_from_when_they_listen_on() {
    let timeline = run("client emit_log producer exchange=logs type=fanout body=\"line {n}\" every=1s times=3\n\
                        client disk subscriber exchange=logs type=fanout\nclient screen subscriber exchange=logs type=fanout\n\
                        start emit_log\nat 500ms start disk\nat 1.5s start screen\nat 2.5s stop screen");
    assert_eq!(received(&timeline, "disk"), ["line 2", "line 3"], "the first was dropped: nobody listened");
    assert_eq!(received(&timeline, "screen"), ["line 3"]);
    assert_eq!(timeline.overview().broker.queues.len(), 1, "an exclusive queue goes with its connection");
}

#[test]
fn bindings_choose_what_a_subscriber_gets() {
    let timeline = run(
        "client p producer exchange=t type=topic routing_key=\"{cycle quick.orange.rabbit|lazy.pink.rabbit|orange}\" \
                        body=\"{cycle a|b|c}\" every=100ms times=3\n\
                        client q1 subscriber exchange=t type=topic bind=*.orange.*\n\
                        client q2 subscriber exchange=t type=topic bind=[*.*.rabbit, lazy.#]\nstart q1\nstart q2\nat 1s start p",
    );
    assert_eq!(received(&timeline, "q1"), ["a"]);
    assert_eq!(received(&timeline, "q2"), ["a", "b"], "once, though two bindings match");
}

#[test]
fn a_server_answers_and_the_caller_knows_which_question_it_was() {
    let timeline = run("client server server queue=rpc_queue prefetch=1 think=100ms\n\
                        client caller caller queue=rpc_queue body=\"{cycle 30|4|x}\" every=10ms times=3\n\
                        start server\nat 1s start caller");
    assert_eq!(received(&timeline, "server"), ["30", "4", "x"]);
    assert_eq!(received(&timeline, "caller"), ["832040", "3", "not a number"]);
    assert_eq!(client(&timeline, "caller").awaiting, 0);
    assert_eq!(client(&timeline, "server").sent, 3);
}

#[test]
fn a_dead_server_leaves_its_caller_waiting_until_another_comes() {
    let text = "client s1 server queue=rpc think=1s\nclient s2 server queue=rpc\n\
                client caller caller queue=rpc body=5 times=1\nstart s1\nat 1s start caller\nat 1.5s kill s1";
    let waiting = run(text);
    assert_eq!((client(&waiting, "caller").awaiting, counts(&waiting, "rpc")), (1, Some((1, 0))));
    let served = run(&format!("{text}\nat 5s start s2"));
    assert_eq!(client(&served, "caller").awaiting, 0);
    assert_eq!(received(&served, "s2"), ["5*"]);
}

#[test]
fn awaiting_each_confirm_costs_a_round_trip_and_more_for_persistent_messages() {
    let text = |confirm: &str| {
        format!("client p producer queue=q durable persistent every=1us times=6 confirm={confirm}\nstart p")
    };
    let last = |confirm: &str| {
        let timeline = run(&text(confirm));
        let view = client(&timeline, "p");
        assert_eq!((view.sent, view.confirmed, view.nacked), (6, 6, 0), "{confirm}");
        *times_of(&timeline, "p", "basic.ack").last().unwrap()
    };
    let (each, batch, asynchronous) = (last("each"), last("3"), last("async"));
    assert!(each > batch && batch > asynchronous, "{each} {batch} {asynchronous}");
}

#[test]
fn a_full_queue_refuses_and_an_unroutable_message_comes_back() {
    let timeline = run(
        "client p producer queue=q x-max-length=1 x-overflow=reject-publish confirm=async every=10ms times=3\nstart p\n\
                        client m producer exchange=\"\" routing_key=nowhere mandatory confirm=each every=10ms times=2\nstart m",
    );
    let (p, m) = (client(&timeline, "p"), client(&timeline, "m"));
    assert_eq!((p.confirmed, p.nacked), (1, 2));
    assert_eq!((m.confirmed, m.returned), (2, 2));
}

#[test]
fn a_program_ends_when_the_broker_closes_its_channel() {
    let timeline = run("client p\nclient w worker queue=q durable\nstart p\np: queue.declare q\nat 1s start w");
    let (code, text) = closed_with(&timeline, "w");
    assert_eq!(code, 406);
    assert!(text.starts_with("PRECONDITION_FAILED - inequivalent arg 'durable' for queue 'q'"), "{text}");
    assert_eq!(client(&timeline, "w").connection, None);
    assert_eq!(methods(&timeline, "w")[3..], ["channel.close-ok", "connection.close"]);
    assert_eq!(timeline.overview().broker.connections.len(), 1, "only p is left");
}

#[test]
fn a_scripted_client_may_open_its_channel_again() {
    let timeline = run("client p\nstart p\np: queue.bind nowhere amq.direct k\nat 1s p: queue.declare q\n\
                        at 2s p: channel.open\np: queue.declare q");
    let ignored = find(&timeline, |what| matches!(what, MomentKind::Ignored { .. }));
    let MomentKind::Ignored { because, .. } = &timeline.moments()[ignored].what else { panic!("it was just found") };
    assert_eq!(*because, Refusal::ChannelClosed);
    assert_eq!(state(&timeline, "p"), ClientState::Running);
    assert_eq!(counts(&timeline, "q"), Some((0, 0)));
}

#[test]
fn a_connection_error_takes_all_channels() {
    let timeline = run("client p\nstart p\np/2: channel.open\np/2: basic.consume q no-wait\np: queue.declare q\n\
                        at 1s p: exchange.declare x sometype");
    assert_eq!(closed_with(&timeline, "p").0, 503);
    assert_eq!(client(&timeline, "p").connection, None);
    assert!(timeline.overview().broker.connections.is_empty());
}

#[test]
fn get_and_settle_by_statement() {
    let timeline = run(
        "client p\nstart p\np: queue.declare q\np: every 1ms times 4 basic.publish \"\" q {n}\nat 1s p: basic.get q\n\
                        p: basic.get q\np: basic.get q no-ack\np: basic.ack\np: basic.nack\np: basic.get q\np: basic.ack 4",
    );
    assert_eq!(received(&timeline, "p"), ["1", "2", "3", "2*"], "1 is acked, 2 comes back to its place, 3 is gone");
    assert_eq!(counts(&timeline, "q"), Some((1, 0)));
    let nothing_held = run("client p\nstart p\np: basic.ack");
    assert_eq!(closed_with(&nothing_held, "p").1, "PRECONDITION_FAILED - unknown delivery tag 0");
}

#[test]
fn several_can_be_settled_at_once() {
    let timeline = run(
        "client p\nstart p\np: queue.declare q\np: every 1ms times 4 basic.publish \"\" q {n}\np: basic.consume q tag\n\
                        at 1s p: basic.ack 2 multiple\nat 2s p: basic.cancel tag\np: basic.recover requeue",
    );
    assert_eq!(client(&timeline, "p").acked, 2);
    assert!(client(&timeline, "p").holding.is_empty());
    assert_eq!(counts(&timeline, "q"), Some((2, 0)));
}

#[test]
fn a_transaction_publishes_on_commit() {
    let mut timeline =
        run("client p\nstart p\np: queue.declare q\np: tx.select\np: basic.publish \"\" q a\nat 1s p: tx.commit\n\
                        p: basic.publish \"\" q b\nat 2s p: tx.rollback");
    assert_eq!(counts(&timeline, "q"), Some((1, 0)));
    timeline.seek(find(&timeline, |what| matches!(what, MomentKind::Sends(_))));
    assert_eq!(counts(&timeline, "q"), Some((0, 0)));
}

#[test]
fn repeated_statements_end_with_their_number_or_with_the_client() {
    let text = "client p\nstart p\np: queue.declare q\np: every 100ms times 3 basic.publish \"\" q \"a{n} {dots}\"\n\
                p: every 1s basic.publish \"\" q b{n}\nat 2500ms";
    let stopped = run(&format!("{text} stop p"));
    assert_eq!(published(&stopped), ["a1 .", "b1", "a2 ..", "a3 ...", "b2", "b3"]);
    let killed = run(&format!("{text} kill p"));
    assert_eq!(published(&killed), published(&stopped));
    assert_eq!(counts(&killed, "q"), Some((6, 0)));
}

#[test]
fn placeholders_are_numbered_for_each_source() {
    let timeline =
        run("client p\nstart p\np: basic.publish \"\" q x{n}\np: every 1ms times 2 basic.publish \"\" q y{n}\n\
                        p: basic.publish \"\" q z{n} header.n={n} correlation_id=c{n}");
    assert_eq!(published(&timeline), ["x1", "y1", "z3", "y2"]);
}

#[test]
fn placeholders_are_filled_in_all_that_is_text() {
    let keys = [
        "content_type",
        "content_encoding",
        "correlation_id",
        "reply_to",
        "message_id",
        "type",
        "app_id",
        "cluster_id",
    ];
    let pairs: Vec<String> = keys.iter().map(|key| format!("{key}={key}{{n}}")).collect();
    let timeline =
        run(&format!("client p\nstart p\np: basic.publish \"\" q{{n}} hi header.h=h{{n}} {}", pairs.join(" ")));
    let message = timeline.moments().iter().flat_map(|moment| &moment.events).find_map(Event::published).cloned();
    let message = message.expect("it is published");
    let properties = &message.content.properties;
    let own = [
        &properties.content_type,
        &properties.content_encoding,
        &properties.correlation_id,
        &properties.reply_to,
        &properties.message_id,
        &properties.kind,
        &properties.app_id,
        &properties.cluster_id,
    ];
    for (key, text) in keys.iter().zip(own) {
        assert_eq!(text.as_deref(), Some(&*format!("{key}1")));
    }
    assert_eq!(
        (&*message.routing_key, properties.headers.as_ref().and_then(|table| table.get("h"))),
        ("q1", Some(&"h1".into()))
    );
}

#[test]
fn a_producer_that_is_told_to_confirm_while_it_runs_selects_confirms_once() {
    let timeline = run(
        "client p producer queue=q every=100ms times=6\nstart p\nat 250ms set p confirm\nat 350ms set p confirm=no\n\
         at 450ms set p confirm=each",
    );
    let sent = sent(&timeline, "p");
    assert_eq!(sent.iter().filter(|(_, method)| method == "confirm.select").count(), 1, "{sent:?}");
    let overview = timeline.overview();
    assert_eq!((overview.clients[0].sent, overview.clients[0].confirmed), (6, 3));
}

#[test]
fn statements_that_do_not_fit_are_passed_over_in_sight() {
    let timeline = run(
        "client p\np: queue.declare q\nkill p\nstart p\nstart p\nstop p\nadvance 1s\nstop p\nstop broker\nstop broker\n\
                        start broker\nstart broker",
    );
    let reasons = timeline.moments().iter().filter_map(|moment| {
        if let MomentKind::Ignored { because, .. } = &moment.what { Some(*because) } else { None }
    });
    let expected = [Refusal::NotRunning, Refusal::NotRunning, Refusal::Running, Refusal::NotRunning];
    assert_eq!(reasons.collect::<Vec<_>>(), expected);
}

#[test]
fn an_unacknowledged_delivery_closes_the_channel_after_the_timeout() {
    let timeline = run(
        "broker consumer_timeout=10s channel_tick=1s\nclient p\nclient w worker queue=q ack=never\nstart w\nstart p\n\
                        at 1s p: basic.publish \"\" q hi",
    );
    let (code, text) = closed_with(&timeline, "w");
    assert_eq!(code, 406);
    assert!(text.contains("timed out. Timeout value used: 10000 ms"), "{text}");
    assert_eq!(counts(&timeline, "q"), Some((1, 0)));
    assert!(timeline.moments().iter().any(|m| m.what == MomentKind::Timer && m.actor == Actor::Broker));
}

#[test]
fn jitter_and_think_times_come_from_the_seed() {
    let text = |seed: u64| {
        format!(
            "seed {seed}\njitter 20ms\nclient p producer queue=q every=50ms times=20 body={{n}}\n\
                 client w worker queue=q think=1ms..90ms\nstart w\nstart p"
        )
    };
    let (one, again, other) = (run(&text(1)), run(&text(1)), run(&text(2)));
    assert_eq!(one.moments(), again.moments());
    assert_ne!(one.moments(), other.moments());
    let expected: Vec<String> = (1..=20).map(|n| n.to_string()).collect();
    assert_eq!(received(&other, "w"), expected, "order on a connection is kept");
}

#[test]
fn everything_is_answered_by_a_broker_that_is_far_away() {
    let timeline =
        run("latency 150ms\nclient p\nstart p\np: queue.declare q\nat 5s latency 0\np: basic.publish \"\" q hi");
    assert_eq!(sent(&timeline, "p")[2..], [(300, "queue.declare".into()), (5_000, "basic.publish".into())]);
    assert_eq!(timeline.moments().last().unwrap().at.micros(), 5_000_000);
}

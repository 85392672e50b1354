//! Lesson 6.

use std::sync::Arc;

use warren_broker::{Event, Message, Reply};

use crate::run::{Run, body, client, count, events, queue};

/// Returns the deliveries to a client in a beat, with the correlation id of each.
fn deliveries(run: &mut Run, beat: &str, to: &str) -> Vec<(String, String)> {
    let connection = client(&run.after(beat), to).connection;
    let told = |event: &Event| {
        let Event::To(channel, Reply::BasicDeliver { message, .. }) = event else { return None };
        (Some(channel.connection) == connection).then(|| (body(message), correlation(message)))
    };
    events(run.moments(beat)).filter_map(told).collect()
}

fn correlation(message: &Arc<Message>) -> String {
    message.content.properties.correlation_id.as_ref().expect("all messages of RPC have one").to_string()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(body, id)| ((*body).to_owned(), (*id).to_owned())).collect()
}

#[test]
fn an_answer_comes_to_the_queue_that_the_request_names() {
    let mut run = Run::named("rpc");
    let callback = run.after("callback-queue").broker.queues.iter().find(|queue| queue.exclusive.is_some()).cloned();
    let callback = callback.expect("the client has its callback queue");
    let reply_to = events(run.moments("request")).find_map(|event| {
        let Event::Published { message, .. } = event else { return None };
        message.content.properties.reply_to.clone()
    });
    assert_eq!(reply_to, Some(callback.name));
    assert_eq!(deliveries(&mut run, "reply", "client1"), pairs(&[("832040", "1")]));
    assert_eq!(client(&run.after("answer"), "client1").received, 1);
}

#[test]
fn two_clients_share_a_server_and_not_their_answers() {
    let mut run = Run::named("rpc");
    let waiting = run.after("waiting");
    let requests = queue(&waiting, "rpc_queue");
    assert_eq!((requests.messages_ready, requests.messages_unacknowledged), (1, 1));
    assert_eq!(deliveries(&mut run, "own-queue", "client2"), pairs(&[("8", "1")]));
    assert_eq!(deliveries(&mut run, "own-queue", "client1"), pairs(&[("6765", "2")]));
}

#[test]
fn the_quicker_server_answers_the_later_question_first() {
    let mut run = Run::named("rpc");
    assert_eq!(deliveries(&mut run, "two-questions", "server1"), pairs(&[("35", "3")]));
    assert_eq!(deliveries(&mut run, "two-questions", "server2"), pairs(&[("10", "4")]));
    assert_eq!(deliveries(&mut run, "overtaken", "client1"), pairs(&[("55", "4"), ("9227465", "3")]));
}

#[test]
fn a_request_outlives_its_server_and_may_be_answered_twice() {
    let mut run = Run::named("rpc");
    assert_eq!(deliveries(&mut run, "dead-server", "client2"), pairs(&[]));
    let again = |event: &Event| matches!(event, Event::Delivered { redelivered: true, .. });
    assert_eq!(count(run.moments("redelivered"), again), 1);
    assert_eq!(deliveries(&mut run, "redelivered", "client2"), pairs(&[("75025", "2")]));
    assert_eq!(deliveries(&mut run, "unacked-answer", "client2"), pairs(&[("610", "3")]));
    let answered = run.after("unacked-answer");
    assert_eq!(queue(&answered, "rpc_queue").messages_unacknowledged, 1);
    assert_eq!(client(&answered, "client2").awaiting, 0);
    assert_eq!(deliveries(&mut run, "answered-twice", "client2"), pairs(&[("610", "3")]));
}

#[test]
fn an_answer_nobody_waits_for_is_dropped() {
    let mut run = Run::named("rpc");
    let queues = |run: &mut Run, beat: &str| run.after(beat).broker.queues.len();
    assert_eq!([queues(&mut run, "answered-twice"), queues(&mut run, "impatient")], [3, 2]);
    assert_eq!(count(run.moments("unwanted"), |event| matches!(event, Event::Unroutable { returned: false, .. })), 1);
    assert_eq!(queue(&run.after("unwanted"), "rpc_queue").messages.len(), 0);
    assert_eq!(deliveries(&mut run, "back", "client2"), pairs(&[("13", "1")]));
}

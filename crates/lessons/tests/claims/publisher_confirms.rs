//! Lesson 7.

use core::time::Duration;

use warren_broker::event::Stage;
use warren_broker::{Event, Reply};
use warren_simulator::{Moment, Overview};

use crate::run::{Run, bodies, client, events, queue};

/// A confirm or a returned message, as it is sent to a client.
#[derive(Debug, PartialEq, Eq)]
enum PublishAnswer {
    Ack { up_to: u64, multiple: bool },
    Nack(u64),
    Returned,
}

/// Returns the broker's answers to a client's publishes in a beat, in order.
fn answers(run: &mut Run, beat: &str, to: &str) -> Vec<PublishAnswer> {
    let (begin, _) = run.span(beat);
    run.timeline.seek(begin + 1);
    let before = client(&run.timeline.overview(), to).connection;
    let connection = before.or_else(|| client(&run.after(beat), to).connection);
    let told = |event: &Event| {
        let Event::To(channel, reply) = event else { return None };
        if Some(channel.connection) != connection {
            return None;
        }
        if let Reply::BasicAck { delivery_tag, multiple } = reply {
            Some(PublishAnswer::Ack { up_to: *delivery_tag, multiple: *multiple })
        } else if let Reply::BasicNack { delivery_tag, .. } = reply {
            Some(PublishAnswer::Nack(*delivery_tag))
        } else {
            matches!(reply, Reply::BasicReturn { .. }).then_some(PublishAnswer::Returned)
        }
    };
    events(run.moments(beat)).filter_map(told).collect()
}

const fn single(delivery_tag: u64) -> PublishAnswer {
    PublishAnswer::Ack { up_to: delivery_tag, multiple: false }
}

const fn up_to(delivery_tag: u64) -> PublishAnswer {
    PublishAnswer::Ack { up_to: delivery_tag, multiple: true }
}

fn confirmed(overview: &Overview) -> [u64; 3] {
    ["one_by_one", "in_batches", "asynchronous"].map(|name| client(overview, name).confirmed)
}

/// Returns the time from a client's first publish after the beginning of a beat to the confirm with which it has `all`
/// of them.
fn cost(run: &mut Run, from: &str, name: &str, all: u64) -> Duration {
    let (begin, _) = run.span(from);
    let at = |run: &Run, position: usize| run.timeline.moments()[position - 1].at;
    let first_with = |run: &mut Run, enough: &dyn Fn(&Overview) -> bool| {
        let found = (begin..=run.timeline.len()).find(|position| {
            run.timeline.seek(*position);
            enough(&run.timeline.overview())
        });
        found.expect("the run comes to that")
    };
    run.timeline.seek(begin);
    let before = client(&run.timeline.overview(), name).clone();
    let sent = first_with(run, &|overview| client(overview, name).sent > before.sent);
    let done = first_with(run, &|overview| client(overview, name).confirmed == before.confirmed + all);
    at(run, done).since(at(run, sent))
}

#[test]
fn a_persistent_message_is_confirmed_from_the_disk() {
    let mut run = Run::named("publisher-confirms");
    let (begin, end) = run.span("publish");
    let waits = (begin..end).any(|position| {
        run.timeline.seek(position);
        let overview = run.timeline.overview();
        let first = queue(&overview, "single").messages.first().and_then(|message| message.stage);
        first == Some(Stage::Memory) && client(&overview, "one_by_one").confirmed == 0
    });
    assert!(waits, "it is in the queue and not confirmed");
    assert_eq!(answers(&mut run, "publish", "one_by_one"), [single(1)]);
    assert_eq!(answers(&mut run, "confirm", "one_by_one"), [single(2)]);
    assert_eq!(client(&run.after("confirm"), "one_by_one").sent, 3);
    assert_eq!(cost(&mut run, "publish", "one_by_one", 1), Duration::from_millis(240));
}

#[test]
fn the_costs_are_those_that_are_told() {
    let mut run = Run::named("publisher-confirms");
    assert_eq!(cost(&mut run, "publish", "one_by_one", 10), Duration::from_millis(2400));
    assert_eq!(cost(&mut run, "batch", "in_batches", 10), Duration::from_millis(480));
    assert_eq!(answers(&mut run, "multiple", "in_batches"), [up_to(5), up_to(10)]);
    assert_eq!(cost(&mut run, "async", "asynchronous", 10), Duration::from_millis(240));
    assert_eq!(answers(&mut run, "async-confirmed", "asynchronous"), [up_to(10)]);
    assert_eq!(cost(&mut run, "transient", "asynchronous", 1), Duration::from_millis(40));
}

#[test]
fn side_by_side_they_finish_in_the_order_told() {
    let mut run = Run::named("publisher-confirms");
    let before = run.after("async-confirmed");
    assert_eq!(confirmed(&before), [10, 10, 10]);
    let (begin, _) = run.span("first-done");
    let last = run.timeline.moments()[begin..].iter().position(|moment| moment.at > run.timeline.moments()[begin].at);
    run.timeline.seek(begin + last.expect("something follows"));
    assert_eq!(confirmed(&run.timeline.overview()), [11, 15, 20]);
    assert_eq!(confirmed(&run.after("first-done")), [12, 20, 20]);
    assert_eq!(confirmed(&run.after("last-done")), [20, 20, 20]);
    for (name, millis) in [("one_by_one", 2400), ("in_batches", 480), ("asynchronous", 240)] {
        assert_eq!(cost(&mut run, "race", name, 10), Duration::from_millis(millis), "{name}");
    }
}

#[test]
fn what_is_refused_is_nacked_and_what_leads_nowhere_acked() {
    let mut run = Run::named("publisher-confirms");
    assert_eq!(answers(&mut run, "nack", "asynchronous"), [PublishAnswer::Nack(3), PublishAnswer::Nack(4), up_to(2)]);
    assert_eq!(bodies(queue(&run.after("nack"), "small")), ["Order 1", "Order 2"]);
    assert_eq!(answers(&mut run, "unroutable", "asynchronous"), [single(5)]);
    assert_eq!(answers(&mut run, "mandatory", "asynchronous"), [PublishAnswer::Returned, single(6)]);
}

#[test]
fn a_confirm_that_is_lost_makes_it_two() {
    let mut run = Run::named("publisher-confirms");
    let eleventh =
        |overview: &Overview| bodies(queue(overview, "single")).iter().filter(|body| *body == "Order 11").count();
    let crashed = run.after("no-answer");
    assert_eq!((eleventh(&crashed), confirmed(&crashed)[0]), (1, 20));
    let on_disk = |moment: &Moment| moment.events.iter().any(|event| matches!(event, Event::Persisted { .. }));
    assert!(run.moments("no-answer").iter().any(on_disk));
    let again = run.after("again");
    assert_eq!((eleventh(&again), confirmed(&again)[0]), (2, 21));
    assert!(!bodies(queue(&again, "async")).contains(&"a transient order".to_owned()));
}

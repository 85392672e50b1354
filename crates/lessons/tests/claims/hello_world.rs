//! Lesson 1.

use warren_broker::Event;
use warren_simulator::Moment;

use crate::run::{Run, bodies, client, queue};

#[test]
fn hello_world_waits_for_its_consumer() {
    let mut run = Run::named("hello-world");
    assert!(run.after("connect").broker.queues.is_empty());
    assert_eq!(queue(&run.after("declare"), "hello").messages_ready, 0);
    let published = run.after("publish");
    assert_eq!((client(&published, "send").sent, queue(&published, "hello").messages_ready), (1, 0));
    let routed = run.after("leave");
    assert_eq!(bodies(queue(&routed, "hello")), ["Hello World!"]);
    assert_eq!((routed.broker.connections.len(), queue(&routed, "hello").messages_ready), (0, 1));
    let declared = run.moments("receiver");
    assert!(declared.iter().all(|moment| !moment.events.iter().any(|event| matches!(event, Event::QueueDeclared(_)))));
    let subscribed = run.after("consume");
    assert_eq!((queue(&subscribed, "hello").messages_ready, client(&subscribed, "receive").received), (0, 0));
    assert_eq!(client(&run.after("received"), "receive").received, 1);
    assert_eq!(client(&run.after("again"), "receive").received, 2);
}

#[test]
fn a_wrong_key_is_dropped_and_returned_only_if_mandatory() {
    let mut run = Run::named("hello-world");
    let dropped = |moment: &Moment| moment.events.iter().any(|event| matches!(event, Event::Unroutable { .. }));
    assert!(run.moments("typo").iter().any(dropped));
    assert!(run.moments("mandatory").iter().any(dropped));
    assert_eq!(client(&run.after("typo"), "send").returned, 0);
    assert_eq!(client(&run.after("mandatory"), "send").returned, 1);
}

//! Lesson 3.

use warren_broker::Event;
use warren_simulator::Overview;

use crate::run::{Run, client};

#[test]
fn a_line_reaches_those_who_listen() {
    let mut run = Run::named("publish-subscribe");
    let unheard = run.moments("nobody").iter().flat_map(|moment| &moment.events);
    assert_eq!(unheard.filter(|event| matches!(event, Event::Unroutable { .. })).count(), 1);
    let heard = |overview: &Overview| (client(overview, "to_screen").received, client(overview, "to_disk").received);
    assert_eq!(heard(&run.after("delivered")), (1, 0));
    assert_eq!(heard(&run.after("two-copies")), (2, 1));
    assert_eq!(heard(&run.after("key-ignored")), (3, 2));
    let listening = run.after("listings");
    assert_eq!((listening.broker.queues.len(), listening.broker.bindings.len()), (2, 2));
    assert!(
        listening.broker.queues.iter().all(|queue| queue.name.starts_with("amq.gen-") && queue.exclusive.is_some())
    );
    let gone = run.after("gone");
    assert_eq!((gone.broker.queues.len(), gone.broker.bindings.len()), (1, 1));
    let missed = run.after("missed");
    assert_eq!(heard(&missed), (5, 3));
    let back = run.after("back");
    assert_eq!(heard(&back), (6, 4));
    assert_ne!(back.broker.queues[1].name, listening.broker.queues[1].name);
}

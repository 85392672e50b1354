//! A queue that crashes on a message while its deliveries are being settled.

use crate::support::{World, delivered};
use warren_broker::command::BasicPublish;
use warren_broker::{Command, Event, Reply, Table};

/// The rejections of a transaction are settled after its publishes, one of which crashes the queue of the deliveries.
#[test]
fn what_a_transaction_settles_of_a_queue_that_it_has_crashed_is_settled_to_no_effect() {
    let mut world = World::new();
    let (committer, other) = (world.client(1), world.client(2));
    world.declare(committer, "q", false, [("x-single-active-consumer", true)].into_iter().collect::<Table>());
    for body in ["a", "b"] {
        world.publish(committer, "q", body, false);
    }
    world.send(committer, Command::BasicQos { prefetch_size: 0, prefetch_count: 1, global: false });
    world.send(committer, Command::TxSelect);
    assert_eq!(delivered(&world.consume(committer, "q", "first", false)), ["a"]);
    world.consume(other, "q", "second", false);
    // The second consumer takes over, but is given nothing until something else happens to the queue.
    world.send(committer, Command::BasicCancel { consumer_tag: "first".into(), no_wait: false });
    world.send(committer, Command::BasicReject { delivery_tag: 1, requeue: false });
    world.send(committer, Command::BasicPublish(BasicPublish { routing_key: "q".into(), ..Default::default() }));
    let committed = world.send(committer, Command::TxCommit);
    assert!(committed.contains(&Reply::TxCommitOk), "{committed:?}");
    assert!(world.events.iter().any(|event| matches!(event, Event::ConsumerRemoved(..))), "the queue crashed");
    let overview = world.overview();
    assert_eq!((overview.queues[0].messages_unacknowledged, overview.consumers.len()), (0, 0));
}

//! Runs in which the broker does something unexpected: each was shown wrongly, or could be.

use warren_broker::{CopyId, MessageId, QueueId};
use warren_drawing::ids::{Item as Drawn, TokenId};
use warren_drawing::scene::{Change, Slot};

use super::runs::{Step, steps, timeline};
use crate::Item;
use crate::stage::ids::{queue_node, slot_id};

/// Each with its name.
pub const AWKWARD: [(&str, &str); 9] = [
    ("priorities", PRIORITIES),
    ("quorum", QUORUM),
    ("quorum with a limit", QUORUM_LIMIT),
    ("gap", GAP),
    ("lengths", LENGTHS),
    ("expiry", EXPIRY),
    ("multiple", MULTIPLE),
    ("long", LONG),
    ("crash", CRASH),
];

const PRIORITIES: &str = "
client c
start c
c: queue.declare q x-max-priority=3
c: basic.publish \"\" q low
c: basic.publish \"\" q high priority=2
c: basic.publish \"\" q higher priority=9
c: basic.publish \"\" q high priority=2
at 1s c: basic.get q
c: basic.get q
c: basic.nack 1 requeue
at 2s c: basic.nack 2 requeue
";

const QUORUM: &str = "
client c
start c
c: queue.declare q durable x-queue-type=quorum
c: basic.publish \"\" q a
c: basic.publish \"\" q b
c: basic.publish \"\" q c
at 1s c: basic.get q
at 2s c: basic.nack 1 requeue
at 3s c: basic.get q
";

const QUORUM_LIMIT: &str = "
client c
start c
c: queue.declare q durable x-queue-type=quorum x-delivery-limit=1
c: basic.publish \"\" q a
c: basic.publish \"\" q b
at 1s c: basic.get q
at 2s c: basic.nack 1 requeue
at 3s c: basic.get q
at 4s c: basic.nack 2 requeue
at 5s c: queue.delete q
";

/// After a clean restart a transient message has left a gap: messages behind it are requeued without the mark.
const GAP: &str = "
client c
start c
c: queue.declare q durable
c: basic.publish \"\" q transient
c: basic.publish \"\" q kept delivery_mode=2
at 1s restart broker
at 3s start c
at 4s c: basic.get q
at 5s c: basic.nack 1 requeue
at 6s c: basic.get q
";

const LENGTHS: &str = "
client c
start c
c: queue.declare q x-max-length=2 x-dead-letter-exchange=amq.fanout
c: queue.declare dead x-max-length-bytes=5
c: queue.bind dead amq.fanout
c: every 10ms times 6 basic.publish \"\" q abc
at 1s c: basic.get q
c: every 10ms times 3 basic.publish \"\" q abc
at 2s c: basic.nack 1 requeue
";

const EXPIRY: &str = "
client c
start c
c: queue.declare q
c: basic.publish \"\" q stays
c: basic.publish \"\" q goes expiration=100
c: basic.publish \"\" q stays
c: basic.get q
at 1s c: basic.nack 1 requeue
c: basic.get q
c: basic.ack 2
c: basic.get q
";

/// One settlement is for the deliveries of two queues, others are in flight behind it.
const MULTIPLE: &str = "
client c
client w
start c
c: queue.declare one
c: queue.declare two durable x-queue-type=quorum
c: every 1ms times 5 basic.publish \"\" one a
c: every 1ms times 5 basic.publish \"\" two b
at 1s start w
w: basic.consume one
w: basic.consume two
at 2s w: basic.ack 3 multiple
w: basic.nack 6 multiple requeue
w: basic.ack 0 multiple
";

const LONG: &str = "
client p
client w worker queue=q prefetch=150 think=1ms
start p
p: queue.declare q
p: every 1ms times 230 basic.publish \"\" q a
at 1s start w
";

const CRASH: &str = "
client c
start c
c: queue.declare q durable
c: basic.publish \"\" q a delivery_mode=2
c: basic.publish \"\" q b
at 1s c: basic.get q
at 2s c: basic.publish \"\" q c delivery_mode=2
at 2003ms crash broker
at 4s start c
c: basic.get q
c: basic.nack 1 requeue
c: basic.get q
";

fn freed(step: &Step) -> Option<(Slot, Slot)> {
    let (from, to) = step
        .story
        .changes()
        .find_map(|change| if let Change::Free { from, to, .. } = change { Some((*from, *to)) } else { None })?;
    let find = |scene: &warren_drawing::scene::Scene, id| {
        scene.stores[&queue_node(QueueId(0))].slots.iter().copied().find(|slot: &Slot| slot.id == id)
    };
    Some((find(&step.before.scene, from)?, find(&step.played(), to)?))
}

fn tokens(step: &Step) -> Vec<u64> {
    step.played().stores[&queue_node(QueueId(0))].slots.iter().map(|slot| slot.token.0).collect()
}

#[test]
fn a_message_is_marked_as_redelivered_only_if_the_broker_will_say_so() {
    let mut marks = Vec::new();
    for scenario in [QUORUM, GAP] {
        steps("redelivered", timeline(scenario), &mut |step| marks.extend(freed(step).map(|(_, after)| after.again)));
    }
    assert_eq!(marks, [true, false], "what stands behind a gap comes back as it was");
}

#[test]
fn a_message_of_a_higher_priority_enters_where_it_will_be_handed_out() {
    let mut orders: Vec<Vec<u64>> = Vec::new();
    steps("priorities", timeline(PRIORITIES), &mut |step| {
        if step.story.changes().any(|change| matches!(change, Change::Enter(_))) {
            orders.push(tokens(step));
        }
    });
    assert_eq!(orders, [vec![1], vec![2, 1], vec![3, 2, 1], vec![3, 2, 4, 1]]);
}

#[test]
fn what_comes_back_to_a_quorum_queue_moves_to_its_new_place_and_can_be_picked_there() {
    let mut came_back = 0;
    steps("quorum", timeline(QUORUM), &mut |step| {
        let Some((before, after)) = freed(step) else { return };
        came_back += 1;
        assert_eq!((before.token, after.token), (TokenId(1), TokenId(1)));
        assert_eq!(tokens(step), [2, 3, 1], "it goes to the back");
        let picked = step.after.meant(&Drawn::Slot(after.id));
        let copy = CopyId { queue: QueueId(0), position: after.id.number };
        assert_eq!(picked, Some(Item::Copy(copy)));
        assert_eq!(step.after.drawn(&Item::Copy(copy)), Some(Drawn::Slot(slot_id(copy))));
        assert_eq!(step.after.drawn(&Item::Message(MessageId(1))), Some(Drawn::Slot(after.id)));
    });
    assert_eq!(came_back, 1);
    let mut orders = Vec::new();
    steps("quorum with a limit", timeline(QUORUM_LIMIT), &mut |step| orders.extend(freed(step).map(|_| tokens(step))));
    assert_eq!(
        orders,
        [vec![1, 2]],
        "with a limit it goes before what was not out yet, and the second time it is dropped"
    );
}

//! Tests the selection of anything picked, and its history.

use warren_broker::binding::Binding;
use warren_simulator::{MomentKind, Scenario, Timeline};

use super::*;

const FANOUT: &str = "
client p
client c
start p
start c
p: exchange.declare x fanout
p: queue.declare a
p: queue.declare b
p: queue.bind a x
p: queue.bind b x
p: basic.publish x \"\" one
p: basic.publish x \"\" two
at 1s c: basic.get a
at 2s c: basic.ack 1
at 3s c: basic.get b
at 4s p: basic.publish \"\" a three
";

struct Run {
    timeline: Timeline,
}

impl Run {
    fn of(text: &str) -> Self {
        Self { timeline: Timeline::new(Scenario::parse(text).expect("the runs are right")) }
    }

    /// Goes to after the moment in which the broker handles a method for the n-th time, from 0.
    fn go(&mut self, method: &str, nth: usize) {
        let handled = |(_, moment): &(usize, &Moment)| handled(moment) == Some(method);
        let moments = self.timeline.moments().iter().enumerate();
        let (at, _) = moments.filter(handled).nth(nth).unwrap_or_else(|| panic!("no {method}"));
        self.timeline.seek(at + 1);
    }

    fn select(&self, item: &Item) -> Option<Selection> {
        Selection::of(item, self.timeline.moments(), &self.timeline.overview())
    }

    /// Returns the copy at a place of a queue, from 0.
    fn copy(&self, queue: &str, place: usize) -> Item {
        let overview = self.timeline.overview();
        let queue = overview.broker.queues.iter().find(|one| &*one.name == queue).expect("the queue is there");
        Item::Copy(CopyId { queue: queue.id, position: queue.messages[place].position })
    }

    /// Returns the methods that the broker handles in the moments that concern a selection.
    fn told(&self, selection: &Selection) -> Vec<&'static str> {
        selection.history.iter().filter_map(|index| handled(&self.timeline.moments()[*index])).collect()
    }
}

fn handled(moment: &Moment) -> Option<&'static str> {
    if let MomentKind::Handled { request, .. } = &moment.what { Some(request.name()) } else { None }
}

#[test]
fn a_copy_is_selected_as_its_message_with_all_its_copies() {
    let mut run = Run::of(FANOUT);
    run.go("basic.publish", 1);
    let copy = run.copy("b", 0);
    let selection = run.select(&copy).expect("it is in the queue");
    assert_eq!(selection.message().map(|message| &*message.content.body), Some(&b"one"[..]));
    assert_eq!(selection.on_stage, Some(copy));
    assert_eq!(run.told(&selection), ["basic.publish", "basic.get", "basic.ack", "basic.get"]);
}

#[test]
fn what_is_gone_gives_way_to_another_copy_of_the_same_message() {
    let mut run = Run::of(FANOUT);
    run.go("basic.get", 0);
    let (taken, other) = (run.copy("a", 0), run.copy("b", 0));
    let mut selection = run.select(&taken).expect("the client holds it");
    assert_eq!(selection.on_stage.as_ref(), Some(&taken));
    run.go("basic.ack", 0);
    selection.follow(&run.timeline.overview());
    assert_eq!(selection.on_stage.as_ref(), Some(&other));
    run.timeline.seek(0);
    selection.follow(&run.timeline.overview());
    assert_eq!(selection.on_stage, None, "nothing bears it before it is published");
}

#[test]
fn a_copy_of_no_run_is_not_selected() {
    let run = Run::of(FANOUT);
    let nowhere = CopyId { queue: warren_broker::QueueId(7), position: 1 };
    assert_eq!(run.select(&Item::Copy(nowhere)), None);
}

#[test]
fn nodes_and_bindings_have_a_history_of_their_own() {
    let mut run = Run::of(FANOUT);
    let end = run.timeline.len();
    run.timeline.seek(end);
    let overview = run.timeline.overview();
    let queue = overview.broker.queues[1].id;
    let exchange = overview.broker.exchanges.iter().find(|one| &*one.name == "x").expect("it was declared").id;
    let to_b = |binding: &&Arc<Binding>| binding.destination == warren_broker::binding::Destination::Queue(queue);
    let binding = overview.broker.bindings.iter().find(to_b).expect("it was bound");
    let history = |run: &Run, item| {
        let selection = run.select(&item).expect("it is there");
        assert_eq!(selection.on_stage.as_ref(), Some(&item), "it stands for itself");
        run.told(&selection)
    };
    let of_queue = history(&run, Item::Queue(queue));
    assert_eq!(of_queue, ["queue.declare", "queue.bind", "basic.publish", "basic.publish", "basic.get"]);
    let of_exchange = history(&run, Item::Exchange(exchange));
    assert_eq!(of_exchange, ["exchange.declare", "queue.bind", "queue.bind", "basic.publish", "basic.publish"]);
    let of_binding = history(&run, Item::Binding(Arc::clone(binding)));
    assert_eq!(of_binding, ["queue.bind", "basic.publish", "basic.publish"]);
    let client = overview.clients[1].id;
    let of_client = history(&run, Item::Client(client));
    assert_eq!(of_client, ["connection.open", "basic.get", "basic.ack", "basic.get"]);
}

#[test]
fn what_came_back_to_a_quorum_queue_is_found_at_its_new_place() {
    let mut run = Run::of(
        "client c\nstart c\nc: queue.declare q durable x-queue-type=quorum\nc: basic.publish \"\" q a\n\
         c: basic.publish \"\" q b\nat 1s c: basic.get q\nat 2s c: basic.nack 1 requeue\nat 3s c: queue.delete q\n",
    );
    run.go("basic.get", 0);
    let before = run.copy("q", 0);
    let mut selection = run.select(&before).expect("the client holds it");
    run.go("basic.nack", 0);
    let body = |selection: &Selection| selection.message().map(|message| message.content.body.to_vec());
    let there: Vec<Item> = [0, 1].map(|place| run.copy("q", place)).into();
    let back = there.iter().find(|copy| run.select(copy).is_some_and(|found| body(&found) == Some(b"a".to_vec())));
    let back = back.expect("each copy in the queue is found").clone();
    assert_ne!(back, before, "it has a new position");
    selection.follow(&run.timeline.overview());
    assert_eq!(selection.on_stage, Some(back));
    assert_eq!(run.told(&selection), ["basic.publish", "basic.get", "basic.nack"]);
}

#[test]
fn a_binding_has_also_the_messages_that_it_just_missed() {
    let mut run = Run::of(
        "client p\nstart p\np: exchange.declare t topic\np: queue.declare q\np: queue.bind q t a.*\n\
         p: basic.publish t a.x hit\np: basic.publish t b.x miss\n",
    );
    let end = run.timeline.len();
    run.timeline.seek(end);
    let binding = Arc::clone(&run.timeline.overview().broker.bindings[0]);
    assert_eq!(&*binding.routing_key, "a.*");
    let selection = run.select(&Item::Binding(binding)).expect("it is there");
    assert_eq!(run.told(&selection), ["queue.bind", "basic.publish", "basic.publish"]);
}

#[test]
fn what_is_lost_ends_in_the_history_of_its_message_and_of_its_client() {
    let run = Run::of(
        "client p\nclient w worker queue=q ack=auto think=9s\nstart w\nstart p\nat 1s p: basic.publish \"\" q one\n\
         at 2s p: basic.publish \"\" q two\nat 2001ms crash broker\nat 3s kill w\n",
    );
    let last = |item: &Item| {
        let history = run.select(item).expect("it is there").history;
        run.timeline.moments()[*history.last().expect("it has a history")].what.clone()
    };
    let held = warren_broker::MessageId(1);
    let on_its_way = warren_broker::MessageId(2);
    assert!(matches!(last(&Item::Message(held)), MomentKind::Received { .. }), "the connection's end loses it");
    assert!(matches!(last(&Item::Message(on_its_way)), MomentKind::BrokerStopped(_)));
    let broker_stops =
        run.timeline.moments().iter().position(|moment| matches!(moment.what, MomentKind::BrokerStopped(_)));
    let of_p = run.select(&Item::Client(warren_simulator::ClientId(0))).expect("it is there").history;
    assert!(broker_stops.is_some_and(|index| of_p.contains(&index)));
}

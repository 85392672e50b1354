//! Dead letters that would cycle for ever within one moment. (Recordings show the cycles that the real broker detects.)

use warren_broker::command::{ExchangeDeclare, QueueBind};
use warren_broker::event::{DeadLetterDropCause, Event};
use warren_broker::{ChannelId, Command, QueueId, Value};

use super::support::World;

/// Declares a queue whose dead letters go to a queue of that name.
fn declare(world: &mut World, client: ChannelId, queue: &str, next: &str, more: &[(&'static str, Value)]) {
    let to_next = [("x-dead-letter-exchange", "".into()), ("x-dead-letter-routing-key", next.into())];
    world.declare(client, queue, false, to_next.into_iter().chain(more.iter().cloned()).collect());
}

/// Declares a queue whose dead letters go to the fanout exchange `all`, to which it is also bound.
fn declare_bound(world: &mut World, client: ChannelId, queue: &str, more: &[(&'static str, Value)]) {
    let to_all = [("x-dead-letter-exchange", "all".into())];
    world.declare(client, queue, false, to_all.into_iter().chain(more.iter().cloned()).collect());
    bind(world, client, queue);
}

fn bind(world: &mut World, client: ChannelId, queue: &str) {
    let bind = QueueBind { queue: queue.into(), exchange: "all".into(), ..QueueBind::default() };
    world.send(client, Command::QueueBind(bind));
}

fn fanout(world: &mut World, client: ChannelId) {
    let declare = ExchangeDeclare { exchange: "all".into(), kind: "fanout".into(), ..ExchangeDeclare::default() };
    world.send(client, Command::ExchangeDeclare(declare));
}

fn at_once() -> [(&'static str, Value); 1] {
    [("x-message-ttl", Value::Int(0))]
}

fn drops(events: &[Event]) -> Vec<DeadLetterDropCause> {
    let drop = |event: &Event| {
        if let Event::DeadLetterDropped { cause, .. } = event { Some(*cause) } else { None }
    };
    events.iter().filter_map(drop).collect()
}

fn letters(events: &[Event]) -> usize {
    events.iter().filter(|event| matches!(event, Event::DeadLettered { .. })).count()
}

/// A message is rejected and then cycles between two queues in which it expires at once. From the third death on its
/// x-death is reversed each time, so that the rejection is always before the entry of the next queue: the real broker
/// detects no cycle and never ends (fuzzer, seed 777000).
#[test]
fn a_rejection_that_hides_a_cycle_does_not_make_it_endless() {
    let mut world = World::new();
    let client = world.client(1);
    declare(&mut world, client, "work", "a", &[]);
    declare(&mut world, client, "a", "b", &at_once());
    declare(&mut world, client, "b", "a", &at_once());
    world.publish(client, "work", "task", false);
    world.send(client, Command::BasicGet { queue: "work".into(), no_ack: false });
    world.send(client, Command::BasicReject { delivery_tag: 1, requeue: false });
    // Out of work, out of a, out of b; then it would come to a again.
    assert_eq!(letters(&world.events), 3, "{:#?}", world.events);
    assert_eq!(drops(&world.events), [DeadLetterDropCause::Cycle(QueueId(1))]);
}

/// Two queues are bound to one exchange, to which a third returns rejected messages: a mistake that doubles a message
/// at each round. The copies share their numbers and queues, but none of them comes to a queue twice in a moment.
#[test]
fn copies_of_one_message_that_pass_the_same_queues_in_one_moment_are_no_cycle() {
    let mut world = World::new();
    let client = world.client(1);
    fanout(&mut world, client);
    let to_all = [("x-dead-letter-exchange", "all".into()), ("x-message-ttl", Value::Int(1_000))];
    world.declare(client, "retry", false, to_all.into_iter().collect());
    for queue in ["a", "b"] {
        declare(&mut world, client, queue, "retry", &[]);
        bind(&mut world, client, queue);
    }
    world.publish(client, "retry", "task", false);
    for round in 1..=4 {
        let events = world.wait(std::time::Duration::from_secs(2));
        assert_eq!(drops(&events), [], "round {round}");
        assert_eq!(world.overview().queues.iter().map(|queue| queue.messages_ready).sum::<u64>(), 1 << round);
        for queue in ["a", "b"] {
            for _ in 0..1 << (round - 1) {
                world.send(client, Command::BasicGet { queue: queue.into(), no_ack: false });
            }
        }
        world.send(client, Command::BasicNack { delivery_tag: 0, multiple: true, requeue: false });
        assert_eq!(drops(&world.events), [], "round {round}");
    }
}

/// Each copy takes another path through the queues and comes to none of them twice, so there is no cycle: ten queues
/// would lead to a million dead letters.
#[test]
fn one_death_leads_to_a_thousand_dead_letters_in_a_moment_and_no_more() {
    for (queues, all) in [(4, 16), (10, 1_000)] {
        let mut world = World::new();
        let client = world.client(1);
        fanout(&mut world, client);
        for number in 0..queues {
            declare_bound(&mut world, client, &format!("q{number}"), &at_once());
        }
        world.publish(client, "q0", "task", false);
        assert_eq!(letters(&world.events), all);
        let too_many = drops(&world.events).into_iter().filter(|cause| *cause == DeadLetterDropCause::TooMany);
        assert_eq!(too_many.count() > 0, all == 1_000);
        assert_eq!(world.overview().queues.iter().map(|queue| queue.messages_ready).sum::<u64>(), 0);
    }
}

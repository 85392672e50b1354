//! Events are complete: the level and position of a copy, where it returns to and how it will be marked, its consumer,
//! and the subjects of each event.

use warren_broker::command::{BasicPublish, QueueDeclare, Target};
use warren_broker::event::{Event, RequeuePlace, StopCause, copy_on_wire};
use warren_broker::{ChannelId, Command, CopyId, MessageId, Properties, Reply, Table, Value};

use super::support::World;

/// A requeue as reported: positions from and to, place, level, whether the copy will be marked.
type Back = (u64, u64, RequeuePlace, u8, bool);

fn back(events: &[Event]) -> Vec<Back> {
    let told = events.iter().filter_map(|event| {
        let Event::Requeued { from, to, place, level, redelivered, .. } = event else { return None };
        Some((from.position, to.position, *place, *level, *redelivered))
    });
    told.collect()
}

fn arguments(given: &[(&'static str, Value)]) -> Table {
    given.iter().cloned().collect()
}

fn get(world: &mut World, client: ChannelId) -> u64 {
    world.send(client, Command::BasicGet { queue: "q".into(), no_ack: false });
    let tag =
        |event: &Event| if let Event::Delivered { delivery_tag, .. } = event { Some(*delivery_tag) } else { None };
    world.events.iter().find_map(tag).expect("there is a message")
}

fn nack_all(world: &mut World, client: ChannelId) -> Vec<Back> {
    world.send(client, Command::BasicNack { delivery_tag: 0, multiple: true, requeue: true });
    back(&world.events)
}

#[test]
fn what_comes_back_to_a_classic_queue_has_its_old_place() {
    let mut world = World::new();
    let client = world.client(1);
    world.declare(client, "q", false, Table::default());
    world.publish(client, "q", "a", false);
    world.publish(client, "q", "b", false);
    get(&mut world, client);
    get(&mut world, client);
    let old = RequeuePlace::Old;
    assert_eq!(nack_all(&mut world, client), [(1, 1, old, 0, true), (2, 2, old, 0, true)]);
    get(&mut world, client);
    let copy = CopyId { queue: world.overview().queues[0].id, position: 1 };
    assert!(world.events.iter().any(|event| {
        matches!(event, Event::Delivered { copy: it, redelivered: true, consumer: None, .. } if *it == copy)
    }));
}

#[test]
fn what_comes_back_to_a_quorum_queue_has_a_new_one_at_the_back() {
    let mut world = World::new();
    let client = world.client(1);
    world.declare(client, "q", true, arguments(&[("x-queue-type", "quorum".into())]));
    world.publish(client, "q", "a", false);
    world.publish(client, "q", "b", false);
    get(&mut world, client);
    assert_eq!(nack_all(&mut world, client), [(1, 3, RequeuePlace::Back, 0, true)]);
    assert_eq!(world.bodies("q"), ["b", "a"]);
}

#[test]
fn with_a_delivery_limit_it_comes_before_what_was_not_out_yet_until_it_has_come_too_often() {
    let mut world = World::new();
    let client = world.client(1);
    let limited = arguments(&[("x-queue-type", "quorum".into()), ("x-delivery-limit", Value::Int(1))]);
    world.declare(client, "q", true, limited);
    world.publish(client, "q", "a", false);
    world.publish(client, "q", "b", false);
    get(&mut world, client);
    assert_eq!(nack_all(&mut world, client), [(1, 3, RequeuePlace::BeforeNew, 1, true)]);
    assert_eq!(world.bodies("q"), ["a", "b"]);
    get(&mut world, client);
    assert_eq!(nack_all(&mut world, client), [], "it is dropped");
    let dropped = world.events.iter().find(|event| matches!(event, Event::Dropped { .. })).expect("it is told");
    assert_eq!(dropped.copy().map(|copy| copy.position), Some(3));
}

#[test]
fn a_priority_is_told_as_the_queue_counts_it() {
    let mut world = World::new();
    let client = world.client(1);
    world.declare(client, "q", false, arguments(&[("x-max-priority", Value::Int(3))]));
    for (priority, expected) in [(None, 0), (Some(2), 2), (Some(9), 3)] {
        world.publish_with(client, "q", "a", Properties { priority, ..Properties::default() });
        assert!(world.events.iter().any(|event| matches!(event, Event::Enqueued { level, .. } if *level == expected)));
    }
    let levels: Vec<(u64, u8)> = world.overview().queues[0].messages.iter().map(|m| (m.position, m.level)).collect();
    assert_eq!(levels, [(3, 3), (2, 2), (1, 0)], "the order of handing out");
    get(&mut world, client);
    assert!(world.events.iter().any(|event| matches!(event, Event::Delivered { level: 3, .. })));
    assert_eq!(nack_all(&mut world, client), [(3, 3, RequeuePlace::Old, 3, true)]);
}

/// Recordings `durability/restart_delivery_mode_other` and `durability/restart_ttl`.
#[test]
fn behind_the_gap_of_a_clean_restart_it_is_told_that_nothing_will_be_marked() {
    let mut world = World::new();
    let client = world.client(1);
    world.declare(client, "q", true, Table::default());
    world.publish(client, "q", "transient", false);
    world.publish(client, "q", "persistent", true);
    world.restart(StopCause::Clean);
    let client = world.client(2);
    get(&mut world, client);
    assert_eq!(nack_all(&mut world, client), [(2, 2, RequeuePlace::Old, 0, false)]);
    get(&mut world, client);
    assert!(world.events.iter().any(|event| matches!(event, Event::Delivered { redelivered: false, .. })));
}

#[test]
fn a_delivery_names_its_consumer_and_the_method_on_the_wire_its_copy() {
    let mut world = World::new();
    let client = world.client(1);
    world.declare(client, "q", false, Table::default());
    let consume = warren_broker::command::BasicConsume {
        queue: "q".into(),
        consumer_tag: "mine".into(),
        arguments: arguments(&[("x-priority", Value::Int(7))]),
        ..Default::default()
    };
    world.send(client, Command::BasicConsume(consume));
    world.publish(client, "q", "a", false);
    let at = world.events.iter().position(|event| matches!(event, Event::To(_, Reply::BasicDeliver { .. })));
    let at = at.expect("it is sent");
    let delivered = &world.events[at - 1];
    let consumer = delivered.consumer().expect("a consumer gets it");
    assert_eq!((&*consumer.tag, consumer.priority, consumer.channel), ("mine", 7, client));
    assert_eq!(copy_on_wire(&world.events, at), delivered.copy());
    assert!((0..at).all(|index| copy_on_wire(&world.events, index).is_none()));
    assert_eq!((delivered.channel(), delivered.message()), (Some(client), Some(MessageId(1))));
    assert_eq!(world.events[at].message(), Some(MessageId(1)), "what is sent is about the message, too");
    assert_eq!(delivered.queue(), delivered.copy().map(|copy| copy.queue));
}

#[test]
fn a_message_that_has_its_number_keeps_it() {
    let mut world = World::new();
    let client = world.client(1);
    world.declare(client, "q", false, Table::default());
    let publish = BasicPublish { routing_key: "q".into(), id: Some(MessageId(41)), ..BasicPublish::default() };
    world.send(client, Command::BasicPublish(publish));
    let published = world.events.iter().find_map(Event::published).expect("it is published");
    assert_eq!(published.id, MessageId(41));
}

#[test]
fn what_an_event_is_about_is_told_in_full() {
    let mut world = World::new();
    let client = world.client(1);
    let opened = Event::ChannelOpened(client);
    assert_eq!((opened.channel(), opened.connection()), (Some(client), Some(client.connection)));
    world.declare(client, "q", false, Table::default());
    let queue = world.events[0].queue().expect("a queue is declared");
    world.send(
        client,
        Command::QueueBind(warren_broker::command::QueueBind {
            queue: "q".into(),
            exchange: "amq.topic".into(),
            routing_key: "a.*".into(),
            ..Default::default()
        }),
    );
    let bound = world.events[0].clone();
    let binding = bound.binding().expect("it is bound");
    assert_eq!((bound.queue(), bound.exchange()), (Some(queue), Some(binding.source)));
    let publish = |key: &str| {
        Command::BasicPublish(BasicPublish {
            exchange: "amq.topic".into(),
            routing_key: key.into(),
            ..Default::default()
        })
    };
    world.send(client, publish("a.b"));
    let routed = world.events.iter().find(|event| matches!(event, Event::Routed { .. })).expect("it is routed");
    assert_eq!((routed.binding(), routed.queue()), (Some(binding), None));
    world.send(client, publish("b"));
    let missed = world.events.iter().find(|event| matches!(event, Event::Unroutable { .. })).expect("it is not");
    assert_eq!((missed.binding(), missed.exchange()), (None, Some(binding.source)));
    assert_eq!(publish("b").target(), Target::Exchange(&"amq.topic".into()));
    get(&mut world, client);
    world.send(client, Command::BasicAck { delivery_tag: 1, multiple: false });
    let acked = &world.events[0];
    assert_eq!((acked.settles(), acked.copy()), (Some(CopyId { queue, position: 1 }), acked.settles()));
    assert_eq!(Event::Started.about(), warren_broker::event::About::default());
}

#[test]
fn an_argument_that_no_queue_has_is_told_each_time_and_nothing_else_comes_of_it() {
    let mut world = World::new();
    let client = world.client(1);
    let given = arguments(&[("x-max-lenght", 1.into()), ("x-max-length", 5.into()), ("colour", "red".into())]);
    let told = |events: &[Event]| -> Vec<String> {
        let name = |event: &Event| {
            if let Event::ArgumentIgnored { argument, .. } = event { Some(argument.to_string()) } else { None }
        };
        events.iter().filter_map(name).collect()
    };
    assert!(matches!(world.declare(client, "q", false, given.clone())[..], [Reply::QueueDeclareOk { .. }]));
    assert_eq!(told(&world.events), ["x-max-lenght", "colour"]);
    assert_eq!(world.events[1].queue(), world.events[0].queue(), "about the queue that was just declared");
    assert!(matches!(world.declare(client, "q", false, given.clone())[..], [Reply::QueueDeclareOk { .. }]));
    assert_eq!(told(&world.events), ["x-max-lenght", "colour"], "also of a queue that exists");
    let passive =
        QueueDeclare { queue: "q".into(), passive: true, arguments: given.clone(), ..QueueDeclare::default() };
    world.send(client, Command::QueueDeclare(passive));
    assert_eq!(told(&world.events), [""; 0], "a passive declare uses no arguments");
    for body in ["a", "b"] {
        world.publish(client, "q", body, false);
    }
    assert_eq!(world.bodies("q"), ["a", "b"]);
    assert!(matches!(
        world.declare(client, "other", false, arguments(&[("x-delivery-limit", 1.into())]))[..],
        [Reply::ChannelClose(_)]
    ));
    assert_eq!(told(&world.events), [""; 0], "what another type has is refused");
}

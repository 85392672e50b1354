//! Consumer tags that outlive their consumers, because their deliveries are still unacked.

use crate::support::{World, delivered};
use warren_broker::{Command, Table};

#[test]
fn who_consumes_with_the_tag_of_another_is_given_the_room_of_what_that_one_held() {
    let mut world = World::new();
    let client = world.client(1);
    world.declare(client, "q", false, Table::default());
    world.send(client, Command::BasicQos { prefetch_size: 0, prefetch_count: 1, global: false });
    for body in ["a", "b", "c"] {
        world.publish(client, "q", body, false);
    }
    assert_eq!(delivered(&world.consume(client, "q", "C", false)), ["a"]);
    world.send(client, Command::BasicCancel { consumer_tag: "C".into(), no_wait: false });
    assert_eq!(delivered(&world.consume(client, "q", "C", false)), ["b"]);
    let acked = world.send(client, Command::BasicAck { delivery_tag: 1, multiple: false });
    assert_eq!(delivered(&acked), ["c"]);
}

#[test]
fn what_is_held_tells_the_tag_of_a_consumer_that_is_gone() {
    let mut world = World::new();
    let client = world.client(1);
    world.declare(client, "q", false, Table::default());
    for (tag, body) in [("A", "a"), ("B", "b"), ("C", "c")] {
        world.consume(client, "q", tag, false);
        world.publish(client, "q", body, false);
        world.send(client, Command::BasicCancel { consumer_tag: tag.into(), no_wait: false });
    }
    world.send(client, Command::BasicAck { delivery_tag: 2, multiple: false });
    world.consume(client, "q", "D", false);
    world.publish(client, "q", "d", false);
    let overview = world.overview();
    let holders =
        overview.queues[0].messages.iter().filter_map(|message| message.unacked.as_ref()?.consumer_tag.clone());
    assert_eq!(holders.map(|tag| tag.to_string()).collect::<Vec<_>>(), ["A", "C", "D"]);
}

//! The state in memory, in the page cache and on the disk, and what survives each kind of stop. (Recordings judge
//! settled outcomes; these are the moments between, which no recording can show.)

use std::time::Duration;

use crate::support::World;
use warren_broker::event::{Event, LossCause, Stage, StopCause};
use warren_broker::{ChannelId, Command, Reply, Table};

fn durable_queue() -> (World, ChannelId) {
    let mut world = World::new();
    let client = world.client(1);
    world.declare(client, "d", true, Table::default());
    world.wait(Duration::from_secs(5));
    (world, client)
}

fn stages(world: &World) -> Vec<Option<Stage>> {
    world.overview().queues[0].messages.iter().map(|message| message.stage).collect()
}

#[test]
fn without_a_confirm_a_message_is_written_soon_but_synchronised_late() {
    let (mut world, client) = durable_queue();
    world.publish(client, "d", "m", true);
    assert_eq!(stages(&world), [Some(Stage::Memory)]);
    world.wait(Duration::from_millis(1));
    assert_eq!(stages(&world), [Some(Stage::PageCache)]);
    world.wait(Duration::from_secs(29));
    assert_eq!(stages(&world), [Some(Stage::PageCache)]);
    world.wait(Duration::from_secs(2));
    assert_eq!(stages(&world), [Some(Stage::Disk)]);
}

#[test]
fn a_confirm_comes_when_the_message_is_on_the_disk() {
    let (mut world, client) = durable_queue();
    world.send(client, Command::ConfirmSelect { no_wait: false });
    assert_eq!(world.publish(client, "d", "m", true), []);
    assert!(world.wait(Duration::from_millis(199)).is_empty());
    let events = world.wait(Duration::from_millis(1));
    let confirm = Event::To(client, Reply::BasicAck { delivery_tag: 1, multiple: false });
    assert!(matches!(events[0], Event::Persisted { stage: Stage::Disk, .. }), "{events:?}");
    assert_eq!(events[1], confirm);
}

#[test]
fn confirms_of_messages_synchronised_together_come_together() {
    let (mut world, client) = durable_queue();
    world.send(client, Command::ConfirmSelect { no_wait: false });
    for body in ["1", "2", "3"] {
        world.publish(client, "d", body, true);
    }
    world.wait(Duration::from_millis(200));
    assert_eq!(world.publish(client, "d", "4", false), [Reply::BasicAck { delivery_tag: 4, multiple: false }]);
    let (mut world, client) = durable_queue();
    world.send(client, Command::ConfirmSelect { no_wait: false });
    for body in ["1", "2", "3"] {
        world.publish(client, "d", body, true);
    }
    let events = world.wait(Duration::from_millis(200));
    assert!(events.contains(&Event::To(client, Reply::BasicAck { delivery_tag: 3, multiple: true })), "{events:?}");
}

#[test]
fn kill_9_loses_what_is_in_memory_only() {
    for (waited, expected) in [(Duration::ZERO, vec![]), (Duration::from_millis(1), vec!["m".to_owned()])] {
        let (mut world, client) = durable_queue();
        world.publish(client, "d", "m", true);
        world.wait(waited);
        world.restart(StopCause::Killed);
        assert_eq!(world.bodies("d"), expected);
    }
}

#[test]
fn a_power_loss_loses_the_page_cache_too() {
    let (mut world, client) = durable_queue();
    world.publish(client, "d", "m", true);
    world.wait(Duration::from_secs(10));
    let events = world.restart(StopCause::PowerLoss);
    let why = LossCause::NotOnDisk(Stage::PageCache);
    assert!(events.iter().any(|event| matches!(event, Event::Lost { cause, .. } if *cause == why)), "{events:?}");
    assert_eq!(world.bodies("d"), Vec::<String>::new());
}

#[test]
fn a_clean_stop_loses_nothing_persistent_however_early() {
    let (mut world, client) = durable_queue();
    world.publish(client, "d", "kept", true);
    world.publish(client, "d", "transient", false);
    let events = world.restart(StopCause::Clean);
    let why = LossCause::MessageNotPersistent;
    assert!(events.iter().any(|event| matches!(event, Event::Lost { cause, .. } if *cause == why)), "{events:?}");
    assert_eq!(world.bodies("d"), ["kept"]);
}

#[test]
fn an_ack_that_was_not_written_is_forgotten_in_a_crash() {
    for (waited, expected) in [(Duration::ZERO, vec!["m".to_owned()]), (Duration::from_millis(1), vec![])] {
        let (mut world, client) = durable_queue();
        world.publish(client, "d", "m", true);
        world.wait(Duration::from_secs(40));
        world.consume(client, "d", "C", false);
        world.send(client, Command::BasicAck { delivery_tag: 1, multiple: false });
        world.wait(waited);
        world.restart(StopCause::Killed);
        assert_eq!(world.bodies("d"), expected);
    }
}

#[test]
fn the_same_luck_gives_the_same_outcome_for_a_fresh_declaration() {
    let outcomes: Vec<bool> = (0..200)
        .map(|luck| {
            let mut world = World::new();
            let client = world.client(1);
            world.declare(client, "d", true, Table::default());
            let restart = warren_broker::Restart { cause: StopCause::Killed, luck };
            let mut twin = world.broker.clone();
            world.input(warren_broker::Input::Restart(restart));
            let mut events = Vec::new();
            twin.handle(world.now, warren_broker::Input::Restart(restart), &mut events);
            assert_eq!(twin, world.broker);
            !world.overview().queues.is_empty()
        })
        .collect();
    let lost = outcomes.iter().filter(|survived| !**survived).count();
    assert!((10..60).contains(&lost), "{lost} of 200 were lost; one in seven is meant");
}

#[test]
fn while_it_is_down_the_broker_hears_nothing() {
    let (mut world, client) = durable_queue();
    world.input(warren_broker::Input::Stop(warren_broker::Restart { cause: StopCause::Clean, luck: 0 }));
    assert!(!world.broker.is_running());
    assert_eq!(world.publish(client, "d", "m", true), []);
    assert_eq!(world.broker.next_timeout(), None);
    world.input(warren_broker::Input::Start);
    assert_eq!(world.events, [Event::Started]);
}

#[test]
fn what_the_system_writes_back_does_not_take_along_what_is_still_in_memory() {
    let (mut world, client) = durable_queue();
    world.publish(client, "d", "old", true);
    world.wait(Duration::from_secs(30));
    world.send(client, Command::ConfirmSelect { no_wait: false });
    world.publish(client, "d", "new", true);
    let events = world.wait(Duration::from_millis(1));
    assert_eq!(events.len(), 1, "only the old one moves on: {events:?}");
    assert_eq!(stages(&world), [Some(Stage::Disk), Some(Stage::Memory)]);
}

#[test]
fn an_ack_that_is_in_memory_only_is_forgotten_by_a_crash_after_the_write_back() {
    let (mut world, client) = durable_queue();
    world.publish(client, "d", "m", true);
    // Half a millisecond before the write back, and so before the removal itself is written.
    world.wait(Duration::from_micros(30_000_500));
    world.send(client, Command::BasicGet { queue: "d".into(), no_ack: true });
    world.wait(Duration::from_micros(500));
    world.restart(StopCause::PowerLoss);
    assert_eq!(world.bodies("d"), ["m"]);
}

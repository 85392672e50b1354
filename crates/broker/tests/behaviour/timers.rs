//! Timers that take too long for recordings.

use std::time::Duration;

use crate::support::{World, delivered};
use warren_broker::event::{ChannelEnd, Event, QueueEnd};
use warren_broker::reply::Close;
use warren_broker::{Command, Config, Properties, Reply, Table, Value};

const TIMED_OUT: &str = "PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out. Timeout value used: \
                         1800000 ms. This timeout value can be configured, see consumers doc guide to learn more";

#[test]
fn a_delivery_not_acknowledged_for_half_an_hour_closes_the_channel_at_the_next_tick() {
    let mut world = World::new();
    let (lazy, other) = (world.client(1), world.client(2));
    world.declare(lazy, "q", false, Table::default());
    world.consume(lazy, "q", "C", false);
    world.wait(Duration::from_secs(10));
    world.publish(other, "q", "m", false);
    // Delivered ten seconds after the channel was opened: half an hour later no tick is due, so it takes fifty seconds more.
    assert!(world.wait(Duration::from_secs(1_849)).is_empty());
    let events = world.wait(Duration::from_secs(1));
    assert!(events.contains(&Event::ChannelClosed(lazy, ChannelEnd::AckTimeout)), "{events:?}");
    let close = Close { code: 406, text: TIMED_OUT.into(), class_id: 0, method_id: 0 };
    assert!(events.contains(&Event::To(lazy, Reply::ChannelClose(close))), "{events:?}");
    let replies = world.consume(other, "q", "D", true);
    assert_eq!(delivered(&replies), ["m"]);
}

#[test]
fn a_channel_that_has_been_open_for_any_number_of_ticks_still_looks_at_each() {
    let tick = Duration::from_micros(1);
    let mut world = World::with(Config { channel_tick: tick, ..Config::default() });
    let client = world.client(1);
    world.declare(client, "q", false, Table::default());
    world.consume(client, "q", "C", false);
    world.wait(Duration::from_secs(1_200 * 3_600));
    world.publish(client, "q", "m", false);
    assert_eq!(world.wait(Duration::from_secs(1_800)), []);
    assert!(world.wait(tick).contains(&Event::ChannelClosed(client, ChannelEnd::AckTimeout)));
}

#[test]
fn a_channel_closed_by_the_broker_ignores_what_was_on_its_way_until_the_client_has_heard() {
    let mut world = World::new();
    let client = world.client(1);
    let replies = world.send(client, Command::BasicAck { delivery_tag: 7, multiple: false });
    assert!(
        matches!(&replies[..], [Reply::ChannelClose(close)] if close.text.to_string().ends_with("unknown delivery tag 7"))
    );
    assert_eq!(world.publish(client, "q", "m", false), []);
    assert!(world.events.is_empty());
    world.send(client, Command::ChannelCloseOk);
    assert_eq!(world.send(client, Command::ChannelOpen), [Reply::ChannelOpenOk]);
}

#[test]
fn a_late_input_finds_every_timer_fired_at_its_own_time() {
    let mut world = World::new();
    let client = world.client(1);
    world.declare(client, "dl", false, Table::default());
    let arguments = [("x-dead-letter-exchange", ""), ("x-dead-letter-routing-key", "dl")].into_iter().collect();
    world.declare(client, "q", false, arguments);
    world.publish_with(client, "q", "a", Properties { expiration: Some("1500".into()), ..Default::default() });
    world.now = world.now + Duration::from_secs(60);
    world.send(client, Command::BasicGet { queue: "dl".into(), no_ack: true });
    let overview = world.overview();
    assert!(overview.queues.iter().all(|queue| queue.messages_ready == 0));
    let Some(Reply::BasicGetOk { message, .. }) = world.replies(client).into_iter().next() else {
        panic!("the dead letter is there: {:?}", world.events)
    };
    let headers = message.content.properties.headers.clone().unwrap_or_default();
    let warren_broker::Value::Array(deaths) = headers.get("x-death").cloned().expect("it has died") else {
        panic!("x-death is an array")
    };
    let warren_broker::Value::Table(death) = &deaths[0] else { panic!("an entry is a table") };
    assert_eq!(death.get("time"), Some(&warren_broker::Value::Timestamp(1)));
}

#[test]
fn a_dead_letter_whose_client_has_written_the_largest_count_is_counted_on_as_64_bits_are() {
    let mut world = World::new();
    let client = world.client(1);
    world.declare(client, "dl", false, Table::default());
    let arguments = [("x-dead-letter-exchange", ""), ("x-dead-letter-routing-key", "dl")].into_iter().collect();
    world.declare(client, "q", false, arguments);
    let death: Table = [("queue", Value::from("q")), ("reason", "expired".into()), ("count", Value::Long(i64::MAX))]
        .into_iter()
        .collect();
    let headers: Table = [("x-death", Value::Array(vec![Value::Table(death)]))].into_iter().collect();
    let properties = Properties { expiration: Some("0".into()), headers: Some(headers), ..Default::default() };
    world.publish_with(client, "q", "m", properties);
    world.wait(Duration::from_secs(1));
    world.send(client, Command::BasicGet { queue: "dl".into(), no_ack: true });
    let replies = world.replies(client);
    let [Reply::BasicGetOk { message, .. }] = &replies[..] else { panic!("it is dead-lettered: {replies:?}") };
    let deaths = message.content.properties.headers.as_ref().and_then(|headers| headers.get("x-death"));
    let Some(Value::Array(deaths)) = deaths else { panic!("x-death is an array") };
    let Value::Table(death) = &deaths[0] else { panic!("an entry is a table") };
    assert_eq!(death.get("count"), Some(&Value::Long(i64::MIN)));
}

/// See the recordings `probes/sac_crash_*`; none of their queues expires.
#[test]
fn a_queue_whose_process_crashed_begins_to_count_its_idle_time_anew() {
    let mut world = World::new();
    let (active, successor, publisher) = (world.client(1), world.client(2), world.client(3));
    let arguments =
        [("x-single-active-consumer", Value::Bool(true)), ("x-expires", Value::Int(60_000))].into_iter().collect();
    world.declare(publisher, "q", false, arguments);
    world.send(active, Command::BasicQos { prefetch_size: 0, prefetch_count: 1, global: false });
    world.consume(active, "q", "A", false);
    world.consume(successor, "q", "B", false);
    world.wait(Duration::from_secs(100));
    world.publish(publisher, "q", "m1", false);
    world.publish(publisher, "q", "m2", false);
    world.send(active, Command::BasicCancel { consumer_tag: "A".into(), no_wait: false });
    world.publish(publisher, "q", "m3", false);
    assert_eq!(world.replies(successor), [Reply::BasicCancel { consumer_tag: "B".into() }]);
    assert!(world.wait(Duration::from_secs(59)).is_empty());
    let events = world.wait(Duration::from_secs(1));
    assert!(matches!(events[..], [Event::QueueDeleted { cause: QueueEnd::Expired, .. }]), "{events:?}");
}

#[test]
fn a_rollback_at_a_tick_gives_back_what_is_overdue_and_the_channel_is_closed_by_that_tick() {
    let mut world = World::new();
    let client = world.client(1);
    world.declare(client, "q", false, Table::default());
    world.publish(client, "q", "m", false);
    world.send(client, Command::BasicGet { queue: "q".into(), no_ack: false });
    world.send(client, Command::TxSelect);
    world.send(client, Command::BasicAck { delivery_tag: 1, multiple: false });
    world.wait(Duration::from_secs(34 * 60));
    let replies = world.send(client, Command::TxRollback);
    assert!(matches!(replies[..], [Reply::TxRollbackOk, Reply::ChannelClose(_)]), "{replies:?}");
    assert!(world.broker.next_timeout().is_none());
}

//! A run in numbers: the samples agree with the overview at every position, and rates count what happened.
#![allow(clippy::unwrap_used)]

mod common;

use core::time::Duration;

use common::run;
use warren_broker::{Event, Time};
use warren_simulator::series::{SAMPLES, Series};
use warren_simulator::{Scenario, Statement, Timeline};

const WORK_QUEUES: &str = include_str!("scenarios/work_queues.warren");

#[test]
fn every_sample_is_what_the_overview_says_there() {
    let mut timeline = run(WORK_QUEUES);
    timeline.seek(30);
    timeline.act(Statement::parse("crash broker").unwrap()).unwrap();
    let stood = timeline.position();
    let series = Series::of(&timeline);
    assert_eq!(timeline.position(), stood);
    assert_eq!((series.stride, series.times.len()), (1, timeline.len() + 1));
    for position in 0..=timeline.len() {
        timeline.seek(position);
        let overview = timeline.overview();
        assert_eq!(series.sample(position), position);
        for depths in &series.queues {
            let queue = overview.broker.queues.iter().find(|queue| queue.name == depths.name);
            let expected = queue.map_or((0, 0), |queue| (queue.messages_ready, queue.messages_unacknowledged));
            assert_eq!((depths.ready[position], depths.unacked[position]), expected, "{} at {position}", depths.name);
        }
        let listed =
            |queue: &warren_broker::overview::QueueView| series.queues.iter().any(|one| one.name == queue.name);
        assert!(overview.broker.queues.iter().all(listed));
    }
    let count = |wanted: fn(&Event) -> bool| {
        timeline.moments().iter().flat_map(|moment| &moment.events).filter(|event| wanted(event)).count() as u64
    };
    assert_eq!(*series.delivered.last().unwrap(), count(|event| matches!(event, Event::Delivered { .. })));
    assert_eq!(*series.acked.last().unwrap(), count(|event| matches!(event, Event::Acked { .. })));
}

#[test]
fn a_queue_that_goes_and_comes_again_holds_nothing_in_between() {
    let timeline = run("client p\n\
         start p\nadvance 1s\n\
         p: queue.declare q\nadvance 1s\n\
         p: basic.publish \"\" q one\nadvance 1s\n\
         p: queue.delete q\nadvance 1s\n\
         p: queue.declare q\nadvance 1s\n\
         p: basic.publish \"\" q two\n");
    let series = Series::of(&timeline);
    assert_eq!(series.queues.len(), 1);
    let mut ready = series.queues[0].ready.clone();
    ready.dedup();
    assert_eq!(ready, [0, 1, 0, 1]);
}

#[test]
fn a_rate_counts_what_happened_in_the_time_before() {
    let times = [0, 1_000, 1_200, 5_000].map(Time::from_millis).to_vec();
    let series = Series { times, delivered: vec![0, 1, 3, 3], stride: 1, ..Series::default() };
    let at = |millis| Time::from_millis(millis);
    let window = Duration::from_secs(1);
    assert_eq!(
        series.rate(&series.delivered, window),
        [(at(0), 0), (at(1_000), 1), (at(1_200), 3), (at(2_000), 2), (at(2_200), 0)]
    );
    assert_eq!([2, 3].map(|sample| series.recent(&series.delivered, sample, window)), [3, 0]);
    assert_eq!(series.recent(&series.delivered, 2, Duration::from_secs(60)), 3, "all since the beginning");
}

#[test]
fn a_long_run_has_about_a_thousand_samples_and_its_end_is_one() {
    let mut text = String::from("client p\nstart p\nadvance 1s\np: queue.declare q\n");
    for _ in 0..3 * SAMPLES {
        text.push_str("advance 10ms\np: basic.publish \"\" q x\n");
    }
    let timeline = Timeline::new(Scenario::parse(&text).unwrap());
    let series = Series::of(&timeline);
    assert!(timeline.len() > 5 * SAMPLES, "{}", timeline.len());
    assert!((SAMPLES / 2..=SAMPLES + 2).contains(&series.times.len()), "{}", series.times.len());
    assert_eq!(*series.queues[0].ready.last().unwrap(), 3 * SAMPLES as u64);
    assert_eq!(series.times.last(), timeline.moments().last().map(|moment| &moment.at));
    assert_eq!(series.sample(timeline.len()), series.times.len() - 1);
}

#[test]
fn nothing_is_measured_of_nothing() {
    let series = Series::of(&Timeline::new(Scenario::parse("# nothing").unwrap()));
    assert_eq!((series.times.len(), series.queues.len()), (1, 0));
    assert_eq!(series.rate(&series.acked, Duration::from_secs(1)), [(Time::ZERO, 0)]);
}

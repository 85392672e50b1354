//! The law that nothing said of a moment depends on what comes later: log, summary and causes, and so every sentence of
//! every language, are the same whatever follows.

mod common;

use common::programs::futures;
use proptest::prelude::*;
use warren_simulator::explain::Explanation;
use warren_simulator::{Scenario, Timeline};

/// Returns the explanations of the first moments of a run.
fn said(timeline: &Timeline, moments: usize) -> Vec<Explanation> {
    let mut said = Vec::new();
    timeline.explain_all(&mut |index, explanation| {
        if index < moments {
            said.push(explanation);
        }
    });
    said
}

fn assert_same(one: &Timeline, other: &Timeline, moments: usize) {
    for (index, (one_said, other_said)) in said(one, moments).iter().zip(said(other, moments)).enumerate() {
        assert_eq!(*one_said, other_said, "moment {index}, {:#?}\nof {}", one.moment(index), one.world().scenario());
    }
}

/// The fault that found the law: once the queue was deleted, its `x-delivery-limit` was forgotten, and a message that
/// had returned before all others was said to have gone to the back.
#[test]
fn where_a_message_went_is_still_said_when_its_queue_is_gone() {
    let text = "client c\nstart c\nc: queue.declare q durable x-queue-type=quorum x-delivery-limit=5\n\
                c: basic.publish \"\" q a\nc: basic.publish \"\" q b\nat 1s c: basic.get q\n\
                at 2s c: basic.nack 1 requeue\nat 3s c: basic.get q\n";
    let run = |text: &str| Timeline::new(Scenario::parse(text).expect("a scenario"));
    let (short, long) = (run(text), run(&format!("{text}at 4s c: queue.delete q\n")));
    let common = short.moments().iter().zip(long.moments()).take_while(|(one, other)| one == other).count();
    assert!(short.moments()[common - 1].at.micros() > 3_000_000, "the requeue is among them");
    assert_same(&long, &short, common);
}

#[test]
fn a_moment_is_told_alike_from_near_and_far() {
    let program = common::programs::Program::new(3, 32);
    let mut timeline = program.cut(program.len());
    let all = said(&timeline, timeline.len());
    for position in [0, 1, timeline.len() / 2, timeline.len()] {
        timeline.seek(position);
        for (index, expected) in all.iter().enumerate() {
            assert_eq!(timeline.explain(index).as_ref(), Some(expected), "moment {index} seen from {position}");
        }
    }
    assert_eq!(timeline.explain(timeline.len()), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn nothing_that_is_said_depends_on_what_comes_later(seed in any::<u64>()) {
        futures(seed, &mut assert_same);
    }
}

/// The programs contain what they are meant to test.
#[test]
fn the_programs_requeue_in_every_way() {
    use std::collections::BTreeSet;
    use warren_broker::Event;
    let mut found = BTreeSet::new();
    for seed in 0..40 {
        let program = common::programs::Program::new(seed, 32);
        let timeline = program.cut(program.len());
        for event in timeline.moments().iter().flat_map(|moment| &moment.events) {
            if let Event::Requeued { place, from, to, .. } = event {
                found.insert(format!("{place:?}, {}", if from == to { "same" } else { "new" }));
            } else if let Event::Enqueued { level: 1.., .. } = event {
                found.insert("priority".to_owned());
            } else if let Event::Dropped { limit, .. } = event {
                found.insert(format!("{limit:?}"));
            } else if let Event::Recovered { .. } = event {
                found.insert("recovered".to_owned());
            } else if let Event::QueueDeleted { .. } = event {
                found.insert("deleted".to_owned());
            }
        }
    }
    for expected in
        ["Old, same", "Back, new", "BeforeNew, new", "priority", "Length(2)", "Delivery(1)", "recovered", "deleted"]
    {
        assert!(found.contains(expected), "no {expected} in {found:?}");
    }
}

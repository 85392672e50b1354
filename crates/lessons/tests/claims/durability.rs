//! Lesson 8.

use std::path::Path;

use warren_broker::event::{LossCause, Stage};
use warren_broker::{Event, MessageId};
use warren_lessons::source::{Folder, Manifest};
use warren_simulator::Statement;

use crate::run::{Run, bodies, body, client, count, events, published, queue};

/// Returns the numbers with which messages begin.
fn numbers(bodies: impl IntoIterator<Item = String>) -> Vec<u32> {
    let number = |body: String| body.split(' ').next().and_then(|word| word.parse().ok());
    bodies.into_iter().map(|body| number(body).expect("each message begins with its number")).collect()
}

/// Returns the contents of `lasting` at the end of a beat.
fn lasting(run: &mut Run, beat: &str) -> Vec<u32> {
    numbers(bodies(queue(&run.after(beat), "lasting")))
}

/// Returns the number in the body of a message.
fn number_of(run: &Run, id: MessageId) -> u32 {
    let published = events(run.timeline.moments()).find_map(|event| {
        let Event::Published { message, .. } = event else { return None };
        (message.id == id).then(|| numbers([body(message)])[0])
    });
    published.expect("every message was published")
}

/// Returns the causes of the losses in a beat.
fn lost(run: &Run, beat: &str) -> Vec<(u32, LossCause)> {
    let told = |event: &Event| {
        let Event::Lost { message, cause, .. } = event else { return None };
        Some((number_of(run, *message), *cause))
    };
    events(run.moments(beat)).filter_map(told).collect()
}

#[test]
fn a_clean_restart_keeps_one_of_four() {
    let mut run = Run::named("durability");
    let four = run.after("four");
    let stage = |queue_name: &str, at: usize| queue(&four, queue_name).messages[at].stage;
    assert_eq!([stage("fleeting", 0), stage("fleeting", 1), stage("lasting", 0)], [None; 3]);
    assert_eq!(stage("lasting", 1), Some(Stage::PageCache));
    assert_eq!(lasting(&mut run, "clean"), [4]);
    assert_eq!(run.after("clean").broker.queues.len(), 1);
    assert_eq!(client(&run.after("four-confirmed"), "store").confirmed, 4);
    assert_eq!(lasting(&mut run, "clean-again"), [4, 8]);
    assert_eq!(lasting(&mut run, "in-time"), [4, 8, 9]);
}

#[test]
fn what_is_confirmed_from_the_disk_outlives_a_kill() {
    let mut run = Run::named("durability");
    assert_eq!(client(&run.after("four-more"), "store").confirmed, 8);
    assert_eq!(lasting(&mut run, "killed"), [4, 8, 9, 13]);
    let killed = run.after("killed");
    assert!(queue(&killed, "lasting").messages.iter().all(|listed| listed.redelivered));
    let before = run.after("in-time");
    assert!(queue(&before, "lasting").messages.iter().all(|listed| !listed.redelivered));
}

#[test]
fn without_a_confirm_it_depends_on_the_stage() {
    let mut run = Run::named("durability");
    assert_eq!(lasting(&mut run, "killed-early"), [4, 8, 9, 13]);
    assert!(lost(&run, "killed-early").contains(&(17, LossCause::NotOnDisk(Stage::Memory))));
    assert_eq!(lasting(&mut run, "killed-later"), [4, 8, 9, 13, 18]);
    assert_eq!(lasting(&mut run, "power"), [4, 8, 9, 13, 18]);
    assert_eq!(lost(&run, "power"), [(19, LossCause::NotOnDisk(Stage::PageCache))]);
}

#[test]
fn a_confirm_holds_and_its_absence_is_a_warning() {
    let mut run = Run::named("durability");
    assert_eq!(lasting(&mut run, "power-confirmed"), [4, 8, 9, 13, 18, 20]);
    assert_eq!(client(&run.after("power-confirmed"), "store").confirmed, 9);
    assert_eq!(lasting(&mut run, "unconfirmed"), [4, 8, 9, 13, 18, 20]);
    assert_eq!(client(&run.after("unconfirmed"), "store").confirmed, 9);
    assert_eq!(lasting(&mut run, "resend"), [4, 8, 9, 13, 18, 20, 22]);
    assert_eq!(client(&run.after("resend"), "store").confirmed, 10);
}

#[test]
fn an_ack_may_be_forgotten_and_the_rest_is_worked_off() {
    let mut run = Run::named("durability");
    let acked = |event: &Event| matches!(event, Event::Acked { .. });
    assert_eq!(count(run.moments("ack-lost"), acked), 1);
    let again = run.after("ack-lost");
    assert_eq!(numbers(bodies(queue(&again, "lasting"))), [4, 8, 9, 13, 18, 20, 22]);
    let delivered = |event: &Event| {
        let Event::Delivered { redelivered, message, .. } = event else { return None };
        Some((number_of(&run, *message), *redelivered))
    };
    let taken: Vec<(u32, bool)> = events(run.moments("done")).filter_map(delivered).collect();
    assert_eq!(taken, [4, 8, 9, 13, 18, 20, 22].map(|number| (number, true)));
    assert!(queue(&run.after("done"), "lasting").messages.is_empty());
}

/// Checks whether one message survives in each combination of the matrix: whether its queue is durable, it is
/// persistent and its confirm was awaited, and how the broker stops.
#[test]
fn a_combination_survives_by_the_rule() {
    let folders = Folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons")).expect("it is there").folders();
    let manifest = Manifest::read(&folders["08-durability"]).expect("the lessons compile");
    let cells = manifest.matrix.expect("it has a matrix").cells();
    assert_eq!(cells.len(), 24);
    for cell in cells {
        let has = |words: &str| cell.iter().any(|statement| statement.value.contains(words));
        let mut timeline = Run::named("durability").timeline;
        timeline.seek(timeline.len());
        for statement in &cell {
            timeline.act(Statement::parse(&statement.value).expect("it can be read")).expect("it can be carried out");
        }
        let (kept, confirmed) = (has("durable") && has("persistent"), has("confirm.select"));
        let survives = kept && (has("restart broker") || confirmed);
        let overview = timeline.overview();
        let left = overview.broker.queues.iter().find(|queue| &*queue.name == "probe").map(bodies).unwrap_or_default();
        assert_eq!(left.len(), usize::from(survives), "{cell:?}");
        // Ten were confirmed in the lesson. A message whose confirm is awaited is always confirmed.
        let ten_before = 10;
        let now =
            timeline.overview().clients.iter().find(|client| &*client.name == "store").map(|store| store.confirmed);
        assert_eq!(now, Some(ten_before + u64::from(confirmed)), "{cell:?}");
    }
}

#[test]
fn a_message_has_the_number_that_the_stage_shows() {
    let numbers = numbers(published(&Run::named("durability")));
    assert!((1..=22).eq(numbers.iter().copied()), "{numbers:?}");
}

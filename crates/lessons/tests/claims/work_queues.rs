//! Lesson 2.

use warren_broker::{Event, Time};
use warren_simulator::{Moment, MomentKind};

use crate::run::{Run, bodies, body, client, holds, queue};

#[test]
fn tasks_go_round_robin_and_die_with_their_worker() {
    let mut run = Run::named("work-queues");
    let (begun, _) = run.span("killed-auto");
    run.timeline.seek(begun + 2);
    let shared = run.timeline.overview();
    assert_eq!(holds(client(&shared, "worker1")), ["Task 3...", "Task 5."]);
    assert_eq!(holds(client(&shared, "worker2")), ["Task 2..", "Task 4...", "Task 6."]);
    let lost: Vec<String> = run.moments("killed-auto").iter().flat_map(lost).collect();
    assert_eq!(lost, ["Task 3...", "Task 5."]);
    let left = run.after("killed-auto");
    assert_eq!((queue(&left, "hello").messages_ready, queue(&left, "hello").messages_unacknowledged), (0, 0));
    assert_eq!(client(&left, "worker2").received, 3);
}

#[test]
fn acknowledged_by_hand_nothing_is_lost() {
    let mut run = Run::named("work-queues");
    let unacked = run.after("unacked");
    assert_eq!(bodies(queue(&unacked, "hello")), ["Task 7....", "Task 8.", "Task 9.", "Task 10.."]);
    assert_eq!(queue(&unacked, "hello").messages_unacknowledged, 4);
    assert_eq!(bodies(queue(&run.after("acked"), "hello")), ["Task 7....", "Task 9.", "Task 10.."]);
    let killed = run.after("killed-manual");
    assert_eq!(bodies(queue(&killed, "hello")), ["Task 7....", "Task 9.", "Task 10.."]);
    let first = &run.moments("redelivered")[0];
    let again: Vec<bool> = first
        .events
        .iter()
        .filter_map(|event| if let Event::Delivered { redelivered, .. } = event { Some(*redelivered) } else { None })
        .collect();
    assert_eq!(again, [true, true]);
    let done = run.after("redelivered");
    assert_eq!((client(&done, "worker2").acked, queue(&done, "hello").messages.len()), (4, 0));
}

#[test]
fn only_the_durable_and_persistent_survives() {
    let mut run = Run::named("work-queues");
    let closed = run.moments("redeclare").iter().flat_map(|moment| &moment.events);
    let refused = |event: &Event| format!("{event:?}").contains("inequivalent arg 'durable' for queue 'hello'");
    assert!(closed.into_iter().any(refused));
    let before = run.after("persistent");
    assert_eq!(bodies(queue(&before, "task_queue")), ["Task 14.", "Task 15."]);
    assert_eq!(bodies(queue(&before, "hello")), ["Task 11.", "Task 12.", "Task 13."]);
    let restarted = run.after("restart");
    assert_eq!(restarted.broker.queues.len(), 1);
    assert_eq!(bodies(queue(&restarted, "task_queue")), ["Task 15."]);
    let window = run.after("window");
    let cached = queue(&window, "task_queue").messages.last().expect("task 16 is there");
    assert_eq!(cached.stage, Some(warren_broker::event::Stage::PageCache));
    let crashed = run.after("crash");
    let kept = &queue(&crashed, "task_queue").messages;
    assert_eq!((kept.len(), body(&kept[0].message), kept[0].redelivered), (1, "Task 15.".to_owned(), true));
}

#[test]
fn fair_dispatch_is_faster() {
    let mut run = Run::named("work-queues");
    let idle = run.after("idle");
    assert_eq!((client(&idle, "worker1").acked, client(&idle, "worker2").acked), (4, 7));
    let spare = run.span("idle").0 + 1;
    run.timeline.seek(spare);
    let overview = run.timeline.overview();
    assert!(holds(client(&overview, "worker2")).is_empty());
    assert_eq!(holds(client(&overview, "worker1")), ["Task 17.....", "Task 19.....", "Task 21....."]);
    let fair = run.after("fair");
    let ready = queue(&fair, "task_queue").messages.iter().filter(|listed| listed.unacked.is_none());
    let ready: Vec<String> = ready.map(|listed| body(&listed.message)).collect();
    assert_eq!(ready, ["Task 26.", "Task 27.....", "Task 28."], "25 has gone to worker2");
    assert_eq!(seconds(run.moments("idle"), "Task 21").map(|end| end - 47), Some(15));
    assert_eq!(seconds(run.moments("done"), "Task 27").map(|end| end - 66), Some(11));
    let done = run.after("done");
    assert_eq!(queue(&done, "task_queue").messages.len(), 0);
}

/// Returns the messages lost with a killed worker.
fn lost(moment: &Moment) -> Vec<String> {
    moment.lost_messages().map(body).collect()
}

/// Returns the second at which a task is finished.
fn seconds(moments: &[Moment], task: &str) -> Option<u64> {
    let done = |moment: &&Moment| matches!(&moment.what, MomentKind::WorkDone { message, .. } if body(message).starts_with(task));
    moments.iter().find(done).map(|moment| moment.at.since(Time::ZERO).as_secs())
}

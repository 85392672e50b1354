//! What the lessons say, against what their scenarios do: the numbers, names and outcomes that the prose mentions are read
//! off the run. It does not judge the rules themselves; recordings of the real broker do that.

use std::sync::Arc;

use warren_broker::overview::QueueView;
use warren_broker::{Event, Message, Time};
use warren_lessons::bundled::{Lesson, lesson, lessons};
use warren_simulator::{ClientView, Happening, Moment, Overview, Scenario, Timeline};

/// A lesson's run.
struct Run {
    lesson: &'static Lesson,
    timeline: Timeline,
}

impl Run {
    fn of(lesson: &'static Lesson) -> Self {
        let scenario = Scenario::parse(&lesson.scenario).expect("the lessons compile");
        Self { lesson, timeline: Timeline::new(scenario) }
    }

    fn named(id: &str) -> Self {
        Self::of(lesson(id).expect("the lesson is there"))
    }

    /// The positions at which a beat begins and ends: it is told from the first to before the second.
    fn span(&self, beat: &str) -> (usize, usize) {
        let names: Vec<&str> = self.lesson.prose("en").sections.iter().map(|section| &*section.name.value).collect();
        let at = names.iter().position(|name| *name == beat).expect("the beat is there");
        let starts = |name: &str| {
            let mark = self.timeline.marks().find(|(mark, _)| *mark == name);
            mark.expect("the run comes to every beat").1
        };
        let begin = if at == 0 { 0 } else { starts(beat) };
        (begin, names.get(at + 1).map_or(self.timeline.len(), |next| starts(next)))
    }

    fn moments(&self, beat: &str) -> &[Moment] {
        let (begin, end) = self.span(beat);
        &self.timeline.moments()[begin..end]
    }

    /// How things stand when a beat is over.
    fn after(&mut self, beat: &str) -> Overview {
        let (_, end) = self.span(beat);
        self.timeline.seek(end);
        self.timeline.overview()
    }
}

fn body(message: &Arc<Message>) -> String {
    String::from_utf8(message.content.body.to_vec()).expect("the lessons publish text")
}

fn queue<'a>(overview: &'a Overview, name: &str) -> &'a QueueView {
    overview.broker.queues.iter().find(|queue| &*queue.name == name).expect("the queue is there")
}

fn client<'a>(overview: &'a Overview, name: &str) -> &'a ClientView {
    overview.clients.iter().find(|client| &*client.name == name).expect("the client is there")
}

fn bodies(queue: &QueueView) -> Vec<String> {
    queue.messages.iter().map(|listed| body(&listed.message)).collect()
}

fn holds(client: &ClientView) -> Vec<String> {
    client.holding.iter().map(|held| body(&held.message)).collect()
}

/// What stands between `<code>` and `</code>`.
fn code(html: &str) -> impl Iterator<Item = &str> {
    html.split("<code>").skip(1).filter_map(|rest| rest.split("</code>").next())
}

#[test]
fn rabbitmqctl_prints_what_the_prose_says() {
    for lesson in lessons() {
        let mut run = Run::of(lesson);
        for (language, prose) in &lesson.prose {
            for section in &prose.sections {
                let broker = run.after(&section.name.value).broker;
                let print = |command: &str| {
                    warren_ctl::run(command, &broker)
                        .unwrap_or_else(|error| panic!("{}: {language}: {command}: {error}", section.name.value))
                };
                for line in code(&section.html).flat_map(str::lines) {
                    let words: Vec<&str> = line.split_whitespace().collect();
                    if words.first() == Some(&"rabbitmqctl") {
                        print(line);
                    } else if words.len() == 3 && words[1..].iter().all(|word| word.parse::<u64>().is_ok()) {
                        let printed = print("list_queues --silent name messages_ready messages_unacknowledged");
                        let rows = printed.lines().map(|row| row.split_whitespace().collect::<Vec<_>>());
                        assert!(rows.into_iter().any(|row| row == words), "{language}: {line} is not in\n{printed}");
                    }
                }
            }
        }
    }
}

#[test]
fn hello_world_waits_for_its_consumer() {
    let mut run = Run::named("hello-world");
    assert!(run.after("connect").broker.queues.is_empty());
    assert_eq!(queue(&run.after("declare"), "hello").messages_ready, 0);
    let published = run.after("publish");
    assert_eq!((client(&published, "send").sent, queue(&published, "hello").messages_ready), (1, 0));
    let routed = run.after("leave");
    assert_eq!(bodies(queue(&routed, "hello")), ["Hello World!"]);
    assert_eq!((routed.broker.connections.len(), queue(&routed, "hello").messages_ready), (0, 1));
    let declared = run.moments("receiver");
    assert!(declared.iter().all(|moment| !moment.events.iter().any(|event| matches!(event, Event::QueueDeclared(_)))));
    let subscribed = run.after("consume");
    assert_eq!((queue(&subscribed, "hello").messages_ready, client(&subscribed, "receive").received), (0, 0));
    assert_eq!(client(&run.after("received"), "receive").received, 1);
    assert_eq!(client(&run.after("again"), "receive").received, 2);
}

#[test]
fn a_wrong_key_is_dropped_and_returned_only_if_mandatory() {
    let mut run = Run::named("hello-world");
    let dropped = |moment: &Moment| moment.events.iter().any(|event| matches!(event, Event::Unroutable { .. }));
    assert!(run.moments("typo").iter().any(dropped));
    assert!(run.moments("mandatory").iter().any(dropped));
    assert_eq!(client(&run.after("typo"), "send").returned, 0);
    assert_eq!(client(&run.after("mandatory"), "send").returned, 1);
}

#[test]
fn tasks_go_round_robin_and_die_with_their_worker() {
    let mut run = Run::named("work-queues");
    let shared = run.after("round-robin");
    assert_eq!(holds(client(&shared, "worker1")), ["Task 3...", "Task 5."]);
    assert_eq!(holds(client(&shared, "worker2")), ["Task 2..", "Task 4...", "Task 6."]);
    let Happening::Killed { lost, .. } = &run.moments("killed-auto")[0].what else { panic!("nobody is killed") };
    assert_eq!(lost.iter().map(body).collect::<Vec<_>>(), ["Task 3...", "Task 5."]);
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
    assert_eq!(ready, ["Task 25.....", "Task 26.", "Task 27.....", "Task 28."]);
    assert_eq!(seconds(run.moments("idle"), "Task 21").map(|end| end - 47), Some(15));
    assert_eq!(seconds(run.moments("done"), "Task 27").map(|end| end - 66), Some(11));
    let done = run.after("done");
    assert_eq!(queue(&done, "task_queue").messages.len(), 0);
}

/// The second in which a task is done.
fn seconds(moments: &[Moment], task: &str) -> Option<u64> {
    let done = |moment: &&Moment| matches!(&moment.what, Happening::WorkDone { message, .. } if body(message).starts_with(task));
    moments.iter().find(done).map(|moment| moment.at.since(Time::ZERO).as_secs())
}

#[test]
fn a_line_reaches_those_who_listen() {
    let mut run = Run::named("publish-subscribe");
    let unheard = run.moments("nobody").iter().flat_map(|moment| &moment.events);
    assert_eq!(unheard.filter(|event| matches!(event, Event::Unroutable { .. })).count(), 1);
    let heard = |overview: &Overview| (client(overview, "to_screen").received, client(overview, "to_disk").received);
    assert_eq!(heard(&run.after("delivered")), (1, 0));
    assert_eq!(heard(&run.after("two-copies")), (2, 1));
    assert_eq!(heard(&run.after("key-ignored")), (3, 2));
    let listening = run.after("listings");
    assert_eq!((listening.broker.queues.len(), listening.broker.bindings.len()), (2, 2));
    assert!(
        listening.broker.queues.iter().all(|queue| queue.name.starts_with("amq.gen-") && queue.exclusive.is_some())
    );
    let gone = run.after("gone");
    assert_eq!((gone.broker.queues.len(), gone.broker.bindings.len()), (1, 1));
    let missed = run.after("missed");
    assert_eq!(heard(&missed), (5, 3));
    let back = run.after("back");
    assert_eq!(heard(&back), (6, 4));
    assert_ne!(back.broker.queues[1].name, listening.broker.queues[1].name);
}

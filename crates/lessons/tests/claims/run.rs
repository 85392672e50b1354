//! A lesson's run, cut at its beats, with shortcuts to the contents of an overview.

use std::sync::Arc;

use warren_broker::overview::QueueView;
use warren_broker::{Event, Message};
use warren_lessons::bundled::{Lesson, lesson};
use warren_lessons::source::{CHALLENGE, MATRIX};
use warren_simulator::{ClientView, Moment, Overview, Scenario, Timeline};

/// A lesson's run.
pub struct Run {
    pub lesson: &'static Lesson,
    pub timeline: Timeline,
}

impl Run {
    pub fn of(lesson: &'static Lesson) -> Self {
        let scenario = Scenario::parse(&lesson.scenario).expect("the lessons compile");
        Self { lesson, timeline: Timeline::new(scenario) }
    }

    pub fn named(id: &str) -> Self {
        Self::of(lesson(id).expect("the lesson is there"))
    }

    /// Returns the positions of the beginning and the end of a beat. The beat covers the moments from the first to
    /// before the second.
    pub fn span(&self, beat: &str) -> (usize, usize) {
        let names: Vec<&str> = self.lesson.prose("en").sections.iter().map(|section| &*section.name.value).collect();
        let at = names.iter().position(|name| *name == beat).expect("the beat is there");
        let starts = |name: &str| self.timeline.marks().find(|(mark, _)| *mark == name).map(|(_, position)| position);
        if [MATRIX, CHALLENGE].contains(&beat) {
            return (self.timeline.len(), self.timeline.len());
        }
        let begin = if at == 0 { 0 } else { starts(beat).expect("the run comes to every beat") };
        // The last beat's section is followed by none, or by one about the learner's tasks.
        (begin, names.get(at + 1).and_then(|next| starts(next)).unwrap_or(self.timeline.len()))
    }

    pub fn moments(&self, beat: &str) -> &[Moment] {
        let (begin, end) = self.span(beat);
        &self.timeline.moments()[begin..end]
    }

    /// Returns the state at the end of a beat.
    pub fn after(&mut self, beat: &str) -> Overview {
        let (_, end) = self.span(beat);
        self.timeline.seek(end);
        self.timeline.overview()
    }
}

pub fn body(message: &Arc<Message>) -> String {
    String::from_utf8(message.content.body.to_vec()).expect("the lessons publish text")
}

pub fn queue<'a>(overview: &'a Overview, name: &str) -> &'a QueueView {
    overview.broker.queues.iter().find(|queue| &*queue.name == name).expect("the queue is there")
}

pub fn client<'a>(overview: &'a Overview, name: &str) -> &'a ClientView {
    overview.clients.iter().find(|client| &*client.name == name).expect("the client is there")
}

pub fn bodies(queue: &QueueView) -> Vec<String> {
    queue.messages.iter().map(|listed| body(&listed.message)).collect()
}

pub fn holds(client: &ClientView) -> Vec<String> {
    client.holding.iter().map(|held| body(&held.message)).collect()
}

/// Returns the events of a beat, in order.
pub fn events(moments: &[Moment]) -> impl Iterator<Item = &Event> {
    moments.iter().flat_map(|moment| &moment.events)
}

/// Returns how often an event happens in a beat.
pub fn count(moments: &[Moment], what: impl Fn(&Event) -> bool) -> usize {
    events(moments).filter(|event| what(event)).count()
}

/// Returns the bodies of all published messages in a run, in order: the stage numbers the messages in this order.
pub fn published(run: &Run) -> Vec<String> {
    let told = |event: &Event| if let Event::Published { message, .. } = event { Some(body(message)) } else { None };
    events(run.timeline.moments()).filter_map(told).collect()
}

//! The log lines of a moment: first who did it, then what the broker did, then what clients sent. It does not know why.

mod broker;
mod clients;

pub use clients::names;

use warren_broker::Name;

use super::LogLine;
use super::phrase::{Merge, Messages, add};
use super::scene::Scene;

/// A line in the making. Lines that differ only in their messages become one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    actor: Name,
    what: &'static str,
    before: String,
    messages: Option<Messages>,
    after: String,
}

impl Line {
    fn new(actor: impl Into<Name>, what: &'static str, detail: impl Into<String>) -> Self {
        Self { actor: actor.into(), what, before: detail.into(), messages: None, after: String::new() }
    }

    /// A line whose detail is `message 7` and then this.
    fn of(actor: impl Into<Name>, what: &'static str, messages: impl Into<Messages>, after: impl Into<String>) -> Self {
        Self { actor: actor.into(), what, before: String::new(), messages: Some(messages.into()), after: after.into() }
    }

    /// A line of the broker's own.
    fn broker(what: &'static str, messages: impl Into<Messages>, after: impl Into<String>) -> Self {
        Self::of("broker", what, messages, after)
    }

    fn detail(&self) -> String {
        let Some(messages) = &self.messages else { return self.before.clone() };
        let noun = if messages.0.len() == 1 { "message" } else { "messages" };
        format!("{}{noun} {messages}{}", self.before, self.after)
    }
}

impl Merge for Line {
    fn messages(&mut self) -> Option<&mut Messages> {
        self.messages.as_mut()
    }
}

/// The lines of a moment; at least one.
pub fn lines(scene: &Scene<'_>) -> Vec<LogLine> {
    let mut lines = Vec::new();
    clients::begin(scene, &mut lines);
    for (index, event) in scene.moment.events.iter().enumerate() {
        if let Some(line) = broker::line(scene, index, event) {
            add(&mut lines, line);
        }
    }
    clients::sent(scene, &mut lines);
    if lines.is_empty() {
        lines.push(clients::otherwise(scene));
    }
    let told = |line: Line| LogLine { at: scene.moment.at, detail: line.detail(), actor: line.actor, what: line.what };
    lines.into_iter().map(told).collect()
}

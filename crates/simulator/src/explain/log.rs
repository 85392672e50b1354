//! The log lines of a moment: first who caused it, then what the broker did, then what clients sent.

pub mod broker;
mod clients;

use warren_broker::{MessageId, Name};

use super::LogLine;
use super::phrase::{Merge, Messages, add};
use super::scene::Scene;

/// A line under construction. Lines that differ only in their messages are merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    actor: Name,
    what: &'static str,
    messages: Option<Messages>,
    /// The text after the messages, if there are any.
    detail: String,
}

impl Line {
    fn new(actor: impl Into<Name>, what: &'static str, detail: impl Into<String>) -> Self {
        Self::made(actor.into(), what, None, detail.into())
    }

    /// Makes a line whose detail is `message 7` and then `after`.
    fn of(actor: Name, what: &'static str, messages: Messages, after: &str) -> Self {
        Self::made(actor, what, Some(messages), after.to_owned())
    }

    /// Makes a line of the broker's.
    #[inline(never)]
    fn broker(what: &'static str, message: MessageId, after: String) -> Self {
        Self::made("broker".into(), what, Some(message.into()), after)
    }

    #[inline(never)]
    fn made(actor: Name, what: &'static str, messages: Option<Messages>, detail: String) -> Self {
        Self { actor, what, messages, detail }
    }

    fn detail(&self) -> String {
        let Some(messages) = &self.messages else { return self.detail.clone() };
        let noun = if messages.0.len() == 1 { "message" } else { "messages" };
        format!("{noun} {messages}{}", self.detail)
    }
}

impl Merge for Line {
    fn messages(&mut self) -> Option<&mut Messages> {
        self.messages.as_mut()
    }
}

/// Returns the lines of a moment, at least one. `of_broker` are those of the broker's events.
pub fn lines(scene: &Scene<'_>, of_broker: Vec<Line>) -> Vec<LogLine> {
    let mut lines = Vec::new();
    clients::begin(scene, &mut lines);
    for line in of_broker {
        add(&mut lines, line);
    }
    clients::sent(scene, &mut lines);
    if lines.is_empty() {
        lines.push(clients::otherwise(scene));
    }
    let printed =
        |line: Line| LogLine { at: scene.moment.at, detail: line.detail(), actor: line.actor, what: line.what };
    lines.into_iter().map(printed).collect()
}

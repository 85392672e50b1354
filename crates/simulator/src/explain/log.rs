//! The log lines of a moment: first who did it, then what the broker did, then what clients sent. It does not know why.

pub mod broker;
mod clients;

use warren_broker::{MessageId, Name};

use super::LogLine;
use super::phrase::{Merge, Messages, add};
use super::scene::Scene;

/// A line in the making. Lines that differ only in their messages become one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    actor: Name,
    what: &'static str,
    messages: Option<Messages>,
    /// What comes after the messages, if it is about any.
    detail: String,
}

impl Line {
    fn new(actor: impl Into<Name>, what: &'static str, detail: impl Into<String>) -> Self {
        Self::made(actor.into(), what, None, detail.into())
    }

    /// A line whose detail is `message 7` and then this.
    fn of(actor: Name, what: &'static str, messages: Messages, after: &str) -> Self {
        Self::made(actor, what, Some(messages), after.to_owned())
    }

    /// A line of the broker's own.
    #[inline(never)]
    fn broker(what: &'static str, message: MessageId, after: String) -> Self {
        Self::made("broker".into(), what, Some(message.into()), after)
    }

    #[inline(never)]
    fn made(actor: Name, what: &'static str, messages: Option<Messages>, detail: String) -> Self {
        Self { actor, what, messages, detail }
    }

    fn told(&self) -> String {
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

/// The lines of a moment, at least one; those of what the broker did are given.
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
    let told = |line: Line| LogLine { at: scene.moment.at, detail: line.told(), actor: line.actor, what: line.what };
    lines.into_iter().map(told).collect()
}

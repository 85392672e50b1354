//! What can be asked of a stretch of a run: who received, which queues got a copy, how many were lost, what is ready at
//! its end. Lessons' questions and goals are made of these; the answer is always measured, never stored. It does not know
//! who asks, or what was expected.

mod meaning;
mod measure;
mod seen;
mod words;

use warren_broker::Name;
pub use words::{Misread, Subject};

/// Something to measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    what: What,
    /// Of which client or queue, or only messages with which body.
    of: Option<Name>,
}

/// What was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Names of clients, queues or methods, bodies of messages, or a span of time, each once, in alphabetical order.
    Names(Vec<Name>),
    /// How many.
    Number(u64),
}

/// A measurement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What came out.
    pub answer: Answer,
    /// The first moment that had a part in it, counted from the beginning of the stretch; nothing if none had, or if only
    /// the state at its end counts.
    pub decided: Option<usize>,
}

/// A probe and what it should come to: `ready task_queue = 0`, `acked worker2 >= 3`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// What is measured.
    pub probe: Probe,
    /// How it is compared with `number`.
    pub relation: Relation,
    /// In messages, or whatever the probe counts.
    pub number: u64,
}

/// How a number should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `=`
    Equal,
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Receivers,
    Queues,
    Copies,
    Waited,
    Contents,
    Seen(Seen),
    Kept,
    Unroutable,
    Redelivered,
    Requeued,
    Dropped,
    Expired,
    DeadLettered,
    Lost,
    Received,
    Acked,
    Sent,
    Confirms,
    Confirmed,
    Nacked,
    Returned,
    Holding,
    Ready,
    Unacked,
    Consumers,
}

/// What a client itself sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    Replies,
    FirstReceived,
    WorkTime,
    ConfirmTime,
}

impl Goal {
    /// Whether a measurement of the probe is as it should be.
    #[must_use]
    pub fn is_met_by(&self, answer: &Answer) -> bool {
        let Answer::Number(number) = answer else { return false };
        match self.relation {
            Relation::Equal => *number == self.number,
            Relation::AtLeast => *number >= self.number,
            Relation::AtMost => *number <= self.number,
        }
    }
}

#[cfg(test)]
mod tests;

//! Probes: measurements of a stretch of a run, such as who received, which queues got a copy, how many were lost, what
//! is ready at its end. Lessons' questions and goals are made of them. The answer is always measured, never stored.

mod meaning;
mod measure;
mod seen;
mod words;

use warren_broker::Name;
pub use words::{Misread, Subject};

/// A measurement to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    what: What,
    /// The client or queue to measure, or the body of the messages to count.
    of: Option<Name>,
}

/// The result of a measurement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Names of clients, queues or methods, bodies of messages, or a span of time, without duplicates, in alphabetical
    /// order.
    Names(Vec<Name>),
    /// A number.
    Number(u64),
}

/// A result with its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The result.
    pub answer: Answer,
    /// The first moment that contributed, counted from the beginning of the stretch; `None` if none did, or if only the
    /// final state counts.
    pub decided: Option<usize>,
}

/// A probe and its required result: `ready task_queue = 0`, `acked worker2 >= 3`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// The probe.
    pub probe: Probe,
    /// How the result is compared with `number`.
    pub relation: Relation,
    /// The number to compare with, in the probe's unit.
    pub number: u64,
}

/// A comparison of numbers.
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

/// Probes of what a client itself sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    Replies,
    FirstReceived,
    WorkTime,
    ConfirmTime,
}

impl Goal {
    /// Returns whether a result of the probe meets the goal.
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

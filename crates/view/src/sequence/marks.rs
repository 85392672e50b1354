//! The content of a row of a sequence diagram, as data: arrows between lanes and events at one.

use warren_broker::Name;

/// A mark in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// How it is drawn.
    pub shape: Shape,
    /// Its meaning.
    pub kind: ArrowKind,
    /// The lane where it begins.
    pub from: usize,
    /// The lane where it ends; the same for an event at one lane.
    pub to: usize,
    /// Its words; [`super::label`] formats them.
    pub label: Label,
    /// How often it is repeated.
    pub count: usize,
}

/// The drawing of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An arrow that arrives.
    Arrow,
    /// An arrow that departs here and arrives at another moment.
    Leaves,
    /// The lane begins.
    Begin,
    /// The lane ends in order.
    End,
    /// The lane ends because its owner dies.
    Cross,
    /// A message enters a queue or leaves it.
    Cell,
    /// A message goes no further.
    Stub,
    /// Something else.
    Note,
}

/// The meaning of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArrowKind {
    /// A method that nobody asked for, or an action.
    Request,
    /// A method that answers another.
    Answer,
    /// Inside the broker, from exchange to queue.
    Inside,
    /// A dead message on its way to its dead letter exchange.
    Death,
    /// Something goes wrong.
    Trouble,
}

/// The words of a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// A method by name, with a distinguishing detail.
    Method(&'static str, Option<Name>),
    /// The text of a key, with a distinguishing detail.
    Word(&'static str, Option<Name>),
    /// A statement of the scenario.
    Statement(Name),
}

//! The content of a row of a sequence diagram, as data: arrows between lanes and events at one. It does not know from which
//! moments it comes, nor pixels.

use warren_broker::Name;

/// One thing in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// How it is drawn.
    pub shape: Shape,
    /// Its meaning.
    pub kind: ArrowKind,
    /// The lane where it begins.
    pub from: usize,
    /// The lane where it ends; the same if it happens at one.
    pub to: usize,
    /// Its words; [`super::label`] puts it into words.
    pub label: Label,
    /// How often the same happens one after the other.
    pub count: usize,
}

/// How a mark is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An arrow that arrives.
    Arrow,
    /// An arrow that sets out and arrives at another moment.
    Leaves,
    /// The lane begins.
    Begin,
    /// The lane ends in good order.
    End,
    /// The lane ends because its owner dies.
    Cross,
    /// A message takes its place, or leaves it.
    Cell,
    /// A message goes no further.
    Stub,
    /// Something else.
    Note,
}

/// The meaning of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArrowKind {
    /// A method that nobody had asked for, or what somebody does.
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
    /// A method by name, with what tells it from its like.
    Method(&'static str, Option<Name>),
    /// The text of a key, with what tells it from its like.
    Word(&'static str, Option<Name>),
    /// Words of the scenario's.
    Statement(Name),
}

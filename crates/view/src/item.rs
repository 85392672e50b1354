//! Names the things of a run that a person can select. It does not know where they are shown.

use std::sync::Arc;

use warren_broker::binding::Binding;
use warren_broker::{CopyId, ExchangeId, MessageId, QueueId};
use warren_simulator::ClientId;

/// Names one thing that can be selected on the page, lit on the stage, or linked to from a table.
///
/// Its content is this crate's: the page passes it on and compares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A client program: P, C or both.
    Client(ClientId),
    /// An exchange: X.
    Exchange(ExchangeId),
    /// A queue.
    Queue(QueueId),
    /// A message, wherever its copies are.
    Message(MessageId),
    /// One message in one queue, ready or unacked; also where its consumer holds it.
    Copy(CopyId),
    /// One binding, even if others run between the same two.
    Binding(Arc<Binding>),
}

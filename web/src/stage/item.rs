//! What can be picked out on the stage. It deliberately does not know how any of it is drawn.

use std::sync::Arc;

use warren_broker::binding::Binding;
use warren_broker::{CopyId, ExchangeId, QueueId};
use warren_simulator::ClientId;

/// One thing on the stage: selected by the learner, or lit because something else on the page is about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A client program: P, C or both.
    Client(ClientId),
    /// An exchange: X.
    Exchange(ExchangeId),
    /// A queue.
    Queue(QueueId),
    /// One message in one queue, ready or unacked; also where its consumer holds it.
    Copy(CopyId),
    /// One binding, even if others run between the same two.
    Binding(Arc<Binding>),
}

/// How the page came to the step that it shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Travel {
    /// From the step before: what happened is played.
    Forward,
    /// From the step after: what had happened is played the other way, shorter.
    Back,
    /// From anywhere: nothing moves.
    #[default]
    Jump,
}

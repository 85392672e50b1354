//! What a client says about deliveries, on its way from the channel that held them to their queues.

use crate::ChannelId;
use crate::event::RequeueCause;

/// How deliveries that were taken out of a channel are settled, and what the channel needs then.
#[derive(Clone, Copy)]
pub(crate) struct Settling {
    pub(crate) channel: ChannelId,
    /// The channel's limiter is switched on.
    pub(crate) limited: bool,
    /// The channel's timer has to be looked at: its oldest delivery is another one now.
    pub(crate) watched: bool,
    pub(crate) settlement: Settlement,
}

/// What a client says about deliveries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Settlement {
    Ack,
    Discard,
    Requeue(RequeueCause),
}

impl Settlement {
    /// Whether a queue is told the same by both: `basic.nack` and `basic.reject` are one to it.
    pub(super) fn is_like(self, other: Self) -> bool {
        core::mem::discriminant(&self) == core::mem::discriminant(&other)
    }
}

//! Settlements on their way from the channel that held the deliveries to their queues.

use crate::ChannelId;
use crate::event::RequeueCause;

/// How deliveries that were taken out of a channel are settled, and what the channel needs then.
#[derive(Clone, Copy)]
pub(crate) struct Settling {
    pub(crate) channel: ChannelId,
    /// The channel's limiter is switched on.
    pub(crate) limited: bool,
    /// The channel's timer must be checked because its oldest delivery changed.
    pub(crate) watched: bool,
    pub(crate) settlement: Settlement,
}

/// The kind of a settlement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Settlement {
    Ack,
    Discard,
    Requeue(RequeueCause),
}

impl Settlement {
    /// Returns whether queues treat both alike: `basic.nack` and `basic.reject` are the same to them.
    pub(super) fn is_like(self, other: Self) -> bool {
        core::mem::discriminant(&self) == core::mem::discriminant(&other)
    }
}

//! What a client says about deliveries, on its way from the channel that held them to their queues.

use super::Unacked;
use crate::ChannelId;
use crate::event::RequeueCause;

/// Deliveries that a client settles, and how.
pub(crate) struct Settling {
    pub(crate) channel: ChannelId,
    /// The channel's limiter is switched on.
    pub(crate) limited: bool,
    /// The channel's timer has to be looked at: its oldest delivery is another one now.
    pub(crate) watched: bool,
    pub(crate) settlement: Settlement,
    pub(crate) taken: Taken,
}

/// What a client settles with one method: one delivery nearly always, and no list has to be made for it.
pub(crate) enum Taken {
    One(Unacked),
    Many(Vec<Unacked>),
}

impl Taken {
    pub(crate) fn into_vec(self) -> Vec<Unacked> {
        match self {
            Self::One(unacked) => vec![unacked],
            Self::Many(all) => all,
        }
    }
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

//! Settlements on their way from the channel that held the deliveries to their queues.

use super::Unacked;
use crate::ChannelId;
use crate::event::RequeueCause;

/// Deliveries that a client settles, with the kind of settlement.
pub(crate) struct Settling {
    pub(crate) channel: ChannelId,
    /// The channel's limiter is switched on.
    pub(crate) limited: bool,
    /// The channel's timer must be checked because its oldest delivery changed.
    pub(crate) watched: bool,
    pub(crate) settlement: Settlement,
    pub(crate) taken: Taken,
}

/// The deliveries settled by one method. It is nearly always one, for which no list is allocated.
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

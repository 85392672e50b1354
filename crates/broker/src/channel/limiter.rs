//! The limit of `basic.qos` with `global`. It records which queues wait; the path decides how they go on.

use crate::QueueId;
use crate::dict::Set;

/// The channel-wide count of `basic.qos` with `global`, and the queues that must wait.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Limiter {
    limit: u16,
    volume: u64,
    waiting: Set<QueueId>,
}

impl Limiter {
    pub(crate) fn limit(&self) -> u16 {
        self.limit
    }

    pub(crate) fn is_active(&self) -> bool {
        self.limit > 0
    }

    /// Sets a limit; 0 removes it. A limit that is switched on counts the `outstanding` deliveries. Returns the queues
    /// that may go on.
    pub(crate) fn set(&mut self, limit: u16, outstanding: u64) -> Set<QueueId> {
        let was_reached = self.reached();
        if limit == 0 {
            self.volume = 0;
        } else if self.limit == 0 {
            self.volume = outstanding;
        }
        self.limit = limit;
        self.released(was_reached)
    }

    /// Asks for room for one more delivery from a queue. On refusal, the queue is remembered as waiting.
    pub(crate) fn admit(&mut self, queue: QueueId, ack_required: bool) -> Result<(), u16> {
        if self.reached() {
            self.waiting.insert(queue);
            return Err(self.limit);
        }
        self.volume += u64::from(ack_required);
        Ok(())
    }

    /// Releases `count` settled deliveries. Returns the queues that may go on.
    pub(crate) fn settled(&mut self, count: u64) -> Set<QueueId> {
        let was_reached = self.reached();
        self.volume = self.volume.saturating_sub(count);
        self.released(was_reached)
    }

    fn reached(&self) -> bool {
        self.limit > 0 && self.volume >= u64::from(self.limit)
    }

    fn released(&mut self, was_reached: bool) -> Set<QueueId> {
        if was_reached && !self.reached() { core::mem::take(&mut self.waiting) } else { Set::new() }
    }
}

//! The ready messages of a queue in the order of delivery: by priority, then by position. In a quorum queue with a
//! delivery limit requeued messages come first, in order of their return.

use std::sync::Arc;

use super::{Arguments, Kind};
use crate::sequence::{Keyed, Sequence};
use crate::{Message, Time};

/// A copy of a message in a queue, ready or unacked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Entry {
    pub(crate) position: u64,
    pub(crate) message: Arc<Message>,
    pub(crate) expires_at: Option<Time>,
    pub(crate) redelivered: bool,
    /// It has a record in the queue's journal.
    pub(crate) journaled: bool,
    /// It was read back from the disk after a restart.
    pub(crate) from_disk: bool,
    /// How often it was requeued (in quorum queues).
    pub(crate) returns: u32,
}

impl Keyed for Entry {
    fn key(&self) -> u64 {
        self.position
    }
}

/// Ready messages by level. A queue without priorities has one level, or two if requeued messages come first.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Ready {
    levels: Vec<Sequence<Entry>>,
    returned_first: bool,
    len: usize,
    bytes: u64,
}

impl Ready {
    pub(crate) fn new(arguments: &Arguments) -> Self {
        let returned_first = arguments.kind == Kind::Quorum && arguments.delivery_limit.is_some();
        let levels = if returned_first { 2 } else { usize::from(arguments.max_priority) + 1 };
        Self { levels: vec![Sequence::default(); levels], returned_first, len: 0, bytes: 0 }
    }

    /// Returns whether requeued messages come before all others.
    pub(crate) fn returned_first(&self) -> bool {
        self.returned_first
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Returns the total bytes of the bodies.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Inserts an entry at its place: a new one at the end, a requeued one between its neighbours.
    pub(crate) fn insert(&mut self, entry: Entry) {
        self.len += 1;
        self.bytes += size(&entry);
        let level = usize::from(self.level(&entry.message, entry.returns));
        self.levels[level].insert(entry);
    }

    /// Returns the next entry to be handed out: the oldest of the highest level.
    pub(crate) fn head(&self) -> Option<&Entry> {
        self.levels.iter().rev().find_map(Sequence::first)
    }

    /// Returns the entry at a position, whatever its level.
    pub(crate) fn find(&self, position: u64) -> Option<&Entry> {
        self.levels.iter().find_map(|level| level.get(position))
    }

    pub(crate) fn pop(&mut self) -> Option<Entry> {
        let entry = self.levels.iter_mut().rev().find_map(Sequence::pop_first)?;
        self.len -= 1;
        self.bytes -= size(&entry);
        Some(entry)
    }

    /// Returns the entries in the order of delivery.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.levels.iter().rev().flat_map(Sequence::iter)
    }

    /// Returns the level of an entry: its priority, capped at the queue's maximum, or 0 without one.
    #[inline]
    pub(crate) fn level(&self, message: &Message, returns: u32) -> u8 {
        if self.returned_first {
            return u8::from(returns > 0);
        }
        let highest = u8::try_from(self.levels.len() - 1).unwrap_or(u8::MAX);
        message.content.properties.priority.unwrap_or(0).min(highest)
    }
}

fn size(entry: &Entry) -> u64 {
    entry.message.content.body.len() as u64
}

//! The ready messages of a queue, in the order in which they will be handed out: by priority, then by position. In a quorum
//! queue with a delivery limit what came back goes first, in the order of coming back.

use std::sync::Arc;

use super::{Arguments, Kind};
use crate::sequence::{Keyed, Sequence};
use crate::{Message, Time};

/// A copy of a message in a queue, ready or held by a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Entry {
    pub(crate) position: u64,
    pub(crate) message: Arc<Message>,
    pub(crate) expires_at: Option<Time>,
    pub(crate) redelivered: bool,
    /// It has a record in the queue's journal.
    pub(crate) journaled: bool,
    /// It was read back from the disk (after a restart).
    pub(crate) from_disk: bool,
    /// How often it came back (quorum queues count).
    pub(crate) returns: u32,
}

impl Keyed for Entry {
    fn key(&self) -> u64 {
        self.position
    }
}

/// Ready messages by level; a queue without priorities has one level, unless what came back goes first.
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

    /// Whether what came back is handed out before what was not out yet.
    pub(crate) fn returned_first(&self) -> bool {
        self.returned_first
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Bytes of the bodies.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Puts an entry at its place: at the end for a new one, between its neighbours for one that comes back.
    pub(crate) fn insert(&mut self, entry: Entry) {
        self.len += 1;
        self.bytes += size(&entry);
        let level = usize::from(self.level(&entry.message, entry.returns));
        self.levels[level].insert(entry);
    }

    /// The next to be handed out: the oldest of the highest level that has any.
    pub(crate) fn head(&self) -> Option<&Entry> {
        self.levels.iter().rev().find_map(Sequence::first)
    }

    /// The one at a position, whatever its level.
    pub(crate) fn find(&self, position: u64) -> Option<&Entry> {
        self.levels.iter().find_map(|level| level.get(position))
    }

    pub(crate) fn pop(&mut self) -> Option<Entry> {
        let entry = self.levels.iter_mut().rev().find_map(Sequence::pop_first)?;
        self.len -= 1;
        self.bytes -= size(&entry);
        Some(entry)
    }

    /// In the order of handing out.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.levels.iter().rev().flat_map(Sequence::iter)
    }

    /// A priority above the highest counts as the highest; none counts as 0.
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

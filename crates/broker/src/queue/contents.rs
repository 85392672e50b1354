//! The contents of a queue: ready messages, the number of unacked ones, and the journal. Only this file changes them;
//! the path reports each delivery here.

use std::sync::Arc;

use super::Arguments;
use super::journal::{Awaited, Journal, Progress};
use super::ready::{Entry, Ready};
use crate::dict::Dict;
use crate::event::{Event, LossCause, Stage, StopCause};
use crate::{Config, CopyId, Message, QueueId, Time};

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Contents {
    ready: Ready,
    unacked: u64,
    journal: Journal,
    next_position: u64,
    /// The positions from which on, by level, a clean restart has left gaps (see
    /// [`Contents::return_to_ready`]).
    gaps: Dict<u8, u64>,
}

impl Contents {
    pub(super) fn new(arguments: &Arguments) -> Self {
        Self {
            ready: Ready::new(arguments),
            unacked: 0,
            journal: Journal::default(),
            next_position: 1,
            gaps: Dict::new(),
        }
    }

    /// Returns the ready messages.
    #[inline]
    pub(crate) fn ready(&self) -> &Ready {
        &self.ready
    }

    /// Returns the number of unacked messages.
    pub(crate) fn unacked(&self) -> u64 {
        self.unacked
    }

    /// Returns how far a message is on its way to the disk, if it is in the journal.
    pub(crate) fn stage(&self, position: u64) -> Option<Stage> {
        self.journal.stage(position)
    }

    /// Returns the next position at the end.
    #[inline]
    pub(crate) fn take_position(&mut self) -> u64 {
        let position = self.next_position;
        self.next_position += 1;
        position
    }

    /// Adds a new message at its position.
    #[inline]
    pub(crate) fn append(&mut self, entry: Entry) {
        self.ready.insert(entry);
    }

    /// Takes out the next message to be handed out, dropped or purged.
    #[inline]
    pub(crate) fn take_head(&mut self) -> Option<Entry> {
        self.ready.pop()
    }

    /// Counts a delivery.
    #[inline]
    pub(crate) fn mark_unacked(&mut self) {
        self.unacked += 1;
    }

    /// Counts deliveries that are settled or requeued.
    #[inline]
    pub(crate) fn settle(&mut self, count: usize) {
        let left = self.unacked.checked_sub(count as u64);
        self.unacked = left.expect("a channel holds only what it was handed out, and settles it once");
    }

    /// Puts a delivered copy back at its position, and returns whether it will be marked as redelivered.
    ///
    /// RabbitMQ's classic queue does not mark each copy; it counts how far its contents have been delivered without a
    /// gap. Transient messages lost in a clean restart leave such a gap, and copies behind it are never marked again
    /// (recordings `durability/restart_delivery_mode_other`, `durability/restart_ttl`).
    pub(crate) fn return_to_ready(&mut self, entry: Entry) -> bool {
        let behind_gap =
            self.gaps.get(&self.ready.level(&entry.message, entry.returns)).is_some_and(|gap| entry.position > *gap);
        let redelivered = entry.redelivered || !behind_gap;
        self.ready.insert(Entry { redelivered, ..entry });
        redelivered
    }

    /// Gives a requeued copy a new position at the end, as quorum queues do.
    pub(crate) fn move_to_end(&mut self, entry: &mut Entry) {
        let position = self.take_position();
        self.journal.requeued(entry.position, position, entry.returns);
        entry.position = position;
    }

    /// Adds a persistent message to the journal.
    pub(crate) fn keep(
        &mut self,
        now: Time,
        config: &Config,
        position: u64,
        message: &Arc<Message>,
        expires_at: Option<Time>,
        awaited: Option<Awaited>,
    ) {
        self.journal.add(now, config, position, message, expires_at, awaited);
    }

    /// Removes a message from the journal. Returns the confirm that is still awaited, which is due now.
    pub(crate) fn discard(&mut self, now: Time, config: &Config, position: u64) -> Option<Awaited> {
        self.journal.remove(now, config, position)
    }

    /// Advances the journal to `now`.
    pub(crate) fn advance(&mut self, now: Time, config: &Config) -> Vec<Progress> {
        self.journal.advance(now, config)
    }

    /// Returns when the journal is due next.
    #[inline]
    pub(super) fn next_timeout(&self) -> Option<Time> {
        self.journal.next_timeout()
    }

    /// Returns the confirms that are still awaited.
    pub(crate) fn awaited(&self) -> impl Iterator<Item = Awaited> {
        self.journal.awaited()
    }

    /// Restores the contents of a durable queue from its journal. No message is unacked then. Appends what was
    /// recovered and what was lost to `found`.
    pub(super) fn reread(&mut self, id: QueueId, arguments: &Arguments, cause: StopCause, found: &mut Vec<Event>) {
        let needed = match cause {
            StopCause::Clean => {
                self.journal.settle();
                Stage::Disk
            }
            StopCause::Killed => Stage::PageCache,
            StopCause::PowerLoss => Stage::Disk,
        };
        let survivors: Vec<_> =
            self.journal.survivors(needed).map(|(position, record)| (position, record.clone())).collect();
        let mut ready = Ready::new(arguments);
        for (position, record) in &survivors {
            // After a crash the broker does not know what had been delivered, so it marks everything.
            let redelivered =
                cause != StopCause::Clean || self.ready.find(*position).is_none_or(|entry| entry.redelivered);
            let copy = CopyId { queue: id, position: *position };
            let entry = Entry {
                position: *position,
                message: record.message.clone(),
                expires_at: record.expires_at,
                redelivered,
                journaled: true,
                from_disk: true,
                returns: record.returns,
            };
            let level = ready.level(&entry.message, entry.returns);
            found.push(Event::Recovered { copy, message: record.message.id, level, redelivered });
            ready.insert(entry);
        }
        let came_back = |position: u64| survivors.binary_search_by_key(&position, |(other, _)| *other).is_ok();
        for entry in self.ready.iter().filter(|entry| !came_back(entry.position)) {
            let copy = CopyId { queue: id, position: entry.position };
            found.push(Event::Lost { copy, message: entry.message.id, cause: self.loss(entry) });
        }
        if cause == StopCause::Clean {
            let never_out = self.ready.iter().filter(|entry| !entry.redelivered && !came_back(entry.position));
            for (level, position) in
                never_out.map(|entry| (self.ready.level(&entry.message, entry.returns), entry.position))
            {
                let gap = self.gaps.entry(level).or_insert(position);
                *gap = position.min(*gap);
            }
        } else {
            // It treats everything as delivered and counts on from there.
            self.gaps.clear();
        }
        self.journal = Journal::restore(survivors.into_iter());
        self.ready = ready;
        self.unacked = 0;
    }

    fn loss(&self, entry: &Entry) -> LossCause {
        match self.journal.stage(entry.position) {
            Some(stage) => LossCause::NotOnDisk(stage),
            None => LossCause::MessageNotPersistent,
        }
    }
}

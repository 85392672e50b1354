//! The journal of a durable queue: its persistent messages on their way to the disk.
//!
//! A persistent message is first in the broker's memory. Without an awaited confirm, it is written to the operating
//! system's page cache as soon as the queue is idle, and reaches the disk when the system writes that back. With an
//! awaited confirm, the queue collects for a moment, synchronises everything to the disk, and then confirms. Removals
//! (acks) take the same way: a crash undoes those that had not got far enough, and the message is back.

use core::time::Duration;
use std::sync::Arc;

use crate::event::Stage;
use crate::sequence::{Keyed, Sequence};
use crate::{ChannelId, Config, Message, Time};

/// A publish that waits for its confirm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Awaited {
    pub(crate) channel: ChannelId,
    pub(crate) publish_seq_no: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Record {
    position: u64,
    pub(crate) message: Arc<Message>,
    pub(crate) expires_at: Option<Time>,
    pub(crate) returns: u32,
    pub(crate) stage: Stage,
    /// How far its removal has got.
    pub(crate) removed: Option<Stage>,
    awaited: Option<Awaited>,
}

impl Keyed for Record {
    fn key(&self) -> u64 {
        self.position
    }
}

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Journal {
    records: Sequence<Record>,
    /// Positions whose record or removal is in memory only.
    unwritten: Vec<u64>,
    /// Positions whose record or removal is in the page cache only.
    written: Vec<u64>,
    /// A confirm of something unwritten is awaited.
    sync_wanted: bool,
    flush_at: Option<Time>,
    writeback_at: Option<Time>,
}

/// A record or a removal that reached its next stage.
pub(crate) struct Progress {
    pub(crate) position: u64,
    pub(crate) message: Arc<Message>,
    pub(crate) stage: Stage,
    pub(crate) confirmed: Option<Awaited>,
}

impl Journal {
    pub(crate) fn stage(&self, position: u64) -> Option<Stage> {
        self.records.get(position).map(|record| record.stage)
    }

    pub(crate) fn next_timeout(&self) -> Option<Time> {
        super::earliest(self.flush_at, self.writeback_at)
    }

    pub(crate) fn add(
        &mut self,
        now: Time,
        config: &Config,
        position: u64,
        message: &Arc<Message>,
        expires_at: Option<Time>,
        awaited: Option<Awaited>,
    ) {
        let message = message.clone();
        let record = Record { position, message, expires_at, returns: 0, stage: Stage::Memory, removed: None, awaited };
        self.records.insert(record);
        self.unwritten.push(position);
        self.sync_wanted |= awaited.is_some();
        let wait = if awaited.is_some() { config.sync_interval } else { config.idle_flush };
        self.schedule_flush(now, wait);
    }

    /// Records the removal of a message. Returns the confirm that is still awaited, which is due now.
    pub(crate) fn remove(&mut self, now: Time, config: &Config, position: u64) -> Option<Awaited> {
        let record = self.records.get_mut(position)?;
        let awaited = record.awaited.take();
        if record.stage == Stage::Memory {
            self.records.remove(position);
        } else {
            record.removed = Some(Stage::Memory);
            self.unwritten.push(position);
            self.schedule_flush(now, config.idle_flush);
        }
        awaited
    }

    /// Records a requeue in a quorum queue, which also keeps the number of returns, and the new position.
    pub(crate) fn requeued(&mut self, from: u64, to: u64, returns: u32) {
        if let Some(mut record) = self.records.remove(from) {
            record.returns = returns;
            let pending = self.unwritten.iter_mut().chain(&mut self.written);
            for position in pending.filter(|position| **position == from) {
                *position = to;
            }
            self.records.insert(Record { position: to, ..record });
        }
    }

    /// Advances everything due by `now`.
    pub(crate) fn advance(&mut self, now: Time, config: &Config) -> Vec<Progress> {
        let mut progress = Vec::new();
        if self.flush_at.is_some_and(|at| at <= now) {
            self.flush(now, config, &mut progress);
        }
        if self.writeback_at.is_some_and(|at| at <= now) {
            self.writeback_at = None;
            self.write_back(&mut progress);
        }
        progress
    }

    /// Writes everything to the disk at once, as a clean shutdown does.
    pub(crate) fn settle(&mut self) {
        self.flush_at = None;
        self.writeback_at = None;
        self.sync_wanted = false;
        self.synchronise(&mut Vec::new());
    }

    /// Returns the records that survive a crash, given the stage needed for that.
    pub(crate) fn survivors(&self, needed: Stage) -> impl Iterator<Item = (u64, &Record)> {
        self.records
            .iter()
            .filter(move |record| record.stage >= needed && record.removed.is_none_or(|stage| stage < needed))
            .map(|record| (record.position, record))
    }

    /// Makes the journal after a restart, from the records read back.
    pub(crate) fn restore(survivors: impl Iterator<Item = (u64, Record)>) -> Self {
        let on_disk = |mut record: Record| {
            record.stage = Stage::Disk;
            record.removed = None;
            record.awaited = None;
            record
        };
        let mut journal = Self::default();
        for (_, record) in survivors {
            journal.records.insert(on_disk(record));
        }
        journal
    }

    /// Returns the confirms still awaited, when the queue is deleted.
    pub(crate) fn awaited(&self) -> impl Iterator<Item = Awaited> {
        self.records.iter().filter_map(|record| record.awaited)
    }

    fn schedule_flush(&mut self, now: Time, wait: Duration) {
        let at = now + wait;
        self.flush_at = Some(self.flush_at.map_or(at, |earlier| earlier.min(at)));
    }

    /// Writes the records in memory to the page cache, or synchronises all to the disk if a confirm is awaited.
    fn flush(&mut self, now: Time, config: &Config, progress: &mut Vec<Progress>) {
        self.flush_at = None;
        if core::mem::take(&mut self.sync_wanted) {
            self.writeback_at = None;
            self.synchronise(progress);
            return;
        }
        for position in core::mem::take(&mut self.unwritten) {
            // Gone before it was written, or written to the disk by another path.
            let Some(record) = self.records.get_mut(position) else { continue };
            if record.removed.is_some() {
                record.removed = Some(Stage::PageCache);
            } else if record.stage == Stage::Memory {
                progress.push(record.reach(position, Stage::PageCache));
            }
            self.written.push(position);
        }
        let at = now + config.writeback;
        self.writeback_at = Some(self.writeback_at.map_or(at, |earlier| earlier.min(at)));
    }

    /// Moves everything to the disk.
    fn synchronise(&mut self, progress: &mut Vec<Progress>) {
        for position in core::mem::take(&mut self.unwritten) {
            if let Some(record) = self.records.get_mut(position) {
                record.removed = record.removed.map(|_| Stage::PageCache);
            }
            self.written.push(position);
        }
        self.write_back(progress);
    }

    /// Moves the page cache to the disk, in order of positions. A removal that is in memory only has no effect yet.
    fn write_back(&mut self, progress: &mut Vec<Progress>) {
        let mut written = core::mem::take(&mut self.written);
        written.sort_unstable();
        written.dedup();
        for position in written {
            // The same.
            let Some(record) = self.records.get_mut(position) else { continue };
            match record.removed {
                Some(Stage::PageCache | Stage::Disk) => {
                    self.records.remove(position);
                }
                Some(Stage::Memory) => record.stage = Stage::Disk,
                None if record.stage < Stage::Disk => progress.push(record.reach(position, Stage::Disk)),
                None => {}
            }
        }
    }
}

impl Record {
    fn reach(&mut self, position: u64, stage: Stage) -> Progress {
        self.stage = stage;
        let confirmed = if stage == Stage::Disk { self.awaited.take() } else { None };
        Progress { position, message: self.message.clone(), stage, confirmed }
    }
}

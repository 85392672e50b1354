//! Publisher confirms of one channel: numbers only. When a publish is safe its queues decide.

use std::collections::VecDeque;

/// A delivery tag of a confirm, and whether it is `multiple`.
type Confirm = (u64, bool);

/// Publisher confirms: which publishes are still with a queue, and what is to be told at the end of this input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Confirms {
    last_publish: u64,
    /// How many queues have still to confirm, in order of the publishes.
    waiting: VecDeque<(u64, usize)>,
    acked: Vec<u64>,
    nacked: Vec<u64>,
}

impl Confirms {
    pub(crate) fn take_publish_seq_no(&mut self) -> u64 {
        self.last_publish += 1;
        self.last_publish
    }

    pub(crate) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// A publish went to so many queues; to none, it is confirmed at once.
    pub(crate) fn published(&mut self, seq_no: u64, queues: usize) {
        if queues == 0 {
            self.acked.push(seq_no);
        } else {
            self.waiting.push_back((seq_no, queues));
        }
    }

    /// One of its queues has it safe.
    pub(crate) fn confirmed(&mut self, seq_no: u64) {
        // Another of its queues has refused it: it is settled.
        let Ok(at) = self.place(seq_no) else { return };
        let queues = &mut self.waiting[at].1;
        *queues -= 1;
        if *queues == 0 {
            self.waiting.remove(at);
            self.acked.push(seq_no);
        }
    }

    /// One of its queues refused it: that settles it, whatever the others did.
    pub(crate) fn refused(&mut self, seq_no: u64) {
        if let Ok(at) = self.place(seq_no) {
            self.waiting.remove(at);
            self.nacked.push(seq_no);
        }
    }

    fn place(&self, seq_no: u64) -> Result<usize, usize> {
        self.waiting.binary_search_by_key(&seq_no, |(other, _)| *other)
    }

    /// Takes out what the client is to be told, acks and nacks: everything below the first that still waits in one `multiple`.
    pub(crate) fn take_pending(&mut self) -> (Vec<Confirm>, Vec<Confirm>) {
        let acked = core::mem::take(&mut self.acked);
        let nacked = core::mem::take(&mut self.nacked);
        let first_waiting = self.waiting.front().map_or(u64::MAX, |(seq_no, _)| *seq_no);
        let first_acked = acked.iter().min().copied().unwrap_or(u64::MAX);
        let first_nacked = nacked.iter().min().copied().unwrap_or(u64::MAX);
        let nacks = coalesce(nacked, first_waiting.min(first_acked));
        (coalesce(acked, first_waiting.min(first_nacked)), nacks)
    }
}

/// Sorted; those before `cut` together as one `multiple`, if there are at least two.
fn coalesce(mut numbers: Vec<u64>, cut: u64) -> Vec<Confirm> {
    numbers.sort_unstable();
    let together = numbers.partition_point(|number| *number < cut);
    let (before, after) = numbers.split_at(together);
    let lead = before.last().map(|last| (*last, before.len() > 1));
    lead.into_iter().chain(after.iter().map(|number| (*number, false))).collect()
}

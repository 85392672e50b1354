//! Publisher confirms of one channel, as numbers only. The queues decide when a publish is safe.

use std::collections::VecDeque;

/// The delivery tag of a confirm, and its `multiple`.
type Confirm = (u64, bool);

/// The publishes that queues have still to confirm, and the confirms to send at the end of this input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Confirms {
    last_publish: u64,
    /// Sequence numbers with the number of queues still to confirm, in order of publishing.
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

    /// Records a publish routed to `queues` queues. With none, it is confirmed at once.
    pub(crate) fn published(&mut self, seq_no: u64, queues: usize) {
        if queues == 0 {
            self.acked.push(seq_no);
        } else {
            self.waiting.push_back((seq_no, queues));
        }
    }

    /// Records that one of the queues has the publish safe.
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

    /// Records that one of the queues refused the publish. It is then nacked, whatever the other queues do.
    pub(crate) fn refused(&mut self, seq_no: u64) {
        if let Ok(at) = self.place(seq_no) {
            self.waiting.remove(at);
            self.nacked.push(seq_no);
        }
    }

    fn place(&self, seq_no: u64) -> Result<usize, usize> {
        self.waiting.binary_search_by_key(&seq_no, |(other, _)| *other)
    }

    /// Takes out the confirms to send, acks and nacks. All numbers below the first one still waiting go into one
    /// `multiple`.
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

/// Sorts the numbers and merges those before `cut` into one `multiple` if there are at least two.
fn coalesce(mut numbers: Vec<u64>, cut: u64) -> Vec<Confirm> {
    numbers.sort_unstable();
    let together = numbers.partition_point(|number| *number < cut);
    let (before, after) = numbers.split_at(together);
    let lead = before.last().map(|last| (*last, before.len() > 1));
    lead.into_iter().chain(after.iter().map(|number| (*number, false))).collect()
}

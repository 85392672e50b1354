//! Samples the depth of queues and the rates of messages over the virtual time of a whole run, in one pass.

use core::time::Duration;

use warren_broker::{Event, Name, Time};

use crate::Timeline;

/// The approximate number of samples, however long the run is.
pub const SAMPLES: usize = 1_000;

/// A run in numbers. All lists except that of the queues have one entry for each sample.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series {
    /// The times of the samples, ascending: before the first moment, after every `stride`th, and at the end.
    pub times: Vec<Time>,
    /// In order of declaration.
    pub queues: Vec<Depths>,
    /// Messages delivered to clients up to then.
    pub delivered: Vec<u64>,
    /// Messages that clients had acknowledged by then.
    pub acked: Vec<u64>,
    /// The number of moments between two samples: one, unless the run has more than [`SAMPLES`].
    pub stride: usize,
}

/// The depths of a queue; zero while it did not exist. A queue that is deleted and declared again continues.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Depths {
    pub name: Name,
    pub ready: Vec<u64>,
    pub unacked: Vec<u64>,
}

impl Series {
    /// Measures a run.
    #[must_use]
    pub fn of(timeline: &Timeline) -> Self {
        let (moments, end) = (timeline.moments(), timeline.len());
        let mut series = Self { stride: end.div_ceil(SAMPLES).max(1), ..Self::default() };
        let (mut delivered, mut acked) = (0, 0);
        timeline.walk(&mut |position, world| {
            let moment = position.checked_sub(1).map(|last| &moments[last]);
            for event in moment.map_or(&[][..], |moment| &moment.events) {
                if let Event::Delivered { .. } = event {
                    delivered += 1;
                } else if let Event::Acked { .. } = event {
                    acked += 1;
                }
            }
            if position.is_multiple_of(series.stride) || position == end {
                series.times.push(moment.map_or(Time::ZERO, |moment| moment.at));
                series.delivered.push(delivered);
                series.acked.push(acked);
                for (queue, ready, unacked) in world.broker().depths() {
                    let depths = series.queue(&world.queue_name(queue));
                    depths.ready.push(ready);
                    depths.unacked.push(unacked);
                }
                series.even_out();
            }
        });
        series
    }

    /// Returns the queue of this name, with a list as long as the samples before this one.
    fn queue(&mut self, name: &Name) -> &mut Depths {
        let before = self.times.len() - 1;
        let place = self.queues.iter().position(|depths| depths.name == *name).unwrap_or_else(|| {
            self.queues.push(Depths { name: name.clone(), ready: vec![0; before], unacked: vec![0; before] });
            self.queues.len() - 1
        });
        &mut self.queues[place]
    }

    /// Fills in zero for queues that do not exist.
    fn even_out(&mut self) {
        for depths in &mut self.queues {
            depths.ready.resize(self.times.len(), 0);
            depths.unacked.resize(self.times.len(), 0);
        }
    }

    /// Returns the last sample at or before a position of the run.
    #[must_use]
    pub fn sample(&self, position: usize) -> usize {
        (position / self.stride).min(self.times.len().saturating_sub(1))
    }

    /// Returns the increase of `counts` in the window that ends at a sample.
    #[must_use]
    pub fn recent(&self, counts: &[u64], sample: usize, window: Duration) -> u64 {
        counts[sample] - self.counted(counts, self.times[sample], window)
    }

    /// Returns the increase of `counts` in a window that ends at each instant, wherever it changes.
    #[must_use]
    pub fn rate(&self, counts: &[u64], window: Duration) -> Vec<(Time, u64)> {
        let end = self.times.last().copied().unwrap_or_default();
        let (mut comes, mut goes) = (self.times.iter().copied(), self.times.iter().map(|at| *at + window));
        let (mut next_in, mut next_out) = (comes.next(), goes.next());
        let mut steps: Vec<(Time, u64)> = Vec::new();
        while let Some(at) = next_in.into_iter().chain(next_out).min().filter(|at| *at <= end) {
            while next_in.is_some_and(|other| other <= at) {
                next_in = comes.next();
            }
            while next_out.is_some_and(|other| other <= at) {
                next_out = goes.next();
            }
            let count = self.counted(counts, at, Duration::ZERO) - self.counted(counts, at, window);
            if steps.last().is_none_or(|(_, last)| *last != count) {
                steps.push((at, count));
            }
        }
        steps
    }

    /// Returns the count at `before` ahead of an instant; zero before the beginning.
    fn counted(&self, counts: &[u64], at: Time, before: Duration) -> u64 {
        let before = u64::try_from(before.as_micros()).unwrap_or(u64::MAX);
        let Some(at) = at.micros().checked_sub(before) else { return 0 };
        let past = self.times.partition_point(|other| other.micros() <= at);
        past.checked_sub(1).map_or(0, |last| counts[last])
    }
}

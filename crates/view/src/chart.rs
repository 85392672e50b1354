//! A run as plots, as data: lines over virtual time, axes with round numbers, and the values at the current position.

use core::time::Duration;

use warren_broker::Time;
use warren_simulator::series::Series;
use warren_simulator::{Overview, Timeline};

use crate::Instant;
use crate::run::ExplainedMoment;

/// A run as plots.
#[derive(Debug)]
pub struct Chart {
    series: Series,
    /// The end of the time axis; never zero.
    pub end: Instant,
    /// The distance of numbers on the time axis.
    pub tick: u64,
    /// The time over which rates are counted.
    pub window: Duration,
    /// The queues, in order of declaration.
    pub queues: Vec<String>,
    /// A line for each queue: ready messages.
    pub ready: Plot,
    /// A line for each queue: unacked messages.
    pub unacked: Plot,
    /// Two lines: deliveries and acks, in thousandths of a message per second.
    pub rates: Plot,
}

/// Lines over the same scale.
#[derive(Debug, PartialEq, Eq)]
pub struct Plot {
    /// Lines as steps: an instant, and the value from then on.
    pub lines: Vec<Vec<(Instant, u64)>>,
    /// The end of the scale; never zero.
    pub top: u64,
    /// The distance of numbers on the scale.
    pub tick: u64,
    /// The amount shown as 1.
    pub unit: u64,
}

/// The values of the lines at the current position.
#[derive(Debug, PartialEq, Eq)]
pub struct Values {
    /// Ready and unacked messages of each queue.
    pub queues: Vec<(u64, u64)>,
    /// Deliveries, in thousandths per second.
    pub delivered: u64,
    /// Acks, in thousandths per second.
    pub acked: u64,
}

/// Rates are shown to a tenth of a message per second and stored in thousandths.
const THOUSANDTHS: u64 = 1_000;

impl Chart {
    /// Measures a run.
    #[must_use]
    pub fn of(timeline: &Timeline) -> Self {
        const SECOND: u64 = 1_000_000;
        let series = Series::of(timeline);
        let end = series.times.last().map_or(0, |end| end.micros()).max(1);
        // A window of a twentieth of the run smooths single messages and still shows when something changed.
        let window = round(end.div_ceil(20)).clamp(SECOND / 10, 60 * SECOND);
        let window = Duration::from_micros(window);
        let depths = |of: fn(&Series, usize) -> &[u64]| {
            let lines = (0..series.queues.len()).map(|queue| steps(&series.times, of(&series, queue)));
            Plot::over(lines.collect(), 1, 1)
        };
        let rates = [&series.delivered, &series.acked].map(|counts| {
            let counted = series.rate(counts, window);
            counted.into_iter().map(|(at, count)| (at.into(), a_second(count, window))).collect()
        });
        Self {
            end: Instant::from_micros(end),
            tick: round(end.div_ceil(6)),
            window,
            queues: series.queues.iter().map(|queue| queue.name.to_string()).collect(),
            ready: depths(|series, queue| &series.queues[queue].ready),
            unacked: depths(|series, queue| &series.queues[queue].unacked),
            rates: Plot::over(rates.into(), THOUSANDTHS / 10, THOUSANDTHS),
            series,
        }
    }

    /// Returns the values at a position; `overview` is of that position.
    #[must_use]
    pub fn values(&self, position: usize, overview: &Overview) -> Values {
        let queues = self.queues.iter().map(|name| {
            let queue = overview.broker.queues.iter().find(|queue| *queue.name == **name);
            queue.map_or((0, 0), |queue| (queue.messages_ready, queue.messages_unacknowledged))
        });
        let sample = self.series.sample(position);
        let recent = |counts| a_second(self.series.recent(counts, sample, self.window), self.window);
        Values {
            queues: queues.collect(),
            delivered: recent(&self.series.delivered),
            acked: recent(&self.series.acked),
        }
    }
}

impl Plot {
    /// Makes a plot of lines whose numbers are at least `least` apart.
    fn over(lines: Vec<Vec<(Instant, u64)>>, least: u64, unit: u64) -> Self {
        let highest = lines.iter().flatten().map(|(_, value)| *value).max().unwrap_or_default();
        let tick = round(highest.div_ceil(2)).max(least);
        Self { lines, top: highest.div_ceil(tick).max(1) * tick, tick, unit }
    }
}

/// Returns the position after everything up to an instant.
#[must_use]
pub fn position_at(told: &[ExplainedMoment], at: Instant) -> usize {
    told.partition_point(|told| told.at <= at)
}

/// Returns the values with their times, without those that change nothing. All values at one instant are kept: a queue
/// that fills and empties at once has done so.
fn steps(times: &[Time], values: &[u64]) -> Vec<(Instant, u64)> {
    let mut steps: Vec<(Instant, u64)> = Vec::new();
    for (at, value) in times.iter().zip(values) {
        if steps.last().is_none_or(|(_, last)| last != value) {
            steps.push(((*at).into(), *value));
        }
    }
    steps
}

/// Converts a count to thousandths of a message per second.
fn a_second(count: u64, window: Duration) -> u64 {
    let micros = u64::try_from(window.as_micros()).unwrap_or(u64::MAX).max(1);
    count * 1_000_000 * THOUSANDTHS / micros
}

/// Returns the smallest of 1, 2, 5, 10, 20, 50 … that is not less.
fn round(least: u64) -> u64 {
    let mut ten = 1;
    loop {
        for step in [1, 2, 5] {
            if step * ten >= least {
                return step * ten;
            }
        }
        ten *= 10;
    }
}

#[cfg(test)]
mod tests {
    use warren_simulator::Scenario;

    use super::*;
    use crate::run::Run;

    const WORK: &str = include_str!("../../lessons/lessons/02-work-queues/scenario.warren");
    const CONFIRMS: &str = include_str!("../../lessons/lessons/07-publisher-confirms/scenario.warren");

    fn timeline(text: &str) -> Timeline {
        Timeline::new(Scenario::parse(text).expect("the runs are correct"))
    }

    /// Returns the value of a line at an instant.
    fn read(line: &[(Instant, u64)], at: Instant) -> u64 {
        let past = line.partition_point(|(from, _)| *from <= at);
        past.checked_sub(1).map_or(0, |last| line[last].1)
    }

    #[test]
    fn steps_are_round() {
        assert_eq!([0, 1, 3, 6, 10, 11, 21, 5_001].map(round), [1, 1, 5, 10, 10, 20, 50, 10_000]);
    }

    #[test]
    fn scales_hold_all_values_and_end_at_a_number() {
        for text in [WORK, CONFIRMS] {
            let chart = Chart::of(&timeline(text));
            for plot in [&chart.ready, &chart.unacked, &chart.rates] {
                assert!(plot.lines.iter().flatten().all(|(_, value)| *value <= plot.top));
                assert!(plot.top.is_multiple_of(plot.tick) && plot.top / plot.tick <= 3, "{} {}", plot.top, plot.tick);
            }
            assert!((3..=6).contains(&(chart.end.micros() / chart.tick)), "{:?} {}", chart.end, chart.tick);
        }
    }

    #[test]
    fn the_lines_and_the_values_are_the_same_at_every_position() {
        for text in [WORK, CONFIRMS] {
            let mut timeline = timeline(text);
            let chart = Chart::of(&timeline);
            for position in 0..=timeline.len() {
                timeline.seek(position);
                let at = position.checked_sub(1).map_or(Instant::START, |last| timeline.moments()[last].at.into());
                // Lines over time show the value after everything at one instant.
                if timeline.moment(position).is_some_and(|next| Instant::from(next.at) == at) {
                    continue;
                }
                let values = chart.values(position, &timeline.overview());
                for (queue, (ready, unacked)) in values.queues.iter().enumerate() {
                    assert_eq!(read(&chart.ready.lines[queue], at), *ready, "{position}");
                    assert_eq!(read(&chart.unacked.lines[queue], at), *unacked, "{position}");
                }
                assert_eq!([values.delivered, values.acked], [0, 1].map(|line| read(&chart.rates.lines[line], at)));
            }
        }
    }

    #[test]
    fn a_time_leads_behind_all_that_happens_until_then() {
        let told = &Run::of(&timeline(WORK), &[]).moments;
        assert_eq!(position_at(told, Instant::START), 0);
        let position = position_at(told, told[20].at);
        assert!(position > 20 && told[position].at > told[20].at && told[position - 1].at == told[20].at);
        assert_eq!(position_at(told, Instant::from_micros(u64::MAX)), told.len());
    }

    #[test]
    fn a_run_without_anything_has_axes() {
        let chart = Chart::of(&timeline("# nothing"));
        assert_eq!((chart.end, chart.queues.len(), chart.ready.top), (Instant::from_micros(1), 0, 1));
    }
}

//! A whole run as the log, the scrubber and the sequence diagram read it, whatever the current position.

use warren_simulator::explain::Explanation;
use warren_simulator::{Actor, Moment, MomentKind, Timeline};

use crate::Instant;

/// All moments of a run with their explanations. It changes only by acting, undoing and resetting.
#[derive(Debug)]
pub struct Run {
    /// The moments, in order.
    pub moments: Vec<ExplainedMoment>,
    /// The position at which each beat of the lesson begins, before its first moment; `None` if the learner's actions
    /// prevented it.
    pub beats: Vec<Option<usize>>,
    /// The learner's actions with their positions.
    pub actions: Vec<(usize, String)>,
}

/// A moment as the log and the scrubber show it.
#[derive(Debug)]
pub struct ExplainedMoment {
    /// The time.
    pub at: Instant,
    /// Its weight on the scrubber.
    pub weight: Weight,
    /// Its lines, its sentence and its causes.
    pub explanation: Explanation,
}

/// How much a moment stands out on the scrubber.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// One of many.
    Ordinary,
    /// A program starts or ends, or a setting changes.
    Notable,
    /// A program or the broker dies, or is refused.
    Grave,
    /// An action of the learner.
    Own,
}

impl Run {
    /// Reads a run from its beginning to its end. `marks` name the lesson's beats.
    #[must_use]
    pub fn of(timeline: &Timeline, marks: &[String]) -> Self {
        let mut moments = Vec::with_capacity(timeline.len());
        timeline.explain_all(&mut |index, explanation| {
            let moment = &timeline.moments()[index];
            moments.push(ExplainedMoment { at: moment.at.into(), weight: Weight::of(moment), explanation });
        });
        let found: Vec<(&str, usize)> = timeline.marks().collect();
        // The first beat needs no mark.
        let begins = |mark: &str| found.iter().find(|(name, _)| *name == mark).map(|(_, position)| *position);
        let beats = marks.iter().enumerate().map(|(beat, mark)| if beat == 0 { Some(0) } else { begins(mark) });
        let actions = timeline.actions().iter().map(|(position, statement)| (*position, statement.to_string()));
        Self { moments, beats: beats.collect(), actions: actions.collect() }
    }

    /// Returns the position after a beat's last moment: where the next one begins, or the end of the run. `None` if the
    /// learner's actions prevented it.
    #[must_use]
    pub fn end_of(&self, beat: usize) -> Option<usize> {
        let begins = (*self.beats.get(beat)?)?;
        let next = self.beats[beat + 1..].iter().flatten().find(|next| **next >= begins);
        Some(next.copied().unwrap_or(self.moments.len()))
    }

    /// Returns the beat described at a position: the last one shown to its end, or the first.
    #[must_use]
    pub fn beat_at(&self, position: usize) -> usize {
        let ended = |beat: &usize| self.end_of(*beat).is_some_and(|end| end <= position);
        (0..self.beats.len()).rev().find(ended).unwrap_or(0)
    }

    /// Returns the beat that is between its beginning and its end at a position.
    #[must_use]
    pub fn under_way(&self, position: usize) -> Option<usize> {
        let beat = self.beats.iter().rposition(|begins| begins.is_some_and(|begins| begins <= position))?;
        (self.beats[beat] != Some(position) && self.end_of(beat) != Some(position)).then_some(beat)
    }

    /// Returns the next beat that this run reaches.
    #[must_use]
    pub fn beat_after(&self, beat: usize) -> Option<usize> {
        (beat + 1..self.beats.len()).find(|next| self.beats[*next].is_some())
    }

    /// Returns the previous beat that this run reaches.
    #[must_use]
    pub fn beat_before(&self, beat: usize) -> Option<usize> {
        self.beats[..beat.min(self.beats.len())].iter().rposition(Option::is_some)
    }
}

impl Weight {
    /// Returns the weight of a moment.
    #[must_use]
    pub fn of(moment: &Moment) -> Self {
        if moment.actor == Actor::Learner {
            return Self::Own;
        }
        match moment.what {
            MomentKind::Killed(_)
            | MomentKind::BrokerStopped(_)
            | MomentKind::ConnectionRefused(_)
            | MomentKind::Ignored { .. } => Self::Grave,
            MomentKind::Started(_)
            | MomentKind::Stopped(_)
            | MomentKind::BrokerStarted
            | MomentKind::Set { .. }
            | MomentKind::Changed { .. }
            | MomentKind::ClientAdded(_) => Self::Notable,
            MomentKind::Sends(_)
            | MomentKind::Handled { .. }
            | MomentKind::Received { .. }
            | MomentKind::WorkDone { .. }
            | MomentKind::Timer
            | MomentKind::Waits(_) => Self::Ordinary,
        }
    }
}

#[cfg(test)]
mod tests {
    use warren_simulator::{Scenario, Statement};

    use super::*;

    fn timeline() -> Timeline {
        let text = "client c\nmark one\nstart c\nmark two\nkill c\nat 2s mark three\nat 2s stop broker\n";
        Timeline::new(Scenario::parse(text).expect("the scenario is right"))
    }

    fn run(timeline: &Timeline, marks: &[&str]) -> Run {
        Run::of(timeline, &marks.iter().map(|mark| (*mark).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_beat_is_told_once_its_last_moment_has_happened() {
        let timeline = timeline();
        let marks: Vec<(String, usize)> = timeline.marks().map(|(name, at)| (name.to_owned(), at)).collect();
        let run = run(&timeline, &["start", "two", "never", "three"]);
        let (two, three) = (marks[1].1, marks[2].1);
        assert_eq!(run.beats, [Some(0), Some(two), None, Some(three)]);
        assert_eq!([0, 1, 2, 3].map(|beat| run.end_of(beat)), [Some(two), Some(three), None, Some(timeline.len())]);
        assert_eq!([0, two, three - 1, three, timeline.len() - 1].map(|at| run.beat_at(at)), [0, 0, 0, 1, 1]);
        assert_eq!(run.beat_at(usize::MAX), 3);
        let under_way = [0, two, two + 1, three].map(|at| run.under_way(at));
        assert_eq!(under_way, [None, None, Some(1), None]);
        assert_eq!((run.beat_after(1), run.beat_after(3)), (Some(3), None));
        assert_eq!((run.beat_before(3), run.beat_before(0)), (Some(1), None));
    }

    #[test]
    fn a_beat_without_moments_is_told_where_it_begins() {
        let timeline = timeline();
        let run = run(&timeline, &["start", "one"]);
        assert_eq!((run.beats[1], run.end_of(0), run.beat_at(0)), (Some(0), Some(0), 0));
        assert_eq!(run.beat_at(timeline.len()), 1);
    }

    #[test]
    fn reading_a_run_leaves_it_where_it_stands() {
        let mut timeline = timeline();
        timeline.seek(1);
        let read = run(&timeline, &[]);
        assert_eq!((timeline.position(), read.moments.len()), (1, timeline.len()));
        assert!(read.moments.iter().all(|moment| !moment.explanation.log.is_empty()));
    }

    #[test]
    fn deaths_stand_out_and_the_learners_actions_most() {
        let mut timeline = timeline();
        let end = timeline.len();
        let start = Statement::parse("start broker").expect("it is a statement");
        timeline.act_at(end, start).expect("the broker is down there");
        let weights: Vec<(String, Weight)> = run(&timeline, &[])
            .moments
            .iter()
            .map(|moment| (moment.explanation.log[0].what.to_owned(), moment.weight))
            .collect();
        let of = |weight| weights.iter().filter(|(_, other)| *other == weight).count();
        assert_eq!(of(Weight::Own), 1, "{weights:?}");
        assert_eq!(of(Weight::Grave), 2, "the client and the broker: {weights:?}");
        assert_eq!(of(Weight::Notable), 1, "the client starts: {weights:?}");
    }
}

//! The learner's position in a run and its changes: a pure state machine over [`Timeline`], with beats, speed, play,
//! fork and undo.

#[cfg(test)]
mod tests;

use core::ops::Range;
use core::time::Duration;
use std::rc::Rc;

use warren_simulator::change::Change;
use warren_simulator::probe::{Probe, Reading};
use warren_simulator::{Diagnostic, Fork, Moment, Overview, Scenario, Statement, Timeline};
use warren_view::Instant;
use warren_view::run::{ExplainedMoment, Run};

use crate::stage::Travel;

/// The speeds on offer, in hundredths, slowest first.
pub const SPEEDS: [u16; 5] = [25, 50, 100, 200, 400];
/// The index in [`SPEEDS`] for which everything is designed.
pub const ORDINARY_SPEED: usize = 2;

/// A command of the learner, or, by [`PlaybackCommand::Tick`], of the clock.
#[derive(Clone, Debug, PartialEq)]
pub enum PlaybackCommand {
    /// To the beginning.
    First,
    /// One moment back.
    Back,
    /// One moment on.
    Forward,
    /// To the end.
    Last,
    /// To a position.
    Seek(usize),
    /// To the end of a beat.
    Beat(usize),
    /// Play or pause; at the end play starts from the beginning.
    PlayPause,
    /// Pause.
    Pause,
    /// While playing it is time for the next moment.
    Tick,
    /// To a speed, by its index in [`SPEEDS`].
    Speed(usize),
    /// Whether play pauses where a beat ends.
    PauseAtBeats(bool),
    /// To the beginning, without the learner's actions.
    Reset,
    /// Carry out statements here, all or none; in the past this forks.
    Act(Vec<Statement>),
    /// Carry out statements at the end of the lesson's own run, without the learner's other actions.
    Experiment(Vec<Statement>),
    /// Undo the last command to act, or the last reset.
    Undo,
}

/// The outcome of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing changed.
    Nothing,
    /// The position or a setting changed.
    Moved,
    /// An action was carried out.
    Acted(Fork),
    /// An action cannot be carried out; nothing changed. The line is the statement's place among those of the command.
    Refused(Diagnostic),
    /// The last action or reset was taken back.
    Undone,
    /// Back to the beginning; this many actions were put aside, for undo.
    Reset(usize),
}

/// One position of a run, ready to be drawn. Cheap to clone and to compare.
#[derive(Clone, Debug)]
pub struct View {
    /// The whole run.
    pub run: Rc<Run>,
    /// How many moments have happened.
    pub position: usize,
    /// The beat described here: the last one shown to its end.
    pub beat: usize,
    /// The beat that is under way, between its beginning and its end.
    pub under_way: Option<usize>,
    /// The whole state.
    pub overview: Rc<Overview>,
    /// The moment that led here.
    pub moment: Option<Rc<Moment>>,
    /// The numbers that it changed.
    pub changes: Rc<Vec<Change>>,
    /// The direction from which the position was reached.
    pub travel: Travel,
    serial: u64,
}

impl PartialEq for View {
    fn eq(&self, other: &Self) -> bool {
        self.serial == other.serial
    }
}

impl View {
    /// Counts the moments of the run.
    pub fn len(&self) -> usize {
        self.run.moments.len()
    }

    /// Describes the moment that led here.
    pub fn moment(&self) -> Option<&ExplainedMoment> {
        self.position.checked_sub(1).and_then(|index| self.run.moments.get(index))
    }

    /// Returns whether nothing more happens.
    pub fn at_end(&self) -> bool {
        self.position == self.len()
    }
}

/// An action of a link that does not fit the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedAction {
    /// The statement as it stood in the link.
    pub statement: String,
    /// The error.
    pub diagnostic: Diagnostic,
    /// The rejected action and all after it, which were not carried out.
    pub left_out: Vec<(usize, String)>,
}

/// A run and the current position in it.
#[derive(Debug)]
pub struct Playback {
    timeline: Timeline,
    marks: Vec<String>,
    run: Rc<Run>,
    /// The actions and the position before each change of the run, to undo it.
    history: Vec<(Vec<(usize, Statement)>, usize)>,
    travel: Travel,
    serial: u64,
    /// Whether it plays by itself.
    pub playing: bool,
    /// Index in [`SPEEDS`].
    pub speed: usize,
    /// Whether play pauses where a beat ends.
    pub pause_at_beats: bool,
}

impl Playback {
    /// Opens a run of a lesson's scenario with the actions of a link, at a position. `marks` name the lesson's beats.
    /// An action that does not fit, and those after it, are left out and reported.
    pub fn open(
        scenario: Scenario,
        marks: Vec<String>,
        actions: &[(usize, String)],
        at: usize,
    ) -> (Self, Option<RejectedAction>) {
        let (mut timeline, rejected) = with_actions(scenario, actions);
        timeline.seek(at);
        let run = Rc::new(Run::of(&timeline, &marks));
        let playback = Self {
            timeline,
            marks,
            run,
            history: Vec::new(),
            travel: Travel::Jump,
            serial: 0,
            playing: false,
            speed: ORDINARY_SPEED,
            pause_at_beats: true,
        };
        (playback, rejected)
    }

    /// Carries out a command.
    pub fn carry_out(&mut self, command: PlaybackCommand) -> Outcome {
        let before = self.timeline.position();
        match command {
            PlaybackCommand::First => self.go(0),
            PlaybackCommand::Back => self.go(before.saturating_sub(1)),
            PlaybackCommand::Forward => self.go(before + 1),
            PlaybackCommand::Last => self.go(self.timeline.len()),
            PlaybackCommand::Seek(position) => self.go(position),
            PlaybackCommand::Beat(beat) => self.run.end_of(beat).map_or(Outcome::Nothing, |position| self.go(position)),
            PlaybackCommand::PlayPause => self.play_or_pause(),
            PlaybackCommand::Pause => {
                self.playing = false;
                Outcome::Moved
            }
            PlaybackCommand::Tick => self.tick(),
            PlaybackCommand::Speed(speed) => {
                self.speed = speed.min(SPEEDS.len() - 1);
                Outcome::Moved
            }
            PlaybackCommand::PauseAtBeats(pause) => {
                self.pause_at_beats = pause;
                Outcome::Moved
            }
            PlaybackCommand::Reset => self.reset(),
            PlaybackCommand::Act(statements) => self.act(statements),
            PlaybackCommand::Experiment(statements) => self.experiment(statements),
            PlaybackCommand::Undo => self.undo(),
        }
    }

    /// Returns the wait before the next [`PlaybackCommand::Tick`]: longer where more virtual time passes, within limits
    /// that a person can follow, and by the speed.
    pub fn pause_before_next(&self) -> Duration {
        const SHORTEST: Duration = Duration::from_millis(650);
        const LONGEST: Duration = Duration::from_millis(1500);
        let position = self.timeline.position();
        let told = &self.run.moments;
        let now = position.checked_sub(1).and_then(|index| told.get(index)).map_or(Instant::START, |told| told.at);
        let gap = told.get(position).map_or(Duration::ZERO, |next| next.at.since(now));
        gap.clamp(SHORTEST, LONGEST) * 100 / u32::from(SPEEDS[self.speed])
    }

    /// Returns the whole run.
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// Returns the current position, ready to be drawn.
    pub fn view(&mut self) -> View {
        let position = self.timeline.position();
        View {
            run: Rc::clone(&self.run),
            position,
            beat: self.run.beat_at(position),
            under_way: self.run.under_way(position),
            changes: Rc::new(self.timeline.changes()),
            overview: Rc::new(self.timeline.overview()),
            moment: position.checked_sub(1).and_then(|index| self.timeline.moment(index)).cloned().map(Rc::new),
            travel: self.travel,
            serial: self.serial,
        }
    }

    /// Returns whether a view is of the current position.
    pub fn is_at(&self, view: &View) -> bool {
        self.serial == view.serial
    }

    /// Lists all moments of the run.
    pub fn moments(&self) -> &[Moment] {
        self.timeline.moments()
    }

    /// Returns the run itself.
    pub const fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// Measures a stretch of the run.
    pub fn measure(&mut self, stretch: Range<usize>, probe: &Probe) -> Reading {
        self.timeline.measure(stretch, probe)
    }

    /// Returns the lesson's own run, without the learner's actions.
    pub fn plain(&self) -> Timeline {
        if self.timeline.actions().is_empty() {
            return self.timeline.clone();
        }
        Timeline::new(self.timeline.world().scenario().clone())
    }

    /// Returns whether there is something to take back.
    pub fn can_undo(&self) -> bool {
        !self.history.is_empty() || !self.timeline.actions().is_empty()
    }

    fn go(&mut self, to: usize) -> Outcome {
        let from = self.timeline.position();
        let to = to.min(self.timeline.len());
        self.playing = false;
        if from == to {
            return Outcome::Nothing;
        }
        self.timeline.seek(to);
        self.stand(if to == from + 1 {
            Travel::Forward
        } else if to + 1 == from {
            Travel::Back
        } else {
            Travel::Jump
        });
        Outcome::Moved
    }

    fn play_or_pause(&mut self) -> Outcome {
        if self.playing {
            self.playing = false;
        } else {
            if self.timeline.position() == self.timeline.len() {
                self.go(0);
            }
            self.playing = !self.timeline.is_empty();
        }
        Outcome::Moved
    }

    fn tick(&mut self) -> Outcome {
        if !self.playing {
            return Outcome::Nothing;
        }
        self.timeline.step();
        self.stand(Travel::Forward);
        let position = self.timeline.position();
        let beat_ends = self.run.beats.contains(&Some(position));
        self.playing = position < self.timeline.len() && !(self.pause_at_beats && beat_ends);
        Outcome::Moved
    }

    fn act(&mut self, statements: Vec<Statement>) -> Outcome {
        let (actions, position) = (self.timeline.actions().to_vec(), self.timeline.position());
        let mut fork = None;
        for (index, statement) in statements.into_iter().enumerate() {
            match self.timeline.act(statement) {
                // Only the first drops anything that the learner has seen.
                Ok(one) => fork = fork.or(Some(one)),
                Err(diagnostic) => {
                    if fork.is_some() {
                        self.timeline = rebuilt(self.timeline.world().scenario().clone(), actions);
                        self.timeline.seek(position);
                    }
                    return Outcome::Refused(Diagnostic { line: index + 1, ..diagnostic });
                }
            }
        }
        let Some(fork) = fork else { return Outcome::Nothing };
        self.history.push((actions, position));
        self.changed(Travel::Forward);
        Outcome::Acted(fork)
    }

    fn experiment(&mut self, statements: Vec<Statement>) -> Outcome {
        let mut timeline = self.plain();
        let (actions, position) = (self.timeline.actions().to_vec(), self.timeline.position());
        let actions_before = actions.len();
        match timeline.act_at_end(&statements) {
            Ok(_) => {
                self.timeline = timeline;
                self.history.push((actions, position));
                self.changed(Travel::Jump);
                Outcome::Acted(Fork { dropped: 0, dropped_actions: actions_before })
            }
            Err(refused) => Outcome::Refused(Diagnostic { line: refused.index + 1, ..refused.diagnostic }),
        }
    }

    fn undo(&mut self) -> Outcome {
        if let Some((actions, position)) = self.history.pop() {
            self.timeline = rebuilt(self.timeline.world().scenario().clone(), actions);
            self.timeline.seek(position);
        } else if !self.timeline.undo_act() {
            return Outcome::Nothing;
        }
        self.changed(Travel::Jump);
        Outcome::Undone
    }

    fn reset(&mut self) -> Outcome {
        let actions = self.timeline.actions().to_vec();
        let count = actions.len();
        if count > 0 {
            self.history.push((actions, self.timeline.position()));
            self.timeline = Timeline::new(self.timeline.world().scenario().clone());
            self.changed(Travel::Jump);
        }
        self.go(0);
        Outcome::Reset(count)
    }

    fn changed(&mut self, travel: Travel) {
        self.playing = false;
        self.run = Rc::new(Run::of(&self.timeline, &self.marks));
        self.stand(travel);
    }

    fn stand(&mut self, travel: Travel) {
        self.travel = travel;
        self.serial += 1;
    }
}

/// Runs a scenario with as many of a link's actions as possible, in order, and returns the first one rejected.
fn with_actions(scenario: Scenario, actions: &[(usize, String)]) -> (Timeline, Option<RejectedAction>) {
    let mut timeline = Timeline::new(scenario);
    for (index, (position, text)) in actions.iter().enumerate() {
        let carried = Statement::parse(text).and_then(|statement| timeline.act_at(*position, statement));
        if let Err(diagnostic) = carried {
            let left_out = actions[index..].to_vec();
            return (timeline, Some(RejectedAction { statement: text.clone(), diagnostic, left_out }));
        }
    }
    (timeline, None)
}

fn rebuilt(scenario: Scenario, actions: Vec<(usize, Statement)>) -> Timeline {
    Timeline::with_actions(scenario, actions)
        .expect("these actions were carried out in this order at these positions before")
}

//! Where the learner stands in a run and how they move: a pure state machine over [`Timeline`], with beats, speed, play,
//! fork and undo. It deliberately does not know what time it is, what a screen is, or what the beats say.

#[cfg(test)]
mod tests;

use core::ops::Range;
use core::time::Duration;
use std::rc::Rc;

use warren_broker::Time;
use warren_simulator::change::Change;
use warren_simulator::explain::Explanation;
use warren_simulator::probe::{Probe, Reading};
use warren_simulator::{Actor, Diagnostic, Fork, Happening, Moment, Overview, Scenario, Statement, Timeline};

use crate::stage::Travel;

/// The speeds on offer, in hundredths, slowest first.
pub const SPEEDS: [u16; 5] = [25, 50, 100, 200, 400];
/// Of [`SPEEDS`], the one that everything is designed for.
pub const ORDINARY_SPEED: usize = 2;

/// What the learner (or the clock, by [`Order::Tick`]) asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
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
    /// To where a beat begins.
    Beat(usize),
    /// Play or pause; at the end play starts from the beginning.
    PlayPause,
    /// Pause.
    Pause,
    /// While playing it is time for the next moment.
    Tick,
    /// To a speed, by its index in [`SPEEDS`].
    Speed(usize),
    /// Whether play pauses where a beat begins.
    PauseAtBeats(bool),
    /// To the beginning, without the learner's actions.
    Reset,
    /// Carry out statements here, all or none; in the past this forks.
    Act(Vec<Statement>),
    /// Carry out statements at the end of the lesson's own run, without the learner's other actions.
    Experiment(Vec<Statement>),
    /// Take back what the last order to act did, or the last reset.
    Undo,
}

/// What came of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing changed.
    Nothing,
    /// One stands elsewhere, or a setting changed.
    Moved,
    /// An action was carried out.
    Acted(Fork),
    /// An action cannot be carried out; nothing changed. The line is the statement's place among those of the order.
    Refused(Diagnostic),
    /// The last action or reset was taken back.
    Undone,
    /// Back to the beginning; so many actions were put aside, to be had back by undo.
    Reset(usize),
}

/// A whole run, as the panels need it. It changes only by acting, undoing and resetting.
#[derive(Debug)]
pub struct Run {
    /// One for each moment, in order.
    pub told: Vec<Told>,
    /// Where each beat of the lesson begins; nothing if the learner's actions prevented it.
    pub beats: Vec<Option<usize>>,
    /// The learner's actions with their positions.
    pub actions: Vec<(usize, String)>,
}

/// A moment in the log and on the scrubber.
#[derive(Debug)]
pub struct Told {
    /// When.
    pub at: Time,
    /// What the scrubber shows of it.
    pub weight: Weight,
    /// Its lines, its sentence and its why.
    pub explanation: Explanation,
}

/// How much a moment stands out on the scrubber.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// One of many.
    Ordinary,
    /// Somebody starts or ends, a setting changes.
    Notable,
    /// A program or the broker dies, or is refused.
    Grave,
    /// The learner's own doing.
    Own,
}

/// One position of a run, ready to be drawn. Cheap to clone and to compare.
#[derive(Clone, Debug)]
pub struct View {
    /// The whole run.
    pub run: Rc<Run>,
    /// How many moments have happened.
    pub position: usize,
    /// Which beat this position belongs to.
    pub beat: usize,
    /// Everything there is.
    pub overview: Rc<Overview>,
    /// The moment that led here.
    pub moment: Option<Rc<Moment>>,
    /// The numbers that it changed.
    pub changes: Rc<Vec<Change>>,
    /// How one came here.
    pub travel: Travel,
    serial: u64,
}

impl PartialEq for View {
    fn eq(&self, other: &Self) -> bool {
        self.serial == other.serial
    }
}

impl View {
    /// How many moments there are.
    pub fn len(&self) -> usize {
        self.run.told.len()
    }

    /// What the moment that led here is told as.
    pub fn told(&self) -> Option<&Told> {
        self.position.checked_sub(1).and_then(|index| self.run.told.get(index))
    }

    /// A beat of the lesson begins.
    pub fn begins(&self) -> bool {
        self.run.beats.get(self.beat).copied().flatten() == Some(self.position)
    }

    /// Nothing more happens.
    pub fn at_end(&self) -> bool {
        self.position == self.len()
    }
}

/// An action of a link that does not fit the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The statement as it stood in the link.
    pub statement: String,
    /// What is wrong with it.
    pub diagnostic: Diagnostic,
    /// It and all after it: what was not carried out.
    pub left_out: Vec<(usize, String)>,
}

/// A run and where one stands in it.
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
    /// Whether play pauses where a beat begins.
    pub pause_at_beats: bool,
}

impl Playback {
    /// A run of a lesson's scenario with the actions of a link, at a position. `marks` name the lesson's beats. An action
    /// that does not fit, and those after it, are left out and told.
    pub fn open(
        scenario: Scenario,
        marks: Vec<String>,
        actions: &[(usize, String)],
        at: usize,
    ) -> (Self, Option<Misfit>) {
        let (mut timeline, misfit) = carry_out(scenario, actions);
        timeline.seek(at);
        let run = Rc::new(Run::of(&mut timeline, &marks));
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
        (playback, misfit)
    }

    /// Carries out an order.
    pub fn order(&mut self, order: Order) -> Outcome {
        let before = self.timeline.position();
        match order {
            Order::First => self.go(0),
            Order::Back => self.go(before.saturating_sub(1)),
            Order::Forward => self.go(before + 1),
            Order::Last => self.go(self.timeline.len()),
            Order::Seek(position) => self.go(position),
            Order::Beat(beat) => match self.run.beats.get(beat).copied().flatten() {
                Some(position) => self.go(position),
                None => Outcome::Nothing,
            },
            Order::PlayPause => self.play_or_pause(),
            Order::Pause => {
                self.playing = false;
                Outcome::Moved
            }
            Order::Tick => self.tick(),
            Order::Speed(speed) => {
                self.speed = speed.min(SPEEDS.len() - 1);
                Outcome::Moved
            }
            Order::PauseAtBeats(pause) => {
                self.pause_at_beats = pause;
                Outcome::Moved
            }
            Order::Reset => self.reset(),
            Order::Act(statements) => self.act(statements),
            Order::Experiment(statements) => self.experiment(statements),
            Order::Undo => self.undo(),
        }
    }

    /// How long to wait before the next [`Order::Tick`]: longer where more virtual time passes, within what a person can
    /// follow, and at a speed.
    pub fn pause_before_next(&self) -> Duration {
        const SHORTEST: Duration = Duration::from_millis(650);
        const LONGEST: Duration = Duration::from_millis(1500);
        let position = self.timeline.position();
        let now = position
            .checked_sub(1)
            .and_then(|index| self.timeline.moment(index))
            .map_or(Time::ZERO, |moment| moment.at);
        let gap = self.timeline.moment(position).map_or(Duration::ZERO, |next| next.at.since(now));
        gap.clamp(SHORTEST, LONGEST) * 100 / u32::from(SPEEDS[self.speed])
    }

    /// The whole run.
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// Where one stands.
    pub fn view(&mut self) -> View {
        let position = self.timeline.position();
        View {
            run: Rc::clone(&self.run),
            position,
            beat: self.run.beat_at(position),
            changes: Rc::new(self.timeline.changes()),
            overview: Rc::new(self.timeline.overview()),
            moment: position.checked_sub(1).and_then(|index| self.timeline.moment(index)).cloned().map(Rc::new),
            travel: self.travel,
            serial: self.serial,
        }
    }

    /// Whether a view is of where one stands.
    pub fn is_at(&self, view: &View) -> bool {
        self.serial == view.serial
    }

    /// All moments of the run.
    pub fn moments(&self) -> &[Moment] {
        self.timeline.moments()
    }

    /// The run itself.
    pub const fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// What comes of a stretch of the run.
    pub fn measure(&mut self, stretch: Range<usize>, probe: &Probe) -> Reading {
        self.timeline.measure(stretch, probe)
    }

    /// The lesson's own run, without anything that the learner did.
    pub fn plain(&self) -> Timeline {
        if self.timeline.actions().is_empty() {
            return self.timeline.clone();
        }
        Timeline::new(self.timeline.world().scenario().clone())
    }

    /// Whether there is something to take back.
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
        let beat_begins = self.run.beats.contains(&Some(position));
        self.playing = position < self.timeline.len() && !(self.pause_at_beats && beat_begins);
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
        self.run = Rc::new(Run::of(&mut self.timeline, &self.marks));
        self.stand(travel);
    }

    fn stand(&mut self, travel: Travel) {
        self.travel = travel;
        self.serial += 1;
    }
}

impl Run {
    /// Reads a run from its end, where the world knows the names of all that ever was.
    fn of(timeline: &mut Timeline, marks: &[String]) -> Self {
        let position = timeline.position();
        timeline.seek(timeline.len());
        let told = timeline.moments().iter().enumerate().map(|(index, moment)| Told {
            at: moment.at,
            weight: weight(moment),
            explanation: timeline.explain(index).unwrap_or_default(),
        });
        let told = told.collect();
        timeline.seek(position);
        let found: Vec<(&str, usize)> = timeline.marks().collect();
        // A beat begins once its first moment has happened: its words are about what one sees. The first needs none.
        let begins = |mark: &str| found.iter().find(|(name, _)| *name == mark).map(|(_, position)| position + 1);
        let beats = marks.iter().enumerate().map(|(beat, mark)| if beat == 0 { Some(0) } else { begins(mark) });
        let actions = timeline.actions().iter().map(|(position, statement)| (*position, statement.to_string()));
        Self { told, beats: beats.collect(), actions: actions.collect() }
    }

    /// The last beat that has begun at a position; the first where there are none.
    pub fn beat_at(&self, position: usize) -> usize {
        self.beats.iter().rposition(|begins| begins.is_some_and(|begins| begins <= position)).unwrap_or(0)
    }
}

fn weight(moment: &Moment) -> Weight {
    if moment.actor == Actor::Learner {
        return Weight::Own;
    }
    match moment.what {
        Happening::Killed(_)
        | Happening::BrokerStopped(_)
        | Happening::ConnectionRefused(_)
        | Happening::Ignored { .. } => Weight::Grave,
        Happening::Started(_)
        | Happening::Stopped(_)
        | Happening::BrokerStarted
        | Happening::Set { .. }
        | Happening::Changed { .. }
        | Happening::ClientAdded(_) => Weight::Notable,
        Happening::Sends(_)
        | Happening::Handled { .. }
        | Happening::Received { .. }
        | Happening::WorkDone { .. }
        | Happening::Timer
        | Happening::Waits(_) => Weight::Ordinary,
    }
}

/// The run with as many of a link's actions as can be carried out, in order, and the first that cannot.
fn carry_out(scenario: Scenario, actions: &[(usize, String)]) -> (Timeline, Option<Misfit>) {
    let mut timeline = Timeline::new(scenario);
    for (index, (position, text)) in actions.iter().enumerate() {
        let carried = Statement::parse(text).and_then(|statement| timeline.act_at(*position, statement));
        if let Err(diagnostic) = carried {
            let left_out = actions[index..].to_vec();
            return (timeline, Some(Misfit { statement: text.clone(), diagnostic, left_out }));
        }
    }
    (timeline, None)
}

fn rebuilt(scenario: Scenario, actions: Vec<(usize, Statement)>) -> Timeline {
    Timeline::with_actions(scenario, actions)
        .expect("these actions were carried out in this order at these positions before")
}

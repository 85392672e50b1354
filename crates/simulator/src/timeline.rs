//! A whole run and where one stands in it. Going back is replaying from a checkpoint; it does not know how a world works.

mod checkpoints;

use core::fmt;
use core::ops::Range;
use core::time::Duration;

use checkpoints::Checkpoints;
use warren_broker::Time;

pub use checkpoints::MAX_CHECKPOINTS;

use crate::change::{self, Change};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::explain::{Explanation, explain};
use crate::probe::{Probe, Reading};
use crate::{Moment, MomentKind, Overview, Scenario, Statement, World};

/// A run ends here even if something would go on.
pub const MOMENT_LIMIT: usize = 100_000;

/// A run without an end of its own goes on for so long after the scenario's last statement and the learner's last action.
/// A scenario that needs longer says so with `advance`.
pub const TIME_LIMIT: Duration = Duration::from_secs(120);

/// A run of a scenario with the learner's actions, and a position in it: 0 is before the first moment, `len()` after the
/// last.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// The world at `position`.
    world: World,
    /// The world at the end, which knows all names.
    last: World,
    position: usize,
    moments: Vec<Moment>,
    actions: Vec<(usize, Statement)>,
    checkpoints: Checkpoints,
    end: End,
}

/// What acting did to the future.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Fork {
    /// How many moments of the old future were dropped; 0 at the end of the run.
    pub dropped: usize,
    /// How many of the learner's later actions were dropped with them.
    pub dropped_actions: usize,
}

/// Why a run ends where it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum End {
    /// Nothing is left to happen.
    AtRest,
    /// Something would go on, but so much virtual time has passed since the last statement.
    TimeLimit,
    /// Something would go on, but there were too many moments.
    MomentLimit,
}

/// An action that does not fit the run, for example from an old link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionError {
    /// Which action, from 0.
    pub index: usize,
    /// What is wrong with it.
    pub diagnostic: Diagnostic,
}

impl fmt::Display for ActionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "action {}: {}", self.index + 1, self.diagnostic)
    }
}

impl std::error::Error for ActionError {}

impl Timeline {
    /// Runs the scenario to its end and stands before its first moment.
    #[must_use]
    pub fn new(scenario: Scenario) -> Self {
        let world = World::new(&scenario);
        let checkpoints = Checkpoints::new(world.clone());
        let last = world.clone();
        let (moments, actions) = (Vec::new(), Vec::new());
        let mut timeline = Self { world, last, position: 0, moments, actions, checkpoints, end: End::AtRest };
        timeline.run_to_end();
        timeline.seek(0);
        timeline
    }

    /// Runs the scenario with the learner's actions, each at its position, in ascending order.
    ///
    /// # Errors
    ///
    /// The first action that cannot be carried out at its position.
    pub fn with_actions(scenario: Scenario, actions: Vec<(usize, Statement)>) -> Result<Self, ActionError> {
        let mut timeline = Self::new(scenario);
        for (index, (position, statement)) in actions.into_iter().enumerate() {
            timeline.act_at(position, statement).map_err(|diagnostic| ActionError { index, diagnostic })?;
        }
        timeline.seek(0);
        Ok(timeline)
    }

    /// How many moments there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.moments.len()
    }

    /// Whether nothing happens at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.moments.is_empty()
    }

    /// How many moments have happened where one stands.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.position
    }

    /// All moments, the future ones included.
    #[must_use]
    pub fn moments(&self) -> &[Moment] {
        &self.moments
    }

    /// The moment that leads from position `index` to the next.
    #[must_use]
    pub fn moment(&self, index: usize) -> Option<&Moment> {
        self.moments.get(index)
    }

    /// The marks and the positions just before the moments they name.
    pub fn marks(&self) -> impl Iterator<Item = (&str, usize)> {
        self.moments.iter().enumerate().filter_map(|(index, moment)| Some((moment.mark.as_deref()?, index)))
    }

    /// How many statements were not carried out up to a position: those passed over, those that waited when their channel or
    /// connection went, and at the end of the run those that still wait.
    #[must_use]
    pub fn statements_not_carried_out(&self, position: usize) -> usize {
        let until = position.min(self.len());
        let passed_over: usize = self.moments[..until].iter().map(Moment::statements_not_carried_out).sum();
        passed_over + if until == self.len() { self.last.waiting_statements().count() } else { 0 }
    }

    /// Why the run ends where it ends.
    #[must_use]
    pub const fn end(&self) -> End {
        self.end
    }

    /// What happened in a moment and why, as data. It is told by the world right behind it, so this is cheap where one stands
    /// and a replay elsewhere; [`Self::explain_all`] tells a whole run by one.
    #[must_use]
    pub fn explain(&self, index: usize) -> Option<Explanation> {
        let moment = self.moment(index)?;
        let behind = index + 1;
        if behind == self.position {
            return Some(explain(moment, &self.world));
        }
        let (kept, checkpoint) = self.checkpoints.before(behind);
        let (position, world) =
            if (kept..behind).contains(&self.position) { (self.position, &self.world) } else { (kept, checkpoint) };
        if position == behind {
            return Some(explain(moment, world));
        }
        let mut world = world.clone();
        for position in position..behind {
            replay(&mut world, position, &self.actions, &self.moments);
        }
        Some(explain(moment, &world))
    }

    /// Tells every moment of the run in order, wherever one stands: `visit` is given its index and what happened and why.
    pub fn explain_all(&self, visit: &mut dyn FnMut(usize, Explanation)) {
        self.walk(&mut |position, world| {
            if let Some(index) = position.checked_sub(1) {
                visit(index, explain(&self.moments[index], world));
            }
        });
    }

    /// The numbers that the moment which led here changed. Where one stands does not change.
    pub fn changes(&mut self) -> Vec<Change> {
        let after = self.overview();
        if !self.back() {
            return Vec::new();
        }
        let changes = change::between(&self.overview(), &after);
        self.step();
        changes
    }

    /// Measures what comes of the moments from one position to another. Where one stands does not change.
    pub fn measure(&mut self, stretch: Range<usize>, probe: &Probe) -> Reading {
        let here = self.position;
        self.seek(stretch.end);
        let from = stretch.start.min(self.position);
        let reading = probe.measure(&self.moments[from..self.position], &self.world, &self.overview());
        self.seek(here);
        reading
    }

    /// Goes to a position, or to the end if there is none such: from where one stands or from a checkpoint, whichever is
    /// nearer.
    pub fn seek(&mut self, position: usize) {
        let position = position.min(self.len());
        let (kept, world) = self.checkpoints.before(position);
        if position < self.position || self.position < kept {
            self.world = world.clone();
            self.position = kept;
        }
        while self.position < position {
            self.replay_one();
        }
    }

    /// Goes one moment on; false at the end.
    pub fn step(&mut self) -> bool {
        let can = self.position < self.len();
        if can {
            self.seek(self.position + 1);
        }
        can
    }

    /// Goes one moment back; false at the beginning.
    pub fn back(&mut self) -> bool {
        let can = self.position > 0;
        if can {
            self.seek(self.position - 1);
        }
        can
    }

    /// Carries out a statement of the learner's here, drops the future and runs to the new end. One stands after the new
    /// moment; after `advance`, behind all that happens in that time.
    ///
    /// # Errors
    ///
    /// Why it cannot be carried out here; nothing has changed then.
    pub fn act(&mut self, statement: Statement) -> Result<Fork, Diagnostic> {
        let mut world = self.world.clone();
        let moment = world.act(&statement)?;
        let here = self.position;
        let dropped = self.moments.len() - here;
        let dropped_actions = self.forget_from(here);
        self.world = world;
        self.actions.push((here, statement));
        self.record(moment);
        self.run_to_end();
        let behind = if let Some(Moment { what: MomentKind::Waits(until), .. }) = self.moment(here) {
            self.moments.partition_point(|moment| moment.at <= *until)
        } else {
            here + 1
        };
        self.seek(behind);
        Ok(Fork { dropped, dropped_actions })
    }

    /// Carries out a statement of the learner's at a position behind all their actions so far, as [`Self::act`] does there.
    ///
    /// # Errors
    ///
    /// That the run has no such position, or why it cannot be carried out there; the run has not changed then.
    pub fn act_at(&mut self, position: usize, statement: Statement) -> Result<Fork, Diagnostic> {
        let least = self.actions.last().map_or(0, |(last, _)| last + 1);
        if position < least || position > self.len() {
            let (position, least, most) = (position.to_string(), least.to_string(), self.len().to_string());
            let message = SourceText("the run has no place {position} for it");
            let help = SourceText("it must lie between {least} and {most}");
            return Err(Diagnostic::new(statement.place(), message, help, &[&position, &least, &most]));
        }
        self.seek(position);
        self.act(statement)
    }

    /// Carries out statements of the learner's one after the other, the first at the end of the run. Gives the position where
    /// they begin.
    ///
    /// # Errors
    ///
    /// The first statement that cannot be carried out; those before it have been.
    pub fn act_at_end(&mut self, statements: &[Statement]) -> Result<usize, ActionError> {
        let from = self.len();
        self.seek(from);
        for (index, statement) in statements.iter().enumerate() {
            self.act(statement.clone()).map_err(|diagnostic| ActionError { index, diagnostic })?;
        }
        Ok(from)
    }

    /// Takes back the last action and stands where it was done; false if there is none.
    pub fn undo_act(&mut self) -> bool {
        let Some(&(position, _)) = self.actions.last() else { return false };
        self.seek(position);
        self.forget_from(position);
        self.run_to_end();
        self.seek(position);
        true
    }

    /// The learner's actions, each with the position at which it was done. With the scenario they are the whole run.
    #[must_use]
    pub fn actions(&self) -> &[(usize, Statement)] {
        &self.actions
    }

    /// Everything there is where one stands.
    #[must_use]
    pub fn overview(&self) -> Overview {
        self.world.overview()
    }

    /// The world where one stands.
    #[must_use]
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// Goes through the whole run, wherever one stands: `visit` sees the world before the first moment and after each.
    pub fn walk(&self, visit: &mut dyn FnMut(usize, &World)) {
        let mut world = self.checkpoints.before(0).1.clone();
        visit(0, &world);
        for position in 0..self.len() {
            replay(&mut world, position, &self.actions, &self.moments);
            visit(position + 1, &world);
        }
    }

    /// The world at the end of the run, which knows the names of all that ever was.
    #[must_use]
    pub const fn last(&self) -> &World {
        &self.last
    }

    /// How many worlds are kept to replay from: never more than [`MAX_CHECKPOINTS`].
    #[must_use]
    pub fn checkpoints(&self) -> usize {
        self.checkpoints.len()
    }

    /// Forgets the moments from a position on, and the actions among them: how many those were.
    fn forget_from(&mut self, position: usize) -> usize {
        self.moments.truncate(position);
        self.checkpoints.truncate(position);
        let before = self.actions.len();
        self.actions.retain(|(at, _)| *at < position);
        before - self.actions.len()
    }

    /// From where one stands, which is the end of what is known, to the end of the run.
    fn run_to_end(&mut self) {
        let last_act = self.actions.last().and_then(|(at, _)| self.moments.get(*at)).map_or(Time::ZERO, |act| act.at);
        let limit = self.world.script_end().max(last_act) + TIME_LIMIT;
        self.end = loop {
            if self.moments.len() >= MOMENT_LIMIT {
                break End::MomentLimit;
            }
            match self.world.step_until(limit) {
                Some(moment) => self.record(moment),
                None if self.world.is_at_rest() => break End::AtRest,
                None => break End::TimeLimit,
            }
        };
        self.moments.shrink_to_fit();
        // Whatever was passed over in search of one more moment does not belong to the last position: back to where nothing
        // was.
        let (kept, world) = self.checkpoints.before(self.position);
        self.last = core::mem::replace(&mut self.world, world.clone());
        self.position = kept;
    }

    fn record(&mut self, moment: Moment) {
        self.moments.push(moment);
        self.position += 1;
        self.checkpoints.offer(self.position, &self.world);
    }

    /// One moment on, as it went the first time.
    fn replay_one(&mut self) {
        replay(&mut self.world, self.position, &self.actions, &self.moments);
        self.position += 1;
    }
}

/// Takes a world from a position to the next, as it went the first time.
fn replay(world: &mut World, position: usize, actions: &[(usize, Statement)], moments: &[Moment]) {
    let action = actions.iter().find(|(at, _)| *at == position);
    let replayed = match action {
        Some((_, statement)) => world.act(statement).ok(),
        None => world.step(),
    };
    debug_assert_eq!(replayed.as_ref(), moments.get(position), "replay equals live");
}

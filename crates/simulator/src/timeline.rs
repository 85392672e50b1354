//! A whole run and the current position in it. Going back is replaying from a checkpoint.

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

/// A run ends here even if more would happen.
pub const MOMENT_LIMIT: usize = 100_000;

/// A run without an end of its own goes on for this long after the scenario's last statement and the learner's last
/// action. A scenario that needs longer says so with `advance`.
pub const TIME_LIMIT: Duration = Duration::from_secs(120);

/// A run of a scenario with the learner's actions, and a position in it: 0 is before the first moment, `len()` after the
/// last.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// The world at `position`.
    world: World,
    /// The world at the end, which has all names.
    last: World,
    position: usize,
    moments: Vec<Moment>,
    actions: Vec<(usize, Statement)>,
    checkpoints: Checkpoints,
    end: End,
}

/// The effect of an action on the future.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Fork {
    /// The number of dropped moments of the old future; 0 at the end of the run.
    pub dropped: usize,
    /// The number of the learner's later actions dropped with them.
    pub dropped_actions: usize,
}

/// The reason for the end of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum End {
    /// Nothing is left to happen.
    AtRest,
    /// More would happen, but the time limit after the last statement is reached.
    TimeLimit,
    /// More would happen, but the number of moments is reached.
    MomentLimit,
}

/// An action that does not fit the run, for example from an old link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionError {
    /// The index of the action, from 0.
    pub index: usize,
    /// The error.
    pub diagnostic: Diagnostic,
}

impl fmt::Display for ActionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "action {}: {}", self.index + 1, self.diagnostic)
    }
}

impl std::error::Error for ActionError {}

impl Timeline {
    /// Runs the scenario to its end and goes to before its first moment.
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

    /// Returns the number of moments.
    #[must_use]
    pub fn len(&self) -> usize {
        self.moments.len()
    }

    /// Returns whether there are no moments.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.moments.is_empty()
    }

    /// Returns the number of moments before the current position.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.position
    }

    /// Returns all moments, including the future ones.
    #[must_use]
    pub fn moments(&self) -> &[Moment] {
        &self.moments
    }

    /// Returns the moment that leads from position `index` to the next.
    #[must_use]
    pub fn moment(&self, index: usize) -> Option<&Moment> {
        self.moments.get(index)
    }

    /// Returns the marks and the positions just before the moments they name.
    pub fn marks(&self) -> impl Iterator<Item = (&str, usize)> {
        self.moments.iter().enumerate().filter_map(|(index, moment)| Some((moment.mark.as_deref()?, index)))
    }

    /// Returns how many statements were not carried out up to a position: those passed over, those that waited when
    /// their channel or connection went, and at the end of the run those that still wait.
    #[must_use]
    pub fn statements_not_carried_out(&self, position: usize) -> usize {
        let until = position.min(self.len());
        let passed_over: usize = self.moments[..until].iter().map(Moment::statements_not_carried_out).sum();
        passed_over + if until == self.len() { self.last.waiting_statements().count() } else { 0 }
    }

    /// Returns the reason for the end of the run.
    #[must_use]
    pub const fn end(&self) -> End {
        self.end
    }

    /// Explains a moment as data. It needs the world right after the moment, so it is cheap at the current position and
    /// a replay elsewhere; [`Self::explain_all`] explains a whole run with one replay.
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

    /// Explains every moment of the run in order, without changing the position. `visit` gets each index with its
    /// explanation.
    pub fn explain_all(&self, visit: &mut dyn FnMut(usize, Explanation)) {
        self.walk(&mut |position, world| {
            if let Some(index) = position.checked_sub(1) {
                visit(index, explain(&self.moments[index], world));
            }
        });
    }

    /// Returns the numbers changed by the moment before the current position, which stays the same.
    pub fn changes(&mut self) -> Vec<Change> {
        let after = self.overview();
        if !self.back() {
            return Vec::new();
        }
        let changes = change::between(&self.overview(), &after);
        self.step();
        changes
    }

    /// Measures a probe between two positions. The current position stays the same.
    pub fn measure(&mut self, stretch: Range<usize>, probe: &Probe) -> Reading {
        let here = self.position;
        self.seek(stretch.end);
        let from = stretch.start.min(self.position);
        let reading = probe.measure(&self.moments[from..self.position], &self.world, &self.overview());
        self.seek(here);
        reading
    }

    /// Goes to a position, or to the end if it is beyond: from the current position or a checkpoint, whichever is
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

    /// Goes one moment forward; returns false at the end.
    pub fn step(&mut self) -> bool {
        let can = self.position < self.len();
        if can {
            self.seek(self.position + 1);
        }
        can
    }

    /// Goes one moment back; returns false at the beginning.
    pub fn back(&mut self) -> bool {
        let can = self.position > 0;
        if can {
            self.seek(self.position - 1);
        }
        can
    }

    /// Carries out a statement of the learner here, drops the future and runs to the new end. The position is then
    /// after the new moment; after `advance`, behind everything in that time.
    ///
    /// # Errors
    ///
    /// The reason why it cannot be carried out here; nothing has changed then.
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

    /// Carries out a statement of the learner at a position after all their actions so far, as [`Self::act`] does
    /// there.
    ///
    /// # Errors
    ///
    /// The run has no such position, or the statement cannot be carried out there; the run has not changed then.
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

    /// Carries out statements of the learner in order, the first at the end of the run. Returns the position where they
    /// begin.
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

    /// Takes back the last action and goes to its position; returns false if there is none.
    pub fn undo_act(&mut self) -> bool {
        let Some(&(position, _)) = self.actions.last() else { return false };
        self.seek(position);
        self.forget_from(position);
        self.run_to_end();
        self.seek(position);
        true
    }

    /// Returns the learner's actions, each with its position. With the scenario they determine the whole run.
    #[must_use]
    pub fn actions(&self) -> &[(usize, Statement)] {
        &self.actions
    }

    /// Returns the whole state at the current position.
    #[must_use]
    pub fn overview(&self) -> Overview {
        self.world.overview()
    }

    /// Returns the world at the current position.
    #[must_use]
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// Walks through the whole run without changing the position: `visit` gets the world before the first moment and
    /// after each.
    pub fn walk(&self, visit: &mut dyn FnMut(usize, &World)) {
        let mut world = self.checkpoints.before(0).1.clone();
        visit(0, &world);
        for position in 0..self.len() {
            replay(&mut world, position, &self.actions, &self.moments);
            visit(position + 1, &world);
        }
    }

    /// Returns the world at the end of the run, which has the names of everything that ever existed.
    #[must_use]
    pub const fn last(&self) -> &World {
        &self.last
    }

    /// Returns the number of worlds kept for replay: never more than [`MAX_CHECKPOINTS`].
    #[must_use]
    pub fn checkpoints(&self) -> usize {
        self.checkpoints.len()
    }

    /// Drops the moments from a position on, and the actions among them, whose number it returns.
    fn forget_from(&mut self, position: usize) -> usize {
        self.moments.truncate(position);
        self.checkpoints.truncate(position);
        let before = self.actions.len();
        self.actions.retain(|(at, _)| *at < position);
        before - self.actions.len()
    }

    /// Runs from the current position, the last one known, to the end of the run.
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
        // The search for one more moment may have changed the world invisibly. Go back to a world without such changes.
        let (kept, world) = self.checkpoints.before(self.position);
        self.last = core::mem::replace(&mut self.world, world.clone());
        self.position = kept;
    }

    fn record(&mut self, moment: Moment) {
        self.moments.push(moment);
        self.position += 1;
        self.checkpoints.offer(self.position, &self.world);
    }

    /// Replays the next moment as it went the first time.
    fn replay_one(&mut self) {
        replay(&mut self.world, self.position, &self.actions, &self.moments);
        self.position += 1;
    }
}

/// Replays a world from a position to the next.
fn replay(world: &mut World, position: usize, actions: &[(usize, Statement)], moments: &[Moment]) {
    let action = actions.iter().find(|(at, _)| *at == position);
    let replayed = match action {
        Some((_, statement)) => world.act(statement).ok(),
        None => world.step(),
    };
    debug_assert_eq!(replayed.as_ref(), moments.get(position), "replay equals live");
}

//! A whole run and where one stands in it. Going back is replaying from a checkpoint; it does not know how a world works.

use core::fmt;

use crate::explain::Explanation;
use crate::{Diagnostic, Moment, Overview, Scenario, Statement, World};

/// A run of a scenario with the learner's actions, and a position in it: 0 is before the first moment, `len()` after the
/// last.
#[derive(Clone, Debug)]
pub struct Timeline {
    world: World,
    position: usize,
    moments: Vec<Moment>,
    actions: Vec<(usize, Statement)>,
}

/// What acting did to the future.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Fork {
    /// How many moments of the old future were dropped; 0 at the end of the run.
    pub dropped: usize,
    /// How many of the learner's later actions were dropped with them.
    pub dropped_actions: usize,
}

/// Why a run ends where it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
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
        Self { world: World::new(&scenario), position: 0, moments: Vec::new(), actions: Vec::new() }
    }

    /// Runs the scenario with the learner's actions, each at its position, in ascending order.
    ///
    /// # Errors
    ///
    /// The first action that cannot be carried out at its position.
    pub fn with_actions(scenario: Scenario, actions: Vec<(usize, Statement)>) -> Result<Self, ActionError> {
        let mut timeline = Self::new(scenario);
        for (index, (position, statement)) in actions.into_iter().enumerate() {
            timeline.seek(position);
            timeline.act(statement).map_err(|diagnostic| ActionError { index, diagnostic })?;
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

    /// Why the run ends where it ends.
    #[must_use]
    pub const fn end(&self) -> End {
        End::AtRest
    }

    /// What happened in a moment and why, as data.
    #[must_use]
    pub fn explain(&self, index: usize) -> Option<Explanation> {
        self.moment(index).map(|moment| crate::explain::explain(moment, &self.world))
    }

    /// Goes to a position, or to the end if there is none such.
    pub fn seek(&mut self, position: usize) {
        self.position = position.min(self.len());
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

    /// Carries out a statement of the learner's here, drops the future and runs to the new end. One stands after the new moment.
    ///
    /// # Errors
    ///
    /// Why it cannot be carried out here; nothing has changed then.
    pub fn act(&mut self, statement: Statement) -> Result<Fork, Diagnostic> {
        let moment = self.world.act(&statement)?;
        let dropped = self.moments.len() - self.position;
        self.moments.truncate(self.position);
        self.moments.push(moment);
        self.actions.push((self.position, statement));
        self.position += 1;
        Ok(Fork { dropped, dropped_actions: 0 })
    }

    /// Takes back the last action and stands where it was done; false if there is none.
    pub fn undo_act(&mut self) -> bool {
        let Some((position, _)) = self.actions.pop() else { return false };
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
}

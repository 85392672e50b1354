//! The world: broker, clients, network and agenda, moved on one moment at a time. It does not know the past.

use warren_broker::{Broker, Config, Time};

use crate::{Diagnostic, Moment, Overview, Scenario, Statement};

/// A broker and all that is round it, as plain data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World {
    broker: Broker,
    scenario: Scenario,
}

impl World {
    /// The world before the scenario's first statement.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        Self { broker: Broker::new(Config::default()), scenario: scenario.clone() }
    }

    /// Lets the next visible thing happen; nothing when the run is over.
    pub fn step(&mut self) -> Option<Moment> {
        self.step_until(Time(u64::MAX))
    }

    /// The same, if it happens at or before `limit`; otherwise nothing changes that could be seen.
    pub fn step_until(&mut self, limit: Time) -> Option<Moment> {
        let _ = limit;
        None
    }

    /// Whether nothing is left to happen.
    #[must_use]
    pub const fn is_at_rest(&self) -> bool {
        true
    }

    /// When the scenario's last statement is carried out.
    #[must_use]
    pub const fn script_end(&self) -> Time {
        Time::ZERO
    }

    /// Carries out a statement of the learner's, now.
    ///
    /// # Errors
    ///
    /// Why it cannot be carried out.
    pub fn act(&mut self, statement: &Statement) -> Result<Moment, Diagnostic> {
        Err(Diagnostic {
            line: 1,
            column: 1,
            length: statement.to_string().chars().count(),
            message: "this statement cannot be carried out".into(),
            help: String::new(),
        })
    }

    /// Everything there is now.
    #[must_use]
    pub fn overview(&self) -> Overview {
        Overview { broker_up: true, broker: self.broker.overview(), ..Overview::default() }
    }

    /// The broker, for its names and its own overview.
    #[must_use]
    pub const fn broker(&self) -> &Broker {
        &self.broker
    }

    /// The scenario it plays.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }
}

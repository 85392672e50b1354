//! Carries out the learner's statements now, each as one moment, or refuses them with a reason.

use warren_broker::Name;

use super::World;
use crate::diagnostic::{Diagnostic, SourceText};
use crate::scenario::{Action, Spec, Statement, client_there, unknown_client};
use crate::{Actor, Moment, MomentKind, Refusal};

impl World {
    /// Carries out a statement of the learner now. It makes one moment.
    ///
    /// # Errors
    ///
    /// The reason why it cannot be carried out; nothing has changed then.
    pub fn act(&mut self, statement: &Statement) -> Result<Moment, Diagnostic> {
        self.catch_up();
        let action = statement.action();
        if action.spec().is_some_and(Spec::only_in_scenarios) {
            return Err(self.refused(statement, Refusal::OnlyInScenario));
        }
        if let Action::Advance(by) = action {
            let until = self.now + *by;
            self.waits_until = until;
            self.script_end = self.script_end.max(until);
            return Ok(self.moment(Actor::Learner, MomentKind::Waits(until), Vec::new()));
        }
        if let Action::Client { name, behaviour, settings } = action {
            if self.find(name).is_some() {
                return Err(client_there(statement.place(), name));
            }
            let client = self.add_client(name, *behaviour, settings);
            return Ok(self.moment(Actor::Learner, MomentKind::ClientAdded(client), Vec::new()));
        }
        let moment = self.carry_out(action, Actor::Learner).map_err(|why| self.refused(statement, why))?;
        Ok(moment.expect("what the learner does is always a moment"))
    }

    /// Moves the clock to the end of the script or of the learner's `advance` if nothing more can be seen until then.
    /// Invisible changes, such as a timer of the broker's that makes no moment, happen on the way. Without this a
    /// statement would be carried out at the time of the last moment.
    fn catch_up(&mut self) {
        let reached = [self.script_end, self.waits_until].into_iter().find_map(|until| {
            let mut later = self.clone();
            let nothing_seen = later.step_until(until).is_none();
            later.now = later.now.max(until);
            nothing_seen.then_some(later)
        });
        if let Some(later) = reached {
            *self = later;
        }
    }

    fn refused(&self, statement: &Statement, why: Refusal) -> Diagnostic {
        let in_vain = |message, help| Diagnostic::new(statement.place(), message, help, &[]);
        let name = statement.action().client().map(|name| name.to_string()).unwrap_or_default();
        let (message, help) = match why {
            Refusal::NoSuchClient => {
                let names: Vec<Name> = self.clients.iter().map(|client| client.name.clone()).collect();
                return unknown_client(statement.place(), &name, &names);
            }
            Refusal::Running => {
                (SourceText("`{name}` is running already"), SourceText("`kill {name}` or `stop {name}` comes first"))
            }
            Refusal::NotRunning => (SourceText("`{name}` is not running"), SourceText("`start {name}` comes first")),
            Refusal::ChannelClosed => {
                let help = SourceText("open it again with `{name}: channel.open`, or `start {name}` anew");
                (SourceText("the broker has closed this channel of `{name}`"), help)
            }
            Refusal::ConnectionLost => {
                let help = SourceText("wait until it has connected again, or `kill {name}` and `start {name}` anew");
                (SourceText("`{name}` has lost its connection"), help)
            }
            Refusal::BrokerUp => {
                return in_vain(SourceText("the broker is up already"), SourceText("`stop broker` comes first"));
            }
            Refusal::BrokerDown => {
                return in_vain(SourceText("the broker is down"), SourceText("`start broker` comes first"));
            }
            Refusal::OnlyInScenario => {
                return in_vain(SourceText("this belongs to a scenario"), SourceText("write it into its text"));
            }
        };
        Diagnostic::new(statement.place(), message, help, &[&name])
    }
}

//! Carries out the learner's experiments with a lesson's matrix, and reports their outcomes.

use warren_lessons::pack::Matrix;
use yew::prelude::*;

use super::App;
use crate::experiments::{ExperimentCommand, name};
use crate::panels::notice::Notice;
use crate::playback::{Outcome, PlaybackCommand};

impl App {
    /// Runs a combination, or all remaining ones, or replays the current one.
    pub(super) fn experiment(&mut self, ctx: &Context<Self>, command: &ExperimentCommand) {
        let Some(session) = &mut self.session else { return };
        match command {
            ExperimentCommand::Run(cell) => {
                let own = session.own_actions();
                let outcome = session.try_out(*cell);
                if !matches!(outcome, Outcome::Acted(_)) {
                    self.tell(outcome);
                } else if own > 0 {
                    self.tell_put_aside(own);
                } else {
                    self.notice = None;
                }
                self.settle(ctx);
                self.say_experiment(*cell);
            }
            ExperimentCommand::Others => {
                session.try_others();
                self.settle(ctx);
            }
            ExperimentCommand::Watch => {
                let first = session.view.run.actions.first().map(|(position, _)| *position);
                self.play(ctx, PlaybackCommand::Seek(first.unwrap_or_default()));
                self.play(ctx, PlaybackCommand::PlayPause);
            }
        }
    }

    fn tell_put_aside(&mut self, own: usize) {
        let Some(texts) = &self.texts else { return };
        let mut notice = Notice::told(texts.count("matrix.put-aside", own as u64));
        notice.undo = true;
        self.notice = Some(notice);
    }

    /// Announces the outcome of a combination, for readers who do not see its button change.
    fn say_experiment(&mut self, cell: usize) {
        let (Some(session), Some(texts)) = (&self.session, &self.texts) else { return };
        let said = |matrix: &Matrix| {
            let outcome = matrix.outcomes.get(session.experiments.outcome(cell)?)?;
            Some(texts.tell("matrix.came", &[("combination", &name(texts, matrix, cell)), ("outcome", outcome)]))
        };
        if let Some(came) = session.prose.matrix.as_ref().and_then(said) {
            self.said = format!("{came} {}", self.said).into();
        }
    }
}

//! An open lesson: what it says, its run, what is picked out and what is being typed. It does not know where
//! any of it is shown.

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use core::cell::OnceCell;
use std::rc::Rc;

use warren_lessons::pack::{Challenge, Code, Lesson, Matrix};
use warren_simulator::{Diagnostic, Scenario, fingerprint};
use warren_view::act::first_draft;
use warren_view::chart::Chart;
use warren_view::sequence::Sequence;
use warren_view::statements::Publish;
use warren_view::{Item, Selection};
use yew::AttrValue;

use crate::experiments::{Experiments, begun, own_actions, statements};
use crate::link::Link;
use crate::playback::{Outcome, Playback, PlaybackCommand, RejectedAction, View};
use crate::quiz::{Quiz, Reply};
use crate::stage::Plan;

/// The lesson and all that the learner has done in it.
#[derive(Debug)]
pub struct Session {
    /// Its text, in the reader's language.
    pub prose: Rc<Lesson>,
    /// Its scenario and code.
    pub code: Rc<Code>,
    /// The headings of its beats.
    pub headings: Rc<Vec<AttrValue>>,
    /// Its run.
    pub playback: Playback,
    /// Where the learner stands.
    pub view: View,
    /// All that will ever be on the stage in this run.
    pub plan: Rc<Plan>,
    /// The thing that the learner looks at closely.
    pub selection: Option<Selection>,
    /// The content of the publish form, once it was changed.
    pub draft: Option<Publish>,
    /// Its questions.
    pub quiz: Quiz,
    /// The combinations of its matrix that the learner has run.
    pub experiments: Experiments,
    /// The run as a sequence diagram, once somebody looks at it.
    sequence: OnceCell<Rc<Sequence>>,
    /// The run as plots, once somebody looks at them.
    chart: OnceCell<Rc<Chart>>,
}

impl Session {
    /// Opens a lesson at the place of a link. Parts of the link that do not fit are left out and reported.
    pub fn open(
        prose: Rc<Lesson>,
        code: Rc<Code>,
        link: &Link,
    ) -> Result<(Self, Option<RejectedAction>), Vec<Diagnostic>> {
        let scenario = Scenario::parse(&code.scenario)?;
        let marks = prose.beats.iter().map(|beat| beat.mark.clone()).collect();
        let (mut playback, rejected) = Playback::open(scenario, marks, &link.actions, link.at);
        let view = playback.view();
        let plan = Rc::new(Plan::of(playback.moments()));
        let headings = headings(&prose);
        let quiz = Quiz::new(&prose, &mut playback);
        let experiments = Experiments::new(&prose);
        let (selection, draft, sequence, chart) = (None, None, OnceCell::new(), OnceCell::new());
        Ok((
            Self { prose, code, headings, playback, view, plan, selection, draft, quiz, experiments, sequence, chart },
            rejected,
        ))
    }

    /// Shows the same lesson in another language.
    pub fn translate(&mut self, prose: Rc<Lesson>) {
        self.headings = headings(&prose);
        self.prose = prose;
    }

    /// Carries out a command and looks at what came of it.
    pub fn carry_out(&mut self, command: PlaybackCommand) -> Outcome {
        let outcome = self.playback.carry_out(command);
        let run_before = Rc::clone(&self.view.run);
        if !self.playback.is_at(&self.view) {
            self.view = self.playback.view();
        }
        if !Rc::ptr_eq(&run_before, &self.view.run) {
            self.plan = Rc::new(Plan::of(self.playback.moments()));
            self.sequence = OnceCell::new();
            self.chart = OnceCell::new();
            self.quiz.renew(&self.prose, &mut self.playback);
            if let Some(selection) = self.selection.take() {
                self.select(&selection.item);
            }
        } else if let Some(selection) = &mut self.selection {
            selection.follow(&self.view.overview);
        }
        outcome
    }

    /// Takes in a reply to a question, and goes to where one sees why.
    pub fn reply(&mut self, reply: Reply) {
        if let Some(position) = self.quiz.reply(reply, &self.prose, &self.view, &mut self.playback) {
            self.carry_out(PlaybackCommand::Seek(position));
        }
    }

    /// Runs a combination of the lesson's matrix: afterwards it is on the stage, behind its last action.
    pub fn try_out(&mut self, cell: usize) -> Outcome {
        let prose = Rc::clone(&self.prose);
        let Some(matrix) = &prose.matrix else { return Outcome::Nothing };
        let outcome = match statements(matrix, cell) {
            Ok(statements) => self.carry_out(PlaybackCommand::Experiment(statements)),
            Err(diagnostic) => Outcome::Refused(diagnostic),
        };
        if let Outcome::Acted(_) = outcome {
            self.experiments.measure_shown(cell, matrix, &mut self.playback);
        }
        outcome
    }

    /// Runs all combinations that were not run yet; the stage stays as it is.
    pub fn try_others(&mut self) {
        let open = self.experiments.open();
        self.recall(&open);
    }

    /// Runs combinations again that were run at another time.
    pub fn recall(&mut self, cells: &[usize]) {
        if let (Some(matrix), false) = (&self.prose.matrix, cells.is_empty()) {
            self.experiments.measure(cells, matrix, &self.playback);
        }
    }

    /// Gives the combination of the matrix that is on the stage.
    pub fn shown_experiment(&self) -> Option<usize> {
        let tried = self.prose.matrix.as_ref().and_then(|matrix| begun(matrix, &self.view.run));
        tried.filter(|_| self.own_actions() == 0)
    }

    /// Tells whether a combination is on the stage, beside the matrix.
    pub fn is_trying(&self) -> bool {
        self.matrix().is_some() && self.shown_experiment().is_some()
    }

    /// Counts the learner's own actions, without those of a combination.
    pub fn own_actions(&self) -> usize {
        own_actions(&self.prose, &self.view.run).len()
    }

    /// Tells whether the learner has changed the past of this position, while the lesson's text still speaks of its own run.
    pub fn goes_its_own_way(&self) -> bool {
        let here = self.view.position;
        !self.stands_at_end() && own_actions(&self.prose, &self.view.run).iter().any(|(at, _)| *at < here)
    }

    /// Gives the lesson's matrix, once it stands.
    pub fn matrix(&self) -> Option<&Matrix> {
        self.prose.matrix.as_ref().filter(|_| self.stands_at_end())
    }

    /// Gives the lesson's challenge, once it stands.
    pub fn challenge(&self) -> Option<&Challenge> {
        self.prose.challenge.as_ref().filter(|_| self.stands_at_end())
    }

    /// Tells whether matrix and challenge stand: at the end of the last beat, and from the learner's first action in it on.
    fn stands_at_end(&self) -> bool {
        let last = self.view.beat + 1 == self.prose.beats.len();
        last && (self.view.at_end() || !self.view.run.actions.is_empty())
    }

    /// Tells whether the learner is asked something and has not begun to answer.
    pub fn is_asking(&self) -> bool {
        let unanswered = self.challenge().is_some() && self.view.run.actions.is_empty();
        unanswered || self.quiz.is_open(&self.prose, &self.view)
    }

    /// Gives the reply to the open question that picking something on the stage is, if it is one of the choices.
    pub fn choice(&self, item: &Item) -> Option<Reply> {
        self.quiz.choice(&self.prose, &self.view, item).map(Reply::Toggle)
    }

    /// Selects something that was picked; what is not of this run is not selected.
    pub fn select(&mut self, picked: &Item) {
        if let Some(selection) = Selection::of(picked, self.playback.moments(), &self.view.overview) {
            self.selection = Some(selection);
        }
    }

    /// Gives the content of the publish form; before anything was typed, something that makes sense here.
    pub fn draft(&self) -> Publish {
        self.draft.clone().unwrap_or_else(|| first_draft(&self.view.overview))
    }

    /// Gives the run as a sequence diagram.
    pub fn sequence(&self) -> &Rc<Sequence> {
        self.sequence.get_or_init(|| Rc::new(Sequence::of(self.playback.moments(), self.playback.timeline().last())))
    }

    /// Gives the run as plots.
    pub fn chart(&self) -> &Rc<Chart> {
        self.chart.get_or_init(|| Rc::new(Chart::of(self.playback.timeline())))
    }

    /// The fingerprint of the run up to where the learner stands.
    pub fn fingerprint(&self) -> u32 {
        fingerprint(&self.playback.moments()[..self.view.position], &self.view.overview)
    }

    /// Makes the link to where the learner stands.
    pub fn link(&self, lang: &str) -> Link {
        Link {
            lesson: Some(self.prose.id.clone()),
            at: self.view.position,
            run: Some(self.fingerprint()),
            lang: Some(lang.to_owned()),
            actions: self.view.run.actions.clone(),
        }
    }
}

fn headings(prose: &Lesson) -> Rc<Vec<AttrValue>> {
    Rc::new(prose.beats.iter().map(|beat| beat.heading.clone().into()).collect())
}

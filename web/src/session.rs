//! An open lesson: what it says, its run, what is picked out and what is being typed. It deliberately does not know where
//! any of it is shown.

use core::cell::OnceCell;
use std::rc::Rc;

use warren_broker::Message;
use warren_lessons::pack::{Challenge, Code, Lesson, Matrix};
use warren_simulator::{Diagnostic, Scenario, fingerprint};
use yew::AttrValue;

use crate::link::Link;
use crate::panels::act::first_draft;
use crate::panels::plots::Chart;
use crate::panels::sequence::Sequence;
use crate::phrases::Publish;
use crate::playback::{Misfit, Order, Outcome, Playback, View};
use crate::quiz::{Quiz, Reply};
use crate::stage::{Item, Plan};
use crate::subject::Subject;
use crate::trials::{Trials, begun, own_actions, statements};

/// The lesson and all that the learner has done in it.
#[derive(Debug)]
pub struct Session {
    /// What it says, in the reader's language.
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
    /// What is picked out.
    pub focus: Option<Focus>,
    /// What is in the publish form.
    pub draft: Option<Publish>,
    /// What is asked.
    pub quiz: Quiz,
    /// What the learner has tried out in the lesson's matrix.
    pub trials: Trials,
    /// The run as a sequence diagram, once somebody looks at it.
    sequence: OnceCell<Rc<Sequence>>,
    /// The run as plots, once somebody looks at them.
    chart: OnceCell<Rc<Chart>>,
}

/// What is picked out, with all that the inspector says of it.
#[derive(Clone, Debug)]
pub struct Focus {
    /// What it is.
    pub subject: Subject,
    /// What bears it on the stage, if anything does.
    pub item: Option<Item>,
    /// The message, if it is one.
    pub message: Option<Rc<Message>>,
    /// The moments that concern it.
    pub history: Rc<Vec<usize>>,
}

impl Session {
    /// Opens a lesson where a link says. What of the link does not fit is left out and told.
    pub fn open(prose: Rc<Lesson>, code: Rc<Code>, link: &Link) -> Result<(Self, Option<Misfit>), Vec<Diagnostic>> {
        let scenario = Scenario::parse(&code.scenario)?;
        let marks = prose.beats.iter().map(|beat| beat.mark.clone()).collect();
        let (mut playback, misfit) = Playback::open(scenario, marks, &link.actions, link.at);
        let view = playback.view();
        let plan = Rc::new(Plan::of(playback.moments()));
        let headings = headings(&prose);
        let quiz = Quiz::new(&prose, &mut playback);
        let trials = Trials::new(&prose);
        let (focus, draft, sequence, chart) = (None, None, OnceCell::new(), OnceCell::new());
        Ok((Self { prose, code, headings, playback, view, plan, focus, draft, quiz, trials, sequence, chart }, misfit))
    }

    /// The same lesson in another language.
    pub fn translate(&mut self, prose: Rc<Lesson>) {
        self.headings = headings(&prose);
        self.prose = prose;
    }

    /// Carries out an order and looks at what came of it.
    pub fn order(&mut self, order: Order) -> Outcome {
        let outcome = self.playback.order(order);
        let run_before = Rc::clone(&self.view.run);
        if !self.playback.is_at(&self.view) {
            self.view = self.playback.view();
        }
        if !Rc::ptr_eq(&run_before, &self.view.run) {
            self.plan = Rc::new(Plan::of(self.playback.moments()));
            self.sequence = OnceCell::new();
            self.chart = OnceCell::new();
            self.quiz.renew(&self.prose, &mut self.playback);
            let subject = self.focus.take().map(|focus| focus.subject);
            if let Some(subject) = subject {
                self.pick(subject);
            }
        }
        outcome
    }

    /// Takes in what the learner says to what is asked, and goes to where one sees why.
    pub fn reply(&mut self, reply: Reply) {
        if let Some(position) = self.quiz.reply(reply, &self.prose, &self.view, &mut self.playback) {
            self.order(Order::Seek(position));
        }
    }

    /// Runs a combination of the lesson's matrix: afterwards it is on the stage, at its end.
    pub fn try_out(&mut self, cell: usize) -> Outcome {
        let prose = Rc::clone(&self.prose);
        let Some(matrix) = &prose.matrix else { return Outcome::Nothing };
        let outcome = match statements(matrix, cell) {
            Ok(statements) => self.order(Order::Experiment(statements)),
            Err(diagnostic) => Outcome::Refused(diagnostic),
        };
        if let Outcome::Acted(_) = outcome {
            self.trials.measure_shown(cell, matrix, &mut self.playback);
        }
        outcome
    }

    /// Runs all combinations that were not run yet; the stage stays as it is.
    pub fn try_others(&mut self) {
        let open = self.trials.open();
        self.recall(&open);
    }

    /// Runs combinations again that were run at another time.
    pub fn recall(&mut self, cells: &[usize]) {
        if let (Some(matrix), false) = (&self.prose.matrix, cells.is_empty()) {
            self.trials.measure(cells, matrix, &self.playback);
        }
    }

    /// The combination of the matrix that is on the stage.
    pub fn shown_trial(&self) -> Option<usize> {
        let tried = self.prose.matrix.as_ref().and_then(|matrix| begun(matrix, &self.view.run));
        tried.filter(|_| self.own_actions() == 0)
    }

    /// Whether a combination is on the stage, beside the matrix.
    pub fn is_trying(&self) -> bool {
        self.matrix().is_some() && self.shown_trial().is_some()
    }

    /// How many actions are the learner's own, and not those of a combination.
    pub fn own_actions(&self) -> usize {
        own_actions(&self.prose, &self.view.run).len()
    }

    /// Whether the learner has changed what led here, while the lesson's text still speaks of its own run.
    pub fn goes_its_own_way(&self) -> bool {
        let here = self.view.position;
        !self.stands_at_end() && own_actions(&self.prose, &self.view.run).iter().any(|(at, _)| *at < here)
    }

    /// The lesson's matrix, once it stands.
    pub fn matrix(&self) -> Option<&Matrix> {
        self.prose.matrix.as_ref().filter(|_| self.stands_at_end())
    }

    /// The lesson's challenge, once it stands.
    pub fn challenge(&self) -> Option<&Challenge> {
        self.prose.challenge.as_ref().filter(|_| self.stands_at_end())
    }

    /// What the learner does at a lesson's end stands there at the end of the last beat, and from their first action in it on.
    fn stands_at_end(&self) -> bool {
        let last = self.view.beat + 1 == self.prose.beats.len();
        last && (self.view.at_end() || !self.view.run.actions.is_empty())
    }

    /// Whether the learner is asked something and has not begun to answer.
    pub fn is_asking(&self) -> bool {
        let unanswered = self.challenge().is_some() && self.view.run.actions.is_empty();
        unanswered || self.quiz.is_open(&self.prose, &self.view)
    }

    /// What picking something on the stage says to the question that is open, if it is one of its choices.
    pub fn choice(&self, item: &Item) -> Option<Reply> {
        self.quiz.choice(&self.prose, &self.view, item).map(Reply::Toggle)
    }

    /// Picks something out.
    pub fn pick(&mut self, subject: Subject) {
        let moments = self.playback.moments();
        let message = match &subject {
            Subject::Message(id) => moments
                .iter()
                .flat_map(|moment| &moment.events)
                .find_map(|event| event.published().filter(|message| message.id == *id)),
            Subject::Exchange(_) | Subject::Queue(_) | Subject::Client(_) | Subject::Binding(_) => None,
        };
        let history = Rc::new(subject.history(moments));
        let item = subject.item(&self.view.overview);
        self.focus =
            Some(Focus { subject, item, message: message.map(|message| Rc::new(Message::clone(message))), history });
    }

    /// Picks out what a part of the drawing stands for.
    pub fn pick_item(&mut self, item: Item) {
        if let Some(subject) = Subject::of(&item, self.playback.moments()) {
            self.pick(subject);
            if let Some(focus) = &mut self.focus {
                focus.item = Some(item);
            }
        }
    }

    /// What is in the publish form; before anything was typed, something that makes sense here.
    pub fn draft(&self) -> Publish {
        self.draft.clone().unwrap_or_else(|| first_draft(&self.view.overview))
    }

    /// The run as a sequence diagram.
    pub fn sequence(&self) -> &Rc<Sequence> {
        self.sequence.get_or_init(|| Rc::new(Sequence::of(self.playback.moments(), self.playback.timeline().last())))
    }

    /// The run as plots.
    pub fn chart(&self) -> &Rc<Chart> {
        self.chart.get_or_init(|| Rc::new(Chart::of(self.playback.timeline())))
    }

    /// The fingerprint of the run up to where the learner stands.
    pub fn fingerprint(&self) -> u32 {
        fingerprint(&self.playback.moments()[..self.view.position], &self.view.overview)
    }

    /// The link to where the learner stands.
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

//! An open lesson: its text, its run, the selection and the typed text.

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use core::cell::OnceCell;
use std::rc::Rc;

use warren_lessons::pack::{Challenge, Code, Lesson, Matrix, Question};
use warren_simulator::{Diagnostic, Scenario, fingerprint};
use warren_view::act::first_draft;
use warren_view::chart::Chart;
use warren_view::sequence::Sequence;
use warren_view::statements::Publish;
use warren_view::{Item, Selection};
use yew::AttrValue;

use crate::card::Card;
use crate::experiments::{Experiments, begun, own_actions, statements};
use crate::link::Link;
use crate::playback::{Outcome, Playback, PlaybackCommand, RejectedAction, View};
use crate::quiz::{Quiz, Reply};
use crate::stage::Plan;

/// The lesson and everything that the learner has done in it.
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
    /// The current position.
    pub view: View,
    /// The lesson's text there.
    pub card: Card,
    /// Everything that will ever be on the stage in this run.
    pub plan: Rc<Plan>,
    /// The inspected thing.
    pub selection: Option<Selection>,
    /// The content of the publish form, once it was changed.
    pub draft: Option<Publish>,
    /// Its questions.
    pub quiz: Quiz,
    /// The combinations of its matrix that the learner has run.
    pub experiments: Experiments,
    /// The run as a sequence diagram, once it is looked at.
    sequence: OnceCell<Rc<Sequence>>,
    /// The run as plots, once they are looked at.
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
        let card = Card::Told(view.beat);
        let (selection, draft, sequence, chart) = (None, None, OnceCell::new(), OnceCell::new());
        let mut session = Self {
            prose,
            code,
            headings,
            playback,
            view,
            card,
            plan,
            selection,
            draft,
            quiz,
            experiments,
            sequence,
            chart,
        };
        session.tell(false);
        Ok((session, rejected))
    }

    /// Shows the same lesson in another language.
    pub fn translate(&mut self, prose: Rc<Lesson>) {
        self.headings = headings(&prose);
        self.prose = prose;
    }

    /// Carries out a command and updates everything that depends on it.
    pub fn carry_out(&mut self, command: PlaybackCommand) -> Outcome {
        let before = self.view.position;
        let outcome = self.playback.carry_out(command);
        let run_before = Rc::clone(&self.view.run);
        if !self.playback.is_at(&self.view) {
            self.view = self.playback.view();
            self.tell(self.view.position > before);
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

    /// Chooses the card for where the learner has come, going on or back.
    fn tell(&mut self, on: bool) {
        let under_way = self.view.under_way.filter(|_| !self.stands_at_end());
        let rests = under_way.is_none() && !self.playback.playing;
        let settled = if on && rests { self.quiz.settled(self.view.position) } else { None };
        self.card = match (settled, under_way) {
            (Some(beat), _) => Card::Settled(beat),
            // The beat that asks is over, but its question is settled in a later one.
            (None, None) if (on || self.playback.playing) && self.is_awaited() => self.card,
            // Until its end is reached, a beat leaves the card as it was.
            (None, Some(beat)) if self.card == Card::Asked(beat) => self.card,
            (None, Some(_)) if self.playback.playing => self.card,
            (None, _) if self.stands_at_end() => self.at_end(),
            (None, _) => Card::Told(self.view.beat),
        };
    }

    /// Chooses the card for the lesson's end: what the learner does there stands on the card that asks for it.
    fn at_end(&self) -> Card {
        let last = self.prose.beats.len() - 1;
        if matches!(self.card, Card::Matrix(_) | Card::Challenge(_)) {
            self.card
        } else if self.view.run.actions.is_empty() {
            Card::Told(last)
        } else if self.own_actions() > 0 && self.prose.challenge.is_some() {
            Card::Challenge(last)
        } else {
            Card::at_end(&self.prose).unwrap_or(Card::Told(last))
        }
    }

    /// Returns whether the question of the beat that has just ended is settled in a later one.
    fn is_awaited(&self) -> bool {
        self.card == Card::Asked(self.view.beat) && self.quiz.asked(self.view.beat).is_awaited(self.view.position)
    }

    /// Returns whether the card is of an earlier moment, because a beat is on its way to its end.
    pub fn is_under_way(&self) -> bool {
        let told = matches!(self.card, Card::Settled(_)) || self.stands_at_end();
        self.playback.playing || (self.view.under_way.is_some() && !told)
    }

    /// Continues to the next card of this moment, or to the outcome of an answered question; otherwise returns the
    /// command to play or to pause.
    pub fn onward(&mut self) -> Option<PlaybackCommand> {
        if let Some((beat, _)) = self.open_question() {
            let asked = self.quiz.asked(beat);
            match (&asked.chosen, &asked.missed) {
                (Some(_), _) => return self.reply(Reply::Check),
                (None, Some(_)) => return self.reply(Reply::Reveal),
                (None, None) => {}
            }
        }
        match self.next_card() {
            Some(card) => {
                self.card = card;
                None
            }
            None => Some(PlaybackCommand::PlayPause),
        }
    }

    /// Continues to the next card without playing the moments between.
    pub fn skip_onward(&mut self) -> Outcome {
        if let Some(card) = self.next_card() {
            self.card = card;
            return Outcome::Moved;
        }
        self.next_end().map_or(Outcome::Nothing, |beat| self.carry_out(PlaybackCommand::Beat(beat)))
    }

    /// Finds the first beat that ends behind this position.
    fn next_end(&self) -> Option<usize> {
        let (run, position) = (&self.view.run, self.view.position);
        (0..run.beats.len()).find(|beat| run.end_of(*beat).is_some_and(|end| end > position))
    }

    /// Goes back to the previous text.
    pub fn back(&mut self) -> Outcome {
        let told = self.view.beat;
        let beyond_text = matches!(self.card, Card::Asked(_) | Card::Matrix(_) | Card::Challenge(_));
        if self.view.under_way.is_some() || beyond_text {
            self.card = Card::Told(told);
            self.carry_out(PlaybackCommand::Beat(told));
            return Outcome::Moved;
        }
        let before = self.view.run.beat_before(told);
        before.map_or(Outcome::Nothing, |beat| self.carry_out(PlaybackCommand::Beat(beat)))
    }

    /// Returns whether another card comes next at this moment.
    pub fn has_more(&self) -> bool {
        self.next_card().is_some()
    }

    /// Returns the next card that needs no playing.
    fn next_card(&self) -> Option<Card> {
        // The text at the beginning may have its moments still to come.
        let told = self.view.run.end_of(self.view.beat) == Some(self.view.position) || self.stands_at_end();
        if self.is_under_way() || !told {
            return None;
        }
        self.card.next(self.view.beat, &self.prose, &self.quiz, &self.view.run)
    }

    /// Handles a reply to a question. Returns the command that shows the outcome, if it is settled now.
    pub fn reply(&mut self, reply: Reply) -> Option<PlaybackCommand> {
        let (checks, card) = (matches!(reply, Reply::Check | Reply::Reveal), self.card);
        match (&reply, card.question()) {
            (Reply::Show, Some(beat)) => {
                self.carry_out(PlaybackCommand::Seek(self.quiz.asked(beat).decided));
                self.card = card;
            }
            (Reply::Again, Some(beat)) => self.ask(beat),
            (Reply::Ask(beat), _) => self.ask(*beat),
            (_, _) => {}
        }
        self.quiz.reply(reply, &self.prose, card, &mut self.playback);
        (checks && self.quiz.open(&self.prose, card).is_none()).then_some(PlaybackCommand::PlayPause)
    }

    /// Goes to the beginning of a beat, and asks its question.
    fn ask(&mut self, beat: usize) {
        if let Some(begins) = self.view.run.beats.get(beat).copied().flatten() {
            self.carry_out(PlaybackCommand::Seek(begins));
            self.card = Card::Asked(beat);
        }
    }

    /// Runs a combination of the lesson's matrix, which is then on the stage, behind its last action.
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

    /// Runs all remaining combinations; the stage stays unchanged.
    pub fn try_others(&mut self) {
        let open = self.experiments.open();
        self.recall(&open);
    }

    /// Runs combinations again that were run in an earlier visit.
    pub fn recall(&mut self, cells: &[usize]) {
        if let (Some(matrix), false) = (&self.prose.matrix, cells.is_empty()) {
            self.experiments.measure(cells, matrix, &self.playback);
        }
    }

    /// Returns the combination of the matrix that is on the stage.
    pub fn shown_experiment(&self) -> Option<usize> {
        let tried = self.prose.matrix.as_ref().and_then(|matrix| begun(matrix, &self.view.run));
        tried.filter(|_| self.own_actions() == 0)
    }

    /// Counts the learner's own actions, without those of a combination.
    pub fn own_actions(&self) -> usize {
        own_actions(&self.prose, &self.view.run).len()
    }

    /// Returns whether the learner has changed the past of this position, while the lesson's text still describes its
    /// own run.
    pub fn goes_its_own_way(&self) -> bool {
        let here = self.view.position;
        !self.stands_at_end() && own_actions(&self.prose, &self.view.run).iter().any(|(at, _)| *at < here)
    }

    /// Returns the lesson's matrix, where its card stands.
    pub fn matrix(&self) -> Option<&Matrix> {
        self.prose.matrix.as_ref().filter(|_| matches!(self.card, Card::Matrix(_)))
    }

    /// Returns the lesson's challenge, where its card stands.
    pub fn challenge(&self) -> Option<&Challenge> {
        self.prose.challenge.as_ref().filter(|_| matches!(self.card, Card::Challenge(_)))
    }

    /// Returns whether matrix and challenge are shown: at the end of the last beat, and from the learner's first action
    /// in it on.
    fn stands_at_end(&self) -> bool {
        let (view, run) = (&self.view, &self.view.run);
        let last = run.beats.last().copied().flatten();
        let behind = last.is_some_and(|begins| begins < view.position || view.len() == 0);
        behind && (view.at_end() || !run.actions.is_empty())
    }

    /// Finds the question that waits for its answer, with its beat.
    pub fn open_question(&self) -> Option<(usize, &Question)> {
        if self.is_under_way() { None } else { self.quiz.open(&self.prose, self.card) }
    }

    /// Returns the reply to the open question made by picking an item, if it is one of the choices.
    pub fn choice(&self, item: &Item) -> Option<Reply> {
        self.open_question()?;
        self.quiz.choice(&self.prose, self.card, &self.view, item).map(Reply::Toggle)
    }

    /// Selects a picked item; one that is not of this run is not selected.
    pub fn select(&mut self, picked: &Item) {
        if let Some(selection) = Selection::of(picked, self.playback.moments(), &self.view.overview) {
            self.selection = Some(selection);
        }
    }

    /// Returns the content of the publish form; before anything was typed, something sensible for the state.
    pub fn draft(&self) -> Publish {
        self.draft.clone().unwrap_or_else(|| first_draft(&self.view.overview))
    }

    /// Returns the run as a sequence diagram.
    pub fn sequence(&self) -> &Rc<Sequence> {
        self.sequence.get_or_init(|| Rc::new(Sequence::of(self.playback.moments(), self.playback.timeline().last())))
    }

    /// Returns the run as plots.
    pub fn chart(&self) -> &Rc<Chart> {
        self.chart.get_or_init(|| Rc::new(Chart::of(self.playback.timeline())))
    }

    /// Returns the fingerprint of the run up to the current position.
    pub fn fingerprint(&self) -> u32 {
        fingerprint(&self.playback.moments()[..self.view.position], &self.view.overview)
    }

    /// Makes the link to the current position.
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

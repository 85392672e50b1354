//! The questions of a lesson and their answers. The learner's own run decides whether an answer is correct.

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use core::ops::Range;

use warren_lessons::pack::{Challenge, Lesson, Question};
use warren_simulator::probe::{Answer, Goal, Probe, Reading};
use warren_view::Item;
use warren_view::run::Run;

use crate::card::Card;
use crate::experiments::own_actions;
use crate::playback::{Playback, View};

/// A reply to a question, or to the challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Select this choice, or deselect it.
    Toggle(String),
    /// None of the choices.
    Nobody,
    /// This number.
    Number(u64),
    /// Submit the answer: run and see.
    Check,
    /// Show what happens, without a second try.
    Reveal,
    /// Ask the question of this beat, which was skipped.
    Ask(usize),
    /// Ask again.
    Again,
    /// Show the moment that decides it.
    Show,
    /// Show or hide the challenge's hint.
    Hint,
    /// Show or hide its solution.
    Solution,
}

/// The state of a lesson's questions and its challenge.
#[derive(Debug, Default)]
pub struct Quiz {
    /// One for each beat.
    asked: Vec<Asked>,
    /// One for each goal of the challenge.
    pub goals: Vec<GoalProgress>,
    /// Whether the hint is shown.
    pub hint: bool,
    /// Whether the solution is shown.
    pub solution: bool,
}

/// A beat's question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The learner's answer.
    pub chosen: Option<Answer>,
    /// The first answer, if it was wrong.
    pub missed: Option<Answer>,
    /// The index, in the question's reasons, of the sentence for the last wrong answer.
    pub reason: Option<usize>,
    /// The measured answer, once it is settled.
    pub outcome: Option<Answer>,
    /// The position at which the reason is visible, once it is settled.
    pub decided: usize,
    /// Whether the outcome has been shown.
    pub shown: bool,
}

/// A goal with its current value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoalProgress {
    /// Whether it is met.
    pub met: bool,
    /// The measured number.
    pub number: u64,
}

impl Asked {
    /// Returns whether the learner was right; `None` while the question is open.
    pub fn right(&self) -> Option<bool> {
        self.outcome.as_ref().map(|outcome| self.chosen.as_ref() == Some(outcome))
    }

    /// Returns whether it is answered and will be decided behind this position.
    pub fn is_awaited(&self, position: usize) -> bool {
        self.outcome.is_some() && !self.shown && position < self.decided
    }

    /// Returns the sentence for the last wrong answer.
    pub fn overlooked<'a>(&self, question: &'a Question) -> Option<&'a str> {
        Some(&question.reasons.get(self.reason?)?.html)
    }

    /// Returns whether this name is among the chosen ones.
    pub fn has(&self, name: &str) -> bool {
        self.chosen.as_ref().is_some_and(|chosen| has(chosen, name))
    }

    fn settle(&mut self, Measured { outcome, decided, reason }: Measured) {
        self.outcome = Some(outcome);
        self.decided = decided;
        self.reason = reason;
    }
}

/// The outcome of a question on the learner's run.
struct Measured {
    outcome: Answer,
    decided: usize,
    /// The index of the sentence for the learner's answer, if it is wrong and has one.
    reason: Option<usize>,
}

impl Quiz {
    /// Begins anew for a run: measurements of another run do not apply.
    pub fn new(lesson: &Lesson, playback: &mut Playback) -> Self {
        Self {
            asked: vec![Asked::default(); lesson.beats.len()],
            goals: lesson.challenge.as_ref().map_or_else(Vec::new, |challenge| standings(lesson, challenge, playback)),
            ..Self::default()
        }
    }

    /// Begins anew because the run has changed; hint and solution stay shown.
    pub fn renew(&mut self, lesson: &Lesson, playback: &mut Playback) {
        *self = Self { hint: self.hint, solution: self.solution, ..Self::new(lesson, playback) };
    }

    /// Finds the question that a card shows, with its beat.
    pub fn question<'a>(&self, lesson: &'a Lesson, card: Card) -> Option<(usize, &'a Question)> {
        let beat = card.question()?;
        Some((beat, lesson.beats.get(beat)?.question.as_ref()?))
    }

    /// Finds the question of a card that waits for its answer, with its beat.
    pub fn open<'a>(&self, lesson: &'a Lesson, card: Card) -> Option<(usize, &'a Question)> {
        self.question(lesson, card).filter(|(beat, _)| self.asked[*beat].outcome.is_none())
    }

    /// Returns the beat whose question has been settled by this position and was not shown yet, and marks it as shown.
    pub fn settled(&mut self, position: usize) -> Option<usize> {
        let new = |asked: &Asked| asked.outcome.is_some() && !asked.shown && asked.decided <= position;
        let beat = self.asked.iter().position(new)?;
        self.asked[beat].shown = true;
        Some(beat)
    }

    /// Returns the state of a beat's question.
    pub fn asked(&self, beat: usize) -> &Asked {
        &self.asked[beat]
    }

    /// Returns whether all goals of the challenge are met.
    pub fn done(&self) -> bool {
        !self.goals.is_empty() && self.goals.iter().all(|goal| goal.met)
    }

    /// Handles a reply to the question of a card, or to the challenge.
    pub fn reply(&mut self, reply: Reply, lesson: &Lesson, card: Card, playback: &mut Playback) {
        match reply {
            Reply::Hint => self.hint = !self.hint,
            Reply::Solution => self.solution = !self.solution,
            Reply::Again => {
                if let Some(beat) = card.question() {
                    self.asked[beat] = Asked::default();
                }
            }
            Reply::Check => self.check(lesson, card, playback),
            Reply::Reveal => {
                if let Some((beat, _)) = self.open(lesson, card) {
                    let asked = &mut self.asked[beat];
                    asked.chosen = asked.chosen.take().or_else(|| asked.missed.clone());
                }
                self.settle(lesson, card, playback);
            }
            Reply::Show | Reply::Ask(_) => {}
            Reply::Toggle(name) => self.choose(lesson, card, |chosen| toggled(chosen, &name)),
            Reply::Number(number) => self.choose(lesson, card, |_| Answer::Number(number)),
            Reply::Nobody => self.choose(lesson, card, |_| Answer::Names(Vec::new())),
        }
    }

    fn choose(&mut self, lesson: &Lesson, card: Card, change: impl FnOnce(Option<Answer>) -> Answer) {
        if let Some((beat, _)) = self.open(lesson, card) {
            let asked = &mut self.asked[beat];
            asked.chosen = Some(change(asked.chosen.take()));
        }
    }

    /// Settles the answer. A first one that is wrong is not settled: its sentence is shown, and there is a second try.
    fn check(&mut self, lesson: &Lesson, card: Card, playback: &mut Playback) {
        let Some((beat, question)) = self.open(lesson, card) else { return };
        let first = self.asked[beat].missed.is_none();
        let Some(measured) = measure(beat, question, &self.asked[beat], lesson, playback) else { return };
        let asked = &mut self.asked[beat];
        match measured.reason {
            Some(_) if first => {
                asked.missed = asked.chosen.take();
                asked.reason = measured.reason;
            }
            Some(_) | None => asked.settle(measured),
        }
    }

    fn settle(&mut self, lesson: &Lesson, card: Card, playback: &mut Playback) {
        let Some((beat, question)) = self.open(lesson, card) else { return };
        if let Some(measured) = measure(beat, question, &self.asked[beat], lesson, playback) {
            self.asked[beat].settle(measured);
        }
    }

    /// Returns the name of an item of the stage, if it is one of the choices of a card's open question.
    pub fn choice(&self, lesson: &Lesson, card: Card, view: &View, item: &Item) -> Option<String> {
        let (_, question) = self.open(lesson, card)?;
        item.name(&view.overview).filter(|name| question.of.contains(name))
    }

    /// Lists the items that the learner has chosen.
    pub fn lit(&self, lesson: &Lesson, card: Card, view: &View) -> Vec<Item> {
        let Some((beat, _)) = self.question(lesson, card) else { return Vec::new() };
        let Some(Answer::Names(names)) = &self.asked[beat].chosen else { return Vec::new() };
        let names: Vec<&str> = names.iter().map(|name| &**name).collect();
        Item::named(&names, &view.overview)
    }
}

/// Measures a question and finds the sentence for the chosen answer.
fn measure(
    beat: usize,
    question: &Question,
    asked: &Asked,
    lesson: &Lesson,
    playback: &mut Playback,
) -> Option<Measured> {
    // The compiler has read every question before the page does.
    let probe = question.ask.parse::<Probe>().ok()?;
    let stretch = stretch(beat, question, lesson, playback.run())?;
    let Reading { answer, decided } = playback.measure(stretch.clone(), &probe);
    // The sentences speak of the lesson's own run.
    let changed = playback.run().actions.iter().any(|(position, _)| *position < stretch.end);
    let reason = asked.chosen.as_ref().filter(|_| !changed).and_then(|chosen| reason(question, chosen, &answer));
    let decided = decided.map_or(stretch.end, |decided| stretch.start + decided + 1);
    Some(Measured { outcome: answer, decided, reason })
}

/// Finds the sentence for a wrong answer: that of the first name wrongly chosen, else of the first one left out; or that of
/// the number.
fn reason(question: &Question, chosen: &Answer, outcome: &Answer) -> Option<usize> {
    if chosen == outcome {
        return None;
    }
    let choice = match chosen {
        Answer::Names(_) => {
            let find = |among: &Answer, not: &Answer| {
                question.of.iter().find(|name| has(among, name) && !has(not, name)).cloned()
            };
            find(chosen, outcome).or_else(|| find(outcome, chosen))?
        }
        Answer::Number(number) => number.to_string(),
    };
    question.reasons.iter().position(|reason| reason.choice == choice)
}

/// Returns whether this name is among those of an answer.
pub fn has(answer: &Answer, name: &str) -> bool {
    matches!(answer, Answer::Names(names) if names.iter().any(|one| &**one == name))
}

/// Returns the stretch from the beat's beginning to that of the beat that settles it, or to the end if the run does not
/// reach that.
fn stretch(beat: usize, question: &Question, lesson: &Lesson, run: &Run) -> Option<Range<usize>> {
    let begins = |beat: usize| run.beats.get(beat).copied().flatten();
    let until = question.until.as_ref().and_then(|mark| lesson.beats.iter().position(|beat| beat.mark == *mark));
    Some(begins(beat)?..until.and_then(begins).unwrap_or(run.moments.len()))
}

/// Measures a challenge after the learner's actions since the lesson's last beat, and since the last experiment.
fn standings(lesson: &Lesson, challenge: &Challenge, playback: &mut Playback) -> Vec<GoalProgress> {
    let (run, len) = (playback.run(), playback.run().moments.len());
    let last_beat = run.beats.last().copied().flatten().unwrap_or(0);
    let first = own_actions(lesson, run).first().map(|(position, _)| *position);
    let from = first.filter(|position| *position >= last_beat).unwrap_or(len);
    let stands = |goal: &String| {
        let goal: Goal = goal.parse().ok()?;
        let answer = playback.measure(from..len, &goal.probe).answer;
        let met = goal.is_met_by(&answer);
        let number = if let Answer::Number(number) = answer { number } else { 0 };
        Some(GoalProgress { met, number })
    };
    challenge.goals.iter().filter_map(stands).collect()
}

fn toggled(chosen: Option<Answer>, name: &str) -> Answer {
    let mut names = match chosen {
        Some(Answer::Names(names)) => names,
        Some(Answer::Number(_)) | None => Vec::new(),
    };
    // In order, like the measured answer.
    match names.binary_search_by(|one| (**one).cmp(name)) {
        Ok(index) => drop(names.remove(index)),
        Err(index) => names.insert(index, name.into()),
    }
    Answer::Names(names)
}

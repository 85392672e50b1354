//! Asks the questions of a lesson and takes in the answers. Whether an answer is right is measured on the learner's own run. It
//! does not know how any of it is drawn.

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
    /// This one too, or not after all.
    Toggle(String),
    /// None of them.
    Nobody,
    /// So many.
    Number(u64),
    /// That is the answer: run it and see.
    Check,
    /// Show what happens, without a second try.
    Reveal,
    /// Ask the question of this beat, which was passed.
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

/// Where a lesson's questions and its challenge stand.
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
    /// What the last wrong answer overlooks: the place of its sentence among the question's.
    pub reason: Option<usize>,
    /// The measured answer, once it is settled.
    pub outcome: Option<Answer>,
    /// The position from which one sees why, once it is settled.
    pub decided: usize,
    /// Whether the outcome has been shown.
    pub shown: bool,
}

/// A goal and what there is of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoalProgress {
    /// Whether it is met.
    pub met: bool,
    /// The measured number.
    pub number: u64,
}

impl Asked {
    /// Tells whether the learner was right; nothing while the question is open.
    pub fn right(&self) -> Option<bool> {
        self.outcome.as_ref().map(|outcome| self.chosen.as_ref() == Some(outcome))
    }

    /// Tells whether it is answered, and the run has still to come to what decides it.
    pub fn is_awaited(&self, position: usize) -> bool {
        self.outcome.is_some() && !self.shown && position < self.decided
    }

    /// Gives the sentence for the last wrong answer.
    pub fn overlooked<'a>(&self, question: &'a Question) -> Option<&'a str> {
        Some(&question.reasons.get(self.reason?)?.html)
    }

    /// Tells whether this name is among the chosen ones.
    pub fn has(&self, name: &str) -> bool {
        self.chosen.as_ref().is_some_and(|chosen| has(chosen, name))
    }
}

/// The outcome of a question on the learner's run.
struct Measured {
    outcome: Answer,
    decided: usize,
    /// What the learner's answer overlooks, if it is wrong and there is a sentence for it.
    reason: Option<usize>,
}

impl Asked {
    fn settle(&mut self, Measured { outcome, decided, reason }: Measured) {
        self.outcome = Some(outcome);
        self.decided = decided;
        self.reason = reason;
    }
}

impl Quiz {
    /// Begins anew, for a run: what was measured on another says nothing of it.
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

    /// Takes the beat whose question has been settled by this position and was not shown yet.
    pub fn settled(&mut self, position: usize) -> Option<usize> {
        let new = |asked: &Asked| asked.outcome.is_some() && !asked.shown && asked.decided <= position;
        let beat = self.asked.iter().position(new)?;
        self.asked[beat].shown = true;
        Some(beat)
    }

    /// Tells how a beat's question stands.
    pub fn asked(&self, beat: usize) -> &Asked {
        &self.asked[beat]
    }

    /// Tells whether all goals of the challenge are met.
    pub fn done(&self) -> bool {
        !self.goals.is_empty() && self.goals.iter().all(|goal| goal.met)
    }

    /// Takes in a reply to the question of a card, or to the challenge.
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

    /// Settles an answer, or says of the first one what it overlooks and asks once more.
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

    /// Names an item of the stage, if it is one of the choices of a card's open question.
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

/// Measures a question, and finds what the chosen answer overlooks.
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

/// Tells whether this name is among those of an answer.
fn has(answer: &Answer, name: &str) -> bool {
    matches!(answer, Answer::Names(names) if names.iter().any(|one| &**one == name))
}

/// Finds the stretch from the beat's beginning to that of the beat that settles it, or to the end if the run does not come to that.
fn stretch(beat: usize, question: &Question, lesson: &Lesson, run: &Run) -> Option<Range<usize>> {
    let begins = |beat: usize| run.beats.get(beat).copied().flatten();
    let until = question.until.as_ref().and_then(|mark| lesson.beats.iter().position(|beat| beat.mark == *mark));
    Some(begins(beat)?..until.and_then(begins).unwrap_or(run.told.len()))
}

/// Measures a challenge after what the learner has done since the lesson's last beat, and since the last experiment.
fn standings(lesson: &Lesson, challenge: &Challenge, playback: &mut Playback) -> Vec<GoalProgress> {
    let (run, len) = (playback.run(), playback.run().told.len());
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
    // In order, as the measured answer has them.
    match names.binary_search_by(|one| (**one).cmp(name)) {
        Ok(index) => drop(names.remove(index)),
        Err(index) => names.insert(index, name.into()),
    }
    Answer::Names(names)
}

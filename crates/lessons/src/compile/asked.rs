//! Checks a lesson's questions, matrix and challenge by running the simulation: questions must have their answer among
//! the choices, the matrix must run, and the challenge must be open at the lesson's end and met by its solution.

mod matrix;
mod reasons;

use core::fmt::Display;
use core::str::FromStr;

use warren_simulator::probe::{Answer, Goal, Probe, Subject};
use warren_simulator::{ActionError, Statement, Timeline};

use super::lesson::Draft;
use crate::source::{At, Challenge, Manifest, Problem, Question};

/// Measures all questions, the matrix and the challenge.
pub fn check(draft: &Draft, timeline: &mut Timeline, problems: &mut Vec<Problem>) {
    let mut asked = Asked { file: draft.manifest_file(), timeline, problems };
    for (index, beat) in draft.manifest.beats.iter().enumerate() {
        if let Some(question) = &beat.question {
            asked.check_order(&draft.manifest, index, question);
            let from = if index == 0 { Some(0) } else { asked.position(&beat.mark.value) };
            if let Some(answer) = asked.question(question, from.unwrap_or_default(), draft.manifest.until(index)) {
                reasons::check(draft, beat, question, &answer, asked.problems);
            }
        }
    }
    if let Some(found) = &draft.manifest.matrix {
        matrix::check(&mut asked, found, draft.outcomes());
    }
    if let Some(challenge) = &draft.manifest.challenge {
        asked.challenge(challenge);
    }
}

struct Asked<'a> {
    file: String,
    timeline: &'a mut Timeline,
    problems: &'a mut Vec<Problem>,
}

impl Asked<'_> {
    fn position(&self, mark: &str) -> Option<usize> {
        self.timeline.marks().find(|(name, _)| *name == mark).map(|(_, position)| position)
    }

    /// Checks that no other beat asks before this question is settled: its text would tell the outcome, or the reader would
    /// pass its question.
    fn check_order(&mut self, manifest: &Manifest, index: usize, question: &Question) {
        let beats = &manifest.beats;
        let until = manifest.until(index).and_then(|mark| beats.iter().position(|beat| beat.mark.value == mark));
        let between = beats.get(index + 1..until.unwrap_or(beats.len())).unwrap_or_default();
        if let Some(other) = between.iter().find(|beat| beat.question.is_some()) {
            let line = question.until.as_ref().map_or(question.ask.line, |mark| mark.line);
            let message = format!("{{#{}}} asks before this question is settled", other.mark.value);
            self.wrong(line, message, "move that beat's mark behind what settles this one, or one of the questions");
        }
    }

    /// Measures the answer to a question. Returns it if it can be chosen.
    fn question(&mut self, question: &Question, from: usize, until: Option<&str>) -> Option<Answer> {
        let probe = self.read::<Probe>(&question.ask)?;
        let until = until.map_or(Some(self.timeline.len()), |mark| self.position(mark));
        let Some(until) = until.filter(|until| *until > from) else {
            let line = question.until.as_ref().map_or(question.ask.line, |mark| mark.line);
            self.wrong(line, "the question is settled nowhere", "`until` is the mark of a later beat");
            return None;
        };
        let answer = self.timeline.measure(from..until, &probe).answer;
        let before = self.problems.len();
        match (&answer, question.at_most) {
            (Answer::Names(names), None) if !question.of.is_empty() => {
                self.check_subject(&probe, &question.ask);
                let of: Vec<&str> = question.of.iter().map(|name| name.value.as_str()).collect();
                if let Some(name) = names.iter().find(|name| !of.contains(&&***name)) {
                    let help = "the answer is measured: name in `of` all that can come out";
                    self.wrong(question.ask.line, format!("\"{name}\" is not among the choices"), help);
                }
            }
            (Answer::Number(number), Some(at_most)) if question.of.is_empty() => {
                self.check_subject(&probe, &question.ask);
                if *number > at_most {
                    let help = format!("`at_most = {number}` or more");
                    self.wrong(question.ask.line, format!("{number} comes out, more than can be chosen"), help);
                }
            }
            (Answer::Names(_), _) => {
                self.wrong(question.ask.line, "names are asked for", "give the names to choose from: `of = [...]`")
            }
            (Answer::Number(_), _) => {
                self.wrong(question.ask.line, "a number is asked for", "give the greatest to choose: `at_most = 3`")
            }
        }
        (self.problems.len() == before).then_some(answer)
    }

    fn challenge(&mut self, challenge: &Challenge) {
        let goals: Vec<Goal> = challenge.goals.iter().filter_map(|goal| self.read(goal)).collect();
        let solution: Vec<Statement> = challenge.solution.iter().filter_map(|text| self.statement(text)).collect();
        let all_read = goals.len() == challenge.goals.len() && solution.len() == challenge.solution.len();
        if !all_read {
            return;
        }
        let from = self.timeline.len();
        let line = challenge.goals.first().map_or(1, |goal| goal.line);
        if self.unmet(from, &goals).is_none() {
            self.wrong(line, "the challenge is met before it begins", "a goal must be open at the lesson's end");
        }
        if let Err(ActionError { index, diagnostic }) = self.timeline.act_at_end(&solution) {
            return self.wrong(challenge.solution[index].line, diagnostic.message, diagnostic.help);
        }
        // Only now, because a goal may name a client that the learner is to add.
        let before = self.problems.len();
        for (goal, at) in goals.iter().zip(&challenge.goals) {
            self.check_subject(&goal.probe, at);
        }
        if self.problems.len() == before
            && let Some(goal) = self.unmet(from, &goals)
        {
            let message = format!("the solution does not come to `{}`", challenge.goals[goal].value);
            self.wrong(challenge.goals[goal].line, message, "try it on the page, or with `warren run`");
        }
    }

    /// Returns the first goal not met by the run after a position.
    fn unmet(&mut self, from: usize, goals: &[Goal]) -> Option<usize> {
        let end = self.timeline.len();
        goals.iter().position(|goal| !goal.is_met_by(&self.timeline.measure(from..end, &goal.probe).answer))
    }

    /// Checks that the client of a probe exists.
    fn check_subject(&mut self, probe: &Probe, at: &At<String>) {
        let clients = self.timeline.overview().clients;
        if let Some(Subject::Client(name)) = probe.subject()
            && !clients.iter().any(|client| &*client.name == name)
        {
            let known: Vec<&str> = clients.iter().map(|client| &*client.name).collect();
            let help = format!("the scenario has {}", known.join(", "));
            self.wrong(at.line, format!("there is no client \"{name}\""), help);
        }
    }

    fn statement(&mut self, text: &At<String>) -> Option<Statement> {
        match Statement::parse(&text.value) {
            Ok(statement) => Some(statement),
            Err(diagnostic) => {
                self.wrong(text.line, diagnostic.message, diagnostic.help);
                None
            }
        }
    }

    fn read<T: FromStr<Err: Display>>(&mut self, text: &At<String>) -> Option<T> {
        match text.value.parse() {
            Ok(read) => Some(read),
            Err(misread) => {
                self.wrong(text.line, format!("{misread}"), "docs/writing-a-lesson.md lists what can be asked");
                None
            }
        }
    }

    fn wrong(&mut self, line: usize, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(Problem::on(line, &self.file, message, help));
    }
}

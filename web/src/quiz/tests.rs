//! Questions are answered by the learner's own run, and a challenge is judged by what the learner has done.

use warren_simulator::{Scenario, Statement};

use super::*;
use crate::playback::PlaybackCommand;
use crate::testing::{code, lesson};

struct Learner {
    lesson: Lesson,
    playback: Playback,
    quiz: Quiz,
}

impl Learner {
    fn new() -> Self {
        let lesson = lesson();
        let scenario = Scenario::parse(&code().scenario).expect("it is right");
        let marks = lesson.beats.iter().map(|beat| beat.mark.clone()).collect();
        let (mut playback, _) = Playback::open(scenario, marks, &[], 0);
        let quiz = Quiz::new(&lesson, &mut playback);
        Self { lesson, playback, quiz }
    }

    fn go(&mut self, command: PlaybackCommand) {
        self.playback.carry_out(command);
    }

    fn act(&mut self, statements: &[&str]) {
        let read = statements.iter().map(|text| Statement::parse(text).expect("it is right")).collect();
        let outcome = self.playback.carry_out(PlaybackCommand::Act(read));
        assert!(matches!(outcome, crate::playback::Outcome::Acted(_)), "{outcome:?}");
        self.quiz.renew(&self.lesson, &mut self.playback);
    }

    fn say(&mut self, reply: Reply) -> Option<usize> {
        let view = self.playback.view();
        self.quiz.reply(reply, &self.lesson, &view, &mut self.playback)
    }

    fn is_open(&mut self) -> bool {
        let view = self.playback.view();
        self.quiz.is_open(&self.lesson, &view)
    }

    /// The names that are chosen.
    fn chosen(&self) -> Vec<String> {
        match &self.quiz.asked(1).chosen {
            Some(Answer::Names(names)) => names.iter().map(ToString::to_string).collect(),
            other => panic!("names are asked for: {other:?}"),
        }
    }

    fn met(&self) -> Vec<(bool, u64)> {
        self.quiz.goals.iter().map(|goal| (goal.met, goal.number)).collect()
    }
}

#[test]
fn a_question_waits_where_its_beat_stands_and_nowhere_else() {
    let mut learner = Learner::new();
    assert!(!learner.is_open());
    learner.go(PlaybackCommand::Beat(1));
    assert!(learner.is_open());
    learner.go(PlaybackCommand::Beat(2));
    assert!(!learner.is_open());
    assert_eq!(learner.say(Reply::Toggle("w1".into())), None, "nothing is asked there");
}

#[test]
fn the_answer_is_measured_and_shown_where_it_is_decided() {
    let mut learner = Learner::new();
    learner.go(PlaybackCommand::Beat(1));
    let begins = learner.playback.view().position;
    learner.say(Reply::Toggle("w1".into()));
    let shown = learner.say(Reply::Check).expect("it is settled");
    assert!(shown > begins, "{shown} {begins}");
    assert_eq!(learner.quiz.asked(1).right(), Some(true));
    learner.go(PlaybackCommand::Seek(shown));
    let view = learner.playback.view();
    assert_eq!(
        learner.quiz.question(&learner.lesson, &view).map(|(beat, _)| beat),
        Some(1),
        "its verdict is shown there"
    );
    assert!(!learner.is_open());
    assert_eq!(learner.say(Reply::Again), Some(begins), "it is asked again where it was asked");
    learner.go(PlaybackCommand::Seek(begins));
    assert!(learner.is_open());
}

#[test]
fn another_run_has_another_answer_and_what_was_said_of_the_first_is_forgotten() {
    let mut learner = Learner::new();
    learner.go(PlaybackCommand::Beat(1));
    let begins = learner.playback.view().position;
    learner.say(Reply::Toggle("w1".into()));
    learner.say(Reply::Check);
    learner.go(PlaybackCommand::First);
    let before = learner.playback.run().beats[1].expect("it begins") - 1;
    learner.go(PlaybackCommand::Seek(before));
    learner.act(&["kill w1"]);
    assert_eq!(*learner.quiz.asked(1), Asked::default());
    learner.go(PlaybackCommand::Beat(1));
    assert!(learner.playback.view().position >= begins);
    learner.say(Reply::Toggle("w1".into()));
    learner.say(Reply::Check);
    assert_eq!(learner.quiz.asked(1).right(), Some(false));
    assert_eq!(learner.quiz.asked(1).outcome, Some(Answer::Names(vec!["w2".into()])));
}

#[test]
fn names_are_chosen_and_taken_back_in_any_order() {
    let mut learner = Learner::new();
    learner.go(PlaybackCommand::Beat(1));
    for name in ["w2", "w1"] {
        learner.say(Reply::Toggle(name.into()));
    }
    assert_eq!(learner.chosen(), ["w1", "w2"]);
    assert!(learner.quiz.asked(1).has("w2"));
    learner.say(Reply::Toggle("w2".into()));
    assert_eq!(learner.chosen(), ["w1"]);
    learner.say(Reply::Nobody);
    assert_eq!(learner.chosen(), [""; 0]);
}

#[test]
fn what_is_chosen_can_be_picked_on_the_stage_and_is_lit_there() {
    let mut learner = Learner::new();
    learner.go(PlaybackCommand::Beat(1));
    let view = learner.playback.view();
    let [w1, w2] = ["w1", "w2"].map(|name| Item::named(&[name], &view.overview).remove(0));
    assert_eq!(learner.quiz.choice(&learner.lesson, &view, &w2).as_deref(), Some("w2"));
    let queue = Item::named(&["q"], &view.overview).remove(0);
    assert_eq!(learner.quiz.choice(&learner.lesson, &view, &queue), None, "queues are no choice here");
    assert_eq!(learner.quiz.lit(&learner.lesson, &view), []);
    learner.say(Reply::Toggle("w1".into()));
    assert_eq!(learner.quiz.lit(&learner.lesson, &view), [w1]);
    learner.say(Reply::Check);
    assert_eq!(learner.quiz.choice(&learner.lesson, &view, &w2), None, "it is answered");
}

#[test]
fn a_challenge_is_judged_by_what_was_done_after_the_last_beat_began() {
    let mut learner = Learner::new();
    assert_eq!(learner.met(), [(false, 0), (false, 0)], "the lesson's own run meets nothing");
    learner.go(PlaybackCommand::Beat(1));
    learner.act(&["kill w1", "p: basic.publish \"\" q early"]);
    assert_eq!(learner.met(), [(false, 0), (false, 0)], "that was too early");
    learner.go(PlaybackCommand::Reset);
    learner.quiz.renew(&learner.lesson, &mut learner.playback);
    learner.go(PlaybackCommand::Last);
    let solution = learner.lesson.challenge.clone().expect("it has one").solution;
    learner.act(&solution.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(learner.met(), [(true, 1), (true, 1)]);
    assert!(learner.quiz.done());
}

#[test]
fn hint_and_solution_stay_open_over_another_run() {
    let mut learner = Learner::new();
    for reply in [Reply::Hint, Reply::Solution] {
        assert_eq!(learner.say(reply), None);
    }
    learner.act(&["advance 1s"]);
    assert!(learner.quiz.hint && learner.quiz.solution);
    learner.say(Reply::Hint);
    assert!(!learner.quiz.hint);
}

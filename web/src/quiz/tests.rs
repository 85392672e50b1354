//! Questions are answered by the learner's own run, and a challenge is judged by what the learner has done.

use warren_simulator::{Scenario, Statement};

use super::*;
use crate::playback::PlaybackCommand;
use crate::testing::{code, lesson};

/// The card that asks the lesson's only question.
const ASKED: Card = Card::Asked(1);

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

    /// Replies to the question of the beat that is asked.
    fn say(&mut self, reply: Reply) {
        self.quiz.reply(reply, &self.lesson, ASKED, &mut self.playback);
    }

    fn is_open(&self, card: Card) -> bool {
        self.quiz.open(&self.lesson, card).is_some()
    }

    /// Returns the names that are chosen.
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
fn a_question_is_open_on_the_card_that_asks_it_and_on_no_other() {
    let mut learner = Learner::new();
    assert!(learner.is_open(ASKED));
    assert!(!learner.is_open(Card::Told(1)) && !learner.is_open(Card::Asked(2)));
    learner.quiz.reply(Reply::Toggle("w1".into()), &learner.lesson, Card::Asked(2), &mut learner.playback);
    assert_eq!(*learner.quiz.asked(2), Asked::default(), "nothing is asked there");
}

#[test]
fn the_answer_is_measured_and_shown_once_where_it_is_decided() {
    let mut learner = Learner::new();
    let (begins, ends) = (learner.playback.run().beats[1].expect("it begins"), learner.playback.run().beats[2]);
    learner.say(Reply::Toggle("w1".into()));
    learner.say(Reply::Check);
    let asked = learner.quiz.asked(1).clone();
    assert_eq!(asked.right(), Some(true));
    assert!(begins < asked.decided && Some(asked.decided) <= ends, "{asked:?} {begins} {ends:?}");
    assert!(!learner.is_open(ASKED));
    assert_eq!(learner.quiz.settled(asked.decided - 1), None);
    assert_eq!(learner.quiz.settled(asked.decided), Some(1));
    assert_eq!(learner.quiz.settled(asked.decided), None, "it has been shown");
    learner.say(Reply::Again);
    assert!(learner.is_open(ASKED));
}

#[test]
fn the_first_wrong_answer_is_told_what_it_overlooks_and_the_second_is_settled() {
    let mut learner = Learner::new();
    let question = learner.lesson.beats[1].question.clone().expect("it asks");
    learner.say(Reply::Toggle("w2".into()));
    learner.say(Reply::Check);
    let asked = learner.quiz.asked(1).clone();
    assert!(learner.is_open(ASKED), "nothing is settled");
    assert_eq!((asked.chosen.clone(), asked.missed.clone()), (None, Some(Answer::Names(vec!["w2".into()]))));
    assert_eq!(asked.overlooked(&question), Some("Not so: w2."));
    learner.say(Reply::Nobody);
    learner.say(Reply::Check);
    let asked = learner.quiz.asked(1);
    assert_eq!((asked.right(), asked.overlooked(&question)), (Some(false), Some("Not so: w1.")), "w1 is left out");
}

#[test]
fn the_second_answer_may_be_right() {
    let mut learner = Learner::new();
    for name in ["w1", "w2"] {
        learner.say(Reply::Toggle(name.into()));
    }
    learner.say(Reply::Check);
    assert!(learner.quiz.asked(1).missed.is_some() && learner.is_open(ASKED));
    learner.say(Reply::Toggle("w1".into()));
    learner.say(Reply::Check);
    assert_eq!((learner.quiz.asked(1).right(), learner.quiz.asked(1).reason), (Some(true), None));
}

#[test]
fn what_happens_is_shown_without_a_second_try() {
    let mut learner = Learner::new();
    learner.say(Reply::Toggle("w2".into()));
    learner.say(Reply::Check);
    learner.say(Reply::Reveal);
    let asked = learner.quiz.asked(1);
    assert_eq!((&asked.chosen, asked.right()), (&asked.missed, Some(false)));
    assert!(asked.reason.is_some());
}

#[test]
fn on_a_changed_run_no_sentence_of_the_lesson_is_told() {
    let mut learner = Learner::new();
    learner.go(PlaybackCommand::Beat(0));
    learner.act(&["kill w2"]);
    learner.say(Reply::Toggle("w2".into()));
    learner.say(Reply::Check);
    let asked = learner.quiz.asked(1);
    assert_eq!((asked.right(), asked.reason, &asked.missed), (Some(false), None, &None));
}

#[test]
fn another_run_has_another_answer_and_what_was_said_of_the_first_is_forgotten() {
    let mut learner = Learner::new();
    let begins = learner.playback.run().beats[1].expect("it begins");
    learner.say(Reply::Toggle("w1".into()));
    learner.say(Reply::Check);
    learner.go(PlaybackCommand::Seek(begins));
    learner.act(&["kill w1"]);
    assert_eq!(*learner.quiz.asked(1), Asked::default());
    learner.say(Reply::Toggle("w1".into()));
    learner.say(Reply::Check);
    assert_eq!(learner.quiz.asked(1).right(), Some(false));
    assert_eq!(learner.quiz.asked(1).outcome, Some(Answer::Names(vec!["w2".into()])));
}

#[test]
fn names_are_chosen_and_taken_back_in_any_order() {
    let mut learner = Learner::new();
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
    learner.go(PlaybackCommand::Beat(0));
    let view = learner.playback.view();
    let [w1, w2] = ["w1", "w2"].map(|name| Item::named(&[name], &view.overview).remove(0));
    assert_eq!(learner.quiz.choice(&learner.lesson, ASKED, &view, &w2).as_deref(), Some("w2"));
    let queue = Item::named(&["q"], &view.overview).remove(0);
    assert_eq!(learner.quiz.choice(&learner.lesson, ASKED, &view, &queue), None, "queues are no choice here");
    assert_eq!(learner.quiz.lit(&learner.lesson, ASKED, &view), []);
    learner.say(Reply::Toggle("w1".into()));
    assert_eq!(learner.quiz.lit(&learner.lesson, ASKED, &view), [w1]);
    learner.say(Reply::Check);
    assert_eq!(learner.quiz.choice(&learner.lesson, ASKED, &view, &w2), None, "it is answered");
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
        learner.say(reply);
    }
    learner.act(&["advance 1s"]);
    assert!(learner.quiz.hint && learner.quiz.solution);
    learner.say(Reply::Hint);
    assert!(!learner.quiz.hint);
}

//! An open lesson: its changes by a link, a step, an action or an answer.

use warren_simulator::Statement;

use super::*;
use crate::playback::PlaybackCommand as Command;
use crate::testing::{code, lesson};

fn open(link: &Link) -> (Session, Option<RejectedAction>) {
    Session::open(Rc::new(lesson()), Rc::new(code()), link).expect("the lesson is right")
}

fn session() -> Session {
    open(&Link::default()).0
}

fn act(session: &mut Session, statement: &str) -> Outcome {
    session.carry_out(Command::Act(vec![Statement::parse(statement).expect("it is right")]))
}

#[test]
fn a_link_opens_where_it_was_made() {
    let mut first = session();
    first.carry_out(Command::Beat(2));
    act(&mut first, "kill w1");
    let link = first.link("en");
    let (again, rejected) = open(&link);
    assert_eq!(rejected, None);
    assert_eq!(again.link("en"), link);
    assert_eq!(again.view.overview, first.view.overview);
    assert_eq!(Link::decode(&link.encode()), (link, Vec::new()));
}

#[test]
fn what_does_not_fit_of_a_link_is_left_out_and_told() {
    let link = Link { actions: vec![(3, "kill nobody".into()), (4, "kill w1".into())], ..Link::default() };
    let (session, rejected) = open(&link);
    assert_eq!(rejected.expect("there is no such program").left_out.len(), 2);
    assert_eq!(session.view.run.actions, []);
}

#[test]
fn a_lesson_whose_scenario_is_wrong_does_not_open() {
    let code = Code { scenario: "cleint p".into(), ..code() };
    let wrong = Session::open(Rc::new(lesson()), Rc::new(code), &Link::default()).expect_err("it is misspelt");
    assert_eq!(wrong[0].line, 1);
}

#[test]
fn what_is_drawn_of_a_run_is_kept_until_the_run_changes() {
    let mut session = session();
    let (plan, sequence, chart) = (Rc::clone(&session.plan), Rc::clone(session.sequence()), Rc::clone(session.chart()));
    session.carry_out(Command::Beat(2));
    assert!(Rc::ptr_eq(&plan, &session.plan) && Rc::ptr_eq(&sequence, session.sequence()));
    assert!(Rc::ptr_eq(&chart, session.chart()));
    act(&mut session, "kill w1");
    assert!(!Rc::ptr_eq(&plan, &session.plan) && !Rc::ptr_eq(&sequence, session.sequence()));
    assert!(!Rc::ptr_eq(&chart, session.chart()));
    assert_eq!(session.sequence().rows.len(), session.view.len());
}

#[test]
fn what_is_selected_stays_selected_and_has_the_history_of_the_present_run() {
    let mut session = session();
    session.carry_out(Command::Last);
    let queue = Item::named(&["q"], &session.view.overview).remove(0);
    session.select(&queue);
    let before = session.selection.clone().expect("it is there");
    assert_eq!(before.on_stage, Some(queue.clone()));
    session.carry_out(Command::Beat(1));
    assert_eq!(session.selection.as_ref(), Some(&before), "a step changes nothing of it");
    act(&mut session, "kill w2");
    let after = session.selection.clone().expect("it is still there");
    assert_eq!(after.item, queue);
    assert!(after.history != before.history && after.history.iter().all(|index| *index < session.view.len()));
}

#[test]
fn matrix_and_challenge_come_after_the_last_text_and_keep_their_card_while_the_learner_acts() {
    let mut session = session();
    session.carry_out(Command::Last);
    assert_eq!(session.card, Card::Told(2));
    assert_eq!((session.onward(), session.card), (None, Card::Matrix(2)));
    assert!(session.matrix().is_some() && session.challenge().is_none());
    session.try_out(1);
    assert_eq!(session.card, Card::Matrix(2));
    assert_eq!((session.onward(), session.card), (None, Card::Challenge(2)));
    act(&mut session, "advance 1ms");
    assert_eq!(session.card, Card::Challenge(2));
    assert!(!session.has_more());
    session.carry_out(Command::Beat(0));
    assert_eq!(session.card, Card::Told(0));
}

#[test]
fn an_action_in_the_last_beat_calls_the_challenge() {
    let mut session = session();
    session.carry_out(Command::Beat(1));
    session.carry_out(Command::Forward);
    assert_eq!(session.card, Card::Told(1), "the last beat plays first");
    act(&mut session, "advance 1ms");
    assert_eq!(session.card, Card::Challenge(2));
}

#[test]
fn the_learner_goes_their_own_way_behind_their_first_action_until_the_end_stands() {
    let mut session = session();
    session.carry_out(Command::Beat(1));
    act(&mut session, "kill w1");
    assert!(session.goes_its_own_way());
    session.carry_out(Command::First);
    assert!(!session.goes_its_own_way(), "nothing is changed there yet");
    session.carry_out(Command::Last);
    assert!(!session.goes_its_own_way(), "the lesson's end stands");
}

#[test]
fn an_experiment_is_shown_measured_and_none_of_the_learners_own_actions() {
    let mut session = session();
    assert!(matches!(session.try_out(1), Outcome::Acted(_)));
    assert_eq!((session.shown_experiment(), session.own_actions()), (Some(1), 0));
    assert_eq!(session.experiments.outcome(1), Some(2));
    act(&mut session, "advance 1s");
    assert_eq!((session.shown_experiment(), session.own_actions()), (None, 1));
    session.try_others();
    assert_eq!(session.experiments.open(), [0_usize; 0]);
    assert_eq!(session.own_actions(), 1, "the stage stays as it is");
}

/// Plays until play rests.
fn play(session: &mut Session) {
    session.carry_out(Command::PlayPause);
    while session.playback.playing {
        session.carry_out(Command::Tick);
    }
}

#[test]
fn a_step_is_told_at_its_end_and_until_then_the_card_keeps_the_one_before() {
    let mut session = session();
    let ends = [0, 1, 2].map(|beat| session.view.run.end_of(beat).expect("the run comes to it"));
    assert_eq!((session.card, session.view.position), (Card::Told(0), 0));
    play(&mut session);
    assert_eq!((session.card, session.view.position), (Card::Told(0), ends[0]));
    session.carry_out(Command::PlayPause);
    session.carry_out(Command::Tick);
    assert!(session.is_under_way());
    assert_eq!(session.card, Card::Told(0));
    session.carry_out(Command::Seek(ends[1]));
    assert_eq!((session.card, session.is_under_way()), (Card::Told(1), false));
    session.carry_out(Command::Back);
    assert_eq!((session.card, session.is_under_way()), (Card::Told(0), true));
    session.carry_out(Command::Last);
    assert_eq!((session.card, session.view.position), (Card::Told(2), ends[2]));
}

#[test]
fn a_question_is_asked_before_its_step_and_settled_at_its_end() {
    let mut session = session();
    session.carry_out(Command::Beat(0));
    assert!(session.open_question().is_none(), "the step before is told first");
    assert_eq!(session.onward(), None);
    assert_eq!(session.card, Card::Asked(1));
    session.reply(Reply::Toggle("w1".into()));
    let (asked_at, ends) = (session.view.position, session.view.run.end_of(1).expect("it has an end"));
    assert_eq!(session.onward(), Some(Command::PlayPause), "the answer is there: it is run");
    play(&mut session);
    assert!(session.open_question().is_none());
    assert_eq!((session.card, session.view.position), (Card::Settled(1), ends));
    assert_eq!(session.quiz.asked(1).right(), Some(true));
    session.reply(Reply::Show);
    assert!(asked_at < session.view.position && session.view.position <= ends);
    assert_eq!((session.card, session.is_under_way()), (Card::Settled(1), false));
    session.reply(Reply::Again);
    assert_eq!((session.card, session.view.position), (Card::Asked(1), asked_at));
    assert!(session.open_question().is_some());
}

#[test]
fn a_first_wrong_answer_plays_nothing_and_one_may_go_on_without_a_second() {
    let mut session = session();
    session.carry_out(Command::Beat(0));
    session.onward();
    let asked_at = session.view.position;
    session.reply(Reply::Toggle("w2".into()));
    assert_eq!(session.onward(), None, "there is a second try");
    assert_eq!((session.card, session.view.position), (Card::Asked(1), asked_at));
    assert!(session.open_question().is_some());
    assert_eq!(session.onward(), Some(Command::PlayPause), "nothing else is chosen: it is shown");
    play(&mut session);
    assert_eq!((session.card, session.quiz.asked(1).right()), (Card::Settled(1), Some(false)));
}

#[test]
fn a_question_that_is_settled_in_a_later_step_stays_until_then() {
    let mut prose = lesson();
    let question = prose.beats[1].question.as_mut().expect("it asks");
    *question = Question { ask: "lost".into(), of: Vec::new(), at_most: 1, until: None, ..question.clone() };
    let opened = Session::open(Rc::new(prose), Rc::new(code()), &Link::default());
    let mut session = opened.expect("the lesson is right").0;
    session.carry_out(Command::Beat(0));
    session.onward();
    session.reply(Reply::Number(0));
    assert_eq!(session.onward(), Some(Command::PlayPause));
    play(&mut session);
    let ends = session.view.run.end_of(1);
    assert_eq!((session.card, Some(session.view.position)), (Card::Asked(1), ends), "it is not settled yet");
    assert!(session.open_question().is_none());
    assert_eq!(session.onward(), Some(Command::PlayPause));
    play(&mut session);
    assert_eq!((session.card, session.quiz.asked(1).right()), (Card::Settled(1), Some(true)));
    session.reply(Reply::Again);
    session.reply(Reply::Number(0));
    session.onward();
    play(&mut session);
    session.skip_onward();
    assert!(Some(session.view.position) > ends, "one can go on without playing");
}

#[test]
fn a_question_that_is_passed_waits() {
    let mut session = session();
    session.skip_onward();
    session.skip_onward();
    assert_eq!(session.card, Card::Asked(1), "nobody passes a question unnoticed");
    session.skip_onward();
    assert_eq!(session.card, Card::Told(1));
    session.reply(Reply::Ask(1));
    assert_eq!((session.card, Some(session.view.position)), (Card::Asked(1), session.view.run.beats[1]));
    session.back();
    assert_eq!(session.card, Card::Told(0));
}

#[test]
fn the_publish_form_keeps_what_was_typed() {
    let mut session = session();
    session.carry_out(Command::Last);
    assert_eq!(session.draft().routing_key, "q");
    session.draft = Some(Publish { body: "mine".into(), ..session.draft() });
    session.carry_out(Command::First);
    assert_eq!(session.draft().body, "mine");
}

#[test]
fn another_language_changes_the_words_alone() {
    let mut session = session();
    session.carry_out(Command::Beat(1));
    let (position, mut prose) = (session.view.position, lesson());
    prose.beats[1].heading = "別の見出し".into();
    session.translate(Rc::new(prose));
    assert_eq!((session.view.position, &*session.headings[1]), (position, "別の見出し"));
}

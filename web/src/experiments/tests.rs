//! The combinations of a matrix and their outcomes, on the stage or aside.

use warren_simulator::Scenario;

use super::*;
use crate::playback::PlaybackCommand;
use crate::testing::{code, lesson};

fn matrix() -> Matrix {
    lesson().matrix.expect("the lesson has one")
}

fn playback() -> Playback {
    Playback::open(Scenario::parse(&code().scenario).expect("it is right"), Vec::new(), &[], 0).0
}

#[test]
fn what_is_run_aside_is_measured_and_leaves_the_stage_alone() {
    let (mut experiments, playback, matrix) = (Experiments::new(&lesson()), playback(), matrix());
    assert_eq!(experiments.open(), [0, 1, 2, 3]);
    experiments.measure(&[1, 2], &matrix, &playback);
    assert_eq!((experiments.outcome(1), experiments.outcome(2)), (Some(2), Some(1)));
    assert_eq!(experiments.run().collect::<Vec<_>>(), [1, 2]);
    assert_eq!(experiments.open(), [0, 3]);
    assert_eq!(playback.run().actions, []);
}

#[test]
fn what_is_run_on_the_stage_comes_to_the_same() {
    let (lesson, matrix) = (lesson(), matrix());
    let (mut aside, mut shown) = (Experiments::new(&lesson), Experiments::new(&lesson));
    for cell in 0..matrix.cells.len() {
        let mut playback = playback();
        aside.measure(&[cell], &matrix, &playback);
        let statements = statements(&matrix, cell).expect("they are right");
        playback.carry_out(PlaybackCommand::Experiment(statements));
        assert_eq!(begun(&matrix, playback.run()), Some(cell));
        shown.measure_shown(cell, &matrix, &mut playback);
        assert_eq!(aside.outcome(cell), shown.outcome(cell), "{cell}");
        assert!(shown.outcome(cell).is_some());
    }
}

#[test]
fn a_combination_that_cannot_be_carried_out_stays_open() {
    let mut matrix = matrix();
    matrix.cells[0] = vec!["kill nobody".to_owned()];
    matrix.cells[1] = vec!["no statement".to_owned()];
    let mut experiments = Experiments::new(&lesson());
    experiments.measure(&[0, 1, 2], &matrix, &playback());
    assert_eq!(experiments.open(), [0, 1, 3]);
    assert_eq!(statements(&matrix, 1).map_err(|wrong| wrong.line), Err(1));
}

#[test]
fn more_than_the_last_outcome_is_the_last_outcome() {
    let mut matrix = matrix();
    matrix.cells[0] = [vec!["kill w1".to_owned()], vec!["p: basic.publish \"\" q m".to_owned(); 9]].concat();
    let mut experiments = Experiments::new(&lesson());
    experiments.measure(&[0], &matrix, &playback());
    assert_eq!(experiments.outcome(0), Some(2));
}

#[test]
fn the_learners_own_actions_are_those_behind_the_combination() {
    let (lesson, matrix) = (lesson(), matrix());
    let mut playback = playback();
    playback.carry_out(PlaybackCommand::Experiment(statements(&matrix, 3).expect("they are right")));
    assert_eq!(own_actions(&lesson, playback.run()), []);
    playback.carry_out(PlaybackCommand::Act(vec![Statement::parse("advance 2s").expect("it is right")]));
    let own: Vec<&str> = own_actions(&lesson, playback.run()).iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(own, ["advance 2s"]);
    assert_eq!(begun(&matrix, playback.run()), Some(3));
}

#[test]
fn the_last_axis_changes_first() {
    let matrix = matrix();
    let texts = Texts::new(std::rc::Rc::default());
    let names: Vec<String> = (0..4).map(|cell| name(&texts, &matrix, cell)).collect();
    assert_eq!(names, ["alone, one", "alone, two", "both, one", "both, two"]);
}

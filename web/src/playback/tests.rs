//! Links whose actions do not fit, and refused actions: the run stays whole, and the errors are reported.

use super::*;

const SCENARIO: &str = "
client worker1 worker queue=task_queue
client worker2 worker queue=task_queue
start worker1
";

fn opened(actions: &[(usize, &str)]) -> (Playback, Option<RejectedAction>) {
    let actions: Vec<(usize, String)> = actions.iter().map(|(at, text)| (*at, (*text).to_owned())).collect();
    Playback::open(Scenario::parse(SCENARIO).expect("it is right"), Vec::new(), &actions, 0)
}

fn statements(texts: &[&str]) -> Vec<Statement> {
    texts.iter().map(|text| Statement::parse(text).expect("it is right")).collect()
}

fn actions(playback: &Playback) -> Vec<&str> {
    playback.run().actions.iter().map(|(_, text)| text.as_str()).collect()
}

#[test]
fn an_action_at_a_position_that_the_run_does_not_have_is_left_out_and_told() {
    let last = opened(&[]).0.run().moments.len();
    for (links, at) in [
        (vec![(last + 1, "advance 1s"), (last + 2, "start worker2")], 0),
        (vec![(99_999, "advance 1s")], 0),
        (vec![(2, "kill worker1"), (2, "start worker2")], 1),
        (vec![(2, "kill worker1"), (1, "start worker2")], 1),
    ] {
        let (playback, rejected) = opened(&links);
        let rejected = rejected.expect("it has no place");
        assert_eq!(rejected.statement, links[at].1);
        assert_eq!(rejected.left_out.len(), links.len() - at);
        assert!(rejected.diagnostic.message.to_string().starts_with("the run has no place"), "{rejected:?}");
        assert_eq!(actions(&playback).len(), at, "what comes before it was carried out");
    }
}

#[test]
fn what_the_learner_does_at_one_position_is_read_back_from_its_link() {
    let (mut playback, _) = opened(&[]);
    playback.carry_out(PlaybackCommand::Seek(2));
    playback.carry_out(PlaybackCommand::Act(statements(&["kill worker1", "start worker2"])));
    playback.carry_out(PlaybackCommand::Act(statements(&["start worker1"])));
    let done = playback.run().actions.clone();
    assert_eq!(done.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [2, 3, 4], "each is a moment of its own");
    let scenario = playback.timeline().world().scenario().clone();
    let (again, rejected) = Playback::open(scenario, Vec::new(), &done, 0);
    assert_eq!(rejected, None);
    assert_eq!((again.moments(), &again.run().actions), (playback.moments(), &done));
}

#[test]
fn what_is_refused_is_named_by_its_place_and_changes_nothing() {
    for command in [PlaybackCommand::Act, PlaybackCommand::Experiment] {
        let (mut playback, _) = opened(&[(2, "advance 1s")]);
        playback.carry_out(PlaybackCommand::Last);
        let before = playback.moments().to_vec();
        let Outcome::Refused(diagnostic) = playback.carry_out(command(statements(&["start worker2", "kill nobody"])))
        else {
            panic!("there is no such client")
        };
        assert_eq!(diagnostic.line, 2);
        assert_eq!((playback.moments(), actions(&playback)), (&*before, vec!["advance 1s"]));
    }
}

//! The law: what is shown of a moment is the same whatever comes after it. Only places may come from the whole run.

use std::rc::Rc;

use warren_drawing::ids::{EdgeId, LabelId, NodeId, NodeKind};
use warren_drawing::look::Look;
use warren_drawing::scene::Scene;
use warren_drawing::story::{Callout, Story};
use warren_simulator::Statement;
use warren_simulator::text::Catalog;

use super::awkward::AWKWARD;
use super::random::{acts, program};
use super::runs::{RUNS, frame_at, timeline};
use crate::stage::{Frame, Plan};

/// All that is drawn of a frame but for places.
#[derive(Debug, PartialEq)]
struct Shown {
    nodes: Vec<(NodeId, Option<Look>)>,
    edges: Vec<ShownEdge>,
    scene: Scene,
    callout: Option<Callout>,
    took_place_at: Vec<NodeId>,
    up: bool,
    /// What is played if the frame before is known.
    story: Option<Story>,
}

/// An edge with its class and its labels: whether each can be picked, and whether it is left unwritten.
type ShownEdge = (EdgeId, &'static str, Vec<(LabelId, bool, bool)>);

fn shown(before: Option<&Frame>, frame: &Frame) -> Shown {
    let graph = frame.graph();
    let here = graph.nodes.iter().filter(|(_, state)| state.here);
    let edges = graph.edges.iter().filter(|(_, labels)| labels.here).map(|(edge, labels)| {
        let here_now = labels.here_now();
        let here = labels.labels.iter().filter(|label| label.here);
        let label = here.map(|label| {
            let id = LabelId { edge: *edge, text: label.text.clone() };
            (id, label.pickable, labels.is_silent(label, here_now))
        });
        (*edge, labels.class, label.collect())
    });
    Shown {
        nodes: here.map(|(node, _)| (*node, frame.looks.get(node).cloned())).collect(),
        edges: edges.collect(),
        scene: frame.scene.clone(),
        callout: frame.callout.clone(),
        took_place_at: frame.took_place_at.clone(),
        up: frame.up,
        story: before.map(|before| frame.story_from(&before.scene, &Catalog::default())),
    }
}

/// Compares each moment of a run with the same moment as long as nothing has come after it, and as it is once a learner has
/// gone another way from there.
fn check(run: &str, scenario: &str, ways: u64) -> usize {
    let mut whole = timeline(scenario);
    let plan = Rc::new(Plan::of(whole.moments()));
    let mut before: Option<Frame> = None;
    let mut all = Vec::new();
    for position in 0..=whole.len() {
        let until_now = Rc::new(Plan::of(&whole.moments()[..position]));
        let frame = frame_at(&mut whole, &plan, position);
        let alone = frame_at(&mut whole, &until_now, position);
        assert_eq!(
            shown(before.as_ref(), &frame),
            shown(before.as_ref(), &alone),
            "{run} {position}: {:#?}",
            position.checked_sub(1).and_then(|at| whole.moment(at))
        );
        all.push(shown(before.as_ref(), &frame));
        before = Some(frame);
    }
    for way in 0..ways {
        let from = (whole.len() as u64 * (way + 1) / (ways + 1)) as usize;
        let mut other = timeline(scenario);
        other.seek(from);
        for act in acts(way) {
            // What cannot be done there is not done.
            let _ = Statement::parse(&act).map(|statement| other.act(statement));
        }
        let plan = Rc::new(Plan::of(other.moments()));
        let mut before: Option<Frame> = None;
        for (position, expected) in all.iter().enumerate().take(from + 1) {
            let frame = frame_at(&mut other, &plan, position);
            assert_eq!(&shown(before.as_ref(), &frame), expected, "{run} {position}, another way from {from}");
            before = Some(frame);
        }
    }
    all.len()
}

#[test]
fn what_is_shown_of_a_moment_is_the_same_whatever_comes_after() {
    for (run, scenario) in RUNS.iter().chain(AWKWARD.iter().filter(|(run, _)| *run != "long")) {
        check(run, scenario, 2);
    }
}

#[test]
fn what_is_shown_of_a_moment_is_the_same_whatever_comes_after_in_random_runs() {
    let moments: usize = (0..60).map(|seed| check(&format!("seed {seed}"), &program(seed), 2)).sum();
    assert!(moments > 2_000, "only {moments} moments");
}

#[test]
fn a_queue_that_is_declared_later_has_its_place_and_is_not_there() {
    let scenario = "client c\nstart c\nc: queue.declare early\nat 1s c: queue.declare late\n";
    let mut whole = timeline(scenario);
    let plan = Rc::new(Plan::of(whole.moments()));
    let mut seen: Vec<Vec<(u32, bool)>> = Vec::new();
    for position in 0..=whole.len() {
        let frame = frame_at(&mut whole, &plan, position);
        let stores = frame.graph().nodes.iter().filter(|(node, _)| node.kind == NodeKind::Store);
        seen.push(stores.map(|(node, state)| (node.number, state.here)).collect());
        seen.dedup();
    }
    let places = |early, late| vec![(0, early), (1, late)];
    assert_eq!(seen, [places(false, false), places(true, false), places(true, true)]);
}

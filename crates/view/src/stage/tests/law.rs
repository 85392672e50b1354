//! The law: everything shown of a moment is the same whatever comes after it. Only places may depend on the whole run.

use std::rc::Rc;

use warren_drawing::ids::{EdgeId, LabelId, NodeId, NodeKind};
use warren_drawing::look::{Look, Sign};
use warren_drawing::scene::Scene;
use warren_drawing::story::{Callout, Story};
use warren_simulator::Timeline;
use warren_simulator::text::Catalog;

use super::awkward::AWKWARD;
use super::programs::{futures, program};
use super::runs::{RUNS, frame_at, timeline};
use crate::stage::{Frame, Plan};

/// Everything drawn of a frame except places.
#[derive(Debug, PartialEq)]
struct Shown {
    nodes: Vec<(NodeId, Option<Look>)>,
    edges: Vec<ShownEdge>,
    scene: Scene,
    callout: Option<Callout>,
    took_place_at: Vec<NodeId>,
    up: bool,
    /// The animation if the frame before is known.
    story: Option<Story>,
}

/// An edge with its class and its labels: whether each can be picked, and whether it is unwritten.
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

/// Returns everything shown of a run's first moments, with the given plan.
fn all_shown(timeline: &mut Timeline, plan: &dyn Fn(&Timeline, usize) -> Rc<Plan>, moments: usize) -> Vec<Shown> {
    let mut before: Option<Frame> = None;
    let mut all = Vec::new();
    for position in 0..=moments {
        let plan = plan(timeline, position);
        let frame = frame_at(timeline, &plan, position);
        all.push(shown(before.as_ref(), &frame));
        before = Some(frame);
    }
    all
}

/// Returns everything shown of a run's first moments.
fn shown_of(timeline: &mut Timeline, moments: usize) -> Vec<Shown> {
    let plan = Rc::new(Plan::of(timeline.moments()));
    all_shown(timeline, &|_, _| Rc::clone(&plan), moments)
}

/// Compares each moment of a run with the same moment before anything has come after it.
fn check(run: &str, timeline: &mut Timeline) -> usize {
    let length = timeline.len();
    let whole = shown_of(timeline, length);
    let until_then = |timeline: &Timeline, position: usize| Rc::new(Plan::of(&timeline.moments()[..position]));
    let alone = all_shown(timeline, &until_then, length);
    for (position, (whole, alone)) in whole.iter().zip(&alone).enumerate() {
        assert_eq!(whole, alone, "{run} {position}");
    }
    length
}

/// Removes clients' roles. A scenario states them in all its statements, so a client whose statements are cut off
/// differs.
fn without_roles(mut shown: Shown) -> Shown {
    for (_, look) in &mut shown.nodes {
        *look = look.take().filter(|look| !matches!(look.sign, Sign::Client(_)));
    }
    shown
}

/// Compares runs that share a past but not a future.
fn check_futures(seed: u64) {
    futures(seed, &mut |one, other, moments| {
        let [one, other] = [one, other].map(|timeline| shown_of(&mut timeline.clone(), moments));
        for (position, (one, other)) in one.into_iter().zip(other).enumerate() {
            assert_eq!(without_roles(one), without_roles(other), "seed {seed}: {position} of {moments}");
        }
    });
}

#[test]
fn what_is_shown_of_a_moment_is_the_same_whatever_comes_after() {
    for (run, scenario) in RUNS.iter().chain(AWKWARD.iter().filter(|(run, _)| *run != "long")) {
        check(run, &mut timeline(scenario));
    }
}

#[test]
fn what_is_shown_of_a_moment_is_the_same_whatever_comes_after_in_random_runs() {
    let moments: usize = (0..24).map(|seed| check(&format!("seed {seed}"), &mut program(seed))).sum();
    assert!(moments > 2_000, "only {moments} moments");
    (0..10).for_each(check_futures);
}

#[cfg(target_arch = "wasm32")]
#[wasm_bindgen_test::wasm_bindgen_test]
fn what_is_shown_of_a_moment_is_the_same_whatever_comes_after_in_webassembly() {
    for seed in 0..4 {
        check(&format!("seed {seed}"), &mut program(seed));
        check_futures(seed);
    }
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

//! The stage over whole runs: what is played ends where the state is, one thing after the other, along edges only. The runs
//! are the lessons' and the gallery's.

use std::collections::BTreeMap;

use warren_broker::CopyId;
use warren_simulator::{Happening, Moment, Scenario, Timeline};

use super::graph::{Graph, Node};
use super::layout::Memory;
use super::measures::{Composition, compose};
use super::plan::Plan;
use super::scene::{Parked, Scene};
use super::score::Score;
use super::story::{self, Story};
use warren_drawing::geometry::Point;

const RUNS: [(&str, &str); 13] = [
    ("hello", include_str!("../../../crates/lessons/lessons/01-hello-world/scenario.warren")),
    ("work queues", include_str!("../../../crates/lessons/lessons/02-work-queues/scenario.warren")),
    ("durability", include_str!("../../../crates/lessons/lessons/08-durability/scenario.warren")),
    ("killed", include_str!("../../examples/gallery/killed.warren")),
    ("topics", include_str!("../../examples/gallery/topics.warren")),
    ("fanout", include_str!("../../examples/gallery/fanout.warren")),
    ("rpc", include_str!("../../examples/gallery/rpc.warren")),
    ("retry", include_str!("../../examples/gallery/retry.warren")),
    ("cjk", include_str!("../../examples/gallery/cjk.warren")),
    ("tangle", include_str!("../../examples/gallery/tangle.warren")),
    ("confirms", include_str!("../../examples/gallery/confirms.warren")),
    ("down", include_str!("../../examples/gallery/down.warren")),
    ("loop", include_str!("../../examples/gallery/loop.warren")),
];

/// A step of a run as the stage sees it.
struct Step<'a> {
    run: &'a str,
    position: usize,
    moment: &'a Moment,
    before: &'a Scene,
    after: &'a Scene,
    story: Story,
    composition: &'a Composition,
}

/// Walks through all runs, step by step.
fn every_step(mut check: impl FnMut(&Step)) {
    for (run, text) in RUNS {
        let mut timeline = Timeline::new(Scenario::parse(text).expect("the runs are correct"));
        let plan = Plan::of(timeline.moments());
        let mut memory = Memory::default();
        let mut before: Option<Scene> = None;
        let mut drawn: Option<(Graph, Composition)> = None;
        for position in 0..=timeline.len() {
            timeline.seek(position);
            let overview = timeline.overview();
            let graph = Graph::of(&overview, &plan);
            let after = Scene::of(&overview, &plan, &graph);
            if let (Some(before), Some(moment)) = (&before, position.checked_sub(1).and_then(|at| timeline.moment(at)))
            {
                let (_, composition) = drawn
                    .take_if(|(drawn, _)| *drawn == graph)
                    .unwrap_or_else(|| (graph.clone(), compose(&graph, (800.0, 560.0), &mut memory)));
                let stage = story::Stage {
                    scene_before: before,
                    after: &overview,
                    scene_after: &after,
                    graph: &graph,
                    plan: &plan,
                };
                let story = story::tell(moment, &stage);
                check(&Step { run, position, moment, before, after: &after, story, composition: &composition });
                drawn = Some((graph, composition));
            }
            before = Some(after);
        }
    }
}

/// What can be seen of a queue: its listed messages, held or not, and the counts.
type Seen = BTreeMap<u32, (Vec<(CopyId, bool)>, u64, u64)>;

fn seen(scene: &Scene) -> Seen {
    let queue = |(id, line): (&warren_broker::QueueId, &super::scene::Line)| {
        let cells = line.cells.iter().map(|cell| (cell.copy, cell.unacked)).collect();
        (id.0, (cells, line.ready, line.unacked))
    };
    scene.queues.iter().map(queue).collect()
}

fn whole(step: &Step) -> Scene {
    let score = Score::of(&step.story, &step.composition.layout);
    score.scene(step.before, score.made(score.length()))
}

#[test]
fn what_is_played_ends_where_the_state_is() {
    every_step(|step| {
        // A broker that stops or starts changes everything at once: nothing travels.
        if matches!(step.moment.what, Happening::BrokerStopped(_) | Happening::BrokerStarted) {
            return;
        }
        let (mut played, state) = (seen(&whole(step)), seen(step.after));
        // Queues come and go with the drawing, not with what travels.
        played.retain(|queue, _| state.contains_key(queue));
        for (queue, line) in &state {
            let empty = (Vec::new(), 0, 0);
            let shown = played.get(queue).unwrap_or(&empty);
            assert_eq!(shown, line, "{} {}: queue {queue}, {:?}", step.run, step.position, step.moment);
        }
    });
}

#[test]
fn what_is_under_way_is_what_was_sent() {
    every_step(|step| {
        let mut played: Vec<Parked> = whole(step).parked;
        let mut state = step.after.parked.clone();
        let order = |parked: &Parked| format!("{parked:?}");
        played.sort_by_key(order);
        state.sort_by_key(order);
        // Whoever dies takes along what was on its way; that goes with the drawing.
        let dies = matches!(
            step.moment.what,
            Happening::Killed(_) | Happening::Stopped(_) | Happening::BrokerStopped(_) | Happening::BrokerStarted
        );
        if !dies {
            assert_eq!(played, state, "{} {}: {:?}", step.run, step.position, step.moment);
        }
    });
}

#[test]
fn things_travel_one_after_the_other_and_not_for_long() {
    let mut moved = 0;
    every_step(|step| {
        let score = Score::of(&step.story, &step.composition.layout);
        assert!(score.length() <= 4_300.0, "{} {}: {}", step.run, step.position, score.length());
        if score.is_still() {
            return;
        }
        moved += 1;
        let mut first_leg = 0;
        for time in 0..=(score.length() as usize / 10) {
            let movers = score.movers(time as f64 * 10.0);
            let legs: Vec<usize> = movers.iter().map(|mover| mover.leg).collect();
            assert!(legs.is_sorted() && legs.first().is_none_or(|leg| *leg >= first_leg), "{legs:?} after {first_leg}");
            first_leg = legs.first().copied().unwrap_or(first_leg);
        }
    });
    assert!(moved > 200, "only {moved} steps moved anything");
}

#[test]
fn nothing_passes_through_a_node_that_it_does_not_visit() {
    every_step(|step| {
        let score = Score::of(&step.story, &step.composition.layout);
        let mut at = 0.0;
        while at < score.length() {
            for mover in score.movers(at) {
                let edge = step.story.strips[mover.leg].edge;
                // Queues of one name share a place: whoever visits one is at the others'.
                let ends = [edge.from, edge.to].map(|end| step.composition.layout.nodes[&end].centre);
                let elsewhere = |node: &Node| !ends.contains(&step.composition.layout.nodes[node].centre);
                let passed = nodes_at(step.composition, mover.at).into_iter().find(elsewhere);
                assert_eq!(passed, None, "{} {}: on {edge:?} at {:?}", step.run, step.position, mover.at);
            }
            at += 25.0;
        }
    });
}

fn nodes_at(composition: &Composition, point: Point) -> Vec<Node> {
    let nodes = composition.layout.nodes.iter();
    nodes.filter(|(_, spot)| spot.bounds.contains(point)).map(|(node, _)| *node).collect()
}

#[test]
fn nodes_keep_their_places_through_a_whole_lesson() {
    let mut places: BTreeMap<(&str, Node), Point> = BTreeMap::new();
    every_step(|step| {
        let Some(lesson) = ["hello", "work queues", "durability"].into_iter().find(|lesson| *lesson == step.run) else {
            return;
        };
        for (node, spot) in step.composition.layout.nodes.iter() {
            let place = *places.entry((lesson, *node)).or_insert(spot.centre);
            assert_eq!(place, spot.centre, "{} {}: {node:?} moved", step.run, step.position);
        }
    });
    assert!(places.len() >= 15, "{places:?}");
    let queues = places.iter().filter(|((lesson, node), _)| *lesson == "durability" && matches!(node, Node::Queue(_)));
    let (declared, mut apart): (Vec<&Node>, Vec<Point>) = queues.map(|((_, node), place)| (node, *place)).unzip();
    assert_eq!(declared.len(), 5, "one queue is lost three times and declared anew");
    apart.sort_by(|one, other| one.y.total_cmp(&other.y));
    apart.dedup();
    assert_eq!(apart.len(), 2, "and takes the same place each time: {places:?}");
}

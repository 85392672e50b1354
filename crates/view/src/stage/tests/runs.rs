//! Walks through runs, step by step, as the page does.

use std::rc::Rc;

use warren_drawing::layout::Memory;
use warren_drawing::scene::Scene;
use warren_drawing::sizes::{Composition, compose};
use warren_drawing::story::Story;
use warren_drawing::timeline::AnimationTimeline;
use warren_simulator::text::Catalog;
use warren_simulator::{Moment, Scenario, Timeline};

use crate::stage::{Frame, Plan};

/// The lessons' runs and the gallery's.
pub const RUNS: [(&str, &str); 13] = [
    ("hello", include_str!("../../../../lessons/lessons/01-hello-world/scenario.warren")),
    ("work queues", include_str!("../../../../lessons/lessons/02-work-queues/scenario.warren")),
    ("durability", include_str!("../../../../lessons/lessons/08-durability/scenario.warren")),
    ("killed", include_str!("../../../../../web/examples/gallery/killed.warren")),
    ("topics", include_str!("../../../../../web/examples/gallery/topics.warren")),
    ("fanout", include_str!("../../../../../web/examples/gallery/fanout.warren")),
    ("rpc", include_str!("../../../../../web/examples/gallery/rpc.warren")),
    ("retry", include_str!("../../../../../web/examples/gallery/retry.warren")),
    ("cjk", include_str!("../../../../../web/examples/gallery/cjk.warren")),
    ("tangle", include_str!("../../../../../web/examples/gallery/tangle.warren")),
    ("confirms", include_str!("../../../../../web/examples/gallery/confirms.warren")),
    ("down", include_str!("../../../../../web/examples/gallery/down.warren")),
    ("loop", include_str!("../../../../../web/examples/gallery/loop.warren")),
];

/// A step of a run as the stage sees it.
pub struct Step<'a> {
    pub run: &'a str,
    pub position: usize,
    pub moment: &'a Moment,
    pub before: &'a Frame,
    pub after: &'a Frame,
    pub story: Story,
}

impl Step<'_> {
    /// Returns the scene at the end of the animation.
    pub fn played(&self) -> Scene {
        let mut scene = self.before.scene.clone();
        for change in self.story.changes() {
            scene.change(change);
        }
        scene
    }
}

pub fn timeline(scenario: &str) -> Timeline {
    Timeline::new(Scenario::parse(scenario).unwrap_or_else(|errors| panic!("{}\n{scenario}", errors[0])))
}

/// Reads a run's frame at a position, with the texts left out.
pub fn frame_at(timeline: &mut Timeline, plan: &Rc<Plan>, position: usize) -> Frame {
    timeline.seek(position);
    let moment = position.checked_sub(1).and_then(|at| timeline.moment(at)).cloned().map(Rc::new);
    Frame::of(&Rc::new(timeline.overview()), plan, (position, moment.as_ref()), &Catalog::default())
}

/// Walks through a run.
pub fn steps(run: &str, mut timeline: Timeline, check: &mut impl FnMut(&Step)) {
    let plan = Rc::new(Plan::of(timeline.moments()));
    let mut before = frame_at(&mut timeline, &plan, 0);
    for position in 1..=timeline.len() {
        let after = frame_at(&mut timeline, &plan, position);
        let moment = timeline.moment(position - 1).expect("there are so many");
        let story = after.story_from(&before.scene, &Catalog::default());
        check(&Step { run, position, moment, before: &before, after: &after, story });
        before = after;
    }
}

/// Walks through the lessons' runs and the gallery's, laid out.
pub fn every_laid_out_step(mut check: impl FnMut(&Step, &Composition, &AnimationTimeline)) {
    for (run, scenario) in RUNS {
        let mut memory = Memory::default();
        let mut drawn: Option<(warren_drawing::graph::Graph, Composition)> = None;
        steps(run, timeline(scenario), &mut |step| {
            let graph = step.after.graph();
            let (_, composition) = drawn
                .take_if(|(drawn, _)| drawn == graph)
                .unwrap_or_else(|| (graph.clone(), compose(graph, (800.0, 560.0), &mut memory)));
            check(step, &composition, &AnimationTimeline::of(&step.story, &composition.layout));
            drawn = Some((graph.clone(), composition));
        });
    }
}

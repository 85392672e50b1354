//! The timing of a story along the edges. It is a pure function of time, so that it can be played at any speed and
//! backwards, and tested.

use warren_dict::sort;

use crate::geometry::{Path, Point, Walk};
use crate::ids::{EdgeId, NodeId, TokenId};
use crate::layout::Layout;
use crate::scene::{Change, Direction, Payload, Scene};
use crate::story::{Leg, Stop, Story};

/// A story with times, in milliseconds at speed 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AnimationTimeline {
    legs: Vec<TimedLeg>,
    /// In order of time.
    cues: Vec<(f64, Change)>,
    length: f64,
}

/// A move with its times.
#[derive(Clone, Debug, PartialEq)]
struct TimedLeg {
    start: f64,
    end: f64,
    walk: Walk,
    payload: Payload,
}

/// A moving thing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mover {
    /// The number of its move, stable while it moves.
    pub leg: usize,
    /// Its middle.
    pub at: Point,
    /// The thing.
    pub payload: Payload,
}

/// The minimum and maximum time of a move.
const LEG: (f64, f64) = (350.0, 600.0);
/// The maximum total time. If all moves in sequence took longer, each departs before the previous one has arrived.
const AT_MOST: f64 = 3600.0;
/// The distance from the end of its edge at which a thing in flight waits.
pub const PARKED: f64 = 30.0;
/// The distance between things in flight that wait together.
pub const PARKED_APART: f64 = 32.0;

impl AnimationTimeline {
    /// Computes the times of a story.
    #[must_use]
    pub fn of(story: &Story, layout: &Layout) -> Self {
        let mut timeline = Self::default();
        timeline.cues.extend(story.opening.iter().map(|change| (0.0, change.clone())));
        let walks: Vec<Option<Walk>> = story.legs.iter().map(|leg| walk(leg, layout)).collect();
        let durations: Vec<f64> = walks.iter().map(|walk| walk.as_ref().map_or(0.0, duration)).collect();
        let hurry = (AT_MOST / durations.iter().sum::<f64>()).min(1.0);
        let mut at: f64 = 0.0;
        let mut arrivals: Vec<(NodeId, TokenId, f64)> = Vec::new();
        for ((leg, walk), duration) in story.legs.iter().zip(walks).zip(durations) {
            // Even then, nothing departs from a node where it has not arrived.
            let (first, last) = ends(leg.edge, leg.direction);
            let message = leg.payload.token();
            let arrived = arrivals.iter().filter(|(node, number, _)| *node == first && Some(*number) == message);
            let start = arrived.map(|(_, _, arrival)| *arrival).fold(at, f64::max);
            let end = start + duration;
            arrivals.extend(message.map(|message| (last, message, end)));
            timeline.cues.extend(leg.before.iter().map(|change| (start, change.clone())));
            timeline.cues.extend(leg.after.iter().map(|change| (end, change.clone())));
            timeline.legs.extend(walk.map(|walk| TimedLeg { start, end, walk, payload: leg.payload }));
            timeline.length = timeline.length.max(end);
            at = start + duration * hurry;
        }
        sort(&mut timeline.cues, |one, other| one.0 < other.0);
        timeline
    }

    /// Returns the total time in milliseconds.
    #[must_use]
    pub fn length(&self) -> f64 {
        self.length
    }

    /// Returns whether nothing moves.
    #[must_use]
    pub fn is_still(&self) -> bool {
        self.legs.is_empty()
    }

    /// Returns the number of changes made by a time.
    #[must_use]
    pub fn made(&self, time: f64) -> usize {
        self.cues.partition_point(|(cue, _)| *cue <= time)
    }

    /// Returns the scene after a number of changes.
    #[must_use]
    pub fn scene(&self, before: &Scene, made: usize) -> Scene {
        let mut scene = before.clone();
        for (_, change) in &self.cues[..made.min(self.cues.len())] {
            scene.change(change);
        }
        scene
    }

    /// Returns the moving things at a time, with their places.
    #[must_use]
    pub fn movers(&self, time: f64) -> Vec<Mover> {
        let moving = self.legs.iter().enumerate().filter(|(_, leg)| (leg.start..leg.end).contains(&time));
        let mover = |(number, leg): (usize, &TimedLeg)| {
            let at = leg.walk.at(ease((time - leg.start) / (leg.end - leg.start)));
            Mover { leg: number, at, payload: leg.payload }
        };
        moving.map(mover).collect()
    }
}

/// Turns an even pace into slow, fast, slow.
fn ease(part: f64) -> f64 {
    if part < 0.5 { 4.0 * part.powi(3) } else { 1.0 - (-2.0 * part + 2.0).powi(3) / 2.0 }
}

fn duration(walk: &Walk) -> f64 {
    (LEG.0 + (walk.length() - 60.0) * 0.9).clamp(LEG.0, LEG.1)
}

/// Returns the path of a move: its edge, extended to the middle of a node in which it begins or ends.
fn walk(leg: &Leg, layout: &Layout) -> Option<Walk> {
    let route = layout.edges.get(&leg.edge)?;
    let path = match leg.direction {
        Direction::Along => &route.there,
        Direction::Against => &route.back,
    };
    let (first, last) = ends(leg.edge, leg.direction);
    let mut whole = Path::from(path.start);
    if leg.from == Stop::Node
        && let Some(inside) = inside(layout, first, path.start)
    {
        whole = Path::from(inside);
        whole.line_to(path.start);
    }
    let parked = path.walk();
    if leg.from == Stop::Parked {
        whole = Path::from(parked.at(parked_part(parked.length(), 0)));
        whole.line_to(path.end());
    } else {
        whole.segments.extend(&path.segments);
    }
    if leg.to == Stop::Node
        && let Some(inside) = inside(layout, last, path.end())
    {
        whole.line_to(inside);
    }
    let walk = whole.walk();
    Some(if leg.to == Stop::Parked {
        walk.until(walk.length() - parked.length() * (1.0 - parked_part(parked.length(), 0)))
    } else {
        walk
    })
}

/// Returns the part of its path that a thing in flight has travelled, with `place` others before it.
#[must_use]
pub fn parked_part(length: f64, place: usize) -> f64 {
    ((length - PARKED - PARKED_APART * place as f64) / length.max(1.0)).clamp(0.08, 1.0)
}

/// Returns the nodes at which a path begins and ends.
fn ends(edge: EdgeId, direction: Direction) -> (NodeId, NodeId) {
    match direction {
        Direction::Along => (edge.from, edge.to),
        Direction::Against => (edge.to, edge.from),
    }
}

/// Returns a point under a node, near the end of an edge, where a travelling thing disappears. `None` if the caption is
/// in between.
fn inside(layout: &Layout, node: NodeId, end: Point) -> Option<Point> {
    const DEEP: f64 = 26.0;
    let spot = layout.nodes.get(&node)?;
    let bounds = spot.bounds;
    let below = end.y > bounds.y + bounds.height - 1.0;
    let away = end.distance(spot.centre);
    (!below && away > 0.0).then(|| end.towards(spot.centre, (DEEP / away).min(1.0)))
}

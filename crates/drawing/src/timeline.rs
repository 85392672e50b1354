//! Gives a story its times and lays it along the edges. All is a pure function of time, so that it can be played at any
//! speed, the other way, and tested. It does not know clocks or how anything looks.

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

/// One thing on its way along one edge.
#[derive(Clone, Debug, PartialEq)]
struct TimedLeg {
    start: f64,
    end: f64,
    walk: Walk,
    payload: Payload,
}

/// Something that is moving.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mover {
    /// Which leg it is on: a number that stays while it moves.
    pub leg: usize,
    /// Where its middle is.
    pub at: Point,
    /// What it is.
    pub payload: Payload,
}

/// The shortest and the longest leg.
const LEG: (f64, f64) = (350.0, 600.0);
/// If all legs one after the other took longer than this, each sets out before the last one is there.
const AT_MOST: f64 = 3600.0;
/// How far before the end of its edge something waits that is under way.
pub const PARKED: f64 = 30.0;
/// How far apart those wait that are under way together.
pub const PARKED_APART: f64 = 32.0;

impl AnimationTimeline {
    /// Gives a story its times.
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
            // However great the hurry, nothing sets out from where it has not arrived.
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

    /// Gives how long it takes, in milliseconds.
    #[must_use]
    pub fn length(&self) -> f64 {
        self.length
    }

    /// Whether nothing moves in it.
    #[must_use]
    pub fn is_still(&self) -> bool {
        self.legs.is_empty()
    }

    /// Counts the changes that have been made at that time.
    #[must_use]
    pub fn made(&self, time: f64) -> usize {
        self.cues.partition_point(|(cue, _)| *cue <= time)
    }

    /// Gives the scene after so many changes.
    #[must_use]
    pub fn scene(&self, before: &Scene, made: usize) -> Scene {
        let mut scene = before.clone();
        for (_, change) in &self.cues[..made.min(self.cues.len())] {
            scene.change(change);
        }
        scene
    }

    /// Lists all that is moving at that time, and where.
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

/// Finds the way of a leg: its edge, from the middle of its node if it sets out or ends there.
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

/// Gives the part of its way that something under way has gone; `place` others wait before it.
#[must_use]
pub fn parked_part(length: f64, place: usize) -> f64 {
    ((length - PARKED - PARKED_APART * place as f64) / length.max(1.0)).clamp(0.08, 1.0)
}

/// Gives the nodes at which a way begins and ends.
fn ends(edge: EdgeId, direction: Direction) -> (NodeId, NodeId) {
    match direction {
        Direction::Along => (edge.from, edge.to),
        Direction::Against => (edge.to, edge.from),
    }
}

/// Finds a place under a node, near where an edge ends: travellers vanish there. Nothing if the caption is in between.
fn inside(layout: &Layout, node: NodeId, end: Point) -> Option<Point> {
    const DEEP: f64 = 26.0;
    let spot = layout.nodes.get(&node)?;
    let bounds = spot.bounds;
    let below = end.y > bounds.y + bounds.height - 1.0;
    let away = end.distance(spot.centre);
    (!below && away > 0.0).then(|| end.towards(spot.centre, (DEEP / away).min(1.0)))
}

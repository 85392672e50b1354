//! The animation of a step: what travels along which edges, one after the other, and the changes when it departs and
//! arrives. Places and durations are added by [`crate::timeline`].

use crate::ids::{EdgeId, NodeId};
use crate::scene::{Change, Direction, Payload, Scene};

/// An animation of a step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Story {
    /// Changes at the beginning.
    pub opening: Vec<Change>,
    /// The moves, in order.
    pub legs: Vec<Leg>,
    /// The callout.
    pub callout: Option<Callout>,
}

/// A move along one edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    /// The edge.
    pub edge: EdgeId,
    /// The direction.
    pub direction: Direction,
    /// Where it departs.
    pub from: Stop,
    /// Where it stops.
    pub to: Stop,
    /// The thing that moves.
    pub payload: Payload,
    /// Changes at its departure.
    pub before: Vec<Change>,
    /// Changes at its stop.
    pub after: Vec<Change>,
}

/// A stop on an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The node at that end.
    Node,
    /// Before the edge's end: in flight until it arrives.
    Parked,
}

/// A short text about a step, beside a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callout {
    /// The node.
    pub at: NodeId,
    /// The short text.
    pub title: String,
    /// A further text.
    pub more: Option<String>,
}

impl Story {
    /// Returns its changes in the order in which they are made.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        let legs = self.legs.iter().flat_map(|leg| leg.before.iter().chain(&leg.after));
        self.opening.iter().chain(legs)
    }

    /// Highlights in a scene what the step leaves lit at rest: the used edges and the labels.
    pub fn leave(&self, scene: &mut Scene) {
        for change in self.changes() {
            if let Change::Light(..) | Change::Match(_) = change {
                scene.change(change);
            }
        }
    }

    /// Returns the nodes where it takes place: the ends of the last edge used, and the node of the callout.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> {
        let last = self.legs.last().map(|leg| leg.edge);
        last.into_iter().flat_map(|edge| [edge.from, edge.to]).chain(self.callout.iter().map(|callout| callout.at))
    }
}

//! Describes what a step looks like while it plays: what travels along which edges, one after the other, and what changes
//! when it sets out and arrives. It does not know places or durations.

use crate::ids::{EdgeId, NodeId};
use crate::scene::{Change, Direction, Payload, Scene};

/// What to play.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Story {
    /// Changes with which it begins.
    pub opening: Vec<Change>,
    /// What travels, in order.
    pub legs: Vec<Leg>,
    /// What is said about it.
    pub callout: Option<Callout>,
}

/// Something that travels along one edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    /// Along which edge.
    pub edge: EdgeId,
    /// In which direction.
    pub direction: Direction,
    /// Where it sets out.
    pub from: Stop,
    /// Where it stops.
    pub to: Stop,
    /// What it is.
    pub payload: Payload,
    /// Changes when it sets out.
    pub before: Vec<Change>,
    /// Changes when it stops.
    pub after: Vec<Change>,
}

/// Where something stops on an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// In the node at that end.
    Node,
    /// Before the edge's end: it is under way until it arrives.
    Parked,
}

/// What is said about a step, beside a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callout {
    /// Where.
    pub at: NodeId,
    /// In short.
    pub title: String,
    /// In addition.
    pub more: Option<String>,
}

impl Story {
    /// Lists its changes in the order in which they are made.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        let legs = self.legs.iter().flat_map(|leg| leg.before.iter().chain(&leg.after));
        self.opening.iter().chain(legs)
    }

    /// Lights in a scene what the step leaves lit when everything is still: the edges that were used, and the labels.
    pub fn leave(&self, scene: &mut Scene) {
        for change in self.changes() {
            if let Change::Light(..) | Change::Match(_) = change {
                scene.change(change);
            }
        }
    }

    /// Lists the nodes where it takes place: the ends of the last edge that was used, and where something is said.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> {
        let last = self.legs.last().map(|leg| leg.edge);
        last.into_iter().flat_map(|edge| [edge.from, edge.to]).chain(self.callout.iter().map(|callout| callout.at))
    }
}

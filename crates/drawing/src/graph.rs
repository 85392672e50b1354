//! Describes what stands on a stage and what leads where, as plain data that an engine's view fills in. It does not know
//! sizes or places.

use std::sync::Arc;

use warren_dict::Dict;

use crate::ids::{EdgeId, NodeId};

/// What has a place on the stage. It is laid out as it is, so that nothing moves when something of it comes or goes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    /// Every node that has a place.
    pub nodes: Dict<NodeId, NodeState>,
    /// Every edge that has a way.
    pub edges: Dict<EdgeId, EdgeLabels>,
    /// Nodes that share a place, which are never there together: of each, the one whose place it is.
    pub places: Dict<NodeId, NodeId>,
}

/// How a node stands on the stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NodeState {
    /// It is there now; else only its place is kept.
    pub here: bool,
    /// It stands in the first column whatever leads to it.
    pub first: bool,
    /// It takes tokens from stores, and needs room for those in its hands.
    pub takes: bool,
}

/// What is written on an edge, and how it is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EdgeLabels {
    /// It is there now; else only its way is kept.
    pub here: bool,
    /// Its labels, from top to bottom, each text once.
    pub labels: Vec<Label>,
    /// A label that stands alone is not written: it says nothing.
    pub quiet: bool,
    /// Which kind of edge it is, as a class for the style sheet.
    pub class: &'static str,
    /// Something may travel back on it.
    pub two_way: bool,
}

/// A label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// What it says.
    pub text: Arc<str>,
    /// What is written for that, if it is not the same: that a text is empty is to be seen.
    pub written: Arc<str>,
    /// It stands for something that can be picked.
    pub pickable: bool,
    /// It is there now; else only its room is kept.
    pub here: bool,
}

impl Graph {
    /// Finds whose place a node takes: its own, or one that it shares.
    #[must_use]
    pub fn place(&self, node: NodeId) -> NodeId {
        self.places.get(&node).copied().unwrap_or(node)
    }

    /// Lists the nodes that are not drawn because another stands in the same place, each with that one.
    pub fn stood_for(&self) -> impl Iterator<Item = (NodeId, NodeId)> {
        let stands = |node: NodeId| self.nodes.keys().copied().find(|other| self.place(*other) == self.place(node));
        let absent = self.places.keys().copied().filter(|node| !self.nodes.contains_key(node));
        absent.filter_map(move |node| Some((node, stands(node)?)))
    }
}

impl EdgeLabels {
    /// Adds a label, unless one that says the same is there.
    pub fn add(&mut self, label: Label) {
        let same = |other: &Label| other.text == label.text && other.pickable == label.pickable;
        match self.labels.iter_mut().find(|other| same(other)) {
            Some(other) => other.here |= label.here,
            None => self.labels.push(label),
        }
    }

    /// Whether a label need not be written where so many are: it stands alone and says nothing.
    #[must_use]
    pub fn is_silent(&self, label: &Label, of: usize) -> bool {
        of == 1 && (label.text.is_empty() || self.quiet)
    }

    /// Counts the labels that are there now.
    #[must_use]
    pub fn here_now(&self) -> usize {
        self.labels.iter().filter(|label| label.here).count()
    }
}

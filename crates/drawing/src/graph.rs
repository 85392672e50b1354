//! The nodes and edges of a stage, as plain data that an engine's view fills in.

use std::sync::Arc;

use warren_dict::Dict;

use crate::ids::{EdgeId, NodeId};

/// The nodes and edges that have a place on the stage. All of them are laid out, present or not, so that nothing moves
/// when one appears or disappears.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    /// Every node that has a place.
    pub nodes: Dict<NodeId, NodeState>,
    /// Every edge that has a place.
    pub edges: Dict<EdgeId, EdgeLabels>,
    /// Groups of nodes that share a place and are never present together: for each node, the one whose place it takes.
    pub places: Dict<NodeId, NodeId>,
}

/// The state of a node on the stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NodeState {
    /// It is present now; else only its place is kept.
    pub here: bool,
    /// It is in the first column whatever edges lead to it.
    pub first: bool,
    /// It takes tokens from stores, and needs room for those in its hands.
    pub takes: bool,
}

/// The labels of an edge, and its style.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EdgeLabels {
    /// It is present now; else only its place is kept.
    pub here: bool,
    /// Its labels, from top to bottom, without duplicates.
    pub labels: Vec<Label>,
    /// A label without others is not written, because it says nothing.
    pub quiet: bool,
    /// The kind of edge, as a class for the style sheet.
    pub class: &'static str,
    /// Things may travel back on it.
    pub two_way: bool,
}

/// A label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The text.
    pub text: Arc<str>,
    /// The written form of the text, which makes an empty text visible.
    pub written: Arc<str>,
    /// It can be picked.
    pub pickable: bool,
    /// It is present now; else only its room is kept.
    pub here: bool,
}

impl Graph {
    /// Returns the node whose place a node takes: its own, or a shared one.
    #[must_use]
    pub fn place(&self, node: NodeId) -> NodeId {
        self.places.get(&node).copied().unwrap_or(node)
    }

    /// Returns the nodes that are not drawn because another one is in the same place, each with that one.
    pub fn stood_for(&self) -> impl Iterator<Item = (NodeId, NodeId)> {
        let stands = |node: NodeId| self.nodes.keys().copied().find(|other| self.place(*other) == self.place(node));
        let absent = self.places.keys().copied().filter(|node| !self.nodes.contains_key(node));
        absent.filter_map(move |node| Some((node, stands(node)?)))
    }
}

impl EdgeLabels {
    /// Adds a label, unless one with the same text exists.
    pub fn add(&mut self, label: Label) {
        let same = |other: &Label| other.text == label.text && other.pickable == label.pickable;
        match self.labels.iter_mut().find(|other| same(other)) {
            Some(other) => other.here |= label.here,
            None => self.labels.push(label),
        }
    }

    /// Returns whether a label need not be written among so many: it is alone and says nothing.
    #[must_use]
    pub fn is_silent(&self, label: &Label, of: usize) -> bool {
        of == 1 && (label.text.is_empty() || self.quiet)
    }

    /// Returns the number of labels present now.
    #[must_use]
    pub fn here_now(&self) -> usize {
        self.labels.iter().filter(|label| label.here).count()
    }
}

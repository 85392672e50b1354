//! Identifiers of drawn things: nodes, edges, slots, tokens, labels. The numbers are the engine's own.

use std::sync::Arc;

/// The kind of a node. It decides its shape and its minimal column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// A program that sends or takes: a circle with a letter.
    Client,
    /// Passes on what comes and keeps nothing: a circle with a cross.
    Router,
    /// Keeps what comes, in slots: a box.
    Store,
}

/// A node. Nodes are ordered by kind, then by number: equals are laid out in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // The description names the fields.
pub struct NodeId {
    pub kind: NodeKind,
    /// Distinguishes nodes of a kind.
    pub number: u32,
}

/// An edge: everything that leads from one node to another in one lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // The description names the fields.
pub struct EdgeId {
    pub from: NodeId,
    pub to: NodeId,
    /// Distinguishes edges between the same two nodes; the engine defines the lanes.
    pub lane: u8,
}

/// A slot of a store: one token in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // The description names the fields.
pub struct SlotId {
    pub store: NodeId,
    /// Distinguishes the slots of a store.
    pub number: u64,
}

/// A thing that lies in slots and travels. Its number is written on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId(pub u64);

/// A token in a client's hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChipId(pub u64);

/// A label of an edge.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // The description names the fields.
pub struct LabelId {
    pub edge: EdgeId,
    /// Its text, unique on its edge.
    pub text: Arc<str>,
}

/// A thing that can be picked and highlighted on a drawing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // The names say it all.
pub enum Item {
    Node(NodeId),
    Slot(SlotId),
    Label(LabelId),
}

impl NodeId {
    /// Returns the client of a number.
    #[must_use]
    pub const fn client(number: u32) -> Self {
        Self { kind: NodeKind::Client, number }
    }

    /// Returns the router of a number.
    #[must_use]
    pub const fn router(number: u32) -> Self {
        Self { kind: NodeKind::Router, number }
    }

    /// Returns the store of a number.
    #[must_use]
    pub const fn store(number: u32) -> Self {
        Self { kind: NodeKind::Store, number }
    }

    /// Returns a short, stable and unique name of the node.
    #[must_use]
    pub fn tag(self) -> String {
        let kind = match self.kind {
            NodeKind::Client => "client",
            NodeKind::Router => "router",
            NodeKind::Store => "store",
        };
        format!("{kind}-{}", self.number)
    }
}

impl EdgeId {
    /// Returns a short, stable and unique name of the edge.
    #[must_use]
    pub fn tag(self) -> String {
        format!("{}-{}-{}", self.from.tag(), self.lane, self.to.tag())
    }
}

impl Item {
    /// Returns a stable and unique name of the item.
    #[must_use]
    pub fn tag(&self) -> String {
        match self {
            Self::Node(node) => node.tag(),
            Self::Slot(slot) => format!("slot-{}-{}", slot.store.number, slot.number),
            Self::Label(label) => format!("label-{}-{}", label.edge.tag(), label.text),
        }
    }
}

//! Names what is drawn: nodes, edges, slots, tokens, labels. The numbers are the engine's own; nothing here knows what they
//! stand for there.

use std::sync::Arc;

/// Which kind of node something is. It decides its shape and in which column it stands at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// A program that sends or takes: a circle with a letter.
    Client,
    /// Hands on what comes and keeps nothing: a circle with a cross.
    Router,
    /// Keeps what comes, in slots: a box.
    Store,
}

/// A node. Nodes are ordered by kind, then by number: equals are laid out in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // Of the fields: the description says it.
pub struct NodeId {
    pub kind: NodeKind,
    /// Tells it from its like.
    pub number: u32,
}

/// An edge: all that leads from one node to another in one lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // Of the fields: the description says it.
pub struct EdgeId {
    pub from: NodeId,
    pub to: NodeId,
    /// Tells edges between the same two nodes apart; the engine says which is which.
    pub lane: u8,
}

/// A slot of a store: one token in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // Of the fields: the description says it.
pub struct SlotId {
    pub store: NodeId,
    /// Tells it from the others of the store.
    pub number: u64,
}

/// What lies in slots and travels: its number is written on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId(pub u64);

/// One of the tokens that a client has in its hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChipId(pub u64);

/// A label of an edge.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // Of the fields: the description says it.
pub struct LabelId {
    pub edge: EdgeId,
    /// Its text; an edge has each but once.
    pub text: Arc<str>,
}

/// What can be picked on a drawing, and lit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // The names say it.
pub enum Item {
    Node(NodeId),
    Slot(SlotId),
    Label(LabelId),
}

impl NodeId {
    /// Names the program of a number.
    #[must_use]
    pub const fn client(number: u32) -> Self {
        Self { kind: NodeKind::Client, number }
    }

    /// Names the router of a number.
    #[must_use]
    pub const fn router(number: u32) -> Self {
        Self { kind: NodeKind::Router, number }
    }

    /// Names the store of a number.
    #[must_use]
    pub const fn store(number: u32) -> Self {
        Self { kind: NodeKind::Store, number }
    }

    /// Gives a short name that stays with the node and that no other has.
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
    /// Gives a short name that stays with the edge and that no other has.
    #[must_use]
    pub fn tag(self) -> String {
        format!("{}-{}-{}", self.from.tag(), self.lane, self.to.tag())
    }
}

impl Item {
    /// Gives a name that stays with the item and that no other has.
    #[must_use]
    pub fn tag(&self) -> String {
        match self {
            Self::Node(node) => node.tag(),
            Self::Slot(slot) => format!("slot-{}-{}", slot.store.number, slot.number),
            Self::Label(label) => format!("label-{}-{}", label.edge.tag(), label.text),
        }
    }
}

//! The moving and changing part of a stage at one moment: the tokens in stores, in clients' hands and in flight. It is
//! plain data, changed bit by bit while a step plays.

use warren_dict::Dict;

use crate::ids::{ChipId, EdgeId, LabelId, NodeId, SlotId, TokenId};

/// Everything that can move.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// The contents of each store.
    pub stores: Dict<NodeId, Contents>,
    /// The tokens of each client.
    pub hands: Dict<NodeId, Vec<Chip>>,
    /// The things in flight, in order of arrival.
    pub parked: Vec<Parked>,
    /// The edges used in this step, with the last thing that travelled there.
    pub lit: Dict<(EdgeId, Direction), Payload>,
    /// The labels that matched in this step.
    pub matched: Vec<LabelId>,
}

/// The tokens in a store.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contents {
    /// The slots at the head, in the order of delivery.
    pub slots: Vec<Slot>,
    /// The number of ready tokens, listed or not.
    pub ready: u64,
    /// The number of held tokens, listed or not.
    pub held: u64,
}

/// A token in a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The slot.
    pub id: SlotId,
    /// Its token.
    pub token: TokenId,
    /// Slots of a higher level are delivered first, those of one level in order of their numbers.
    pub level: u8,
    /// How far it is on its way to the disk; `None` if it is not written.
    pub stored: Option<Stored>,
    /// It is delivered and not settled.
    pub held: bool,
    /// It was delivered before, and will be marked as redelivered.
    pub again: bool,
    /// It came in the current step.
    pub fresh: bool,
}

/// A stage on the way to the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// In memory only.
    Memory,
    /// Written, but not synchronised.
    Cached,
    /// On the disk.
    Disk,
}

/// A token in a client's hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chip {
    /// Distinguishes the client's tokens: it may have one twice.
    pub id: ChipId,
    /// The token.
    pub token: TokenId,
    /// The client works on it now.
    pub working: bool,
}

/// A thing in flight: sent, not arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parked {
    /// The edge.
    pub edge: EdgeId,
    /// The direction.
    pub direction: Direction,
    /// The thing.
    pub payload: Payload,
}

/// A direction along an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// From the beginning of the edge to its end.
    Along,
    /// From the end to the beginning, beside the edge.
    Against,
}

/// A travelling thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payload {
    /// A token; without a number until it has one.
    Token(Option<TokenId>),
    /// A token that is returned.
    Returned(TokenId),
    /// A positive answer.
    Ack,
    /// A negative answer.
    Nack,
}

impl Payload {
    /// Returns the token, if it is one with a number.
    #[must_use]
    pub const fn token(self) -> Option<TokenId> {
        match self {
            Self::Token(token) => token,
            Self::Returned(token) => Some(token),
            Self::Ack | Self::Nack => None,
        }
    }
}

/// A change of the scene.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A token enters its store, at its place. (One that is present already stays unchanged.)
    Enter(Slot),
    /// A token is delivered, and stays in its place as held.
    Hold(SlotId),
    /// A held token becomes ready again, in the given slot and with the given mark.
    Free {
        /// The slot before.
        from: SlotId,
        /// The slot after: the same, or another.
        to: SlotId,
        /// The level, as in [`Slot::level`].
        level: u8,
        /// The mark, as in [`Slot::again`].
        again: bool,
    },
    /// A token leaves its store, where it was ready or held.
    Leave {
        /// The slot.
        id: SlotId,
        /// It was delivered and not settled.
        held: bool,
    },
    /// All ready tokens leave a store.
    Empty(NodeId),
    /// A token reaches a stage on its way to the disk.
    Reach(SlotId, Stored),
    /// A client gets a token.
    Take(NodeId, Chip),
    /// A client loses a token.
    Drop(NodeId, ChipId),
    /// A thing is in flight.
    Park(Parked),
    /// The first thing in flight on an edge in a direction arrives or is lost.
    Unpark(EdgeId, Direction),
    /// A thing passes along an edge.
    Light(EdgeId, Direction, Payload),
    /// A label matches.
    Match(LabelId),
}

impl Slot {
    /// Returns the sort key of delivery: the lowest goes first.
    fn order(&self) -> (core::cmp::Reverse<u8>, u64) {
        (core::cmp::Reverse(self.level), self.id.number)
    }
}

impl Contents {
    fn enter(&mut self, slot: Slot) {
        let place = self.slots.partition_point(|other| other.order() < slot.order());
        let all_listed = self.slots.len() as u64 == self.ready + self.held;
        *self.count(slot.held) += 1;
        if all_listed || place < self.slots.len() {
            self.slots.insert(place, slot);
        }
    }

    /// Removes a slot if it is listed. It is subtracted from the counts in any case, as `held` says.
    fn take_out(&mut self, id: SlotId, held: bool) -> Option<Slot> {
        let place = self.slots.iter().position(|slot| slot.id == id);
        let slot = place.map(|place| self.slots.remove(place));
        let count = self.count(slot.map_or(held, |slot| slot.held));
        *count = count.saturating_sub(1);
        slot
    }

    fn count(&mut self, held: bool) -> &mut u64 {
        if held { &mut self.held } else { &mut self.ready }
    }
}

impl Scene {
    /// Applies one change. A token that is not listed is only counted.
    pub fn change(&mut self, change: &Change) {
        match change {
            Change::Enter(slot) => self.contents(slot.id.store).enter(Slot { fresh: true, ..*slot }),
            Change::Hold(id) => {
                let contents = self.contents(id.store);
                match contents.take_out(*id, false) {
                    Some(slot) => contents.enter(Slot { held: true, ..slot }),
                    None => contents.held += 1,
                }
            }
            Change::Free { from, to, level, again } => {
                let contents = self.contents(from.store);
                match contents.take_out(*from, true) {
                    Some(slot) => contents.enter(Slot { id: *to, level: *level, again: *again, held: false, ..slot }),
                    None => contents.ready += 1,
                }
            }
            Change::Leave { id, held } => {
                self.contents(id.store).take_out(*id, *held);
            }
            Change::Empty(store) => {
                let contents = self.contents(*store);
                contents.slots.retain(|slot| slot.held);
                contents.ready = 0;
            }
            Change::Reach(id, stored) => {
                let slots = &mut self.contents(id.store).slots;
                if let Some(slot) = slots.iter_mut().find(|slot| slot.id == *id) {
                    slot.stored = Some(*stored);
                }
            }
            Change::Take(client, chip) => self.hands.entry(*client).or_default().push(*chip),
            Change::Drop(client, id) => {
                if let Some(chips) = self.hands.get_mut(client) {
                    chips.retain(|chip| chip.id != *id);
                }
            }
            Change::Park(parked) => self.parked.push(*parked),
            Change::Unpark(edge, direction) => {
                let first = |parked: &Parked| parked.edge == *edge && parked.direction == *direction;
                if let Some(first) = self.parked.iter().position(first) {
                    self.parked.remove(first);
                }
            }
            Change::Light(edge, direction, payload) => self.lit.insert((*edge, *direction), *payload),
            Change::Match(label) => self.matched.push(label.clone()),
        }
    }

    fn contents(&mut self, store: NodeId) -> &mut Contents {
        self.stores.entry(store).or_default()
    }
}

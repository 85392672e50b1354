//! Describes what moves and changes on a stage, at one moment: the tokens in stores, in clients' hands and on their way. It
//! is plain data that is changed bit by bit while a step plays. It does not know places or pixels.

use warren_dict::Dict;

use crate::ids::{ChipId, EdgeId, LabelId, NodeId, SlotId, TokenId};

/// Everything that can move.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// What is in each store.
    pub stores: Dict<NodeId, Contents>,
    /// What each client has.
    pub hands: Dict<NodeId, Vec<Chip>>,
    /// What is under way, in order of arrival.
    pub parked: Vec<Parked>,
    /// The edges on which something happened in this step, and what went there last.
    pub lit: Dict<(EdgeId, Direction), Payload>,
    /// The labels by which something was routed in this step.
    pub matched: Vec<LabelId>,
}

/// The tokens in a store.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contents {
    /// Those at the head, in the order in which they are handed out.
    pub slots: Vec<Slot>,
    /// How many can be handed out, listed or not.
    pub ready: u64,
    /// How many are handed out and not settled, listed or not.
    pub held: u64,
}

/// A token in a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Which slot.
    pub id: SlotId,
    /// What lies in it.
    pub token: TokenId,
    /// Slots of a higher level are handed out first, those of one level in the order of their numbers.
    pub level: u8,
    /// How far it is on its way to the disk; nothing if it does not go there.
    pub stored: Option<Stored>,
    /// It is handed out and not settled.
    pub held: bool,
    /// It was handed out before, and will be marked as such.
    pub again: bool,
    /// It came in the step that plays now.
    pub fresh: bool,
}

/// How far something is on its way to the disk.
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
    /// Tells it from the client's others: it may have a token twice.
    pub id: ChipId,
    /// What it is.
    pub token: TokenId,
    /// The client works on it now.
    pub working: bool,
}

/// Something under way: sent, not arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parked {
    /// Along which edge.
    pub edge: EdgeId,
    /// In which direction.
    pub direction: Direction,
    /// What it is.
    pub payload: Payload,
}

/// A direction along an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// As the edge leads.
    Along,
    /// Against it, beside it.
    Against,
}

/// What travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payload {
    /// A token; without a number as long as nobody has given it one.
    Token(Option<TokenId>),
    /// A token that comes back.
    Returned(TokenId),
    /// An answer: it is done.
    Ack,
    /// An answer: it is refused.
    Nack,
}

impl Payload {
    /// Gives the token, if it is one and has a number.
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
    /// A token comes into its store, at its place. (One that is there already is left as it is.)
    Enter(Slot),
    /// A token is handed out, and stays in its place as held.
    Hold(SlotId),
    /// A held token is ready again, in the slot given, marked as given.
    Free {
        /// Where it was.
        from: SlotId,
        /// Where it is from now on: the same slot, or another.
        to: SlotId,
        /// As in [`Slot::level`].
        level: u8,
        /// As in [`Slot::again`].
        again: bool,
    },
    /// A token is gone from its store, where it was ready or held.
    Leave {
        /// Which.
        id: SlotId,
        /// It was handed out and not settled.
        held: bool,
    },
    /// All that are ready are gone from a store.
    Empty(NodeId),
    /// A token got further towards the disk.
    Reach(SlotId, Stored),
    /// A client has a token.
    Take(NodeId, Chip),
    /// A client has it no more.
    Drop(NodeId, ChipId),
    /// Something is under way.
    Park(Parked),
    /// The first that is under way there, in that direction, is not any more.
    Unpark(EdgeId, Direction),
    /// Something goes along an edge.
    Light(EdgeId, Direction, Payload),
    /// A label matches.
    Match(LabelId),
}

impl Slot {
    /// Gives what decides when it is handed out: the lowest goes first.
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

    /// Takes a slot out, if it is listed; counted it is in any case, as `held` says.
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
    /// Makes one change. A token that is not listed is only counted.
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

//! Long lists ordered by an ascending number. Nearly always an item is added at the end and removed at the front, yet
//! items can be found, inserted and removed by number in short time however long the list is. Clones share the middle
//! of a list.

use std::collections::VecDeque;
use std::sync::Arc;

/// The number of items in a piece of the middle.
const SIZE: usize = 32;

/// An item with a number.
pub(crate) trait Keyed: Clone {
    /// Returns the number.
    fn key(&self) -> u64;
}

/// See the module. A list shorter than two pieces is all front.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Sequence<T> {
    /// Empty only if the list is.
    front: VecDeque<T>,
    middle: VecDeque<Piece<T>>,
    back: Vec<T>,
    len: usize,
}

impl<T> Default for Sequence<T> {
    fn default() -> Self {
        Self { front: VecDeque::new(), middle: VecDeque::new(), back: Vec::new(), len: 0 }
    }
}

/// A piece of a list, shared with clones. No piece is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Piece<T> {
    /// The number of its last item.
    up_to: u64,
    items: Arc<Vec<T>>,
}

impl<T: Keyed> Piece<T> {
    fn of(items: Vec<T>) -> Self {
        let up_to = items.last().map_or(0, Keyed::key);
        Self { up_to, items: Arc::new(items) }
    }

    fn items_mut(&mut self) -> &mut Vec<T> {
        Arc::make_mut(&mut self.items)
    }
}

/// The place of a number, present or not.
enum Part {
    Front,
    Middle(usize),
    Back,
}

impl<T: Keyed> Sequence<T> {
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    #[inline]
    pub(crate) fn first(&self) -> Option<&T> {
        self.front.front()
    }

    #[inline]
    pub(crate) fn last(&self) -> Option<&T> {
        let middle = || self.middle.back().and_then(|piece| piece.items.last());
        self.back.last().or_else(middle).or_else(|| self.front.back())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.front.iter().chain(self.middle.iter().flat_map(|piece| piece.items.iter())).chain(&self.back)
    }

    /// Puts one in its place, which mostly is the last.
    #[inline(always)]
    pub(crate) fn insert(&mut self, item: T) {
        self.insert_with(item.key(), || item);
    }

    /// The same, made in its place (see [`crate::event::Emit`]).
    #[inline(always)]
    pub(crate) fn insert_with(&mut self, key: u64, make: impl FnOnce() -> T) {
        // The usual case: a short list and a new number.
        let short = self.len < 2 * SIZE && self.middle.is_empty() && self.back.is_empty();
        if short && self.front.back().is_none_or(|last| last.key() < key) {
            self.len += 1;
            self.front.extend(core::iter::once_with(make));
        } else {
            self.insert_in_long(make());
        }
    }

    fn insert_in_long(&mut self, item: T) {
        if self.last().is_some_and(|last| last.key() > item.key()) {
            return self.insert_between(item);
        }
        self.len += 1;
        self.back.push(item);
        if self.back.len() == SIZE {
            self.middle.push_back(Piece::of(core::mem::take(&mut self.back)));
        }
    }

    fn insert_between(&mut self, item: T) {
        let key = item.key();
        self.len += 1;
        match self.part(key) {
            Part::Front => {
                let at = self.front.partition_point(|other| other.key() < key);
                self.front.insert(at, item);
                if self.front.len() > 3 * SIZE {
                    let piece = self.front.split_off(2 * SIZE);
                    self.middle.push_front(Piece::of(piece.into()));
                }
            }
            Part::Middle(place) => {
                let items = self.middle[place].items_mut();
                let at = items.partition_point(|other| other.key() < key);
                items.insert(at, item);
                if items.len() > 2 * SIZE {
                    let first: Vec<T> = items.drain(..SIZE).collect();
                    self.middle.insert(place, Piece::of(first));
                }
            }
            Part::Back => {
                let at = self.back.partition_point(|other| other.key() < key);
                self.back.insert(at, item);
            }
        }
    }

    #[inline]
    pub(crate) fn pop_first(&mut self) -> Option<T> {
        let first = self.front.pop_front()?;
        self.len -= 1;
        if self.front.is_empty() && self.len > 0 {
            self.refill();
        }
        Some(first)
    }

    /// Makes the next piece the front.
    #[cold]
    fn refill(&mut self) {
        let piece = match self.middle.pop_front() {
            Some(piece) => Arc::unwrap_or_clone(piece.items),
            None => core::mem::take(&mut self.back),
        };
        self.front = piece.into();
    }

    fn part(&self, key: u64) -> Part {
        if self.front.back().is_none_or(|last| key <= last.key()) || self.middle.is_empty() && self.back.is_empty() {
            return Part::Front;
        }
        let place = self.middle.partition_point(|piece| piece.up_to < key);
        if place < self.middle.len() { Part::Middle(place) } else { Part::Back }
    }

    /// Returns the index of a number in a piece. It looks first where the number stands if what is left of the piece is evenly spread:
    /// a search by halves would go through memory that nobody has touched for long.
    fn index_in(&self, piece: usize, key: u64) -> Option<usize> {
        let Piece { up_to, items } = &self.middle[piece];
        let before = piece.checked_sub(1).and_then(|previous| self.middle.get(previous)).map(|piece| piece.up_to);
        let before = before.or_else(|| self.front.back().map(Keyed::key)).unwrap_or_default();
        let span = up_to.saturating_sub(before).max(1);
        let offset = key.saturating_sub(before).saturating_sub(1);
        let guess = usize::try_from(offset.saturating_mul(items.len() as u64) / span).unwrap_or(usize::MAX);
        let guess = guess.min(items.len() - 1);
        let at = if items[guess].key() < key {
            guess + 1 + items[guess + 1..].iter().position(|item| item.key() >= key)?
        } else {
            guess - items[..guess].iter().rev().position(|item| item.key() < key).unwrap_or(guess)
        };
        (items[at].key() == key).then_some(at)
    }

    #[inline]
    pub(crate) fn get(&self, key: u64) -> Option<&T> {
        let place = |other: &T| other.key().cmp(&key);
        match self.part(key) {
            Part::Front => self.front.get(self.front.binary_search_by(place).ok()?),
            Part::Middle(piece) => self.middle[piece].items.get(self.index_in(piece, key)?),
            Part::Back => self.back.get(self.back.binary_search_by(place).ok()?),
        }
    }

    pub(crate) fn get_mut(&mut self, key: u64) -> Option<&mut T> {
        let place = |other: &T| other.key().cmp(&key);
        match self.part(key) {
            Part::Front => {
                let at = self.front.binary_search_by(place).ok()?;
                self.front.get_mut(at)
            }
            Part::Middle(piece) => {
                let at = self.index_in(piece, key)?;
                self.middle[piece].items_mut().get_mut(at)
            }
            Part::Back => {
                let at = self.back.binary_search_by(place).ok()?;
                self.back.get_mut(at)
            }
        }
    }

    #[inline]
    pub(crate) fn contains_key(&self, key: u64) -> bool {
        self.first().is_some_and(|first| first.key() == key) || self.get(key).is_some()
    }

    pub(crate) fn remove(&mut self, key: u64) -> Option<T> {
        if self.first().is_some_and(|first| first.key() == key) {
            return self.pop_first();
        }
        let place = |other: &T| other.key().cmp(&key);
        let removed = match self.part(key) {
            Part::Front => {
                let at = self.front.binary_search_by(place).ok()?;
                self.front.remove(at)
            }
            Part::Middle(piece) => {
                let at = self.index_in(piece, key)?;
                let items = self.middle[piece].items_mut();
                let removed = items.remove(at);
                self.middle[piece].up_to = items.last().map_or(0, Keyed::key);
                self.tidy(piece);
                Some(removed)
            }
            Part::Back => {
                let at = self.back.binary_search_by(place).ok()?;
                Some(self.back.remove(at))
            }
        };
        self.len -= 1;
        removed
    }

    /// Merges a small piece with small neighbours; removes an empty one.
    fn tidy(&mut self, piece: usize) {
        match self.middle[piece].items.len() {
            0 => {
                self.middle.remove(piece);
            }
            len if len < SIZE / 4 => {
                self.join(piece);
                self.join(piece.wrapping_sub(1));
            }
            _ => {}
        }
    }

    fn join(&mut self, piece: usize) {
        let (Some(one), Some(next)) = (self.middle.get(piece), self.middle.get(piece.wrapping_add(1))) else { return };
        if one.items.len() + next.items.len() <= SIZE / 2 {
            let next = next.clone();
            let joined = &mut self.middle[piece];
            joined.items_mut().extend(next.items.iter().cloned());
            joined.up_to = next.up_to;
            self.middle.remove(piece + 1);
        }
    }

    /// Takes out all items.
    pub(crate) fn take(&mut self) -> impl Iterator<Item = T> + use<T> {
        let Self { front, middle, back, .. } = core::mem::take(self);
        front.into_iter().chain(middle.into_iter().flat_map(|piece| Arc::unwrap_or_clone(piece.items))).chain(back)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use super::{Keyed, SIZE, Sequence};

    impl Keyed for u64 {
        fn key(&self) -> u64 {
            *self
        }
    }

    fn whole(sequence: &Sequence<u64>) -> Vec<u64> {
        sequence.iter().copied().collect()
    }

    /// A sequence behaves like an ordered set under any operations, and so does a clone made on the way.
    #[test]
    fn it_is_a_set_in_order() {
        let (mut sequence, mut set): (Sequence<u64>, BTreeSet<u64>) = (Sequence::default(), BTreeSet::new());
        let mut random = 1_u64;
        let mut copies = Vec::new();
        for turn in 0..40_000_u64 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let number = (random >> 33) % 4_000;
            // Grows, stays, and shrinks in turn.
            let grows = [12, 8, 4, 8][(turn / 5_000) as usize % 4];
            match (random >> 20) % 16 {
                choice if choice < grows && turn % 3 == 0 && set.insert(10_000 + turn) => {
                    sequence.insert(10_000 + turn)
                }
                choice if choice < grows && set.insert(number) => sequence.insert(number),
                15 => assert_eq!(sequence.pop_first(), set.pop_first()),
                _ => {
                    let some = set.range(number..).next().copied().unwrap_or(number);
                    assert_eq!(sequence.get(some).is_some(), set.contains(&some));
                    assert_eq!(sequence.remove(some), set.take(&some));
                }
            }
            assert_eq!((sequence.len(), sequence.first(), sequence.last()), (set.len(), set.first(), set.last()));
            assert_eq!(
                (sequence.contains_key(number), sequence.get(number)),
                (set.contains(&number), set.get(&number))
            );
            if turn % 4_000 == 0 {
                copies.push((sequence.clone(), set.clone()));
            }
        }
        copies.push((sequence, set));
        for (mut sequence, set) in copies {
            assert_eq!(whole(&sequence), set.iter().copied().collect::<Vec<_>>());
            assert_eq!(sequence.take().collect::<Vec<_>>(), set.into_iter().collect::<Vec<_>>());
            assert_eq!((sequence.len(), sequence.is_empty(), sequence.first()), (0, true, None));
        }
    }

    /// Clones share the middle, and no longer once one of them changes it.
    #[test]
    fn the_last_can_be_put_back_whatever_piece_it_was_in() {
        let mut sequence = Sequence::default();
        (1..=4 * SIZE as u64).for_each(|number| sequence.insert(number));
        for number in (1..=4 * SIZE as u64).rev() {
            assert_eq!(sequence.remove(number), Some(number));
            sequence.insert(number);
            assert!(sequence.contains_key(number));
            sequence.remove(number);
        }
        assert!(sequence.is_empty());
    }

    #[test]
    fn copies_share_all_but_their_ends() {
        let mut sequence = Sequence::default();
        (0..100 * SIZE as u64).for_each(|number| sequence.insert(number));
        let copy = sequence.clone();
        let shared = |one: &Sequence<u64>, other: &Sequence<u64>| {
            one.middle.iter().zip(&other.middle).filter(|(one, other)| Arc::ptr_eq(&one.items, &other.items)).count()
        };
        assert!(copy.front.len() + copy.back.len() <= 3 * SIZE);
        assert_eq!(shared(&sequence, &copy), copy.middle.len());
        sequence.remove(50 * SIZE as u64);
        assert_eq!((shared(&sequence, &copy), copy.len(), sequence.len()), (copy.middle.len() - 1, 3_200, 3_199));
        assert!(copy.contains_key(50 * SIZE as u64) && !sequence.contains_key(50 * SIZE as u64));
    }

    /// Nearly empty pieces are merged.
    #[test]
    fn few_that_are_left_take_little_room() {
        let mut sequence = Sequence::default();
        (0..100 * SIZE as u64).for_each(|number| sequence.insert(number));
        (0..100 * SIZE as u64).filter(|number| number % 16 != 0).for_each(|number| {
            sequence.remove(number);
        });
        assert_eq!(sequence.len(), 200);
        assert!(sequence.middle.len() < 30, "{} pieces", sequence.middle.len());
    }
}

//! Small sorted tables, and a small sort. The standard library's trees and sorts do the same for millions of entries,
//! at several kilobytes of wasm for every pair of types. A broker, its world and their drawing have dozens of entries
//! and thirty such pairs, and a visitor downloads every byte of the page. Lookup takes logarithmic time. Insertion and
//! removal are cheap at the end; elsewhere they move the entries behind.

use core::borrow::Borrow;
use core::ops::Index;

/// A map sorted by key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct Dict<K, V>(Vec<(K, V)>);

impl<K: Ord, V> Dict<K, V> {
    /// Makes an empty map.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        self.0.binary_search_by(|(other, _)| other.borrow().cmp(key))
    }

    /// Returns the number of keys.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether the map is empty.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the value of a key.
    #[must_use]
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.place(key).ok().map(|place| &self.0[place].1)
    }

    /// Returns the mutable value of a key.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.place(key).ok().map(|place| &mut self.0[place].1)
    }

    /// Returns whether the map has the key.
    #[must_use]
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(key).is_ok()
    }

    /// Sets a key's value.
    pub fn insert(&mut self, key: K, value: V) {
        match self.place(&key) {
            Ok(place) => self.0[place].1 = value,
            Err(place) => self.0.insert(place, (key, value)),
        }
    }

    /// Returns the entry of a key, occupied or not.
    pub fn entry(&mut self, key: K) -> Entry<'_, K, V> {
        Entry { dict: self, key }
    }

    /// Removes a key and returns its value, if present.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.place(key).ok().map(|place| self.0.remove(place).1)
    }

    /// Removes the first key, if any.
    pub fn pop_first(&mut self) -> Option<(K, V)> {
        if self.0.is_empty() { None } else { Some(self.0.remove(0)) }
    }

    /// Removes everything.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Keeps only the keys that satisfy the condition.
    pub fn retain(&mut self, mut keep: impl FnMut(&K, &V) -> bool) {
        self.0.retain(|(key, value)| keep(key, value));
    }

    /// Returns keys with values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    /// Returns keys with mutable values, in order.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&K, &mut V)> {
        self.0.iter_mut().map(|(key, value)| (&*key, value))
    }

    /// Returns the keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.0.iter().map(|(key, _)| key)
    }

    /// Returns the values, in the order of the keys.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }

    /// Returns the mutable values, in the order of the keys.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.0.iter_mut().map(|(_, value)| value)
    }

    /// Returns the owned values, in the order of the keys.
    pub fn into_values(self) -> impl Iterator<Item = V> {
        self.0.into_iter().map(|(_, value)| value)
    }
}

impl<K: Ord, V> Default for Dict<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

/// The entry of a key in a [`Dict`], from [`Dict::entry`].
pub struct Entry<'a, K, V> {
    dict: &'a mut Dict<K, V>,
    key: K,
}

impl<'a, K: Ord, V> Entry<'a, K, V> {
    /// Returns the value, after inserting `value` if there is none.
    pub fn or_insert(self, value: V) -> &'a mut V {
        let place = match self.dict.place(&self.key) {
            Ok(place) => place,
            Err(place) => {
                self.dict.0.insert(place, (self.key, value));
                place
            }
        };
        &mut self.dict.0[place].1
    }

    /// Returns the value, after inserting the default if there is none.
    pub fn or_default(self) -> &'a mut V
    where
        V: Default,
    {
        self.or_insert(V::default())
    }
}

/// A sorted set.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct Set<T>(Dict<T, ()>);

impl<T: Ord> Set<T> {
    /// Makes an empty set.
    #[must_use]
    pub const fn new() -> Self {
        Self(Dict::new())
    }

    /// Returns the number of things.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether the set is empty.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether the set has the thing.
    #[must_use]
    pub fn contains<Q: Ord + ?Sized>(&self, thing: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.0.contains_key(thing)
    }

    /// Adds a thing.
    pub fn insert(&mut self, thing: T) {
        self.0.insert(thing, ());
    }

    /// Removes a thing and returns whether it was present.
    pub fn remove<Q: Ord + ?Sized>(&mut self, thing: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.0.remove(thing).is_some()
    }

    /// Removes the first thing, if any.
    pub fn pop_first(&mut self) -> Option<T> {
        self.0.pop_first().map(|(thing, ())| thing)
    }

    /// Removes everything.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Keeps only the things that satisfy the condition.
    pub fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        self.0.retain(|thing, ()| keep(thing));
    }

    /// Returns the things, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.keys()
    }
}

impl<T: Ord> Default for Set<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Ord> Extend<T> for Set<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, things: I) {
        things.into_iter().for_each(|thing| self.insert(thing));
    }
}

impl<T: Ord> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(things: I) -> Self {
        let mut set = Self::new();
        set.extend(things);
        set
    }
}

impl<T> IntoIterator for Set<T> {
    type Item = T;
    type IntoIter = std::iter::Map<std::vec::IntoIter<(T, ())>, fn((T, ())) -> T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().map(|(thing, ())| thing)
    }
}

impl<K: Ord, V> Extend<(K, V)> for Dict<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Dict<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut dict = Self::new();
        dict.extend(entries);
        dict
    }
}

impl<K, V> IntoIterator for Dict<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<K: Ord, V> Index<&K> for Dict<K, V> {
    type Output = V;

    fn index(&self, key: &K) -> &V {
        self.get(key).expect("whoever indexes knows that the key is there")
    }
}

/// Sorts a few things stably. (By insertion, which needs no more comparisons than other methods, but more moves.)
pub fn sort<T>(things: &mut [T], before: impl Fn(&T, &T) -> bool) {
    for end in 1..things.len() {
        let place = things[..end].partition_point(|other| !before(&things[end], other));
        for at in (place..end).rev() {
            things.swap(at, at + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Dict, Set, sort};

    #[test]
    fn entries_are_in_order_and_keys_are_there_once() {
        let mut dict: Dict<u32, &str> = [(3, "c"), (1, "a"), (3, "C")].into_iter().collect();
        *dict.entry(2).or_insert("b") = "B";
        assert_eq!(*dict.entry(1).or_insert("x"), "a");
        assert_eq!(dict.iter().map(|(key, value)| (*key, *value)).collect::<Vec<_>>(), [(1, "a"), (2, "B"), (3, "C")]);
        assert_eq!((dict.remove(&2), dict.remove(&7)), (Some("B"), None));
        assert_eq!(dict.clone().pop_first(), Some((1, "a")));
        assert!(!dict.contains_key(&2) && dict[&3] == "C" && dict.get(&9).is_none());
    }

    #[test]
    fn a_set_has_each_thing_once() {
        let mut set: Set<u32> = [3, 1, 3].into_iter().collect();
        set.insert(2);
        assert_eq!((set.remove(&1), set.remove(&1), set.contains(&3), set.contains(&1)), (true, false, true, false));
        assert_eq!(set.iter().copied().collect::<Vec<_>>(), [2, 3]);
        assert_eq!((set.pop_first(), set.into_iter().collect::<Vec<_>>()), (Some(2), vec![3]));
    }

    #[test]
    fn sorting_keeps_equals_in_their_order() {
        let mut things = [(2, 'a'), (1, 'b'), (2, 'c'), (1, 'd'), (0, 'e')];
        sort(&mut things, |one, other| one.0 < other.0);
        assert_eq!(things, [(0, 'e'), (1, 'b'), (1, 'd'), (2, 'a'), (2, 'c')]);
    }
}

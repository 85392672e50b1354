//! What is due when, in order; at the same time, in the order in which it was put down. It does not know what things mean.

use std::collections::BTreeMap;

use warren_broker::Time;

/// Things to come.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(from = "Listed<T>", into = "Listed<T>", bound(serialize = "T: Clone + serde::Serialize"))
)]
pub struct Agenda<T> {
    items: BTreeMap<(Time, u64), T>,
    next: u64,
}

impl<T> Default for Agenda<T> {
    fn default() -> Self {
        Self { items: BTreeMap::new(), next: 0 }
    }
}

impl<T> Agenda<T> {
    pub fn put(&mut self, at: Time, item: T) {
        self.items.insert((at, self.next), item);
        self.next += 1;
    }

    /// When the next thing is due.
    pub fn due(&self) -> Option<Time> {
        self.items.first_key_value().map(|((at, _), _)| *at)
    }

    pub fn take(&mut self) -> Option<T> {
        self.items.pop_first().map(|(_, item)| item)
    }

    /// Strikes out what is not to be kept; what was struck out comes back in order.
    pub fn strike(&mut self, mut gone: impl FnMut(&T) -> bool) -> Vec<T> {
        self.items.extract_if(.., |_, item| gone(item)).map(|(_, item)| item).collect()
    }

    pub fn iter(&self) -> impl Iterator<Item = (Time, &T)> {
        self.items.iter().map(|((at, _), item)| (*at, item))
    }
}

/// The agenda as a list, for formats whose maps have only texts as keys.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
struct Listed<T> {
    items: Vec<(Time, u64, T)>,
    next: u64,
}

#[cfg(feature = "serde")]
impl<T> From<Agenda<T>> for Listed<T> {
    fn from(agenda: Agenda<T>) -> Self {
        let items = agenda.items.into_iter().map(|((at, number), item)| (at, number, item)).collect();
        Self { items, next: agenda.next }
    }
}

#[cfg(feature = "serde")]
impl<T> From<Listed<T>> for Agenda<T> {
    fn from(listed: Listed<T>) -> Self {
        let items = listed.items.into_iter().map(|(at, number, item)| ((at, number), item)).collect();
        Self { items, next: listed.next }
    }
}

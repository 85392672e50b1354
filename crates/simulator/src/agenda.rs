//! The agenda: things due in the future, ordered by time and then by insertion.

use std::collections::VecDeque;

use warren_broker::Time;

/// Things due in the future.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct Agenda<T> {
    items: VecDeque<(Time, T)>,
}

impl<T> Default for Agenda<T> {
    fn default() -> Self {
        Self { items: VecDeque::new() }
    }
}

impl<T> Agenda<T> {
    pub fn put(&mut self, at: Time, item: T) {
        let place = self.items.partition_point(|(other, _)| *other <= at);
        self.items.insert(place, (at, item));
    }

    /// Returns when the next thing is due.
    pub fn due(&self) -> Option<Time> {
        self.items.front().map(|(at, _)| *at)
    }

    pub fn take(&mut self) -> Option<T> {
        self.items.pop_front().map(|(_, item)| item)
    }

    /// Removes the entries that `gone` selects and returns them in order.
    pub fn strike(&mut self, gone: &mut dyn FnMut(&T) -> bool) -> Vec<T> {
        let mut struck = Vec::new();
        let mut place = 0;
        while let Some((_, item)) = self.items.get(place) {
            if gone(item) {
                struck.extend(self.items.remove(place).map(|(_, item)| item));
            } else {
                place += 1;
            }
        }
        struck
    }

    pub fn iter(&self) -> impl Iterator<Item = (Time, &T)> {
        self.items.iter().map(|(at, item)| (*at, item))
    }
}

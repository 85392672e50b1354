//! Named things with numbers that are never used twice. Removed things leave nothing behind.

use crate::Name;
use crate::index::Index;
use crate::pages::Pages;

/// A thing with a name.
pub(crate) trait Named {
    /// Returns the name.
    fn name(&self) -> &Name;
}

/// Things by number and by name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Registry<T> {
    things: Pages<T>,
    next: u32,
    by_name: Index<Name, u32>,
}

impl<T> Default for Registry<T> {
    fn default() -> Self {
        Self { things: Pages::default(), next: 0, by_name: Index::default() }
    }
}

impl<T: Named> Registry<T> {
    /// Adds a thing, which `make` builds for its number.
    pub(crate) fn add(&mut self, make: impl FnOnce(u32) -> T) -> u32 {
        let number = self.next;
        self.next = number.checked_add(1).expect("nobody declares four thousand million things");
        let thing = make(number);
        self.by_name.insert(thing.name().clone(), number);
        self.things.insert(number, thing);
        number
    }

    pub(crate) fn remove(&mut self, number: u32) -> Option<T> {
        let removed = self.things.remove(number)?;
        self.by_name.remove(&**removed.name());
        Some(removed)
    }

    #[inline]
    pub(crate) fn find(&self, name: &str) -> Option<u32> {
        self.by_name.get(name).copied()
    }

    #[inline]
    pub(crate) fn get(&self, number: u32) -> Option<&T> {
        self.things.get(number)
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        self.things.get_mut(number)
    }

    /// Returns the name of an existing thing, or the empty name.
    pub(crate) fn name(&self, number: u32) -> Name {
        self.get(number).map(|thing| thing.name().clone()).unwrap_or_default()
    }

    /// Like `name`, borrowed.
    pub(crate) fn name_of(&self, number: u32) -> &str {
        self.get(number).map(|thing| &**thing.name()).unwrap_or_default()
    }

    /// Returns the things in order of declaration.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.things.iter().map(|(_, thing)| thing)
    }
}

#[cfg(test)]
mod tests {
    use super::{Named, Registry};
    use crate::Name;

    struct Thing(Name);

    impl Named for Thing {
        fn name(&self) -> &Name {
            &self.0
        }
    }

    /// Ten thousand rounds of ten reply queues need the memory of ten, and of one that stays.
    #[test]
    fn nothing_is_kept_of_what_is_gone() {
        let mut registry = Registry::default();
        registry.add(|_| Thing("stays".into()));
        for turn in 0..100_000 {
            let number = registry.add(|number| Thing(format!("reply.{number}").into()));
            assert_eq!(number, turn + 1, "a number is never used twice");
            if let Some(old) = number.checked_sub(10).filter(|old| *old > 0) {
                assert_eq!(&*registry.remove(old).map(|thing| thing.0).unwrap_or_default(), format!("reply.{old}"));
            }
            assert!(registry.things.pages() <= 3);
        }
        assert_eq!((registry.iter().count(), registry.find("stays")), (11, Some(0)));
        assert_eq!((registry.find("reply.7"), &*registry.name(7)), (None, ""));
    }
}

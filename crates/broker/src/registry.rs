//! Named things with numbers that are never used twice.

use crate::Name;
use crate::dict::Dict;

/// Things by number and by name. Name and kind of those that are gone are kept, so that old events can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Registry<T> {
    slots: Vec<Option<Box<T>>>,
    names: Vec<Name>,
    kinds: Vec<Name>,
    by_name: Dict<Name, u32>,
}

impl<T> Default for Registry<T> {
    fn default() -> Self {
        Self { slots: Vec::new(), names: Vec::new(), kinds: Vec::new(), by_name: Dict::new() }
    }
}

impl<T> Registry<T> {
    /// Adds a thing, made for the number that it gets.
    pub(crate) fn add(&mut self, name: &Name, kind: &str, make: impl FnOnce(u32) -> T) -> u32 {
        let number = u32::try_from(self.slots.len()).expect("four thousand million declarations do not fit in memory");
        self.slots.push(Some(Box::new(make(number))));
        self.names.push(name.clone());
        self.kinds.push(kind.into());
        self.by_name.insert(name.clone(), number);
        number
    }

    pub(crate) fn remove(&mut self, number: u32) -> Option<T> {
        let removed = self.slots.get_mut(number as usize)?.take()?;
        self.by_name.remove(&self.names[number as usize]);
        Some(*removed)
    }

    pub(crate) fn find(&self, name: &str) -> Option<u32> {
        self.by_name.get(name).copied()
    }

    pub(crate) fn get(&self, number: u32) -> Option<&T> {
        self.slots.get(number as usize)?.as_deref()
    }

    pub(crate) fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        self.slots.get_mut(number as usize)?.as_deref_mut()
    }

    /// The name that this number has or had; empty for a number never given.
    pub(crate) fn name(&self, number: u32) -> Name {
        self.names.get(number as usize).cloned().unwrap_or_default()
    }

    /// The same, borrowed.
    pub(crate) fn name_of(&self, number: u32) -> &str {
        self.names.get(number as usize).map(|name| &**name).unwrap_or_default()
    }

    /// The kind that this number has or had; empty for a number never given.
    pub(crate) fn kind(&self, number: u32) -> Name {
        self.kinds.get(number as usize).cloned().unwrap_or_default()
    }

    /// In order of declaration.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.slots.iter().filter_map(Option::as_deref)
    }
}

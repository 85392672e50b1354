//! Finds things by key in constant time.

use core::hash::Hash;

use hashbrown::{Equivalent, HashMap};
use rustc_hash::FxBuildHasher;

/// A hash map that offers no iteration, so that nothing can depend on its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Index<K: Eq + Hash, V>(HashMap<K, V, FxBuildHasher>);

impl<K: Eq + Hash, V> Default for Index<K, V> {
    fn default() -> Self {
        Self(HashMap::default())
    }
}

impl<K: Eq + Hash, V> Index<K, V> {
    pub(crate) fn get<Q: Hash + Equivalent<K> + ?Sized>(&self, key: &Q) -> Option<&V> {
        self.0.get(key)
    }

    pub(crate) fn get_mut<Q: Hash + Equivalent<K> + ?Sized>(&mut self, key: &Q) -> Option<&mut V> {
        self.0.get_mut(key)
    }

    pub(crate) fn or_default(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        self.0.entry(key).or_default()
    }

    pub(crate) fn insert(&mut self, key: K, value: V) {
        self.0.insert(key, value);
    }

    pub(crate) fn remove<Q: Hash + Equivalent<K> + ?Sized>(&mut self, key: &Q) -> Option<V> {
        self.0.remove(key)
    }
}

/// Serialises in the order of the keys.
#[cfg(feature = "serde")]
impl<K: Eq + Hash + Ord + serde::Serialize, V: serde::Serialize> serde::Serialize for Index<K, V> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entries: Vec<(&K, &V)> = self.0.iter().collect();
        entries.sort_unstable_by_key(|(key, _)| *key);
        entries.serialize(serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de, K: Eq + Hash + serde::Deserialize<'de>, V: serde::Deserialize<'de>> serde::Deserialize<'de> for Index<K, V> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let entries = Vec::<(K, V)>::deserialize(deserializer)?;
        Ok(Self(entries.into_iter().collect()))
    }
}

//! The bindings of one exchange, indexed by order, identity and destination, and arranged by the type's router for
//! routing.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::FxHasher;

use super::types::{Kind, Router};
use crate::binding::{Binding, Destination};
use crate::{Message, Table};

/// Bindings by number. Numbers ascend in order of binding and are never used twice.
pub(crate) type Numbered = BTreeMap<u64, Arc<Binding>>;

/// The bindings matched by one message, with the scratch memory of the search, which is kept from message to message.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(super) bindings: Vec<(u64, Arc<Binding>)>,
    /// Scratch memory for the exchange type.
    pub(super) scratch: [Vec<u32>; 2],
}

impl Found {
    pub(super) fn extend(&mut self, bindings: &Numbered) {
        self.bindings.extend(bindings.iter().map(|(number, binding)| (*number, binding.clone())));
    }

    /// Drains the matching bindings.
    pub(crate) fn drain(&mut self) -> impl Iterator<Item = Arc<Binding>> {
        self.bindings.drain(..).map(|(_, binding)| binding)
    }
}

/// See the module.
#[derive(Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "Stored", into = "Stored"))]
pub(crate) struct Bindings {
    kind: Kind,
    next_number: u64,
    all: Numbered,
    router: Box<dyn Router>,
    /// By destination, then by a digest of key and arguments. Equal digests do not imply equal bindings.
    by_identity: BTreeSet<(Destination, u64, u64)>,
}

impl Bindings {
    pub(crate) fn new(kind: Kind) -> Self {
        let router = (kind.0.router)();
        Self { kind, next_number: 0, all: Numbered::new(), router, by_identity: BTreeSet::new() }
    }

    pub(super) fn kind(&self) -> Kind {
        self.kind
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Returns the bindings in order of binding.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Binding>> {
        self.all.values()
    }

    /// Returns the number of the binding with this destination, key and arguments.
    pub(crate) fn find(&self, destination: Destination, routing_key: &str, arguments: &Table) -> Option<u64> {
        let digest = digest(routing_key, arguments);
        let alike = self.by_identity.range((destination, digest, 0)..=(destination, digest, u64::MAX));
        alike.map(|(_, _, number)| *number).find(|number| {
            let binding = &self.all[number];
            &*binding.routing_key == routing_key && same_arguments(&binding.arguments, arguments)
        })
    }

    pub(crate) fn add(&mut self, binding: Arc<Binding>) {
        let number = self.next_number;
        self.next_number += 1;
        self.insert(number, binding);
    }

    fn insert(&mut self, number: u64, binding: Arc<Binding>) {
        self.by_identity.insert((binding.destination, digest(&binding.routing_key, &binding.arguments), number));
        self.router.add(number, &binding);
        self.all.insert(number, binding);
    }

    pub(crate) fn remove(&mut self, number: u64) -> Option<Arc<Binding>> {
        let binding = self.all.remove(&number)?;
        self.by_identity.remove(&(binding.destination, digest(&binding.routing_key, &binding.arguments), number));
        self.router.remove(number, &binding);
        Some(binding)
    }

    /// Takes out all bindings to this destination, in order of binding.
    pub(crate) fn remove_leading_to(&mut self, gone: Destination) -> Vec<Arc<Binding>> {
        let leading_here = self.by_identity.range((gone, 0, 0)..=(gone, u64::MAX, u64::MAX));
        let mut numbers: Vec<u64> = leading_here.map(|(_, _, number)| *number).collect();
        numbers.sort_unstable();
        numbers.into_iter().filter_map(|number| self.remove(number)).collect()
    }

    /// Finds the bindings that match a message, in order of binding.
    #[inline]
    pub(crate) fn route(&self, message: &Message, found: &mut Found) {
        self.router.route(&self.all, message, found);
        let bindings = &mut found.bindings;
        if bindings.len() > 1 {
            bindings.sort_unstable_by_key(|(number, _)| *number);
            bindings.dedup_by_key(|(number, _)| *number);
        }
    }
}

impl Clone for Bindings {
    fn clone(&self) -> Self {
        Self {
            kind: self.kind,
            next_number: self.next_number,
            all: self.all.clone(),
            router: self.router.boxed_clone(),
            by_identity: self.by_identity.clone(),
        }
    }
}

/// Compares the bindings only: everything else follows from them.
impl PartialEq for Bindings {
    fn eq(&self, other: &Self) -> bool {
        (self.kind, self.next_number, &self.all) == (other.kind, other.next_number, &other.all)
    }
}

impl Eq for Bindings {}

/// The serialised form.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
struct Stored {
    kind: Kind,
    next_number: u64,
    all: Numbered,
}

#[cfg(feature = "serde")]
impl From<Bindings> for Stored {
    fn from(bindings: Bindings) -> Self {
        Self { kind: bindings.kind, next_number: bindings.next_number, all: bindings.all }
    }
}

#[cfg(feature = "serde")]
impl From<Stored> for Bindings {
    fn from(stored: Stored) -> Self {
        let mut bindings = Self::new(stored.kind);
        for (number, binding) in stored.all {
            bindings.insert(number, binding);
        }
        bindings.next_number = stored.next_number;
        bindings
    }
}

/// Returns a digest that is equal for all arguments equal under [`same_arguments`].
fn digest(routing_key: &str, arguments: &Table) -> u64 {
    let hashed = |field: &dyn Fn(&mut FxHasher)| {
        let mut hasher = FxHasher::default();
        field(&mut hasher);
        hasher.finish()
    };
    let fields = arguments.iter().map(|(name, _)| hashed(&|hasher| (name, arguments.get(name)).hash(hasher)));
    let all = fields.fold(0, u64::wrapping_add);
    hashed(&|hasher| (routing_key, arguments.0.len(), all).hash(hasher))
}

/// Compares arguments regardless of the order of their fields.
fn same_arguments(a: &Table, b: &Table) -> bool {
    a.0.len() == b.0.len() && a.iter().all(|(name, value)| b.get(name) == Some(value))
}

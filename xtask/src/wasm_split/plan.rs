//! Plans the cut of a WebAssembly module: the chunk of each function, and how other chunks reach it.
//!
//! Functions go by their numbers, which are the same each time the module is read.

use super::manifest::{Manifest, Reached};
use anyhow::bail;
use std::collections::{BTreeMap, BTreeSet};
use walrus::{ElementItems, ExportItem, FunctionId, FunctionKind, Module, ir};

/// The plan.
pub struct Plan<'a> {
    manifest: &'a Manifest<'a>,
    code: Code,
    /// The chunk of each reachable function.
    place: BTreeMap<usize, usize>,
    /// The chunk of a function's stand-in, if chunks reach it that may have arrived without it.
    stand_in: BTreeMap<usize, usize>,
}

/// The relation of a function to a chunk whose code names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It is in this chunk.
    Local,
    /// It is in that chunk, which always arrives before this one.
    Given(usize),
    /// It is in a later chunk; its stand-in is in this one.
    StandIn,
    /// It is in a later chunk; its stand-in is in that one.
    GivenStandIn(usize),
}

impl<'a> Plan<'a> {
    pub fn of(module: &Module, manifest: &'a Manifest<'a>) -> anyhow::Result<Self> {
        let code = Code::of(module)?;
        manifest.check(code.functions.values().map(|function| &*function.name))?;
        let mut plan = Self { manifest, code, place: BTreeMap::new(), stand_in: BTreeMap::new() };
        plan.place_all();
        plan.place_stand_ins();
        Ok(plan)
    }

    /// Returns the relation of a function to a chunk, or `None` if no code there names it.
    pub fn role(&self, function: usize, chunk: usize) -> Option<Role> {
        let place = *self.place.get(&function)?;
        if place == chunk {
            return Some(Role::Local);
        }
        if !self.callers(function).any(|caller| caller == chunk) {
            return None;
        }
        if self.manifest.precedes(place, chunk) {
            return Some(Role::Given(place));
        }
        let stand_in = *self.stand_in.get(&function)?;
        Some(if stand_in == chunk { Role::StandIn } else { Role::GivenStandIn(stand_in) })
    }

    /// Returns the reachable functions of the module's own.
    pub fn functions(&self) -> impl Iterator<Item = usize> {
        self.place.keys().copied()
    }

    /// Returns the functions of a chunk that are reached through stand-ins. Each has its place in the chunk's table, in
    /// this order.
    pub fn wanted(&self, chunk: usize) -> Vec<usize> {
        self.stand_in.keys().copied().filter(|function| self.place[function] == chunk).collect()
    }

    /// Returns the chunk of a function.
    pub fn place(&self, function: usize) -> Option<usize> {
        self.place.get(&function).copied()
    }

    /// Assigns each function the last chunk that has arrived whenever one of its callers has, but none sooner than the
    /// manifest says.
    fn place_all(&mut self) {
        let exported = self.code.exported.iter().map(|function| (*function, 0));
        let pointed = self
            .code
            .pointed
            .iter()
            .map(|function| (*function, self.code.listed(*function, self.manifest, Reached::Pointed)));
        let mut ahead: Vec<(usize, usize)> = exported.chain(pointed).collect();
        while let Some((function, chunk)) = ahead.pop() {
            let before = self.place.get(&function).copied();
            let now = before.map_or(chunk, |before| self.manifest.common(before, chunk));
            if before == Some(now) {
                continue;
            }
            self.place.insert(function, now);
            for called in &self.code.functions[&function].calls {
                let listed = self.code.listed(*called, self.manifest, Reached::Called);
                ahead.push((*called, if self.manifest.precedes(listed, now) { now } else { listed }));
            }
        }
    }

    fn place_stand_ins(&mut self) {
        for (function, place) in &self.place {
            let without = self.callers(*function).filter(|caller| !self.manifest.precedes(*place, *caller));
            if let Some(common) = without.reduce(|one, other| self.manifest.common(one, other)) {
                self.stand_in.insert(*function, common);
            }
        }
    }

    /// Returns the chunks whose code names a function, including the first if the function is in a table.
    fn callers(&self, function: usize) -> impl Iterator<Item = usize> {
        let by_name = self.code.functions[&function].callers.iter().filter_map(|caller| self.place(*caller));
        by_name.chain(self.code.pointed.contains(&function).then_some(0))
    }
}

/// The graph of calls.
struct Code {
    /// The module's own functions.
    functions: BTreeMap<usize, Function>,
    /// The functions in a table.
    pointed: BTreeSet<usize>,
    /// The functions that the module's host calls.
    exported: BTreeSet<usize>,
}

struct Function {
    name: String,
    /// In instructions.
    size: u64,
    /// The functions of the module's own that it names.
    calls: BTreeSet<usize>,
    /// The functions that name it.
    callers: BTreeSet<usize>,
}

impl Code {
    fn of(module: &Module) -> anyhow::Result<Self> {
        let own = |function: &FunctionId| matches!(module.funcs.get(*function).kind, FunctionKind::Local(_));
        let mut pointed = BTreeSet::new();
        for element in module.elements.iter() {
            let ElementItems::Functions(functions) = &element.items else {
                bail!("a table is filled by expressions, which are not understood here");
            };
            pointed.extend(functions.iter().copied().filter(own).map(|function| function.index()));
        }
        let exported = module
            .exports
            .iter()
            .filter_map(|export| if let ExportItem::Function(function) = export.item { Some(function) } else { None });
        let exported = exported.chain(module.start).filter(own).map(|function| function.index()).collect();
        let functions = module.funcs.iter_local().map(|(function, code)| {
            let mut named = Named::default();
            ir::dfs_in_order(&mut named, code, code.entry_block());
            let calls = named.functions.into_iter().filter(own).map(|called| called.index()).collect();
            let name = module.funcs.get(function).name.clone().unwrap_or_default();
            (function.index(), Function { name, size: code.size(), calls, callers: BTreeSet::new() })
        });
        let mut functions: BTreeMap<usize, Function> = functions.collect();
        let calls: Vec<(usize, usize)> = functions
            .iter()
            .flat_map(|(caller, function)| function.calls.iter().map(|called| (*caller, *called)))
            .collect();
        for (caller, called) in calls {
            functions.get_mut(&called).expect("only the module's own are kept among the calls").callers.insert(caller);
        }
        Ok(Self { functions, pointed, exported })
    }

    /// Returns the chunk that the manifest gives a function.
    fn listed(&self, function: usize, manifest: &Manifest<'_>, reached: Reached) -> usize {
        /// The size of a stand-in in instructions: a function that is not longer goes with its callers.
        const STAND_IN: u64 = 4;
        let Function { name, size, .. } = &self.functions[&function];
        if *size <= STAND_IN { 0 } else { manifest.chunk(name, reached) }
    }
}

/// The functions that a function names.
#[derive(Default)]
struct Named {
    functions: Vec<FunctionId>,
}

impl<'a> ir::Visitor<'a> for Named {
    fn visit_function_id(&mut self, function: &FunctionId) {
        self.functions.push(*function);
    }
}

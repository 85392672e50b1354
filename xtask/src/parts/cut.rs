//! Cuts a WebAssembly module in two that share memory, tables and globals. It deliberately does not know which function is for which part.
//!
//! A function that waits leaves a stand-in behind, which calls it through a table of its own. The rest fills that table as it joins; until
//! then a stand-in asks for it first.

use super::choice::Reached;
use anyhow::bail;
use std::collections::{BTreeMap, BTreeSet};
use walrus::ir::{self, Value};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, FunctionKind, GlobalId, GlobalKind,
    ImportedFunction, LocalId, MemoryId, Module, ModuleConfig, RefType, TableId, ValType, passes,
};

/// The two modules.
pub struct Parts {
    pub first: Vec<u8>,
    pub rest: Vec<u8>,
}

/// Cuts `wasm`: into the rest goes all that the first part reaches only through functions that `waits` says of.
pub fn cut(wasm: &[u8], waits: impl Fn(&str, Reached) -> bool) -> anyhow::Result<Parts> {
    let mut first = read(wasm)?;
    let mut rest = read(wasm)?;
    let seam = Seam::of(&first, &waits)?;
    share(&mut first, &seam);
    leave_stand_ins(&mut first, &seam);
    take_only_what_waits(&mut rest, &seam);
    passes::gc::run(&mut first);
    passes::gc::run(&mut rest);
    Ok(Parts { first: first.emit_wasm(), rest: rest.emit_wasm() })
}

fn read(wasm: &[u8]) -> anyhow::Result<Module> {
    let mut config = ModuleConfig::new();
    config.generate_producers_section(false);
    config.parse(wasm)
}

/// Where the cut goes. Functions, globals and the like go by their numbers, which are the same each time the module is read.
struct Seam {
    /// The functions that wait and that the first part calls or points to; each has its place in the table.
    wanted: BTreeSet<usize>,
    /// The functions of the first part that the rest calls.
    given: BTreeSet<usize>,
}

impl Seam {
    fn of(module: &Module, waits: &impl Fn(&str, Reached) -> bool) -> anyhow::Result<Self> {
        let code = Code::of(module)?;
        let staying = code.reached(module, waits);
        let calls = |from: &BTreeSet<usize>, to: &BTreeSet<usize>| -> BTreeSet<usize> {
            from.iter()
                .flat_map(|function| &code.calls[function])
                .copied()
                .filter(|called| to.contains(called))
                .collect()
        };
        let waiting: BTreeSet<usize> =
            code.calls.keys().copied().filter(|function| !staying.contains(function)).collect();
        let mut wanted = calls(&staying, &waiting);
        wanted.extend(code.pointed.iter().filter(|function| waiting.contains(function)));
        let given = calls(&waiting, &staying);
        Ok(Self { wanted, given })
    }
}

/// Who calls whom.
struct Code {
    /// For each function of the module's own, which of them it calls.
    calls: BTreeMap<usize, BTreeSet<usize>>,
    /// Those that stand in a table.
    pointed: BTreeSet<usize>,
    /// Those that the module's host calls.
    exported: BTreeSet<usize>,
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
        let calls = module.funcs.iter_local().map(|(function, code)| {
            let mut called = Called::default();
            ir::dfs_in_order(&mut called, code, code.entry_block());
            (function.index(), called.functions.into_iter().filter(own).map(|called| called.index()).collect())
        });
        Ok(Self { calls: calls.collect(), pointed, exported })
    }

    /// What the first part reaches without any function that waits.
    fn reached(&self, module: &Module, waits: &impl Fn(&str, Reached) -> bool) -> BTreeSet<usize> {
        /// A stand-in takes at least so many instructions: whatever is not longer stays, for its own sake.
        const STAND_IN: u64 = 4;
        let functions = module.funcs.iter_local().map(|(function, code)| {
            let name = module.funcs.get(function).name.as_deref().unwrap_or_default();
            (function.index(), (name, code.size()))
        });
        let functions: BTreeMap<usize, (&str, u64)> = functions.collect();
        let stays = |function: &usize, reached: Reached| {
            let (name, size) = functions[function];
            size <= STAND_IN || self.exported.contains(function) || !waits(name, reached)
        };
        let pointed = self.pointed.iter().filter(|function| stays(function, Reached::Pointed));
        let mut ahead: Vec<usize> = pointed.chain(&self.exported).copied().collect();
        let mut reached = BTreeSet::new();
        while let Some(function) = ahead.pop() {
            if reached.insert(function) {
                ahead.extend(self.calls[&function].iter().filter(|called| stays(called, Reached::Called)));
            }
        }
        reached
    }
}

/// The functions that a function names.
#[derive(Default)]
struct Called {
    functions: Vec<FunctionId>,
}

impl<'a> ir::Visitor<'a> for Called {
    fn visit_function_id(&mut self, function: &FunctionId) {
        self.functions.push(*function);
    }
}

/// Puts a stand-in in the place of each function that waits and is wanted. (The others go when nothing leads to them.)
fn leave_stand_ins(first: &mut Module, seam: &Seam) {
    let size = seam.wanted.len() as u64;
    let table = first.tables.add_local(false, size, Some(size), RefType::FUNCREF);
    first.exports.add("rest", table);
    let joined = joined(first);
    for (slot, function) in (0..).zip(functions(first, &seam.wanted)) {
        let kind = first.funcs.get(function).ty();
        let (takes, gives) = (first.types.params(kind).to_vec(), first.types.results(kind).to_vec());
        let arguments: Vec<LocalId> = takes.iter().map(|argument| first.locals.add(*argument)).collect();
        let mut stand_in = FunctionBuilder::new(&mut first.types, &takes, &gives);
        let mut code = stand_in.func_body();
        code.call(joined);
        for argument in &arguments {
            code.local_get(*argument);
        }
        code.i32_const(slot).call_indirect(kind, table);
        first.funcs.get_mut(function).kind = FunctionKind::Local(stand_in.local_func(arguments));
    }
}

/// The function that comes back when the rest is there. The page's script says when that is, and fetches it at once if it must.
fn joined(first: &mut Module) -> FunctionId {
    let nothing = first.types.add(&[], &[]);
    let (join_now, _) = first.add_import_func("rest", "join_now", nothing);
    let is_here = first.globals.add_local(ValType::I32, true, false, ConstExpr::Value(Value::I32(0)));
    first.exports.add("rest_is_here", is_here);
    let mut joined = FunctionBuilder::new(&mut first.types, &[], &[]);
    let call = |then: &mut walrus::InstrSeqBuilder<'_>| {
        then.call(join_now);
    };
    joined.func_body().global_get(is_here).unop(ir::UnaryOp::I32Eqz).if_else(None, call, |_| {});
    joined.finish(Vec::new(), &mut first.funcs)
}

/// Exports what the rest needs of the first part.
fn share(first: &mut Module, seam: &Seam) {
    for (number, function) in functions(first, &seam.given).into_iter().enumerate() {
        first.exports.add(&named('f', number), function);
    }
    let globals: Vec<GlobalId> = first.globals.iter().map(|global| global.id()).collect();
    for global in globals {
        first.exports.add(&named('g', global.index()), global);
    }
    let tables: Vec<TableId> = first.tables.iter().map(|table| table.id()).collect();
    for table in tables {
        first.exports.add(&named('t', table.index()), table);
    }
    let memories: Vec<MemoryId> = first.memories.iter().map(|memory| memory.id()).collect();
    for memory in memories {
        first.exports.add(&named('m', memory.index()), memory);
    }
}

/// Leaves of the module the functions that are wanted with all that only they need, and has them fill the table. The others are the first
/// part's.
fn take_only_what_waits(rest: &mut Module, seam: &Seam) {
    for export in rest.exports.iter().map(walrus::Export::id).collect::<Vec<_>>() {
        rest.exports.delete(export);
    }
    for element in rest.elements.iter().map(walrus::Element::id).collect::<Vec<_>>() {
        rest.elements.delete(element);
    }
    for data in rest.data.iter().map(walrus::Data::id).collect::<Vec<_>>() {
        rest.data.delete(data);
    }
    rest.start = None;
    for (number, function) in functions(rest, &seam.given).into_iter().enumerate() {
        let ty = rest.funcs.get(function).ty();
        let import = rest.imports.add("first", &named('f', number), function);
        rest.funcs.get_mut(function).kind = FunctionKind::Import(ImportedFunction { import, ty });
    }
    for global in rest.globals.iter().map(|global| global.id()).collect::<Vec<_>>() {
        let import = rest.imports.add("first", &named('g', global.index()), global);
        rest.globals.get_mut(global).kind = GlobalKind::Import(import);
    }
    for table in rest.tables.iter().map(walrus::Table::id).collect::<Vec<_>>() {
        let import = rest.imports.add("first", &named('t', table.index()), table);
        let table = rest.tables.get_mut(table);
        table.import = Some(import);
        table.elem_segments.clear();
    }
    for memory in rest.memories.iter().map(|memory| memory.id()).collect::<Vec<_>>() {
        let import = rest.imports.add("first", &named('m', memory.index()), memory);
        let memory = rest.memories.get_mut(memory);
        memory.import = Some(import);
        memory.data_segments.clear();
    }
    let wanted = functions(rest, &seam.wanted);
    let size = wanted.len() as u64;
    let (table, _) = rest.add_import_table("first", "rest", false, size, Some(size), RefType::FUNCREF);
    let from_the_first = ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(0)) };
    let element = rest.elements.add(from_the_first, ElementItems::Functions(wanted));
    rest.tables.get_mut(table).elem_segments.insert(element);
}

/// The functions of these numbers, in their order.
fn functions(module: &Module, numbers: &BTreeSet<usize>) -> Vec<FunctionId> {
    module.funcs.iter().map(walrus::Function::id).filter(|function| numbers.contains(&function.index())).collect()
}

/// What both parts call a thing of this kind and number.
fn named(kind: char, number: usize) -> String {
    format!("{kind}{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module whose exported `main` calls `early` and `late`; `late` calls `early` and `later`; `pointed` stands in a table.
    fn module() -> Vec<u8> {
        let mut module = Module::with_config(ModuleConfig::new());
        let early = function(&mut module, "early", &[], 5);
        let later = function(&mut module, "later", &[], 5);
        let late = function(&mut module, "late", &[early, later], 5);
        let pointed = function(&mut module, "pointed late", &[], 5);
        let main = function(&mut module, "main", &[early, late], 5);
        module.exports.add("main", main);
        let table = module.tables.add_local(false, 1, Some(1), RefType::FUNCREF);
        let from_the_first = ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(0)) };
        let element = module.elements.add(from_the_first, ElementItems::Functions(vec![pointed]));
        module.tables.get_mut(table).elem_segments.insert(element);
        module.exports.add("table", table);
        module.emit_wasm()
    }

    /// A function of no less than `size` instructions.
    fn function(module: &mut Module, name: &str, calls: &[FunctionId], size: usize) -> FunctionId {
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
        builder.name(name.to_owned());
        let mut code = builder.func_body();
        for called in calls {
            code.call(*called);
        }
        for _ in 0..size {
            code.i32_const(0).drop();
        }
        builder.finish(Vec::new(), &mut module.funcs)
    }

    fn late(name: &str, _: Reached) -> bool {
        name.contains("late")
    }

    fn names(module: &Module) -> Vec<&str> {
        let mut names: Vec<&str> =
            module.funcs.iter_local().filter_map(|(function, _)| module.funcs.get(function).name.as_deref()).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn the_rest_has_what_waits_and_what_only_that_needs() {
        let parts = cut(&module(), late).expect("a sound module");
        let rest = read(&parts.rest).expect("the rest is sound");
        assert_eq!(names(&rest), ["late", "later", "pointed late"]);
        assert_eq!(rest.exports.iter().count(), 0);
        let functions = rest.imports.iter().filter(|import| matches!(import.kind, walrus::ImportKind::Function(_)));
        assert_eq!(functions.count(), 1, "early is the first part's");
    }

    #[test]
    fn the_first_part_has_stand_ins_for_what_it_wants_and_gives_what_is_asked_for() {
        let parts = cut(&module(), late).expect("a sound module");
        let first = read(&parts.first).expect("the first part is sound");
        let stand_ins = first.funcs.iter_local().filter(|(_, code)| {
            let calls = |(instruction, _): &(ir::Instr, _)| matches!(instruction, ir::Instr::CallIndirect(_));
            code.block(code.entry_block()).instrs.iter().any(calls)
        });
        assert_eq!(stand_ins.count(), 2, "late and what is pointed to");
        let rest = read(&parts.rest).expect("the rest is sound");
        for import in rest.imports.iter() {
            assert!(first.exports.iter().any(|export| export.name == import.name), "{} is not there", import.name);
        }
    }

    #[test]
    fn a_function_shorter_than_its_stand_in_stays() {
        let mut module = Module::with_config(ModuleConfig::new());
        let short = function(&mut module, "late", &[], 1);
        let main = function(&mut module, "main", &[short], 5);
        module.exports.add("main", main);
        let parts = cut(&module.emit_wasm(), late).expect("a sound module");
        assert_eq!(names(&read(&parts.first).expect("the first part is sound")), ["late", "main"]);
    }
}

//! Cuts a WebAssembly module into chunks that share memory, tables and globals, by a given plan.
//!
//! The first chunk has the module's data and its exports. Code that names a function of a later chunk calls a stand-in,
//! which calls the function through a table of that chunk's. The chunk fills the table as it joins; until then the
//! stand-in requests it first.

use super::manifest::{Chunk, Manifest};
use super::plan::{Plan, Role};
use std::collections::BTreeMap;
use walrus::ir::{self, Value};
use walrus::{
    ConstExpr, ElementItems, ElementKind, FunctionBuilder, FunctionId, FunctionKind, GlobalKind, ImportedFunction,
    LocalFunction, LocalId, Module, ModuleConfig, RefType, TableId, ValType, passes,
};

/// Cuts `wasm`, whose functions must have their names, and returns a module for each chunk.
pub fn cut(wasm: &[u8], chunks: &[Chunk]) -> anyhow::Result<Vec<Vec<u8>>> {
    let manifest = Manifest::of(chunks);
    let plan = Plan::of(&read(wasm)?, &manifest)?;
    let one = |chunk: usize| {
        let mut piece = Piece { module: read(wasm)?, chunk, chunks, plan: &plan };
        piece.cut();
        Ok(piece.module.emit_wasm())
    };
    (0..chunks.len()).map(one).collect()
}

fn read(wasm: &[u8]) -> anyhow::Result<Module> {
    let mut config = ModuleConfig::new();
    config.generate_producers_section(false);
    config.parse(wasm)
}

/// A module being reduced from the whole to one chunk.
struct Piece<'a> {
    module: Module,
    chunk: usize,
    chunks: &'a [Chunk],
    plan: &'a Plan<'a>,
}

/// The functions and table that stand-ins for a chunk use.
#[derive(Clone, Copy)]
struct Joint {
    /// Returns when the chunk has arrived.
    joined: FunctionId,
    table: TableId,
}

impl Piece<'_> {
    fn cut(&mut self) {
        let functions: BTreeMap<usize, FunctionId> =
            self.module.funcs.iter().map(|function| (function.id().index(), function.id())).collect();
        let functions: Vec<(usize, FunctionId)> =
            self.plan.functions().map(|function| (function, functions[&function])).collect();
        if self.chunk == 0 {
            self.share();
        } else {
            self.borrow();
        }
        let joints: Vec<Option<Joint>> = (0..self.chunks.len()).map(|chunk| self.joint(chunk)).collect();
        let slots: BTreeMap<usize, i32> = (0..self.chunks.len())
            .flat_map(|chunk| (0..).zip(self.plan.wanted(chunk)).map(|(slot, function)| (function, slot)))
            .collect();
        for (number, function) in &functions {
            match self.plan.role(*number, self.chunk) {
                Some(Role::Given(from)) => self.import(*function, from, &named('f', *number)),
                Some(Role::GivenStandIn(from)) => self.import(*function, from, &named('s', *number)),
                Some(Role::StandIn) => {
                    let joint = self.plan.place(*number).and_then(|place| joints[place]);
                    let joint =
                        joint.expect("each chunk but the first has one, and nothing of the first has a stand-in");
                    let code = self.stand_in(*function, joint, slots[number]);
                    self.module.funcs.get_mut(*function).kind = FunctionKind::Local(code);
                }
                Some(Role::Local) | None => {}
            }
        }
        for (number, function) in &functions {
            let role = |chunk: usize| self.plan.role(*number, chunk);
            let others = || (0..self.chunks.len()).filter_map(role);
            if others().any(|role| role == Role::Given(self.chunk)) {
                self.module.exports.add(&named('f', *number), *function);
            }
            if others().any(|role| role == Role::GivenStandIn(self.chunk)) {
                self.module.exports.add(&named('s', *number), *function);
            }
        }
        if let Some(joint) = joints[self.chunk] {
            let wanted = self.plan.wanted(self.chunk);
            let wanted = functions.iter().filter(|(number, _)| wanted.contains(number)).map(|(_, function)| *function);
            self.fill(joint.table, wanted.collect());
        }
        passes::gc::run(&mut self.module);
    }

    /// Exports the data shared by all chunks.
    fn share(&mut self) {
        let Module { globals, tables, memories, exports, .. } = &mut self.module;
        for global in globals.iter() {
            exports.add(&named('g', global.id().index()), global.id());
        }
        for table in tables.iter() {
            exports.add(&named('t', table.id().index()), table.id());
        }
        for memory in memories.iter() {
            exports.add(&named('m', memory.id().index()), memory.id());
        }
    }

    /// Imports the shared data, and leaves to the first chunk what it alone does.
    fn borrow(&mut self) {
        let Module { globals, tables, memories, exports, imports, elements, data, start, .. } = &mut self.module;
        let first = self.chunks[0].name;
        for export in exports.iter().map(walrus::Export::id).collect::<Vec<_>>() {
            exports.delete(export);
        }
        for element in elements.iter().map(walrus::Element::id).collect::<Vec<_>>() {
            elements.delete(element);
        }
        for segment in data.iter().map(walrus::Data::id).collect::<Vec<_>>() {
            data.delete(segment);
        }
        *start = None;
        for global in globals.iter().map(walrus::Global::id).collect::<Vec<_>>() {
            let import = imports.add(first, &named('g', global.index()), global);
            globals.get_mut(global).kind = GlobalKind::Import(import);
        }
        for table in tables.iter_mut() {
            table.import = Some(imports.add(first, &named('t', table.id().index()), table.id()));
            table.elem_segments.clear();
        }
        for memory in memories.iter_mut() {
            memory.import = Some(imports.add(first, &named('m', memory.id().index()), memory.id()));
            memory.data_segments.clear();
        }
    }

    /// Makes (in the first chunk) or imports what stand-ins for the functions of a chunk need.
    fn joint(&mut self, chunk: usize) -> Option<Joint> {
        self.chunks[chunk].needs?;
        let name = self.chunks[chunk].name;
        let (joined_name, table_name, here_name) =
            (format!("joined_{name}"), format!("table_{name}"), format!("here_{name}"));
        let size = self.plan.wanted(chunk).len() as u64;
        let nothing = self.module.types.add(&[], &[]);
        if self.chunk > 0 {
            let first = self.chunks[0].name;
            let (joined, _) = self.module.add_import_func(first, &joined_name, nothing);
            let (table, _) =
                self.module.add_import_table(first, &table_name, false, size, Some(size), RefType::FUNCREF);
            return Some(Joint { joined, table });
        }
        let table = self.module.tables.add_local(false, size, Some(size), RefType::FUNCREF);
        self.module.exports.add(&table_name, table);
        let here = self.module.globals.add_local(ValType::I32, true, false, ConstExpr::Value(Value::I32(0)));
        self.module.exports.add(&here_name, here);
        let (join_now, _) = self.module.add_import_func("loader", name, nothing);
        let mut joined = FunctionBuilder::new(&mut self.module.types, &[], &[]);
        let call = |then: &mut walrus::InstrSeqBuilder<'_>| {
            then.call(join_now);
        };
        joined.func_body().global_get(here).unop(ir::UnaryOp::I32Eqz).if_else(None, call, |_| {});
        let joined = joined.finish(Vec::new(), &mut self.module.funcs);
        self.module.exports.add(&joined_name, joined);
        Some(Joint { joined, table })
    }

    /// Makes the code that waits for the function's chunk and calls the function through the table.
    fn stand_in(&mut self, function: FunctionId, joint: Joint, slot: i32) -> LocalFunction {
        let Module { funcs, types, locals, .. } = &mut self.module;
        let kind = funcs.get(function).ty();
        let (takes, gives) = (types.params(kind).to_vec(), types.results(kind).to_vec());
        let arguments: Vec<LocalId> = takes.iter().map(|argument| locals.add(*argument)).collect();
        let mut stand_in = FunctionBuilder::new(types, &takes, &gives);
        let mut code = stand_in.func_body();
        code.call(joint.joined);
        for argument in &arguments {
            code.local_get(*argument);
        }
        code.i32_const(slot).call_indirect(kind, joint.table);
        stand_in.local_func(arguments)
    }

    fn import(&mut self, function: FunctionId, from: usize, name: &str) {
        let ty = self.module.funcs.get(function).ty();
        let import = self.module.imports.add(self.chunks[from].name, name, function);
        self.module.funcs.get_mut(function).kind = FunctionKind::Import(ImportedFunction { import, ty });
    }

    fn fill(&mut self, table: TableId, functions: Vec<FunctionId>) {
        let from_the_first = ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(0)) };
        let element = self.module.elements.add(from_the_first, ElementItems::Functions(functions));
        self.module.tables.get_mut(table).elem_segments.insert(element);
    }
}

/// Returns the name of a thing of this kind and number, the same in all chunks.
fn named(kind: char, number: usize) -> String {
    format!("{kind}{number}")
}

//! Cuts a small module, and checks the manifest against names, the page's sources and its crates.

use super::cut::cut;
use super::manifest::{CHUNKS, Chunk, Manifest, Reached};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use walrus::{
    ConstExpr, ElementItems, ElementKind, FunctionBuilder, FunctionId, ImportKind, Module, ModuleConfig, RefType, ir,
};

const THREE: [Chunk; 3] = [
    Chunk { name: "first", needs: None, code: &["warren_a"] },
    Chunk { name: "late", needs: Some(0), code: &["warren_a::late"] },
    Chunk { name: "later", needs: Some(1), code: &["warren_a::later"] },
];

/// Makes a module whose exported `main` calls `early`, `late::f` and `later::f`; the last two call `early`, `late::f`
/// also `helper`, and `later::f` `helper` and `own`. `late::pointed` is in a table.
fn module() -> Vec<u8> {
    let mut module = Module::with_config(ModuleConfig::new());
    let early = function(&mut module, "warren_a::early", &[], 5);
    let helper = function(&mut module, "library::helper", &[], 5);
    let own = function(&mut module, "warren_a::own", &[], 5);
    let late = function(&mut module, "warren_a::late::f", &[early, helper], 5);
    let later = function(&mut module, "warren_a::later::f", &[early, helper, own, late], 5);
    let pointed = function(&mut module, "core::drop::<warren_a::late::T>", &[], 5);
    let short = function(&mut module, "warren_a::late::short", &[], 1);
    let main = function(&mut module, "warren_a::main", &[early, late, later, short], 5);
    module.exports.add("main", main);
    let table = module.tables.add_local(false, 1, Some(1), RefType::FUNCREF);
    let active = ElementKind::Active { table, offset: ConstExpr::Value(ir::Value::I32(0)) };
    let element = module.elements.add(active, ElementItems::Functions(vec![pointed]));
    module.tables.get_mut(table).elem_segments.insert(element);
    module.exports.add("table", table);
    module.emit_wasm()
}

/// Makes a function of at least `size` instructions.
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

fn pieces() -> Vec<Module> {
    let pieces = cut(&module(), &THREE).expect("the module can be cut");
    pieces.iter().map(|piece| Module::from_buffer(piece).expect("each piece is a sound module")).collect()
}

/// Returns the functions with code of their own in a piece, without the stand-ins.
fn own(piece: &Module) -> Vec<&str> {
    let (own, _): (Vec<_>, Vec<_>) = piece.funcs.iter_local().partition(|(_, code)| !is_stand_in(code));
    let mut names: Vec<&str> = own.iter().filter_map(|(id, _)| piece.funcs.get(*id).name.as_deref()).collect();
    names.sort_unstable();
    names
}

fn stand_ins(piece: &Module) -> usize {
    piece.funcs.iter_local().filter(|(_, code)| is_stand_in(code)).count()
}

fn is_stand_in(code: &walrus::LocalFunction) -> bool {
    code.block(code.entry_block()).instrs.iter().any(|(one, _)| matches!(one, ir::Instr::CallIndirect(_)))
}

#[test]
fn each_chunk_has_its_code_and_what_only_it_and_later_ones_call() {
    let [first, late, later] = &pieces()[..] else { panic!("there are three chunks") };
    assert_eq!(own(first), ["warren_a::early", "warren_a::late::short", "warren_a::main"]);
    assert_eq!(own(late), ["core::drop::<warren_a::late::T>", "library::helper", "warren_a::late::f"]);
    assert_eq!(own(later), ["warren_a::later::f", "warren_a::own"]);
}

#[test]
fn a_function_of_a_later_chunk_has_a_stand_in_where_it_is_called() {
    let pieces = pieces();
    assert_eq!(pieces.iter().map(stand_ins).collect::<Vec<_>>(), [3, 0, 0], "late::f, later::f and what is pointed to");
}

#[test]
fn a_chunk_imports_only_what_chunks_before_it_export() {
    let pieces = pieces();
    for (index, piece) in pieces.iter().enumerate().skip(1) {
        assert!(piece.imports.iter().count() > 0);
        for import in piece.imports.iter() {
            let from = THREE[..index].iter().position(|chunk| chunk.name == import.module);
            let from =
                &pieces[from.unwrap_or_else(|| panic!("{}.{} is of no earlier chunk", import.module, import.name))];
            assert!(from.exports.iter().any(|export| export.name == import.name), "{}.{}", import.module, import.name);
        }
    }
    let functions =
        |piece: &Module| piece.imports.iter().filter(|one| matches!(one.kind, ImportKind::Function(_))).count();
    assert_eq!(functions(&pieces[2]), 3, "early of the first, f and helper of the second");
}

#[test]
fn a_path_says_of_its_code_when_it_comes() {
    let manifest = Manifest::of(&CHUNKS);
    let chunk = |name: &str, reached| CHUNKS[manifest.chunk(name, reached)].name;
    let called = |name: &str| chunk(name, Reached::Called);
    assert_eq!(called("<warren_broker[a0ed0f7a99c516f1]::broker::Broker>::handle"), "simulation");
    assert_eq!(called("warren_web[34269ff91d24e092]::panels::log::log"), "simulation");
    assert_eq!(called("warren_web[34269ff91d24e092]::panels::plots::chart::f"), "evidence");
    assert_eq!(called("<warren_web[34269ff91d24e092]::app::App>::settle"), "simulation");
    assert_eq!(called("<warren_web[34269ff91d24e092]::app::App>::settled"), "first");
    assert_eq!(called("<alloc[3ca501edff3f0c7c]::vec::Vec<warren_broker[a0ed0f7a99c516f1]::Event>>::push"), "first");

    assert_eq!(
        called("<alloc::vec::Vec<warren_broker[a0ed0f7a99c516f1]::queue::Queue> as core::ops::drop::Drop>::drop"),
        "simulation"
    );
    let freed = "<alloc[3ca501edff3f0c7c]::raw_vec::RawVec<warren_broker[a0ed0f7a99c516f1]::overview::ConsumerView> as core[c5930c85a12de822]::ops::drop::Drop>::drop";
    assert_eq!(called(freed), "first", "it may free the memory of any vector");
    assert_eq!(called("<alloc::rc::Rc<warren_view::chart::Chart>>::drop_slow[1]"), "simulation");
    assert_eq!(called("core::ptr::drop_in_place::<warren_simulator::world::World>[2]"), "simulation");
    assert_eq!(called("core::ptr::drop_in_place::<core::option::Option<warren_web::session::Session>>"), "first");

    let pointed = |name: &str| chunk(name, Reached::Pointed);
    assert_eq!(
        pointed("core[c5930c85a12de822]::ptr::drop_in_place::<warren_web[34269ff91d24e092]::stage::Stage>"),
        "simulation"
    );
    assert_eq!(pointed("<yew[c4dcd70061b40cb1]::Scope<warren_web[34269ff91d24e092]::app::App>>::run"), "first");
    assert_eq!(pointed("<(warren_web::app::A, warren_web::stage::B, warren_web::panels::plots::C)>::f"), "evidence");
    assert_eq!(pointed("<[u8; 16]>::to_vec"), "first");
}

#[test]
fn a_listed_module_that_was_renamed_fails_the_build() {
    let manifest = Manifest::of(&THREE);
    let built = ["warren_a[34269ff91d24e092]::f", "<warren_a[34269ff91d24e092]::late::T>::g", "warren_a::later"];
    manifest.check(built.into_iter()).expect("every path is in a name");
    let renamed = ["warren_a[34269ff91d24e092]::f", "<warren_a[34269ff91d24e092]::last::T>::g", "warren_a::later"];
    let told = manifest.check(renamed.into_iter()).expect_err("nothing is named warren_a::late").to_string();
    assert!(
        told.contains("`warren_a::late` (chunk late) is in no function's name: name the module as it is named now"),
        "{told}"
    );
    assert!(told.contains("xtask/src/wasm_split/manifest.rs") && !told.contains("warren_a::later"), "{told}");
}

#[test]
fn a_crate_that_is_not_listed_or_a_path_that_is_listed_twice_fails_the_build() {
    let names = ["warren_a::f", "warren_a::late", "warren_a::later", "core::drop::<warren_new[34269ff91d24e092]::T>"];
    let told = Manifest::of(&THREE).check(names.into_iter()).expect_err("warren_new is not listed").to_string();
    assert!(told.contains("`warren_new` is in no chunk's list: add it"), "{told}");
    let twice = [Chunk { name: "first", needs: None, code: &["warren_a", "warren_a"] }];
    let told = Manifest::of(&twice).check(["warren_a::f"].into_iter()).expect_err("it is listed twice").to_string();
    assert!(told.contains("`warren_a` is listed twice"), "{told}");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns the sources of a module: its file, and the folder of the modules within it.
fn sources(path: &str) -> Vec<PathBuf> {
    let mut steps = path.split("::");
    let name = steps.next().unwrap_or_default().trim_start_matches("warren_");
    let folder = if name == "web" { "web".into() } else { format!("crates/{name}") };
    let mut at = root().join(folder).join("src");
    for step in steps {
        at.push(step);
    }
    let file = at.with_extension("rs");
    [file, at].into_iter().filter(|there| there.exists()).collect()
}

fn says(at: &Path, text: &str) -> bool {
    if at.is_dir() {
        return fs::read_dir(at)
            .is_ok_and(|mut inner| inner.any(|inner| inner.is_ok_and(|inner| says(&inner.path(), text))));
    }
    fs::read_to_string(at).is_ok_and(|source| source.contains(text))
}

/// The build would fail much later: the tests tell of a renamed module at once.
#[test]
fn every_listed_path_is_in_the_sources() {
    for path in CHUNKS.iter().flat_map(|chunk| chunk.code).filter(|path| path.starts_with("warren_")) {
        // `warren_web::app::App>::act` is the function `act` of a type in `warren_web::app`.
        let (module, function) = match path.split_once(">::") {
            Some((kind, function)) => (kind.rsplit_once("::").map_or(kind, |(module, _)| module), Some(function)),
            None => (*path, None),
        };
        let found = sources(module);
        assert!(
            !found.is_empty(),
            "xtask/src/wasm_split/manifest.rs lists `{path}`, but there is no such module: name it as it is named now"
        );
        if let Some(function) = function {
            let there = found.iter().any(|at| says(at, &format!("fn {function}(")));
            assert!(
                there,
                "xtask/src/wasm_split/manifest.rs lists `{path}`, but there is no such function: name it as it is named now"
            );
        }
    }
}

#[test]
fn every_crate_of_the_page_is_listed() {
    let mut tree = Command::new(env!("CARGO"));
    tree.current_dir(root()).args(["tree", "--locked", "--offline", "--package", "warren-web", "--edges", "normal"]);
    tree.args(["--target", crate::bindgen::TARGET, "--prefix", "none", "--format", "{lib}"]);
    let output = tree.output().expect("cargo runs this test and can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let output = String::from_utf8_lossy(&output.stdout);
    let crates: BTreeSet<&str> = output.split_whitespace().filter(|name| name.starts_with("warren_")).collect();
    assert!(crates.len() > 4, "{crates:?}");
    let listed: BTreeSet<&str> = CHUNKS.iter().flat_map(|chunk| chunk.code).copied().collect();
    let missing: Vec<&&str> = crates.difference(&listed).collect();
    assert!(
        missing.is_empty(),
        "add to a chunk of xtask/src/wasm_split/manifest.rs, by when their code is needed: {missing:?}"
    );
}

#[test]
fn the_page_asks_for_chunks_by_their_names() {
    let asks = fs::read_to_string(root().join("web/src/lazy_chunk.rs")).expect("the page's chunks are asked for there");
    for chunk in CHUNKS.iter().filter(|chunk| chunk.needs.is_some()) {
        assert!(asks.contains(&format!("{:?}", chunk.name)), "nobody asks for {}", chunk.name);
    }
}

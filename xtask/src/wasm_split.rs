//! The page's WebAssembly in chunks, so that a reader has something to read before all of it has arrived. The first
//! chunk draws the page, its lists and its texts; the simulation is fetched at the same time and joins it later, views
//! that are opened on demand after that. A function of a chunk that is called before it has arrived fetches it there
//! and then, so the assignment of code to chunks is a question of time alone, never of correctness.
//!
//! The crates `wasm_split_helpers` (Leptos) and `wasm-splitter` (Dioxus) cut at functions marked in the code, which
//! must be async, need relocations that wasm-opt does not keep, and have no synchronous way to a chunk that has not
//! arrived. Here the whole is optimised before it is cut, no code is written differently for it, and Trunk's page, in
//! one piece, is the same. The price is `manifest.rs`: code is assigned to chunks by paths, which are checked against
//! the code at every build and in the tests.

mod cut;
mod manifest;
mod plan;
#[cfg(test)]
mod tests;

pub use manifest::CHUNKS;

use anyhow::{Context, ensure};
use std::fs;
use std::path::Path;

/// The sources of the splitter, for caches of its results.
pub const MADE_BY: [&str; 3] =
    [include_str!("wasm_split/manifest.rs"), include_str!("wasm_split/plan.rs"), include_str!("wasm_split/cut.rs")];

/// Splits the page's WebAssembly, which must have its functions' names: the first chunk takes its place, the others go
/// to the paths that `file` returns for their names.
pub fn split(wasm: &Path, file: impl Fn(&str) -> std::path::PathBuf) -> anyhow::Result<()> {
    let whole = fs::read(wasm).with_context(|| format!("reading {}", wasm.display()))?;
    let pieces = cut::cut(&whole, &CHUNKS).with_context(|| format!("cutting {}", wasm.display()))?;
    for (chunk, piece) in CHUNKS.iter().zip(pieces) {
        let to = if chunk.needs.is_none() { wasm.to_path_buf() } else { file(chunk.name) };
        fs::write(&to, piece).with_context(|| format!("writing {}", to.display()))?;
    }
    Ok(())
}

/// Adds to `script`, as wasm-bindgen wrote it, the code that fetches and joins chunks. `addresses` are their names and
/// files, relative to the script.
pub fn with_loader(script: &str, addresses: &[(&str, String)]) -> anyhow::Result<String> {
    const IMPORTS: &str = "const imports = __wbg_get_imports();";
    ensure!(
        script.contains(IMPORTS),
        "wasm-bindgen's script has no `{IMPORTS}` any more; wasm_split/loader.js needs another way to add to the imports"
    );
    let script = script.replace(IMPORTS, "const imports = importsOfFirst();");
    let chunks = addresses.iter().map(|(name, address)| {
        let chunk =
            CHUNKS.iter().find(|chunk| chunk.name == *name).with_context(|| format!("there is no chunk {name}"))?;
        let needs =
            chunk.needs.map(|needs| &CHUNKS[needs]).filter(|needs| needs.needs.is_some()).map(|needs| needs.name);
        Ok(format!("{name}: {}", serde_json::json!({ "address": address, "needs": needs })))
    });
    let chunks = chunks.collect::<anyhow::Result<Vec<_>>>()?.join(", ");
    Ok(script + &include_str!("wasm_split/loader.js").replace("CHUNKS", &format!("{{ {chunks} }}")))
}

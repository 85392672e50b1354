//! Builds the simulator's JavaScript API as a browser loads it, for its tests. It makes no package.

use crate::{bindgen, progress, setup, workspace::Workspace};
use anyhow::Context;
use std::fs;
use std::path::PathBuf;

/// The module's name, that of its crate.
const NAME: &str = "warren_wasm";
/// Its TypeScript declarations.
pub const DECLARATIONS: &str = "warren_wasm.d.ts";
/// The page that the tests open.
const PAGE: &str = "js_api.html";

/// Builds it and returns the folder with the module, its declarations and the tests' page.
pub fn build(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    setup::wasm_target()?;
    let folder = workspace.target().join("js-api");
    let manifest = workspace.root().join("crates/wasm/Cargo.toml");
    progress::step("Build the JavaScript API", || {
        let wasm = bindgen::compile(workspace, &manifest, true)?;
        bindgen::bind(&wasm, &folder, NAME, bindgen::Symbols::None, true)?;
        fs::copy(workspace.e2e().join(PAGE), folder.join(PAGE)).with_context(|| format!("copying {PAGE}"))
    })?;
    Ok(folder)
}

//! The stage's gallery, built beside the page and apart from it, and the list of its files.

use crate::{bindgen, progress, setup, workspace::Workspace};
use anyhow::Context;
use std::fs;
use std::path::PathBuf;

/// The files that the gallery's page requests besides its script, from the repository's root.
const FILES: [&str; 4] = [
    "web/examples/gallery/index.html",
    "web/style/tokens.css",
    "crates/drawing/style/stage-tokens.css",
    "crates/drawing/style/stage.css",
];

/// Builds the gallery and returns the folder to serve.
pub fn build(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    setup::wasm_target()?;
    let folder = workspace.target().join("gallery");
    fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
    let manifest = workspace.root().join("web/Cargo.toml");
    let wasm = progress::step("Compile the gallery", || {
        bindgen::compile_only(workspace, &manifest, &["--example", "gallery"], false)
    })?;
    progress::step("Bind it to JavaScript", || bindgen::bind(&wasm, &folder, "gallery", bindgen::Symbols::All, false))?;
    for file in FILES {
        let from = workspace.root().join(file);
        let name = from.file_name().expect("the files have names");
        fs::copy(&from, folder.join(name)).with_context(|| format!("could not copy {}", from.display()))?;
    }
    Ok(folder)
}

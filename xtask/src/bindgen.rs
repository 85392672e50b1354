//! Builds a crate for browsers: cargo compiles it for wasm32, wasm-bindgen (as a library, so that nobody has to install
//! it) writes the JavaScript, and wasm-opt shrinks the wasm where it is installed.

use crate::{commands, wasm_split::CHUNKS, workspace::Workspace};
use anyhow::Context;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use wasm_bindgen_cli_support::Bindgen;

/// The target of every browser.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The output of wasm-bindgen.
pub struct Bound {
    pub script: PathBuf,
    pub wasm: PathBuf,
    /// The chunks of the wasm beside the first, by name, if it was split.
    pub chunks: Vec<(&'static str, PathBuf)>,
    /// JavaScript from crates; the script imports it by this folder's name.
    pub snippets: Option<PathBuf>,
}

/// Builds the package of `manifest` and returns its one .wasm file.
pub fn compile(workspace: &Workspace, manifest: &Path, release: bool) -> anyhow::Result<PathBuf> {
    compile_only(workspace, manifest, &[], release)
}

/// Builds the part of the package of `manifest` that cargo's arguments `only` select, and returns its one .wasm file.
pub fn compile_only(workspace: &Workspace, manifest: &Path, only: &[&str], release: bool) -> anyhow::Result<PathBuf> {
    let mut cargo = commands::cargo();
    cargo.current_dir(workspace.root()).args(["build", "--locked", "--target", TARGET]).arg("--manifest-path");
    cargo
        .arg(manifest)
        .args(only)
        .arg("--message-format=json-render-diagnostics")
        .stdin(Stdio::null())
        .stderr(Stdio::inherit());
    if release {
        cargo.arg("--release");
    }
    let output = cargo.output().context("could not start cargo")?;
    if !output.status.success() {
        anyhow::bail!("{} does not compile for {TARGET}; the compiler says why above", manifest.display());
    }
    built_wasm(&String::from_utf8_lossy(&output.stdout), manifest)
        .with_context(|| format!("{} builds, but makes no .wasm file", manifest.display()))
}

impl Bound {
    /// Returns the output that [`bind`] has left in `folder` under `name`.
    pub fn of(folder: &Path, name: &str) -> Bound {
        let snippets = folder.join("snippets");
        let chunks = CHUNKS.iter().map(|chunk| (chunk.name, Bound::chunk(folder, name, chunk.name)));
        Bound {
            script: folder.join(format!("{name}.js")),
            wasm: folder.join(format!("{name}_bg.wasm")),
            chunks: chunks.filter(|(_, file)| file.exists()).collect(),
            snippets: snippets.is_dir().then_some(snippets),
        }
    }

    /// Returns the path of a chunk, if the wasm is split.
    pub fn chunk(folder: &Path, name: &str, chunk: &str) -> PathBuf {
        folder.join(format!("{name}_{chunk}.wasm"))
    }
}

/// The treatment of the compiler's names and debug information.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Symbols {
    /// Everything is kept.
    All,
    /// Functions' names are kept, for wasm-opt (which orders functions so that similar ones are adjacent) and for
    /// splitting the wasm into chunks.
    Names,
    /// Nothing is kept.
    None,
}

/// Binds `wasm` into `folder` under `name`, with its TypeScript declarations if `declared`.
pub fn bind(wasm: &Path, folder: &Path, name: &str, symbols: Symbols, declared: bool) -> anyhow::Result<()> {
    let all = symbols == Symbols::All;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).web(true)?.omit_default_module_path(false).out_name(name).typescript(declared);
    bindgen.debug(all).keep_debug(all).remove_name_section(symbols == Symbols::None).remove_producers_section(!all);
    bindgen.generate(folder).with_context(|| format!("wasm-bindgen on {}", wasm.display()))
}

/// Returns the pinned wasm-opt of tests/e2e, else the machine's. Without it the page works the same and is larger.
pub fn wasm_opt(workspace: &Workspace) -> Option<PathBuf> {
    let brought = workspace.e2e().join("node_modules/.bin/wasm-opt");
    if brought.exists() { Some(brought) } else { commands::find(&["wasm-opt"]) }
}

/// A task of wasm-opt.
#[derive(Clone, Copy)]
pub enum Shrink<'a> {
    /// Shrinks the code by all means of this level; names stay.
    Code { level: &'a str },
    /// Drops the names, once functions are in order.
    Names,
}

/// Shrinks `wasm` in place.
pub fn optimise(tool: &Path, wasm: &Path, shrink: Shrink<'_>, flags: &str) -> anyhow::Result<()> {
    let mut command = Command::new(tool);
    match shrink {
        Shrink::Code { level } => command.arg(format!("-O{level}")).arg("--debuginfo"),
        Shrink::Names => &mut command,
    };
    command.args(flags.split_whitespace()).arg("-o").arg(wasm).arg(wasm);
    commands::run(&mut command)
}

/// Finds the file built from `manifest`'s own target in cargo's JSON messages, one a line.
fn built_wasm(messages: &str, manifest: &Path) -> Option<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["reason"] == "compiler-artifact")
        .filter(|message| message["manifest_path"].as_str().is_some_and(|path| Path::new(path) == manifest))
        .flat_map(|message| message["filenames"].as_array().cloned().unwrap_or_default())
        .filter_map(|file| file.as_str().map(PathBuf::from))
        .find(|file| file.extension().is_some_and(|extension| extension == "wasm"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wasm_of_the_package_asked_for_is_found_among_the_messages() {
        let messages = r#"{"reason":"compiler-artifact","manifest_path":"/w/dep/Cargo.toml","filenames":["/t/dep.wasm"]}
{"reason":"compiler-artifact","manifest_path":"/w/web/Cargo.toml","filenames":["/t/web.d","/t/web.wasm"]}
not json
{"reason":"build-finished","success":true}"#;
        assert_eq!(built_wasm(messages, Path::new("/w/web/Cargo.toml")), Some(PathBuf::from("/t/web.wasm")));
        assert_eq!(built_wasm(messages, Path::new("/w/cli/Cargo.toml")), None);
    }
}

//! The page: from index.html's links to dist/.

use crate::bindgen::{self, Bound, Shrink};
use crate::compact::compact;
use crate::links::{self, Link, Optimise};
use crate::workspace::Workspace;
use crate::{commands, progress, setup, wasm_split};
use anyhow::Context;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The compilation profile of the page's Rust.
#[derive(clap::Args, Clone, Copy, Default)]
pub struct Profile {
    /// Compile without optimisation: sooner built, slower and much larger.
    #[arg(long)]
    debug: bool,
    /// Build optimised (the default; here for those who type it from habit).
    #[arg(long, conflicts_with = "debug")]
    release: bool,
}

/// Builds the page and returns dist/, which has the new page whole, or the old one if anything failed.
pub fn build(workspace: &Workspace, profile: Profile) -> anyhow::Result<PathBuf> {
    setup::wasm_target()?;
    lessons(workspace)?;
    let entry = workspace.entry();
    let html = fs::read_to_string(&entry).with_context(|| format!("reading {}", entry.display()))?;
    let dist = workspace.dist();
    // A folder within dist/, as in Trunk: a rename cannot cross file systems.
    let stage = dist.join(".stage");
    clear(&stage)?;
    fs::create_dir_all(&stage).with_context(|| format!("making {}", stage.display()))?;
    let mut assets =
        Assets { workspace, stage: &stage, release: !profile.debug, styles: Vec::new(), script: None, wasm: None };
    let html = links::replace(&html, |link| assets.place(link))?;
    fs::write(stage.join("index.html"), html)?;
    assets.player()?;
    publish(&stage, &dist).with_context(|| format!("moving the page into {}", dist.display()))?;
    Ok(dist)
}

/// Compiles the lessons into the packs that the page loads.
fn lessons(workspace: &Workspace) -> anyhow::Result<()> {
    progress::step("Compile the lessons", || {
        let mut cargo = commands::cargo();
        cargo.current_dir(workspace.root()).args(["run", "--locked", "--package", "warren-lessons"]);
        cargo.args(["--features", "compile", "--bin", "compile-lessons", "--", "web/generated"]);
        commands::run(&mut cargo)
    })
}

struct Assets<'a> {
    workspace: &'a Workspace,
    stage: &'a Path,
    release: bool,
    /// The style sheets that a player needs, by their names in the stage folder.
    styles: Vec<String>,
    script: Option<String>,
    wasm: Option<String>,
}

impl Assets<'_> {
    /// Puts the target of `link` into the stage folder and returns the markup that replaces the link.
    fn place(&mut self, link: Link) -> anyhow::Result<String> {
        match link {
            Link::Css { href } => {
                let name = self.hashed(&href)?;
                let link = format!(r#"<link rel="stylesheet" href="./{name}" />"#);
                self.styles.push(name);
                Ok(link)
            }
            Link::Icon { href } => Ok(format!(r#"<link rel="icon" href="./{}" />"#, self.hashed(&href)?)),
            Link::CopyFile { href } => {
                let source = self.source(&href);
                copy(&source, &self.stage.join(file_name(&source)?))?;
                Ok(String::new())
            }
            Link::CopyDir { href, target } => {
                let source = self.source(&href);
                let target = match target {
                    Some(target) => self.stage.join(target),
                    None => self.stage.join(file_name(&source)?),
                };
                copy_folder(&source, &target)?;
                Ok(String::new())
            }
            Link::Rust { manifest, optimise } => self.rust(&manifest, optimise),
        }
    }

    fn rust(&mut self, manifest: &str, optimise: Option<Optimise>) -> anyhow::Result<String> {
        let manifest = self.source(manifest);
        let wasm = progress::step("Compile the page to WebAssembly", || {
            bindgen::compile(self.workspace, &manifest, self.release)
        })?;
        let name = wasm.file_stem().and_then(|stem| stem.to_str()).context("the page's wasm has a name")?.to_owned();
        let bound = self.bound(&wasm, &name, if self.release { optimise } else { None })?;
        if let Some(snippets) = &bound.snippets {
            copy_folder(snippets, &self.stage.join("snippets"))?;
        }
        let wasm = self.hashed_as(&bound.wasm, &format!("{name}_bg"), "wasm")?;
        let script =
            fs::read_to_string(&bound.script).with_context(|| format!("reading {}", bound.script.display()))?;
        let chunks = bound
            .chunks
            .iter()
            .map(|(chunk, file)| Ok((*chunk, self.hashed_as(file, &format!("{name}_{chunk}"), "wasm")?)));
        let chunks = chunks.collect::<anyhow::Result<Vec<_>>>()?;
        let (script, imports, first) = if chunks.is_empty() {
            (script, "init", "")
        } else {
            (wasm_split::with_loader(&script, &chunks)?, "init, { load }", "globalThis.warrenLoad = load; ")
        };
        let script = self.hashed_content(compact(&script).as_bytes(), &name, "js")?;
        (self.script, self.wasm) = (Some(script.clone()), Some(wasm.clone()));
        Ok(format!(
            r#"<link rel="modulepreload" href="./{script}" /><link rel="preload" href="./{wasm}" as="fetch" type="application/wasm" crossorigin="anonymous" />
    <script type="module">import {imports} from "./{script}"; {first}await init({{ module_or_path: "./{wasm}" }});</script>"#
        ))
    }

    /// Writes the script by which other pages embed players, under a name that stays the same: it knows those that change.
    fn player(&self) -> anyhow::Result<()> {
        let source = self.source("web/player.js");
        let script = fs::read_to_string(&source).with_context(|| format!("reading {}", source.display()))?;
        let files = serde_json::json!({ "script": self.script, "wasm": self.wasm, "styles": self.styles });
        let script = script.replace("FILES", &files.to_string());
        fs::write(self.stage.join("player.js"), compact(&script)).context("writing player.js")
    }

    /// Binds and shrinks `wasm`, or reuses the last result if it is unchanged, because shrinking takes longer than
    /// everything else.
    fn bound(&self, wasm: &Path, name: &str, optimise: Option<Optimise>) -> anyhow::Result<Bound> {
        let content = fs::read(wasm).with_context(|| format!("reading {}", wasm.display()))?;
        let tool = bindgen::wasm_opt(self.workspace);
        let made_from = format!("{:016x} {optimise:?} {tool:?} {:016x}", hash(&content), hash(&wasm_split::MADE_BY));
        let folder = self.workspace.target().join("page");
        let stamp = folder.join("made-from");
        if fs::read_to_string(&stamp).is_ok_and(|of| of == made_from) {
            return Ok(Bound::of(&folder, name));
        }
        clear(&folder)?;
        let symbols = match (self.release, optimise.is_some() && tool.is_some()) {
            (false, _) => bindgen::Symbols::All,
            (true, true) => bindgen::Symbols::Names,
            (true, false) => bindgen::Symbols::None,
        };
        progress::step("Bind it to JavaScript", || bindgen::bind(wasm, &folder, name, symbols, false))?;
        let bound = Bound::of(&folder, name);
        match (optimise, tool) {
            (Some(optimise), Some(tool)) => progress::step("Shrink it with wasm-opt and cut it in chunks", || {
                let flags = &optimise.flags;
                bindgen::optimise(&tool, &bound.wasm, Shrink::Code { level: &optimise.level }, flags)?;
                wasm_split::split(&bound.wasm, |chunk| Bound::chunk(&folder, name, chunk))?;
                let Bound { wasm, chunks, .. } = Bound::of(&folder, name);
                chunks
                    .iter()
                    .map(|(_, chunk)| chunk)
                    .chain([&wasm])
                    .try_for_each(|piece| bindgen::optimise(&tool, piece, Shrink::Names, flags))
            })?,
            (Some(_), None) => {
                progress::note("wasm-opt is not installed: the page will be larger (`npm ci` in tests/e2e brings it)");
            }
            (None, _) => {}
        }
        fs::write(&stamp, made_from).with_context(|| format!("writing {}", stamp.display()))?;
        Ok(Bound::of(&folder, name))
    }

    fn source(&self, href: &str) -> PathBuf {
        self.workspace.root().join(href)
    }

    /// Copies a file under a name that changes with its content, so that a browser never pairs an old one with a new
    /// page.
    fn hashed(&self, href: &str) -> anyhow::Result<String> {
        let source = self.source(href);
        let stem = source.file_stem().and_then(|stem| stem.to_str());
        let extension = source.extension().and_then(|extension| extension.to_str());
        let (stem, extension) = stem
            .zip(extension)
            .with_context(|| format!("{href} needs a file name with an ending, such as page.css"))?;
        self.hashed_as(&source, stem, extension)
    }

    fn hashed_as(&self, source: &Path, stem: &str, extension: &str) -> anyhow::Result<String> {
        let content = fs::read(source).with_context(|| format!("reading {}", source.display()))?;
        self.hashed_content(&content, stem, extension)
    }

    fn hashed_content(&self, content: &[u8], stem: &str, extension: &str) -> anyhow::Result<String> {
        let name = format!("{stem}-{:016x}.{extension}", hash(content));
        fs::write(self.stage.join(&name), content)?;
        Ok(name)
    }
}

/// Replaces the contents of `dist` by those of `stage`, a folder within it.
fn publish(stage: &Path, dist: &Path) -> io::Result<()> {
    for old in fs::read_dir(dist)? {
        let old = old?.path();
        if old == stage {
            continue;
        }
        if old.is_dir() { fs::remove_dir_all(&old)? } else { fs::remove_file(&old)? }
    }
    for new in fs::read_dir(stage)? {
        let new = new?;
        fs::rename(new.path(), dist.join(new.file_name()))?;
    }
    fs::remove_dir(stage)
}

fn hash(content: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    hasher.finish()
}

fn clear(folder: &Path) -> anyhow::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    Ok(())
}

fn copy_folder(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to).with_context(|| format!("making {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() { copy_folder(&entry.path(), &target)? } else { copy(&entry.path(), &target)? }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::copy(from, to).map(|_| ()).with_context(|| format!("copying {} to {}", from.display(), to.display()))
}

fn file_name(path: &Path) -> anyhow::Result<&std::ffi::OsStr> {
    path.file_name().with_context(|| format!("{} has no file name", path.display()))
}

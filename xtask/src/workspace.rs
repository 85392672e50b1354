//! Where things are in the workspace. It owns the paths that more than one module needs and deliberately does nothing to what is there.

use anyhow::{Context, bail};
use std::path::{Path, PathBuf};

/// The workspace this task runner was called in.
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The workspace of the `cargo xtask` that runs. Cargo says where; a copied binary would not know.
    pub fn find() -> anyhow::Result<Workspace> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR").context("call this as `cargo xtask`, not as a binary")?;
        let root = Path::new(&manifest).parent().context("xtask stands in the workspace's root")?.to_path_buf();
        if !root.join("index.html").is_file() {
            bail!("{} is not Warren's workspace: it has no index.html", root.display());
        }
        Ok(Workspace { root })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Trunk's entry, and ours.
    pub fn entry(&self) -> PathBuf {
        self.root.join("index.html")
    }

    /// Where the built page goes.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The end-to-end tests, with the JavaScript tools they bring.
    pub fn e2e(&self) -> PathBuf {
        self.root.join("tests").join("e2e")
    }

    /// Cargo's folder for what is built, for files that no commit should hold.
    pub fn target(&self) -> PathBuf {
        match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => self.root.join(folder),
            None => self.root.join("target"),
        }
    }
}

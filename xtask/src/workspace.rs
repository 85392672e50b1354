//! The paths in the workspace that more than one module needs.

use anyhow::{Context, bail};
use std::path::{Path, PathBuf};

/// The workspace this task runner was called in.
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Returns the workspace of the running `cargo xtask`. Cargo says where it is; a copied binary would not know.
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

    /// Returns Trunk's entry, and ours.
    pub fn entry(&self) -> PathBuf {
        self.root.join("index.html")
    }

    /// Returns the folder of the built page.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Returns the end-to-end tests, with the JavaScript tools they bring.
    pub fn e2e(&self) -> PathBuf {
        self.root.join("tests").join("e2e")
    }

    /// Returns cargo's folder for built files, which no commit should have.
    pub fn target(&self) -> PathBuf {
        match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => self.root.join(folder),
            None => self.root.join("target"),
        }
    }
}

//! Loads the chunks of the page's WebAssembly that do not come with the page. A split build leaves a function behind
//! that fetches and joins a chunk by its name; a page in one piece has none, and needs none.

use wasm_bindgen_futures::JsFuture;

use crate::host::Host;
use crate::packs::{Missing, thrown};

/// A chunk that is loaded later than the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chunk {
    /// Everything that a lesson needs to run.
    Simulation,
    /// The views of a run that are opened on demand. It brings the simulation along.
    Evidence,
}

/// The state of a chunk.
#[derive(Debug, Default)]
pub enum Progress {
    /// Not requested.
    #[default]
    Absent,
    /// Being loaded.
    Coming,
    /// Loaded.
    Here,
    /// Failed.
    Missing(Missing),
}

impl Progress {
    /// Returns whether it is here.
    pub const fn is_here(&self) -> bool {
        matches!(self, Self::Here)
    }

    /// Returns the error, if it could not be loaded.
    pub const fn missing(&self) -> Option<&Missing> {
        match self {
            Self::Missing(missing) => Some(missing),
            Self::Absent | Self::Coming | Self::Here => None,
        }
    }
}

impl Chunk {
    const fn name(self) -> &'static str {
        match self {
            Self::Simulation => "simulation",
            Self::Evidence => "evidence",
        }
    }

    /// Returns when the chunk has arrived, or with the error. A call after an error tries again.
    pub async fn load(self, host: Host) -> Result<(), Missing> {
        let Some(promise) = host.load(self.name()) else { return Ok(()) };
        let told = JsFuture::from(promise).await;
        told.map(drop)
            .map_err(|cause| Missing { file: format!("warren-web_{}.wasm", self.name()), cause: thrown(cause) })
    }
}

//! Loads the chunks of the page's WebAssembly that do not come with the page. A build that cuts it leaves a function behind that fetches and joins a
//! chunk by its name; a page in one piece has none, and needs none. It does not know what is in which chunk.

use wasm_bindgen_futures::JsFuture;

use crate::host::Host;
use crate::packs::{Missing, thrown};

/// A chunk that is loaded while the page stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chunk {
    /// All that a lesson needs to run.
    Simulation,
    /// The views of a run that are opened on demand. It brings the simulation along.
    Evidence,
}

/// How far a chunk is.
#[derive(Debug, Default)]
pub enum Progress {
    /// Nobody has asked for it.
    #[default]
    Absent,
    /// It is on its way.
    Coming,
    /// It is here.
    Here,
    /// It could not be loaded.
    Missing(Missing),
}

impl Progress {
    /// Whether it is here.
    pub const fn is_here(&self) -> bool {
        matches!(self, Self::Here)
    }

    /// Why it is not here, if it could not be loaded.
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

    /// Comes back when the chunk is here, or with why it is not. Asked again after that, it tries again.
    pub async fn load(self, host: Host) -> Result<(), Missing> {
        let Some(promise) = host.load(self.name()) else { return Ok(()) };
        let told = JsFuture::from(promise).await;
        told.map(drop)
            .map_err(|cause| Missing { file: format!("warren-web_{}.wasm", self.name()), cause: thrown(cause) })
    }
}

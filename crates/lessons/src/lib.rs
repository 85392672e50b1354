//! Lessons as data. The page reads the packs, whose types are in [`pack`], and the texts of a [`Catalog`]; the folder
//! `lessons/` beside this source holds the authors' sources.
//!
//! Without features the crate is only those types. `compile` adds the compiler from the folder to packs, `bundled` the
//! lessons themselves for programs without files beside them; both read through [`source`].

#[cfg(feature = "bundled")]
pub mod bundled;
#[cfg(feature = "compile")]
pub mod compile;
pub mod pack;
pub mod read;
#[cfg(feature = "source")]
pub mod source;

/// The texts of `text.<lang>.json`: the page's and the simulator's, merged.
pub use warren_simulator::text::Catalog;

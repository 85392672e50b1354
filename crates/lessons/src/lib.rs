//! Lessons as data. The page reads the packs whose types stand in [`pack`] and the texts of a [`Catalog`]; the folder
//! `lessons/` beside this source holds what an author writes. This crate does not know how a lesson is shown.
//!
//! Without features it is only those types. `compile` adds the compiler that turns the folder into packs, `bundled` the
//! lessons themselves for programs that have no files beside them; both read through [`source`].

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

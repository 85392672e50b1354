//! Lessons as data. The page reads the packs whose types stand in [`pack`] and the texts of a [`Catalog`]; the folder
//! `lessons/` beside this source holds what an author writes. This crate does not know how a lesson is shown.

pub mod pack;

/// The texts of `text.<lang>.json`: the page's and the simulator's, merged.
pub use warren_simulator::text::Catalog;

//! Gives JavaScript a simulation as an object with methods, its state as plain objects, its errors as `Error`s. All
//! semantics are `warren_simulator`'s, and JavaScript reads here the same as Rust there.

mod error;
pub mod plain;
mod simulation;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod types;

pub use simulation::Simulation;

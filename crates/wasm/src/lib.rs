//! Warren for JavaScript: a simulation as an object with methods, its state as plain objects, its errors as `Error`s. It deliberately holds
//! no semantics of its own: everything is `warren_simulator`'s, and what JavaScript reads here is what Rust reads there.

mod error;
pub mod plain;
mod simulation;

pub use simulation::Simulation;

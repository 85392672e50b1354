//! Turns a run into what a person sees of it, as plain data. This is the one place between the simulator and the screen
//! that knows AMQP; pixels, colours, browsers and Yew are unknown here.

pub mod act;
pub mod chart;
pub mod console;
pub mod controls;
pub mod facts;
pub mod instant;
pub mod item;
pub mod run;
pub mod selection;
pub mod sequence;
mod sign;
pub mod stage;
pub mod statements;
pub mod tables;
#[cfg(test)]
mod testing;
pub mod text;

pub use instant::Instant;
pub use item::Item;
pub use selection::Selection;

//! The broker's laws, checked after every input, and random programs that try to break them.
//!
//! A program is a list of numbers. Each becomes one action of a client, the clock or an operator ([`Op`]), so that the
//! same program can come from a seed, from a property test that shrinks it, or from a fuzzer. [`play`] runs one and
//! reports the first [`Broken`] law. The laws see only inputs, events and overviews, as a user of the broker does.

mod actors;
mod confirms;
mod conservation;
mod dispatch;
mod generators;
mod op;
mod play;
mod prefetch;
mod routing;
mod shrink;
mod views;
mod wire;

pub use op::Op;
pub use play::{Broken, Program, Tally, play};
pub use shrink::shrink;

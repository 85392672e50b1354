//! Recordings of a real RabbitMQ, replayed on the simulated one: the judge of the core's semantics.
//!
//! [`Recording::parse`] reads one, [`replay`] runs its steps on a [`warren_broker::Broker`] in virtual time and makes
//! the trace that the recorder would have written, and [`compare`] finds the first difference, by exactly the rules of
//! the format and no finer. [`judge`] does all three. This crate uses the broker only as a client does: by sending and
//! receiving.

mod clients;
mod compare;
mod content;
mod error;
mod files;
mod method;
mod names;
mod observe;
mod recording;
mod replay;
mod step;
mod value;

pub use compare::{Difference, Place, compare};
pub use error::RecordingError;
pub use files::{FilesError, read, recordings_under};
pub use recording::{Recording, StepTrace, Trace};
pub use replay::replay;
pub use step::Action;

/// Parses, replays and compares in one call.
///
/// # Errors
///
/// The text is not a recording that can be replayed.
pub fn judge(text: &str) -> Result<Option<Difference>, RecordingError> {
    let recording = Recording::parse(text)?;
    let got = replay(&recording)?;
    Ok(compare(&recording, &got))
}

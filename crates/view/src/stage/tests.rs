//! Plays whole runs on the stage: what is played ends where the state is, one thing after the other, along edges only; and what
//! is shown of a moment is the same whatever comes after it. The runs are the lessons', the gallery's, those of
//! [`awkward`], and random ones.

mod awkward;
mod law;
mod played;
mod poster;
mod programs;
mod runs;

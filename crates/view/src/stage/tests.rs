//! Plays whole runs on the stage: the animation ends in the state, shows one thing after the other, along edges only,
//! and depends on nothing later. The runs are the lessons', the gallery's, those of [`awkward`], and random ones.

mod awkward;
mod law;
mod played;
mod poster;
mod programs;
mod runs;
mod said;

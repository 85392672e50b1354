//! The core between the moments that recordings show: timers, stages of the disk, crashes at any time.

mod crash;
mod dead_letters;
mod durability;
mod events;
mod support;
mod tags;
mod timers;

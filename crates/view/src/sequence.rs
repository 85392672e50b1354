//! A run as a sequence diagram, as data: lanes for clients, their channels, exchanges and queues, and for each moment
//! the arrows between them with AMQP's names, and the place of each on the page.

mod arrows;
mod lanes;
mod marks;
mod place;
mod words;

#[cfg(test)]
mod tests;

use warren_simulator::{Moment, World};

pub use lanes::{Lane, LaneKind, Life};
pub use marks::{ArrowKind, Label, Mark, Shape};
pub use place::{BASE, Grid, LINE, Placed, REACH, SIZE, place};
pub use words::{label, lane_name, lane_title, plain, sentence};

/// A run as a sequence diagram.
#[derive(Debug)]
pub struct Sequence {
    /// From left to right.
    pub lanes: Vec<Lane>,
    /// The marks of each moment, in order.
    pub rows: Vec<Vec<Mark>>,
}

impl Sequence {
    /// Reads a run; `world` is at its end and has all names.
    #[must_use]
    pub fn of(moments: &[Moment], world: &World) -> Self {
        arrows::read(moments, world)
    }
}

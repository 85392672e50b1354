//! Random runs: those of the simulator's own laws.

#[path = "../../../../simulator/tests/common/programs.rs"]
mod of_the_simulator;

use warren_simulator::Timeline;

use of_the_simulator::Program;
pub use of_the_simulator::futures;

/// Makes the run of a seed.
pub fn program(seed: u64) -> Timeline {
    let program = Program::new(seed, 32);
    program.cut(program.len())
}

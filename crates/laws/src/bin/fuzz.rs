//! Plays random programs until a number of inputs is reached, and stops at the first broken law or panic, with its
//! seed.

use std::collections::HashSet;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use warren_laws::{Program, play, shrink};

/// Play random programs on the broker and check its laws after every input.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many inputs to give in all.
    #[arg(long, default_value_t = 1_000_000)]
    inputs: u64,
    /// The first seed; each program has the next one.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many inputs a program has.
    #[arg(long, default_value_t = 400)]
    length: usize,
}

fn main() -> ExitCode {
    let Arguments { inputs, seed: first, length } = Arguments::parse();
    // A panic counts as a broken law; shrinking the program causes it again and again.
    std::panic::set_hook(Box::new(|_| {}));
    let began = Instant::now();
    let (mut given, mut events, mut kinds, mut seed) = (0, 0, HashSet::new(), first);
    while given < inputs {
        match play(&Program::from_seed(seed, length)) {
            Ok(tally) => {
                given += tally.inputs;
                events += tally.events;
                kinds.extend(tally.kinds);
            }
            Err(broken) => {
                let broken = shrink(&Program::from_seed(seed, length)).map_or(broken, |(_, shorter)| shorter);
                println!("{broken}shortened from --seed {seed} --length {length}");
                return ExitCode::FAILURE;
            }
        }
        seed += 1;
    }
    let programs = seed - first;
    let seconds = began.elapsed().as_secs();
    let kinds = kinds.len();
    println!(
        "{given} inputs, {events} events of {kinds} kinds, {programs} programs from seed {first}: every law held ({seconds} s)"
    );
    ExitCode::SUCCESS
}

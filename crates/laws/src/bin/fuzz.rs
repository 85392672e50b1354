//! Plays random programs until so many inputs have been given, and stops at the first law that breaks or the first panic,
//! with the seed that shows it.

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
    // A panic is one more broken law; shortening the program meets it again and again.
    std::panic::set_hook(Box::new(|_| {}));
    let began = Instant::now();
    let (mut given, mut events, mut kinds, mut seed) = (0, 0, HashSet::new(), first);
    while given < inputs {
        match play(&program(seed, length)) {
            Ok(tally) => {
                given += tally.inputs;
                events += tally.events;
                kinds.extend(tally.kinds);
            }
            Err(broken) => {
                let broken = shrink(&program(seed, length)).map_or(broken, |(_, shorter)| shorter);
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

fn program(seed: u64, length: usize) -> Program {
    let mut state = seed;
    let mut next = move || splitmix(&mut state);
    let salt = next();
    let numbers = (0..length).map(|_| u128::from(next()) << 64 | u128::from(next())).collect();
    Program { salt, numbers }
}

/// SplitMix64.
fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut bits = *state;
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

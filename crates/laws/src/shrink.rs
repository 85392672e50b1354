//! Makes a program that breaks a law shorter, as long as it breaks the same one.

use crate::play::{Broken, Program, play};

/// A program that breaks the same law as this one and from which nothing can be left out, with what it breaks; nothing if
/// this one breaks none.
#[must_use]
pub fn shrink(program: &Program) -> Option<(Program, Box<Broken>)> {
    let mut broken = play(program).err()?;
    let law = broken.law;
    let mut shortest = program.clone();
    let mut chunk = shortest.numbers.len().div_ceil(2);
    loop {
        let mut from = 0;
        let mut shorter = false;
        while from < shortest.numbers.len() {
            let to = (from + chunk).min(shortest.numbers.len());
            let mut without = shortest.clone();
            without.numbers.drain(from..to);
            match play(&without) {
                Err(again) if again.law == law => {
                    (shortest, broken, shorter) = (without, again, true);
                }
                Ok(_) | Err(_) => from = to,
            }
        }
        if chunk == 1 && !shorter {
            return Some((shortest, broken));
        }
        chunk = chunk.div_ceil(2);
    }
}

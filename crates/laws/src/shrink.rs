//! Shortens a program that breaks a law, as long as it breaks the same one.

use crate::play::{Broken, Program, Tally, play};

/// Returns a program that breaks the same law and from which nothing can be left out, with the broken law; `None` if
/// the program breaks none.
#[must_use]
pub fn shrink(program: &Program) -> Option<(Program, Box<Broken>)> {
    shrunk(program, play)
}

fn shrunk(program: &Program, play: impl Fn(&Program) -> Result<Tally, Box<Broken>>) -> Option<(Program, Box<Broken>)> {
    let mut broken = play(program).err()?;
    let law = broken.law;
    let mut shortest = program.clone();
    // At least one: the search ends when leaving out one at a time no longer shortens the program, also for a program
    // of length zero.
    let mut chunk = shortest.numbers.len().div_ceil(2).max(1);
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a law that is broken by programs with all of these numbers, since the real laws hold.
    fn broken_by(numbers: &[u128]) -> impl Fn(&Program) -> Result<Tally, Box<Broken>> {
        move |program| {
            if numbers.iter().all(|number| program.numbers.contains(number)) {
                Err(Box::new(Broken { law: "a test", detail: String::new(), after: 0, inputs: Vec::new() }))
            } else {
                Ok(Tally::default())
            }
        }
    }

    #[test]
    fn what_breaks_the_law_is_all_that_is_left() {
        let program = Program { salt: 7, numbers: (0..100).collect() };
        let (shortest, broken) = shrunk(&program, broken_by(&[11, 80])).expect("it breaks the law");
        assert_eq!((shortest, broken.law), (Program { salt: 7, numbers: vec![11, 80] }, "a test"));
        assert_eq!(shrunk(&program, broken_by(&[100])), None);
    }

    #[test]
    fn a_program_without_numbers_is_the_shortest() {
        let program = Program::default();
        assert_eq!(shrunk(&program, broken_by(&[])).expect("it breaks the law").0, program);
    }

    #[test]
    fn a_law_that_every_program_breaks_leaves_no_numbers() {
        let program = Program { salt: 7, numbers: (0..5).collect() };
        let (shortest, _) = shrunk(&program, broken_by(&[])).expect("it breaks the law");
        assert_eq!(shortest.numbers, []);
    }
}

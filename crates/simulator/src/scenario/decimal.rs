//! Decimal fractions as floating-point numbers, rounded as IEEE 754 says. The standard library reads them faster, with ten
//! kilobytes of tables; a scenario has a handful, and what the page weighs is downloaded. It knows only digits.

/// Digits beyond these only decide whether a number lies exactly between two others.
const DIGITS: usize = 800;
/// Beyond this power of ten everything is infinite, or zero.
const POWERS: i64 = 1_200;

/// Reads `-12.5` or `1.5e-3`; nothing if it is none, or too large.
pub fn parse(text: &str) -> Option<f64> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, power) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = || whole.bytes().chain(fraction.bytes());
    if digits().next().is_none() || !digits().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let mut number = Big::default();
    let mut power = exponent(power)?.saturating_sub(i64::try_from(fraction.len()).ok()?);
    for (place, digit) in digits().skip_while(|digit| *digit == b'0').enumerate() {
        if place < DIGITS {
            number.multiply(10, u32::from(digit - b'0'));
        } else {
            number.inexact |= digit != b'0';
            power = power.saturating_add(1);
        }
    }
    let value = scaled(number, power);
    value.is_finite().then_some(if negative { -value } else { value })
}

/// A whole number; one that is far too large counts as the largest that matters.
fn exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let size = digits.parse().unwrap_or(i64::MAX / 2);
    Some(if text.starts_with('-') { -size } else { size })
}

/// A number times a power of ten.
fn scaled(mut number: Big, power: i64) -> f64 {
    if number.words.is_empty() || power < -POWERS {
        return 0.0;
    }
    if power > POWERS {
        return f64::INFINITY;
    }
    // Zeros behind the point in base two, so that dividing leaves more bits than a float has.
    let behind = if power < 0 { 4 + power.unsigned_abs() / 8 } else { 0 };
    for _ in 0..behind {
        number.words.insert(0, 0);
    }
    for _ in 0..power.unsigned_abs() {
        if power < 0 {
            number.divide(10);
        } else {
            number.multiply(10, 0);
        }
    }
    number.rounded(-32 * i64::try_from(behind).unwrap_or(i64::MAX))
}

/// A whole number of any size, its lowest words first, the highest of them not 0.
#[derive(Default)]
struct Big {
    words: Vec<u32>,
    /// A little more than the words say.
    inexact: bool,
}

impl Big {
    fn multiply(&mut self, by: u32, plus: u32) {
        let mut carry = u64::from(plus);
        for word in &mut self.words {
            carry += u64::from(*word) * u64::from(by);
            *word = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.words.push(carry as u32);
        }
    }

    fn divide(&mut self, by: u32) {
        let mut rest = 0;
        for word in self.words.iter_mut().rev() {
            rest = rest << 32 | u64::from(*word);
            *word = (rest / u64::from(by)) as u32;
            rest %= u64::from(by);
        }
        self.inexact |= rest > 0;
        if self.words.last() == Some(&0) {
            self.words.pop();
        }
    }

    /// The nearest float to this times a power of two; of two as near, the even one.
    fn rounded(&self, mut power: i64) -> f64 {
        // The highest 64 bits, then one that stands for all that is below them.
        let mut bits: u128 = 0;
        let mut below = self.inexact;
        for (place, word) in self.words.iter().rev().enumerate() {
            if place < 3 {
                bits = bits << 32 | u128::from(*word);
            } else {
                below |= *word > 0;
                power += 32;
            }
        }
        // The last bit that a float of this size has is worth so much; below 2^-1074 there is none.
        let length = i64::from(u128::BITS - bits.leading_zeros());
        let last = (length + power - 53).max(-1074);
        let surplus = last - power;
        let kept = if surplus > 0 {
            let surplus = surplus.min(127);
            let (kept, cut) = (bits >> surplus, bits & ((1 << surplus) - 1));
            let half = 1 << (surplus - 1);
            let up = cut > half || cut == half && (below || kept & 1 == 1);
            kept + u128::from(up)
        } else {
            bits << -surplus
        };
        assemble(kept as u64, last)
    }
}

/// A significand of 53 bits (less for the smallest numbers) times a power of two from -1074 on, as a float.
fn assemble(significand: u64, last: i64) -> f64 {
    let Ok(steps) = u64::try_from(last + 1074) else { return 0.0 };
    if steps > 2_045 {
        return f64::INFINITY;
    }
    // The highest of 53 bits is not written: it counts the exponent up by one, and so does a 54th that rounding made.
    f64::from_bits((steps << 52) + significand)
}

#[cfg(test)]
mod tests {
    use super::parse;
    use proptest::prelude::*;

    fn same(text: &str) -> Result<(), TestCaseError> {
        let theirs = text.parse::<f64>().ok().filter(|value| value.is_finite());
        prop_assert_eq!(parse(text).map(f64::to_bits), theirs.map(f64::to_bits), "{}", text);
        Ok(())
    }

    #[test]
    fn hard_cases_are_rounded_as_the_standard_library_rounds_them() {
        let halfway = "2.2250738585072011e-308";
        let long = format!("9007199254740993.{}1", "0".repeat(900));
        let tie = "9007199254740993.0";
        for text in [
            "0.0",
            "-0.0",
            "1.5",
            "0.1",
            "1e22",
            "1e23",
            halfway,
            &long,
            tie,
            "4.9406564584124654e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "1.0e999999999999999999999",
            "1.0e-99999999",
            "1.",
            ".5",
            "1.e5",
            ".",
            "",
            "e5",
            "1.5e",
            "1.5e+7",
            "1.5e+-7",
            "1..2",
            "--1.0",
            "0.000e7",
        ] {
            same(text).expect("the same as the standard library's");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(bits: u64) {
            let value = f64::from_bits(bits);
            if value.is_finite() {
                same(&format!("{value:?}"))?;
                same(&format!("{value:e}"))?;
                same(&format!("{value:.30e}"))?;
            }
        }

        #[test]
        fn any_decimal_is_read_alike(text in "-?[0-9]{0,25}\\.[0-9]{0,25}(e[-+]?[0-9]{1,3})?") {
            same(&text)?;
        }
    }
}

//! Reads decimal fractions as floating-point numbers. The standard library reads every decimal, with ten kilobytes of
//! tables that each visitor of the page would download. With at most 15 digits and a power of ten up to 22 both parts
//! are exact in a double, so that one multiplication or division rounds as IEEE 754 requires. Longer decimals are
//! refused.

/// The largest number of digits: each such whole number is exact in a double.
const MOST_DIGITS: usize = 15;
/// The largest power of ten that is exact in a double.
const MOST_POWER: usize = 22;

/// A decimal with more digits, or a larger exponent, than can be read exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooPrecise;

/// Reads `-12.5` or `1.5e-3`; `None` if the text is no decimal.
pub fn parse(text: &str) -> Option<Result<f64, TooPrecise>> {
    let (sign, rest) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest));
    let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let size = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    let digits = |text: &str| text.bytes().all(|digit| digit.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || size.is_empty() || ![whole, fraction, size].into_iter().all(digits) {
        return None;
    }
    Some(scaled(whole, fraction.trim_end_matches('0'), exponent).map(|number| sign * number).ok_or(TooPrecise))
}

fn scaled(whole: &str, fraction: &str, exponent: &str) -> Option<f64> {
    let digits = [whole.trim_start_matches('0'), fraction].concat();
    if digits.is_empty() {
        return Some(0.0);
    }
    let significant = digits.trim_end_matches('0');
    let zeros = digits.len() - significant.len();
    let power = exponent.parse::<i64>().ok()? + i64::try_from(zeros).ok()? - i64::try_from(fraction.len()).ok()?;
    let size = usize::try_from(power.unsigned_abs()).ok()?;
    if significant.len() > MOST_DIGITS || size > MOST_POWER {
        return None;
    }
    let number = significant.bytes().fold(0.0, |number, digit| number * 10.0 + f64::from(digit - b'0'));
    let scale = (0..size).fold(1.0, |scale, _| scale * 10.0);
    Some(if power < 0 { number / scale } else { number * scale })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_what_a_double_keeps() {
        for text in
            ["1.5", "-0.1", "0.0", "123456789012345.0", "0.00000000000001", "1.5e-3", "9.99e22", "4.5E+2", "100.0e20"]
        {
            let read = parse(text).unwrap().unwrap();
            assert_eq!(read.to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
        }
    }

    #[test]
    fn refuses_what_it_would_not_read_exactly() {
        for text in ["0.1234567890123456", "1.5e24", "1.5e-22", "1.0e999", "1.0e99999999999999999999"] {
            assert_eq!(parse(text), Some(Err(TooPrecise)), "{text}");
        }
    }

    #[test]
    fn other_words_are_no_numbers() {
        for text in ["", "-", ".", "1.2.3", "1.5e", "1.5e+", "--1.5", "+1.5", "1.5x", "inf", "1_0.5"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_decimal_is_read_as_the_standard_library_reads_it_or_refused(text in "-?[0-9]{0,9}\\.[0-9]{0,9}(e[+-]?[0-9]{1,2})?") {
            match (parse(&text), text.parse::<f64>()) {
                (Some(Ok(ours)), Ok(theirs)) => prop_assert_eq!(ours.to_bits(), theirs.to_bits()),
                (Some(Err(TooPrecise)), Ok(_)) | (None, Err(_)) => {}
                (ours, theirs) => prop_assert!(false, "{:?} {:?}", ours, theirs),
            }
        }
    }
}

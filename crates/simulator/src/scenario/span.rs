//! Spans of time as scenarios write them: `250us`, `2ms`, `7.25s`, `1m30s`, `1h`, `0`. They are read and printed
//! without loss, with fractions and in microseconds, which no crate does both ways.

use core::time::Duration;

use crate::diagnostic::{LocalizedText, SourceText, localized};

/// The longest span: about 31 years, so that sums of many stay far from the end of time.
const LONGEST: u64 = 1_000_000_000_000_000;

/// Reads a span. The error says what is wrong with it.
pub fn parse(text: &str) -> Result<Duration, LocalizedText> {
    if text == "0" {
        return Ok(Duration::ZERO);
    }
    let no_span = || localized(SourceText("`{span}` is not a span of time"), &[text]);
    let mut rest = text;
    let mut total: u64 = 0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, tail) = rest.split_at(digits);
        let letters = tail.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(letters);
        let micros = match unit {
            "us" => 1,
            "ms" => 1_000,
            "s" => 1_000_000,
            "m" => 60_000_000,
            "h" => 3_600_000_000,
            "" => return Err(localized(SourceText("`{span}` has no unit"), &[text])),
            _ => return Err(no_span()),
        };
        total = total.saturating_add(scaled(number, micros).ok_or_else(no_span)?);
        rest = tail;
    }
    if text.is_empty() {
        Err(localized(SourceText("a span of time is missing"), &[]))
    } else if total <= LONGEST {
        Ok(Duration::from_micros(total))
    } else {
        Err(localized(SourceText("`{span}` is too long"), &[text]))
    }
}

/// Returns a decimal number times a unit, if the result is a whole number of microseconds.
fn scaled(number: &str, unit: u64) -> Option<u64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let short = |digits: &str| !digits.is_empty() && digits.len() <= 18 && digits.bytes().all(|b| b.is_ascii_digit());
    if !short(whole) || !short(fraction) {
        return None;
    }
    let scale = 10_u64.pow(u32::try_from(fraction.len()).ok()?);
    let (whole, part) = (whole.parse::<u64>().ok()?, fraction.parse::<u64>().ok()?);
    // Computes `part * unit / scale`, cancelled first because the product may overflow.
    let common = common_divisor(scale, unit);
    let (scale, step) = (scale / common, unit / common);
    part.is_multiple_of(scale).then(|| whole.saturating_mul(unit).saturating_add(part / scale * step))
}

fn common_divisor(mut one: u64, mut other: u64) -> u64 {
    while other > 0 {
        (one, other) = (other, one % other);
    }
    one
}

/// Writes a span so that it reads back the same, in the largest unit in which it is short.
pub fn print(span: Duration) -> String {
    let micros = u64::try_from(span.as_micros()).unwrap_or(u64::MAX);
    let (unit, name) = match micros {
        0 => return "0".into(),
        _ if micros.is_multiple_of(3_600_000_000) => (3_600_000_000, "h"),
        _ if micros.is_multiple_of(60_000_000) => (60_000_000, "m"),
        _ if micros >= 1_000_000 => (1_000_000, "s"),
        _ if micros >= 1_000 => (1_000, "ms"),
        _ => (1, "us"),
    };
    let fraction = match unit {
        1_000_000 => format!(".{:06}", micros % unit),
        1_000 => format!(".{:03}", micros % unit),
        _ => String::new(),
    };
    format!("{}{}{name}", micros / unit, fraction.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::{parse, print};
    use core::time::Duration;
    use proptest::prelude::*;

    #[test]
    fn reads_units_fractions_and_sums() {
        for (text, micros) in [
            ("0", 0),
            ("250us", 250),
            ("2ms", 2_000),
            ("7.25s", 7_250_000),
            ("0.9999999975h", 3_599_999_991),
            ("1m30s", 90_000_000),
            ("0.5h", 1_800_000_000),
        ] {
            assert_eq!(parse(text), Ok(Duration::from_micros(micros)), "{text}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, message) in [
            ("5", "`5` has no unit"),
            ("5 parsecs", "`5 parsecs` is not a span of time"),
            ("1.5us", "`1.5us` is not a span of time"),
            ("99999999999h", "`99999999999h` is too long"),
            ("", "a span of time is missing"),
        ] {
            assert_eq!(parse(text).map_err(|wrong| wrong.to_string()), Err(message.into()));
        }
        for text in ["s", ".s", "1.s", "1..2s", "-1s", "1e3s"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn prints_what_it_reads(micros in 0..1_000_000_000_000_000_u64) {
            let span = Duration::from_micros(micros);
            prop_assert_eq!(parse(&print(span)), Ok(span));
        }
    }
}

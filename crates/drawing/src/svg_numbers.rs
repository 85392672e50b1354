//! Formats numbers for SVG attributes. The standard library prints any float exactly; a drawing needs tenths of pixels,
//! at a fraction of the code.

/// Formats a number, rounded to `places` decimals, without trailing zeros.
pub fn decimal(value: f64, places: u32) -> String {
    let mut written = String::new();
    push(&mut written, value, places);
    written
}

/// Fills a template: each `_` is replaced by the next number, in tenths.
pub fn with_numbers(template: &str, values: &[f64]) -> String {
    let mut written = String::with_capacity(template.len() + 4 * values.len());
    let mut values = values.iter();
    for sign in template.chars() {
        match (sign, values.as_slice().first()) {
            ('_', Some(value)) => {
                push(&mut written, *value, 1);
                values.next();
            }
            (sign, _) => written.push(sign),
        }
    }
    written
}

#[inline(never)]
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // Pixels and parts are far within both.
fn push(written: &mut String, value: f64, places: u32) {
    let unit = 10_i64.pow(places);
    let units = (value * unit as f64).round_ties_even() as i64;
    if units < 0 {
        written.push('-');
    }
    written.push_str(&(units / unit).abs().to_string());
    let mut rest = (units % unit).abs();
    let mut place = unit;
    while rest > 0 {
        if place == unit {
            written.push('.');
        }
        place /= 10;
        written.push((b'0' + (rest / place) as u8) as char);
        rest %= place;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_and_end_without_zeros() {
        let tenths = |value| decimal(value, 1);
        assert_eq!([tenths(0.0), tenths(-0.04), tenths(12.34), tenths(-0.96)], ["0", "0", "12.3", "-1"]);
        assert_eq!(
            [decimal(0.25, 2), decimal(4.0, 2), decimal(1.005, 3), decimal(-0.5, 2)],
            ["0.25", "4", "1.005", "-0.5"]
        );
    }

    #[test]
    fn numbers_stand_where_the_template_has_room() {
        assert_eq!(with_numbers("M_ _L_ 0", &[1.0, -2.55, 3.16]), "M1 -2.6L3.2 0");
    }
}

//! Floating-point numbers as Erlang prints them, for reply texts.

/// Prints the shortest digits that read back as the same number, as Erlang 25's `float_to_list(F, [short])` does: with
/// an exponent if that is shorter, and from 2^53 on, where not every integer has a number of its own (`12345.0`,
/// `1.0e3`, `2.592e8`, `1.0e-5`).
pub(crate) fn printed(number: f64) -> String {
    const ALL_INTEGERS: f64 = 9_007_199_254_740_992.0;
    if number == 0.0 {
        return if number.is_sign_negative() { "-0.0" } else { "0.0" }.to_owned();
    }
    let scientific = format!("{:e}", number.abs());
    let (mantissa, exponent) = scientific.split_once('e').expect("written with an exponent just above");
    let digits = mantissa.replace('.', "");
    let place = exponent.parse::<i32>().expect("written as a number just above") + 1;
    let sign = if number < 0.0 { "-" } else { "" };
    let length = i32::try_from(digits.len()).expect("a double has at most 17 digits");
    let with_exponent = {
        let rest = if length == 1 { "0" } else { &digits[1..] };
        format!("{sign}{}.{rest}e{exponent}", &digits[..1])
    };
    let exponent_costs =
        i32::try_from(exponent.len()).expect("at most four characters") + if length == 1 { 3 } else { 2 };
    if number.abs() >= ALL_INTEGERS {
        with_exponent
    } else if place <= 0 {
        let zeros = usize::try_from(-place).expect("just compared with zero");
        if 2 - place <= exponent_costs || place == 0 {
            format!("{sign}0.{}{digits}", "0".repeat(zeros))
        } else {
            with_exponent
        }
    } else if place >= length {
        let zeros = usize::try_from(place - length).expect("just compared");
        if place - length + 2 <= exponent_costs {
            format!("{sign}{digits}{}.0", "0".repeat(zeros))
        } else {
            with_exponent
        }
    } else {
        let (whole, part) = digits.split_at(usize::try_from(place).expect("positive here"));
        format!("{sign}{whole}.{part}")
    }
}

#[cfg(test)]
mod tests {
    use super::printed;

    /// The bits of doubles and Erlang 25.2's output for them (`io:format("~w", [F])`), one pair a line.
    const PRINTED: &str = include_str!("erlang_float/printed.txt");

    #[test]
    fn as_erlang_prints() {
        for line in PRINTED.lines() {
            let (bits, expected) = line.split_once(' ').expect("a pair a line");
            let number = f64::from_bits(bits.parse().expect("the bits of a double"));
            assert_eq!(printed(number), expected);
        }
    }
}

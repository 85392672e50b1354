//! Formats numbers to fit their places.

/// Formats a number with separators between thousands.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Formats a token's number for a slot; of a long number only the end.
#[must_use]
pub fn short(number: u64) -> String {
    if number < 10_000 { number.to_string() } else { format!("…{:03}", number % 1_000) }
}

#[cfg(test)]
mod tests {
    use super::{grouped, short};

    #[test]
    fn thousands_stand_apart() {
        assert_eq!([grouped(0), grouped(999), grouped(9_960), grouped(1_234_567)], ["0", "999", "9,960", "1,234,567"]);
    }

    #[test]
    fn numbers_fit_into_slots() {
        assert_eq!([short(7), short(9_999), short(10_007)], ["7", "9999", "…007"]);
    }
}

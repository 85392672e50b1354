//! Formats the values of placeholders: spans with their units, lists with separators, names and keys. Each language's
//! catalog has the texts wrapped in `SourceText`.

use core::borrow::Borrow;
use core::fmt;
use core::time::Duration;

use crate::diagnostic::{LocalizedText, SourceText, localized};
use crate::explain::Arg;

/// Stands for an empty key.
const EMPTY: &str = "\"\"";

/// Formats like English.
impl fmt::Display for Arg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&formatted(self, &LocalizedText::to_string))
    }
}

/// Formats an argument in the language of `speak`.
pub fn formatted(arg: &Arg, speak: &dyn Fn(&LocalizedText) -> String) -> String {
    match arg {
        Arg::Text(name) => (**name).to_owned(),
        Arg::Number(number) => number.to_string(),
        Arg::Span(span) => speak(&formatted_span(*span)),
        Arg::Messages(numbers) => joined(&ranges(numbers, speak), speak),
        Arg::List(names) => joined(names, speak),
        Arg::Queue(name) => speak(&localized(SourceText("queue {name}"), &[name])),
        Arg::Exchange(name) if name.is_empty() => speak(&localized(SourceText("the default exchange"), &[])),
        Arg::Exchange(name) => speak(&localized(SourceText("exchange {name}"), &[name])),
        Arg::Key(key) if key.is_empty() => EMPTY.to_owned(),
        Arg::Key(key) => speak(&localized(SourceText("\"{key}\""), &[key])),
    }
}

/// Joins items with the language's separators.
pub fn joined<T: Borrow<str>>(items: &[T], speak: &dyn Fn(&LocalizedText) -> String) -> String {
    items.join(&*speak(&localized(SourceText(", "), &[])))
}

/// Formats numbers: `7`, `8`, `3-5`. Three or more consecutive ones are a range.
fn ranges(numbers: &[u64], speak: &dyn Fn(&LocalizedText) -> String) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = numbers;
    while let Some(first) = rest.first() {
        let run = rest.iter().zip(*first..).take_while(|(number, expected)| *number == expected).count();
        let taken = if run > 2 { run } else { 1 };
        let (first, last) = (first.to_string(), rest[taken - 1].to_string());
        parts.push(if taken > 1 { speak(&localized(SourceText("{first}-{last}"), &[&first, &last])) } else { first });
        rest = &rest[taken..];
    }
    parts
}

/// Formats a span in the largest unit that is not greater than it, to the thousandth: `1.5 s`, `250 ms`, `40 µs`.
fn formatted_span(span: Duration) -> LocalizedText {
    let micros = u64::try_from(span.as_micros()).unwrap_or(u64::MAX);
    let (unit, text) = match micros {
        0..1_000 => (1, SourceText("{number} µs")),
        1_000..1_000_000 => (1_000, SourceText("{number} ms")),
        _ => (1_000_000, SourceText("{number} s")),
    };
    let thousandths = format!("{:03}", micros % unit * 1_000 / unit);
    let fraction = thousandths.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    localized(text, &[&format!("{}{point}{fraction}", micros / unit)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_in_a_row_are_a_range() {
        let text = |numbers: &[u64]| Arg::Messages(numbers.to_vec()).to_string();
        assert_eq!([text(&[7]), text(&[7, 8]), text(&[3, 4, 5, 8])], ["7", "7, 8", "3-5, 8"]);
        assert_eq!(text(&[5, 4, 3]), "5, 4, 3");
    }

    #[test]
    fn spans_are_told_in_the_unit_that_fits() {
        let text = |micros| Arg::Span(Duration::from_micros(micros)).to_string();
        assert_eq!([text(0), text(40), text(2_000), text(2_500)], ["0 µs", "40 µs", "2 ms", "2.5 ms"]);
        assert_eq!([text(1_000_000), text(1_800_000_000)], ["1 s", "1800 s"]);
    }

    #[test]
    fn what_has_no_letters_is_told_all_the_same() {
        assert_eq!(Arg::Exchange("".into()).to_string(), "the default exchange");
        assert_eq!(Arg::Exchange("logs".into()).to_string(), "exchange logs");
        assert_eq!([Arg::Key("".into()).to_string(), Arg::Key("a b".into()).to_string()], ["\"\"", "\"a b\""]);
    }
}

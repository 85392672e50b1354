//! Placeholders in published texts: `{n}`, `{dots}`, `{cycle a|b}`, and a server's `{body}` and `{fib}`.

/// The largest number of dots of `{dots}`.
const DOTS: u64 = 5;

/// The largest argument of `{fib}`; above it the answer says that it takes too long, because it would not fit into 64
/// bits.
const LARGEST_FIB: u64 = 90;

/// Fills in the placeholders for publish number `n`, from 1. `body` is that of the answered request.
pub fn fill(text: &str, n: u64, body: Option<&str>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        rest = &rest[open..];
        let placeholder = rest.find('}').and_then(|close| Some((close, value(&rest[1..close], n, body)?)));
        match placeholder {
            Some((close, value)) => {
                filled.push_str(&value);
                rest = &rest[close + 1..];
            }
            None => {
                filled.push('{');
                rest = &rest[1..];
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// Returns whether a text may contain placeholders.
pub fn has_placeholder(text: &str) -> bool {
    text.contains('{')
}

fn value(name: &str, n: u64, body: Option<&str>) -> Option<String> {
    let index = n.saturating_sub(1);
    match name {
        "n" => Some(n.to_string()),
        "dots" => Some(".".repeat(usize::try_from(index % DOTS + 1).expect("it is small"))),
        "body" => body.map(str::to_owned),
        "fib" => body.map(fib),
        _ => {
            let choices: Vec<&str> = name.strip_prefix("cycle ")?.split('|').collect();
            let count = u64::try_from(choices.len()).expect("there are fewer than characters in a line");
            let chosen = usize::try_from(index % count).expect("it is smaller than the number of choices");
            Some(choices[chosen].to_owned())
        }
    }
}

fn fib(body: &str) -> String {
    match body.trim().parse::<u64>() {
        Ok(n) if n <= LARGEST_FIB => {
            let (value, _) = (0..n).fold((0_u64, 1_u64), |(a, b), _| (b, a + b));
            value.to_string()
        }
        Ok(_) => "too large".into(),
        Err(_) => "not a number".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn fills_numbers_dots_and_alternatives_in_turn() {
        let texts: Vec<String> = (1..=6).map(|n| fill("Task {n} {dots} {cycle a|b}", n, None)).collect();
        assert_eq!(texts[0], "Task 1 . a");
        assert_eq!(texts[1], "Task 2 .. b");
        assert_eq!(texts[4], "Task 5 ..... a");
        assert_eq!(texts[5], "Task 6 . b");
    }

    #[test]
    fn leaves_other_braces_alone() {
        for text in [r#"{"id": {"n": 1}}"#, "{", "}{", "{dot}", "{cycle}", "{body}"] {
            assert_eq!(fill(text, 1, None), text);
        }
        assert_eq!(fill("{{n}}", 3, None), "{3}");
    }

    #[test]
    fn answers_with_the_request_and_its_fibonacci_number() {
        assert_eq!(fill("fib({body}) = {fib}", 1, Some("30")), "fib(30) = 832040");
        assert_eq!(fill("{fib}", 1, Some("91")), "too large");
        assert_eq!(fill("{fib}", 1, Some("x")), "not a number");
        assert_eq!(fill("{fib}", 1, Some("90")), "2880067194370816120");
    }
}

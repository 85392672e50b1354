//! Estimates the width of texts (never too little) and shortens them to fit. Real fonts are not used, because a layout
//! must be the same in a test as in a browser.

/// A font of the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Font {
    /// Sentences.
    Sans,
    /// Names.
    Bold,
    /// Texts of the broker: keys, numbers.
    Mono,
}

/// Estimates the width of a text, in pixels, at a font size in pixels.
#[must_use]
pub fn width(text: &str, font: Font, size: f64) -> f64 {
    text.chars().map(|letter| ems(letter, font)).sum::<f64>() * size
}

/// Returns the text if it fits, else its beginning and its end around an ellipsis: names differ at their ends as often
/// as at their beginnings.
#[must_use]
pub fn fit(text: &str, font: Font, size: f64, room: f64) -> String {
    if width(text, font, size) <= room {
        return text.to_owned();
    }
    let room = room - ems('…', font) * size;
    let letters: Vec<char> = text.chars().collect();
    let (mut head, mut tail) = (0, letters.len());
    let (mut head_width, mut tail_width) = (0.0, 0.0);
    loop {
        // The head goes first, so that it is the longer half.
        let from_head = head_width <= tail_width;
        let next = if from_head { letters.get(head) } else { letters.get(tail.wrapping_sub(1)) };
        let Some(next) = next else { break };
        let wider = ems(*next, font) * size;
        if head_width + tail_width + wider > room || head >= tail {
            break;
        }
        if from_head {
            head += 1;
            head_width += wider;
        } else {
            tail -= 1;
            tail_width += wider;
        }
    }
    // The tail must not begin with a mark that combines with the letter before it.
    while letters.get(tail).is_some_and(|letter| ems(*letter, font) == 0.0) {
        tail += 1;
    }
    letters[..head].iter().chain(&['…']).chain(&letters[tail..]).collect()
}

/// Estimates the advance of a letter in ems, on the generous side.
fn ems(letter: char, font: Font) -> f64 {
    const BOLDER: f64 = 1.12;
    match font {
        Font::Bold => advance(letter, font) * BOLDER,
        Font::Sans | Font::Mono => advance(letter, font),
    }
}

fn advance(letter: char, font: Font) -> f64 {
    match letter {
        // Combining marks, joiners and variation selectors.
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' | '\u{20d0}'..='\u{20ff}' => 0.0,
        // Hangul, CJK with its punctuation and full-width forms, and everything from emoji on.
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{a960}'..='\u{a97c}' => 1.04,
        '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' => 1.04,
        '\u{10000}'.. => 1.3,
        _ if font == Font::Mono => 0.61,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.34,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '{' | '}' | '/' | '\\' | '-' | '·' | '"' | '`' => 0.44,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' | '—' => 1.0,
        'A'..='Z' | '&' | '#' | '+' | '=' | '<' | '>' | '~' => 0.76,
        'a'..='z' | '0'..='9' | '_' | '?' | '$' | '*' => 0.64,
        _ => 0.8,
    }
}

#[cfg(test)]
mod tests {
    use super::{Font, fit, width};

    #[test]
    fn what_fits_is_left_alone() {
        assert_eq!(fit("task_queue", Font::Sans, 13.0, 200.0), "task_queue");
    }

    #[test]
    fn what_does_not_fit_keeps_its_two_ends() {
        let name = "orders.europe.west.returns.and.refunds.high-priority.v2";
        let short = fit(name, Font::Mono, 12.0, 150.0);
        assert!(width(&short, Font::Mono, 12.0) <= 150.0, "{short}");
        let (head, tail) = short.split_once('…').expect("it was too long");
        assert!(
            name.starts_with(head) && name.ends_with(tail) && head.len() >= tail.len() && !tail.is_empty(),
            "{short}"
        );
    }

    #[test]
    fn wide_letters_count_as_wide() {
        let short = fit("注文処理キュー東日本リージョン高優先度", Font::Sans, 13.0, 120.0);
        assert!(short.chars().count() <= 9 && short.contains('…'), "{short}");
    }

    #[test]
    fn a_combining_mark_stays_with_its_letter() {
        let text = "e\u{301}".repeat(40);
        let short = fit(&text, Font::Mono, 12.0, 80.0);
        let tail = short.split_once('…').expect("it was too long").1;
        assert!(!tail.starts_with('\u{301}'), "{short}");
    }

    #[test]
    fn nothing_fits_in_no_room() {
        assert_eq!(fit("queue", Font::Sans, 13.0, 0.0), "…");
    }
}

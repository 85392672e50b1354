//! Writes names, bodies and values as a person would. It does not know fonts or widths.

use warren_broker::Name;
use warren_simulator::text::Catalog;

/// Writes a body as text; what is not UTF-8 becomes U+FFFD.
#[must_use]
pub fn body(bytes: &[u8]) -> Name {
    String::from_utf8_lossy(bytes).into()
}

/// Writes an exchange's name; the default exchange, whose name is empty, is called by a text of the catalog.
#[must_use]
pub fn exchange_name(name: &str, texts: &Catalog) -> String {
    if name.is_empty() { texts.text("name.default-exchange") } else { name.to_owned() }
}

/// Writes a routing key so that an empty one is seen, too: as `""`.
#[must_use]
pub fn shown_key(key: &str) -> &str {
    if key.is_empty() { "\"\"" } else { key }
}

/// Cuts a text to at most so many letters, with an ellipsis as the last one if there are more; control characters become
/// spaces.
#[must_use]
pub fn begin(text: &str, letters: usize) -> String {
    let mut rest = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let mut begun: String = rest.by_ref().take(letters).collect();
    if rest.next().is_some() {
        begun.pop();
        begun.push('…');
    }
    begun
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_and_has_no_line_breaks() {
        assert_eq!(begin("one\ntwo", 7), "one two");
        assert_eq!(begin("one two three", 8), "one two…");
        assert_eq!(begin("", 3), "");
    }

    #[test]
    fn what_is_empty_or_no_text_is_seen() {
        assert_eq!([shown_key(""), shown_key("a.b")], ["\"\"", "a.b"]);
        assert_eq!(&*body(b"a\xff"), "a\u{fffd}");
    }
}

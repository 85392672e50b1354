//! Formats names, bodies and values for people.

use warren_broker::event::Stage;
use warren_broker::{Name, Value};
use warren_simulator::text::Catalog;
use warren_simulator::{ClientState, ClientView};

/// Formats a body as text; bytes that are not UTF-8 become U+FFFD.
#[must_use]
pub fn body(bytes: &[u8]) -> Name {
    String::from_utf8_lossy(bytes).into()
}

/// Formats an exchange's name; the default exchange, whose name is empty, gets a text of the catalog.
#[must_use]
pub fn exchange_name(name: &str, texts: &Catalog) -> String {
    if name.is_empty() { texts.text("name.default-exchange") } else { name.to_owned() }
}

/// Formats a routing key so that an empty one is visible: as `""`.
#[must_use]
pub fn shown_key(key: &str) -> &str {
    if key.is_empty() { "\"\"" } else { key }
}

/// Returns the text for the state of a client program.
#[must_use]
pub fn state(state: &ClientState, texts: &Catalog) -> String {
    texts.text(match state {
        ClientState::Idle => "state.idle",
        ClientState::Running => "state.running",
        ClientState::Killed => "state.killed",
        ClientState::Stopped => "state.stopped",
        ClientState::Closed(_) => "state.closed",
        ClientState::Disconnected => "state.disconnected",
    })
}

/// Formats the prefetch of a program; a dash if it does not consume.
#[must_use]
pub fn prefetch(client: &ClientView, texts: &Catalog) -> String {
    match (client.consumes, client.prefetch) {
        (false, _) => "–".to_owned(),
        (true, 0) => texts.text("act.unlimited"),
        (true, count) => count.to_string(),
    }
}

/// Returns the key of the text for a stage on the way to the disk; `None` is a message that is never written.
pub(crate) const fn durability(stage: Option<Stage>) -> &'static str {
    match stage {
        None => "kept.transient",
        Some(Stage::Memory) => "kept.memory",
        Some(Stage::PageCache) => "kept.page-cache",
        Some(Stage::Disk) => "kept.disk",
    }
}

/// Formats an argument's or header's value.
#[must_use]
pub fn value(value: &Value) -> String {
    match value {
        Value::Void => "–".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Float(bits) => f32::from_bits(*bits).to_string(),
        Value::Double(bits) => f64::from_bits(*bits).to_string(),
        Value::Decimal { scale, value } => format!("{value}e-{scale}"),
        Value::Timestamp(seconds) => seconds.to_string(),
        Value::Str(text) => text.to_string(),
        Value::Bytes(bytes) => body(bytes).to_string(),
        Value::Array(values) => format!("[{}]", values.iter().map(self::value).collect::<Vec<_>>().join(", ")),
        Value::Table(table) => {
            let fields = table.iter().map(|(name, value)| format!("{name}: {}", self::value(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
        Value::Byte(_)
        | Value::UnsignedByte(_)
        | Value::Short(_)
        | Value::UnsignedShort(_)
        | Value::Int(_)
        | Value::UnsignedInt(_)
        | Value::Long(_) => value.as_integer().unwrap_or_default().to_string(),
    }
}

/// Cuts a text to at most `letters` characters, the last an ellipsis if there are more; control characters become
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
    fn values_are_written_without_their_types() {
        let table = warren_broker::Table::from_iter([("a", Value::from(1_i64)), ("b", Value::from("x"))]);
        assert_eq!(value(&Value::Table(table)), "{a: 1, b: x}");
        assert_eq!(value(&Value::Array(vec![Value::Bool(true), Value::Void])), "[true, –]");
        assert_eq!(value(&Value::Decimal { scale: 2, value: 314 }), "314e-2");
    }

    #[test]
    fn what_is_empty_or_no_text_is_seen() {
        assert_eq!([shown_key(""), shown_key("a.b")], ["\"\"", "a.b"]);
        assert_eq!(&*body(b"a\xff"), "a\u{fffd}");
    }
}

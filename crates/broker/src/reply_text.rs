//! The text of a reply code, as bytes: AMQP's short strings are bytes.

use core::fmt;

/// The longest reply text in bytes (an AMQP short string).
const LONGEST: usize = 255;
/// Replaces the rest of a text that was cut.
const CUT: &[u8] = b"...";

/// A `reply-text` as on the wire: at most 255 bytes. RabbitMQ cuts a longer one between bytes, not between characters,
/// so the text need not be valid UTF-8 (recording `narrow/long_utf8_cut`).
///
/// Each byte outside a character is printed as `\xc3`.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "string"))]
pub struct ReplyText(Box<[u8]>);

impl ReplyText {
    /// Returns the bytes on the wire, at most 255.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl From<String> for ReplyText {
    fn from(text: String) -> Self {
        let mut bytes = text.into_bytes();
        if bytes.len() > LONGEST {
            bytes.truncate(LONGEST - CUT.len());
            bytes.extend_from_slice(CUT);
        }
        Self(bytes.into())
    }
}

impl From<&str> for ReplyText {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl fmt::Display for ReplyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.utf8_chunks() {
            f.write_str(chunk.valid())?;
            for byte in chunk.invalid() {
                write!(f, "\\x{byte:02x}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for ReplyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for ReplyText {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for ReplyText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <String as serde::Deserialize>::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::ReplyText;

    #[test]
    fn a_long_text_is_cut_between_bytes() {
        let fits = "é".repeat(127) + "x";
        assert_eq!(ReplyText::from(fits.as_str()).to_string(), fits);
        let cut = ReplyText::from("x".to_owned() + &"é".repeat(200));
        assert_eq!(cut.as_bytes().len(), 255);
        assert_eq!(cut.to_string(), format!("x{}\\xc3...", "é".repeat(125)));
    }
}

//! Checks and changes of a message as it is published or delivered: properties, CC and BCC, reply address, delivery
//! count.

use std::sync::Arc;

use crate::protocol_error::{self, ProtocolError};
use crate::{Content, Message, Name, Properties, Table, Value};

/// The longest time to live of a message or a queue, in milliseconds: ten years.
pub(crate) const MAX_EXPIRY: i64 = 315_360_000_000;

/// Checks that `user_id` is the user's own and `expiration` a number of milliseconds.
pub(crate) fn check_properties<'a>(properties: &Properties, user: impl Fn() -> &'a str) -> Result<(), ProtocolError> {
    if let Some(claimed) = properties.user_id.as_deref()
        && let user = user()
        && claimed != user
    {
        return Err(ProtocolError::precondition(&format!(
            "user_id property set to '{claimed}' but authenticated user was '{user}'"
        )));
    }
    match properties.expiration.as_deref() {
        None => Ok(()),
        Some(text) => match check_expiration(text) {
            Ok(()) => Ok(()),
            Err(why) => Err(ProtocolError::precondition(&why.after(format!("invalid expiration '{text}': ")))),
        },
    }
}

/// Checks that `delivery_mode` is 1 or 2 (recording `args/delivery_mode`).
pub(crate) fn check_delivery_mode(properties: &Properties) -> Result<(), ProtocolError> {
    match properties.delivery_mode {
        None | Some(1 | 2) => Ok(()),
        Some(mode) => Err(ProtocolError::precondition(&format!("invalid message: {{delivery_mode_unknown,{mode}}}"))),
    }
}

/// The reason why an expiration is wrong, as an Erlang term: an atom, or one with a value.
#[derive(Debug, PartialEq, Eq)]
struct Why {
    atom: &'static str,
    value: Option<String>,
}

impl Why {
    /// Prints the term as Erlang does, breaking a long line inside it.
    fn after(&self, mut text: String) -> String {
        const WIDEST: usize = 78;
        let Some(value) = &self.value else { return text + self.atom };
        let indent = text.len() + 1;
        let wide = text.len() + self.atom.len() + value.len() + 3 > WIDEST;
        text += &format!("{{{},", self.atom);
        if wide {
            text += &format!("\n{:indent$}", "");
        }
        text + value + "}"
    }
}

fn check_expiration(text: &str) -> Result<(), Why> {
    let why = |atom, value| Err(Why { atom, value });
    let sign = usize::from(text.starts_with(['-', '+']));
    let digits = text[sign..].bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(if digits == 0 { 0 } else { sign + digits });
    if number.is_empty() {
        return why("no_integer", None);
    }
    if !rest.is_empty() {
        return why("leftover_string", Some(protocol_error::string(rest)));
    }
    // Any number of digits is allowed: a number that does not fit here is too large there, whatever its size.
    let digits = number.trim_start_matches(['-', '+']).trim_start_matches('0');
    let negative = number.starts_with('-') && !digits.is_empty();
    match digits.parse::<i64>() {
        _ if negative => why("value_negative", Some(format!("-{digits}"))),
        Ok(number) if number <= MAX_EXPIRY => Ok(()),
        Err(_) if digits.is_empty() => Ok(()),
        Ok(_) | Err(_) => why("value_too_large", Some(digits.to_owned())),
    }
}

/// Returns the message's own time to live in milliseconds. The message must have passed [`check_properties`].
pub(crate) fn expiration(properties: &Properties) -> Option<u64> {
    let number = properties.expiration.as_deref()?;
    // The only negative number that passes the check is zero.
    number.strip_prefix('-').unwrap_or(number).parse().ok()
}

/// Returns the further routing keys in the headers CC and BCC, and removes BCC.
pub(crate) fn carbon_copies(content: &mut Arc<Content>) -> Result<Box<[Name]>, ProtocolError> {
    let Some(headers) = content.properties.headers.as_ref() else { return Ok(Box::default()) };
    let mut keys = Vec::new();
    for name in ["CC", "BCC"] {
        match headers.get(name) {
            None => {}
            Some(Value::Array(values)) => {
                keys.extend(values.iter().filter_map(Value::as_str).map(Name::from));
            }
            Some(other) => {
                return Err(ProtocolError::precondition(&format!(
                    "invalid message: {{unacceptable_type_in_header,\"{name}\",{}}}",
                    other.type_name()
                )));
            }
        }
    }
    if headers.get("BCC").is_some()
        && let Some(headers) = &mut Arc::make_mut(content).properties.headers
    {
        headers.remove("BCC");
    }
    Ok(keys.into())
}

/// Returns the message with the header `x-delivery-count`, as quorum queues add it.
pub(crate) fn with_delivery_count(message: &Message, count: u32) -> Arc<Message> {
    let mut message = message.clone();
    let headers = &mut Arc::make_mut(&mut message.content).properties.headers;
    headers.get_or_insert_with(Table::default).set("x-delivery-count", i64::from(count));
    Arc::new(message)
}

#[cfg(test)]
mod tests {
    use super::{check_expiration, expiration};
    use crate::Properties;

    fn checked(text: &str) -> String {
        check_expiration(text).map_or_else(|why| why.after(String::new()), |()| "fine".to_owned())
    }

    #[test]
    fn expirations() {
        for (text, expected) in [
            ("0", "fine"),
            ("00", "fine"),
            ("-0", "fine"),
            ("+5", "fine"),
            ("315360000000", "fine"),
            ("abc", "no_integer"),
            ("-", "no_integer"),
            ("", "no_integer"),
            (" 5", "no_integer"),
            ("-1", "{value_negative,-1}"),
            ("-007", "{value_negative,-7}"),
            ("1.5", "{leftover_string,\".5\"}"),
            ("5 ", "{leftover_string,\" \"}"),
            ("315360000001", "{value_too_large,315360000001}"),
            (
                "1000000000000000000000000000000000000000000",
                "{value_too_large,1000000000000000000000000000000000000000000}",
            ),
        ] {
            assert_eq!(checked(text), expected, "{text}");
        }
    }

    #[test]
    fn an_expiration_that_passes_is_one() {
        for (text, expected) in
            [("0", 0), ("00", 0), ("-0", 0), ("+5", 5), ("0007", 7), ("315360000000", 315_360_000_000)]
        {
            assert_eq!(checked(text), "fine");
            let properties = Properties { expiration: Some(text.into()), ..Properties::default() };
            assert_eq!(expiration(&properties), Some(expected), "{text}");
        }
    }
}

//! What is checked and changed on a message as it is published or handed out: properties, CC and BCC, reply address,
//! delivery count.

use std::sync::Arc;

use crate::fault::Fault;
use crate::{Content, Message, Name, Properties, Table, Value};

/// The longest time to live of a message or a queue, in milliseconds: ten years.
pub(crate) const MAX_EXPIRY: i64 = 315_360_000_000;

/// `user_id` must be the user's own; `expiration` must be a number of milliseconds.
pub(crate) fn check_properties<'a>(properties: &Properties, user: impl Fn() -> &'a str) -> Result<(), Fault> {
    if let Some(claimed) = properties.user_id.as_deref()
        && let user = user()
        && claimed != user
    {
        return Err(Fault::precondition(&format!(
            "user_id property set to '{claimed}' but authenticated user was '{user}'"
        )));
    }
    match properties.expiration.as_deref() {
        None => Ok(()),
        Some(text) => {
            check_expiration(text).map_err(|why| Fault::precondition(&format!("invalid expiration '{text}': {why}")))
        }
    }
}

fn check_expiration(text: &str) -> Result<(), String> {
    let sign = usize::from(text.starts_with(['-', '+']));
    let digits = text[sign..].bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(if digits == 0 { 0 } else { sign + digits });
    if number.is_empty() {
        return Err("no_integer".to_owned());
    }
    if !rest.is_empty() {
        return Err(format!("{{leftover_string,\"{rest}\"}}"));
    }
    match number.parse::<i128>() {
        Ok(number) if number < 0 => Err(format!("{{value_negative,{number}}}")),
        Ok(number) if number <= MAX_EXPIRY.into() => Ok(()),
        Ok(_) | Err(_) => Err(format!("{{value_too_large,{number}}}")),
    }
}

/// The further routing keys in the headers CC and BCC, and the content without BCC.
pub(crate) fn carbon_copies(content: Content) -> Result<(Vec<Name>, Content), Fault> {
    let Some(headers) = content.properties.headers.as_ref() else { return Ok((Vec::new(), content)) };
    let mut keys = Vec::new();
    for name in ["CC", "BCC"] {
        match headers.get(name) {
            None => {}
            Some(Value::Array(values)) => {
                keys.extend(values.iter().filter_map(Value::as_str).map(Name::from));
            }
            Some(other) => {
                return Err(Fault::precondition(&format!(
                    "invalid message: {{unacceptable_type_in_header,\"{name}\",{}}}",
                    other.type_name()
                )));
            }
        }
    }
    if headers.get("BCC").is_none() {
        return Ok((keys, content));
    }
    let mut properties = (*content.properties).clone();
    if let Some(headers) = &mut properties.headers {
        headers.remove("BCC");
    }
    Ok((keys, Content { properties: Arc::new(properties), body: content.body }))
}

/// The message with another `reply_to`.
pub(crate) fn with_reply_to(content: &Content, address: Name) -> Content {
    let properties = Properties { reply_to: Some(address), ..(*content.properties).clone() };
    Content { properties: Arc::new(properties), body: content.body.clone() }
}

/// The message with the header `x-delivery-count`, as quorum queues add it.
pub(crate) fn with_delivery_count(message: &Message, count: u32) -> Arc<Message> {
    let mut properties = (*message.content.properties).clone();
    properties.headers.get_or_insert_with(Table::default).set("x-delivery-count", i64::from(count));
    let content = Content { properties: Arc::new(properties), body: message.content.body.clone() };
    Arc::new(Message { content, ..message.clone() })
}

#[cfg(test)]
mod tests {
    use super::check_expiration;

    #[test]
    fn expirations() {
        assert_eq!(check_expiration("0"), Ok(()));
        assert_eq!(check_expiration("abc"), Err("no_integer".to_owned()));
        assert_eq!(check_expiration("-"), Err("no_integer".to_owned()));
        assert_eq!(check_expiration(""), Err("no_integer".to_owned()));
        assert_eq!(check_expiration("-1"), Err("{value_negative,-1}".to_owned()));
        assert_eq!(check_expiration("1.5"), Err("{leftover_string,\".5\"}".to_owned()));
        assert_eq!(check_expiration("315360000000"), Ok(()));
        assert_eq!(check_expiration("315360000001"), Err("{value_too_large,315360000001}".to_owned()));
        assert_eq!(check_expiration("+5"), Ok(()));
        assert_eq!(check_expiration(" 5"), Err("no_integer".to_owned()));
        assert_eq!(check_expiration("5 "), Err("{leftover_string,\" \"}".to_owned()));
    }
}

//! Protocol errors that clients cause, with RabbitMQ's own texts. The offending method is added where they are caught.

use crate::{Name, Term, Value};

/// A protocol error, which closes the channel (a channel exception, AMQP's soft error) or the whole connection (a hard one).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProtocolError {
    pub(crate) closes_connection: bool,
    pub(crate) code: u16,
    pub(crate) text: String,
}

/// The reply code of [`ProtocolError::internal_error`].
pub(crate) const INTERNAL_ERROR: u16 = 541;

/// Formats a queue as error texts print it: `queue 'q' in vhost '/'`.
pub(crate) fn queue(name: &str) -> String {
    format!("queue '{name}' in vhost '/'")
}

/// Formats an exchange, like [`queue`].
pub(crate) fn exchange(name: &str) -> String {
    format!("exchange '{name}' in vhost '/'")
}

impl ProtocolError {
    fn channel_exception(code: u16, text: String) -> Self {
        Self { closes_connection: false, code, text }
    }

    fn connection_exception(code: u16, text: String) -> Self {
        Self { closes_connection: true, code, text }
    }

    pub(crate) fn access_refused(why: &str) -> Self {
        Self::channel_exception(403, format!("ACCESS_REFUSED - {why}"))
    }

    pub(crate) fn default_exchange() -> Self {
        Self::access_refused("operation not permitted on the default exchange")
    }

    pub(crate) fn reserved_prefix(kind: &str, name: &str) -> Self {
        Self::access_refused(&format!("{kind} name '{name}' contains reserved prefix 'amq.*'"))
    }

    pub(crate) fn in_exclusive_use(name: &str) -> Self {
        Self::access_refused(&format!("{} in exclusive use", queue(name)))
    }

    pub(crate) fn not_found(what: &str) -> Self {
        Self::channel_exception(404, format!("NOT_FOUND - {what}"))
    }

    pub(crate) fn no_queue(name: &str) -> Self {
        Self::not_found(&format!("no {}", queue(name)))
    }

    pub(crate) fn no_exchange(name: &str) -> Self {
        Self::not_found(&format!("no {}", exchange(name)))
    }

    pub(crate) fn locked(name: &str) -> Self {
        Self::channel_exception(
            405,
            format!(
                "RESOURCE_LOCKED - cannot obtain exclusive access to locked {}. It could be originally declared on another \
                 connection or the exclusive property value does not match that of the original declaration.",
                queue(name)
            ),
        )
    }

    pub(crate) fn precondition(why: &str) -> Self {
        Self::channel_exception(406, format!("PRECONDITION_FAILED - {why}"))
    }

    pub(crate) fn unknown_delivery_tag(tag: u64) -> Self {
        Self::precondition(&format!("unknown delivery tag {tag}"))
    }

    /// Reports an argument or property of a declaration that differs from the existing one.
    pub(crate) fn inequivalent(arg: &str, what: &str, received: &str, current: &str) -> Self {
        Self::precondition(&format!(
            "inequivalent arg '{arg}' for {what}: received {received} but current is {current}"
        ))
    }

    pub(crate) fn invalid_arg(arg: &str, name: &str, why: &str) -> Self {
        Self::precondition(&format!("invalid arg '{arg}' for {}: {why}", queue(name)))
    }

    pub(crate) fn command_invalid(why: &str) -> Self {
        Self::connection_exception(503, format!("COMMAND_INVALID - {why}"))
    }

    pub(crate) fn channel_error(why: &str) -> Self {
        Self::connection_exception(504, format!("CHANNEL_ERROR - {why}"))
    }

    pub(crate) fn not_allowed(why: &str) -> Self {
        Self::connection_exception(530, format!("NOT_ALLOWED - {why}"))
    }

    /// Reports an internal error: a process of RabbitMQ crashes, and no method is to blame.
    pub(crate) fn internal_error() -> Self {
        Self::connection_exception(INTERNAL_ERROR, "INTERNAL_ERROR".to_owned())
    }

    pub(crate) fn not_implemented(why: &str) -> Self {
        Self::connection_exception(540, format!("NOT_IMPLEMENTED - {why}"))
    }
}

/// Compares the known arguments of a declaration, in the order of `keys`, with the existing ones. Integers are compared
/// by value whatever their width; any other difference of type counts.
pub(crate) fn check_equivalent_arguments(
    keys: impl IntoIterator<Item = &'static str>,
    what: &str,
    current: &crate::Table,
    received: &crate::Table,
) -> Result<(), ProtocolError> {
    for key in keys {
        match (current.get(key), received.get(key)) {
            (None, None) => {}
            // A queue without a type argument is a classic one.
            (Some(kind), None) | (None, Some(kind)) if key == "x-queue-type" && kind.as_str() == Some("classic") => {}
            (Some(is), None) => return Err(ProtocolError::inequivalent(key, what, "none", &described(is))),
            (None, Some(asked)) => return Err(ProtocolError::inequivalent(key, what, &described(asked), "none")),
            (Some(is), Some(asked)) => {
                let same = match (is.as_integer(), asked.as_integer()) {
                    (Some(a), Some(b)) => a == b,
                    (Some(_), None) | (None, Some(_)) | (None, None) => is == asked,
                };
                if !same {
                    let (received, current) = (quoted_value(asked), quoted_value(is));
                    return Err(ProtocolError::inequivalent(key, what, &received, &current));
                }
            }
        }
    }
    Ok(())
}

/// Compares a flag of a declaration with the existing one.
pub(crate) fn check_equivalent_flag(arg: &str, what: &str, current: bool, received: bool) -> Result<(), ProtocolError> {
    if current == received {
        return Ok(());
    }
    Err(ProtocolError::inequivalent(arg, what, &quoted(&received.to_string()), &quoted(&current.to_string())))
}

/// Removes carriage returns and line feeds from the name of an exchange or queue, as RabbitMQ does.
pub(crate) fn strip_newlines(name: &Name) -> Name {
    if name.contains(['\r', '\n']) { name.replace(['\r', '\n'], "").into() } else { name.clone() }
}

pub(crate) fn quoted(text: &str) -> String {
    format!("'{text}'")
}

fn quoted_value(value: &Value) -> String {
    if *value == Value::Void { "none".to_owned() } else { quoted(&printed(value)) }
}

fn described(value: &Value) -> String {
    format!("the value '{}' of type '{}'", printed(value), value.type_name())
}

/// Prints a value as RabbitMQ's error texts do.
pub(crate) fn printed(value: &Value) -> String {
    match value.term() {
        Term::Scalar(term) => term,
        Term::Text(text) => text.to_owned(),
        Term::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Term::List(values) => {
            let items = values.iter().map(|item| format!("{{{},{}}}", item.type_name(), term(item)));
            format!("[{}]", items.collect::<Vec<_>>().join(","))
        }
        Term::Table(table) => {
            let fields = table
                .iter()
                .map(|(name, field)| format!("{{{},{},{}}}", binary(name.as_bytes()), field.type_name(), term(field)));
            format!("[{}]", fields.collect::<Vec<_>>().join(","))
        }
    }
}

/// Prints a value inside another one, where Erlang shows that a text is a binary.
fn term(value: &Value) -> String {
    value.as_binary().map_or_else(|| printed(value), binary)
}

/// Prints a binary as Erlang does: `<<"text">>`, or its bytes if one of them is no character of Latin-1.
pub(crate) fn binary(bytes: &[u8]) -> String {
    match literal(bytes) {
        _ if bytes.is_empty() => "<<>>".to_owned(),
        Some(text) => format!("<<{text}>>"),
        None => format!("<<{}>>", numbers(bytes)),
    }
}

/// Prints a string as Erlang does: `"text"`, or the list of its bytes if one of them is no character of Latin-1.
pub(crate) fn string(text: &str) -> String {
    literal(text.as_bytes()).unwrap_or_else(|| format!("[{}]", numbers(text.as_bytes())))
}

fn literal(bytes: &[u8]) -> Option<String> {
    let printable = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r' | 32..=126 | 160..=255);
    let text = core::str::from_utf8(bytes).ok().filter(|_| bytes.iter().all(printable))?;
    Some(format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}

fn numbers(bytes: &[u8]) -> String {
    bytes.iter().map(u8::to_string).collect::<Vec<_>>().join(",")
}

//! Headers exchanges: the binding's arguments are compared with the message's headers; the routing key plays no part.

mod router;

use super::types::{Comparison, Decides, ExchangeType, Part};
use crate::protocol_error::{ProtocolError, binary, printed};
use crate::{Message, Table, Value};
use router::ByHeader;

pub(super) static TYPE: ExchangeType = ExchangeType {
    name: "headers",
    decides: Decides::Arguments,
    rule: "headers-match",
    matched: "why.routed.headers",
    missed: Some("why.miss.headers"),
    check_binding: check,
    router: || Box::new(ByHeader::default()),
    compare: |binding, message| {
        let none = Table::default();
        let parts = explain(&binding.arguments, headers_of(message, &none)).map(|field| Part::Header {
            name: field.name.into(),
            wanted: field.wanted.clone(),
            found: field.found.cloned(),
            matched: field.matched,
        });
        Comparison {
            matched: matches(&binding.arguments, headers_of(message, &none)),
            key: message.routing_key.clone(),
            mode: binding.arguments.get("x-match").and_then(Value::as_str).unwrap_or("all").into(),
            parts: parts.collect(),
        }
    },
};

fn headers_of<'a>(message: &'a Message, none: &'a Table) -> &'a Table {
    message.content.properties.headers.as_ref().unwrap_or(none)
}

fn matches(arguments: &Table, headers: &Table) -> bool {
    let mut compared = explain(arguments, headers);
    if Mode::of(arguments).any { compared.any(|field| field.matched) } else { compared.all(|field| field.matched) }
}

/// Checks the `x-match` of a new binding.
fn check(arguments: &Table) -> Result<(), ProtocolError> {
    match arguments.get("x-match") {
        None => Ok(()),
        Some(Value::Str(mode)) if matches!(&**mode, "all" | "any" | "all-with-x" | "any-with-x") => Ok(()),
        Some(Value::Str(mode)) => Err(ProtocolError::precondition(&format!(
            "Invalid x-match field value {}; expected all, any, all-with-x, or any-with-x",
            binary(mode.as_bytes())
        ))),
        Some(other) => Err(ProtocolError::precondition(&format!(
            "Invalid x-match field type {} (value {}); expected longstr",
            other.type_name(),
            printed(other)
        ))),
    }
}

/// The comparison of one header of a binding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldMatch<'a> {
    /// The header's name.
    pub name: &'a str,
    /// The value asked for; [`Value::Void`] asks only that the header exists.
    pub wanted: &'a Value,
    /// The message's value.
    pub found: Option<&'a Value>,
    /// Whether the comparison succeeded.
    pub matched: bool,
}

/// Compares a binding's arguments with a message's headers, field by field. Fields that do not count are left out.
pub fn explain<'a>(arguments: &'a Table, headers: &'a Table) -> impl Iterator<Item = FieldMatch<'a>> {
    let mode = Mode::of(arguments);
    arguments.iter().filter(move |(name, _)| *name != "x-match" && (mode.with_x || !name.starts_with("x-"))).map(
        |(name, wanted)| {
            let found = headers.get(name);
            let matched = found.is_some_and(|found| *wanted == Value::Void || same(wanted, found));
            FieldMatch { name, wanted, found, matched }
        },
    )
}

struct Mode {
    any: bool,
    /// Whether headers that begin with `x-` count.
    with_x: bool,
}

impl Mode {
    fn of(arguments: &Table) -> Self {
        let mode = arguments.get("x-match").and_then(Value::as_str).unwrap_or("all");
        Self { any: mode.starts_with("any"), with_x: mode.ends_with("-with-x") }
    }
}

/// Compares two values. Numbers are equal if their values are, whatever their widths; a text equals its bytes
/// (recording `narrow/headers_bytes`); other values are equal only within their type.
fn same(a: &Value, b: &Value) -> bool {
    match (Number::of(a), Number::of(b)) {
        (Some(a), Some(b)) => a.equals(b),
        (Some(_), None) | (None, Some(_)) => false,
        (None, None) => a == b || a.as_binary().is_some_and(|bytes| Some(bytes) == b.as_binary()),
    }
}

#[derive(Clone, Copy)]
enum Number {
    Whole(i128),
    Real(f64),
}

impl Number {
    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Float(bits) => Some(Self::Real(f32::from_bits(*bits).into())),
            Value::Double(bits) => Some(Self::Real(f64::from_bits(*bits))),
            Value::Timestamp(seconds) => Some(Self::Whole((*seconds).into())),
            Value::Byte(_)
            | Value::UnsignedByte(_)
            | Value::Short(_)
            | Value::UnsignedShort(_)
            | Value::Int(_)
            | Value::UnsignedInt(_)
            | Value::Long(_) => value.as_integer().map(|number| Self::Whole(number.into())),
            Value::Void
            | Value::Bool(_)
            | Value::Decimal { .. }
            | Value::Str(_)
            | Value::Bytes(_)
            | Value::Array(_)
            | Value::Table(_) => None,
        }
    }

    #[allow(clippy::float_cmp, clippy::cast_possible_truncation)] // Exact equality is intended.
    fn equals(self, other: Self) -> bool {
        match (self, other) {
            (Self::Whole(a), Self::Whole(b)) => a == b,
            (Self::Real(a), Self::Real(b)) => a == b,
            (Self::Whole(whole), Self::Real(real)) | (Self::Real(real), Self::Whole(whole)) => {
                real.fract() == 0.0 && real as i128 == whole
            }
        }
    }
}

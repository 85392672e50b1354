//! Field values and field tables (AMQP 0-9-1, 4.2.5), with RabbitMQ's names for their types.

use std::sync::Arc;

use crate::{Name, erlang_float};

/// A value in a field table. Floating point numbers are kept as their bits, so that values compare and hash.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Value {
    /// `V`: no value.
    Void,
    /// `t`
    Bool(bool),
    /// `b`: signed 8 bit.
    Byte(i8),
    /// `B`: unsigned 8 bit.
    UnsignedByte(u8),
    /// `s`: signed 16 bit.
    Short(i16),
    /// `u`: unsigned 16 bit.
    UnsignedShort(u16),
    /// `I`: signed 32 bit.
    Int(i32),
    /// `i`: unsigned 32 bit.
    UnsignedInt(u32),
    /// `l`: signed 64 bit.
    Long(#[cfg_attr(feature = "ts", ts(type = "number | bigint"))] i64),
    /// `f`: the bits of a 32 bit float.
    Float(u32),
    /// `d`: the bits of a 64 bit float.
    Double(#[cfg_attr(feature = "ts", ts(type = "number | bigint"))] u64),
    /// `D`: value / 10^scale.
    Decimal {
        /// Digits after the point.
        scale: u8,
        /// The digits.
        value: u32,
    },
    /// `T`: seconds since 1970.
    Timestamp(#[cfg_attr(feature = "ts", ts(type = "number | bigint"))] u64),
    /// `S`: a long string.
    Str(Name),
    /// `x`: a byte array.
    Bytes(Arc<[u8]>),
    /// `A`
    Array(Vec<Value>),
    /// `F`
    Table(Table),
}

impl Value {
    /// RabbitMQ's name of the type, as its error texts print it.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::Void => "void",
            Self::Bool(_) => "bool",
            Self::Byte(_) => "byte",
            Self::UnsignedByte(_) => "unsignedbyte",
            Self::Short(_) => "short",
            Self::UnsignedShort(_) => "unsignedshort",
            Self::Int(_) => "signedint",
            Self::UnsignedInt(_) => "unsignedint",
            Self::Long(_) => "long",
            Self::Float(_) => "float",
            Self::Double(_) => "double",
            Self::Decimal { .. } => "decimal",
            Self::Timestamp(_) => "timestamp",
            Self::Str(_) => "longstr",
            Self::Bytes(_) => "binary",
            Self::Array(_) => "array",
            Self::Table(_) => "table",
        }
    }

    /// Returns the number, whatever the width of the integer; `None` for any other type.
    #[must_use]
    pub fn as_integer(&self) -> Option<i64> {
        match *self {
            Self::Byte(n) => Some(n.into()),
            Self::UnsignedByte(n) => Some(n.into()),
            Self::Short(n) => Some(n.into()),
            Self::UnsignedShort(n) => Some(n.into()),
            Self::Int(n) => Some(n.into()),
            Self::UnsignedInt(n) => Some(n.into()),
            Self::Long(n) => Some(n),
            Self::Void
            | Self::Bool(_)
            | Self::Float(_)
            | Self::Double(_)
            | Self::Decimal { .. }
            | Self::Timestamp(_)
            | Self::Str(_)
            | Self::Bytes(_)
            | Self::Array(_)
            | Self::Table(_) => None,
        }
    }

    /// Returns the bytes of a long string or of a byte array, which are both binaries in Erlang; `None` for any other
    /// type.
    #[must_use]
    pub fn as_binary(&self) -> Option<&[u8]> {
        if let Self::Bytes(bytes) = self { Some(bytes) } else { self.as_str().map(str::as_bytes) }
    }

    /// Returns the value as Erlang has it: RabbitMQ prints numbers and atoms alike everywhere, while error texts and listings
    /// print texts, lists and tables each in their own way.
    #[must_use]
    pub fn term(&self) -> Term<'_> {
        let integer = |number: i128| Term::Scalar(number.to_string());
        match self {
            Self::Void => Term::Scalar("undefined".to_owned()),
            Self::Bool(flag) => Term::Scalar(flag.to_string()),
            // Erlang knows only doubles.
            Self::Float(bits) => Term::Scalar(erlang_float::printed(f32::from_bits(*bits).into())),
            Self::Double(bits) => Term::Scalar(erlang_float::printed(f64::from_bits(*bits))),
            Self::Decimal { scale, value } => Term::Scalar(format!("{{{scale},{value}}}")),
            Self::Timestamp(seconds) => integer((*seconds).into()),
            Self::Byte(number) => integer((*number).into()),
            Self::UnsignedByte(number) => integer((*number).into()),
            Self::Short(number) => integer((*number).into()),
            Self::UnsignedShort(number) => integer((*number).into()),
            Self::Int(number) => integer((*number).into()),
            Self::UnsignedInt(number) => integer((*number).into()),
            Self::Long(number) => integer((*number).into()),
            Self::Str(text) => Term::Text(text),
            Self::Bytes(bytes) => Term::Bytes(bytes),
            Self::Array(values) => Term::List(values),
            Self::Table(table) => Term::Table(table),
        }
    }

    /// Returns the text of a long string; `None` for any other type.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Self::Str(text) = self { Some(text) } else { None }
    }
}

/// A value as Erlang has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term<'a> {
    /// A number or an atom, as it is printed.
    Scalar(String),
    /// A text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
    /// A list of values.
    List(&'a [Value]),
    /// A field table.
    Table(&'a Table),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Str(text.into())
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

/// Chooses the width that clients choose for an integer: 32 bits, or 64 where it does not fit.
impl From<i64> for Value {
    fn from(number: i64) -> Self {
        i32::try_from(number).map_or(Self::Long(number), Self::Int)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Double(number.to_bits())
    }
}

/// A field table: names and values in the order in which the client sent them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Table(pub Vec<(Name, Value)>);

impl Table {
    /// Returns the value of the first field with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(field, _)| &**field == name).map(|(_, value)| value)
    }

    /// Sets a field: in its place if it exists, else at the end.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        let value = value.into();
        match self.0.iter_mut().find(|(field, _)| &**field == name) {
            Some((_, slot)) => *slot = value,
            None => self.0.push((name.into(), value)),
        }
    }

    /// Removes a field.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let at = self.0.iter().position(|(field, _)| &**field == name)?;
        Some(self.0.remove(at).1)
    }

    /// Returns whether it has no fields.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the fields in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (&**name, value))
    }
}

impl<V: Into<Value>> FromIterator<(&'static str, V)> for Table {
    fn from_iter<I: IntoIterator<Item = (&'static str, V)>>(fields: I) -> Self {
        Self(fields.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

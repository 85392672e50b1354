//! The shape of an exchange type: its name, its checks, its routing and how it explains itself. Which types exist is listed
//! in [`TYPES`].

use core::fmt;

use super::bindings::{Found, Numbered};
use super::{TYPES, topic};
use crate::binding::Binding;
use crate::protocol_error::ProtocolError;
use crate::{Message, Name, Table, Value};
use std::sync::Arc;

/// An exchange type: how it routes, which bindings it accepts, and how it explains itself.
#[derive(Debug)]
pub struct ExchangeType {
    /// The name in `exchange.declare`.
    pub name: &'static str,
    /// The part of a binding that decides whether it matches.
    pub decides: Decides,
    /// The rule by which it routes: an anchor of the book of rules.
    pub rule: &'static str,
    /// The key of the text that says why a binding matched.
    pub matched: &'static str,
    /// The key of the text that says why a binding did not match; `None` if all of them match.
    pub missed: Option<&'static str>,
    /// Checks the arguments of a new binding.
    pub(super) check_binding: fn(&Table) -> Result<(), ProtocolError>,
    /// Makes the routing of a new exchange, which has no bindings yet.
    pub(super) router: fn() -> Box<dyn Router>,
    /// Compares a binding with a message, to explain why it matched or not.
    pub(super) compare: fn(&Binding, &Message) -> Comparison,
}

/// The part of a binding by which an exchange type decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decides {
    /// Nothing: every binding matches.
    Nothing,
    /// Its routing key.
    RoutingKey,
    /// Its arguments.
    Arguments,
}

impl ExchangeType {
    /// Returns every exchange type there is.
    #[must_use]
    pub fn all() -> &'static [&'static Self] {
        TYPES
    }

    /// Returns the type of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        TYPES.iter().copied().find(|one| one.name == name)
    }

    /// Compares a binding with a message: whether it matches, and part by part why.
    #[must_use]
    pub fn compare(&self, binding: &Binding, message: &Message) -> Comparison {
        (self.compare)(binding, message)
    }
}

/// How a binding compares with a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Whether it matches.
    pub matched: bool,
    /// The routing key that was compared: of several (CC, BCC) the first that matched, else the message's own.
    pub key: Name,
    /// How many of the parts have to match, where a binding can say so (`x-match`); else empty.
    pub mode: Name,
    /// Part by part, up to the first that decided.
    pub parts: Vec<Part>,
}

/// One part of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A word of a pattern.
    Word(topic::WordMatch),
    /// A header.
    Header {
        /// Its name.
        name: Name,
        /// The value asked for; [`Value::Void`] asks only that the header exists.
        wanted: Value,
        /// The message's value.
        found: Option<Value>,
        /// Whether the comparison succeeded.
        matched: bool,
    },
}

/// The bindings of one exchange, arranged so that those matching a message are found without looking at the others.
///
/// A router sees all bindings at once, so a type may choose among them.
pub(crate) trait Router: fmt::Debug + Send + Sync {
    /// Adds a binding. Numbers ascend.
    fn add(&mut self, number: u64, binding: &Arc<Binding>);
    /// Removes a binding that was added.
    fn remove(&mut self, number: u64, binding: &Binding);
    /// Finds the bindings that match a message, in any order; duplicates count once. `all` are the bindings of the
    /// exchange.
    fn route(&self, all: &Numbered, message: &Message, found: &mut Found);
    /// Clones the router: a broker can be cloned.
    fn boxed_clone(&self) -> Box<dyn Router>;
}

/// The type of an exchange.
#[derive(Clone, Copy)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "&str"))]
pub(crate) struct Kind(pub(super) &'static ExchangeType);

impl Kind {
    pub(crate) fn parse(name: &str) -> Result<Self, ProtocolError> {
        ExchangeType::named(name).map(Self).ok_or_else(|| unknown(name))
    }

    pub(crate) const fn name(self) -> &'static str {
        self.0.name
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.0.name == other.0.name
    }
}

impl Eq for Kind {}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name)
    }
}

impl TryFrom<String> for Kind {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        ExchangeType::named(&name).map(Self).ok_or_else(|| format!("no exchange type is called '{name}'"))
    }
}

impl From<Kind> for &str {
    fn from(kind: Kind) -> Self {
        kind.0.name
    }
}

/// Atoms of the Erlang VM that somebody may try as an exchange's type. RabbitMQ calls such a type invalid, and any
/// other word unknown.
const ATOMS: [&str; 24] = [
    "",
    "bad",
    "bad_type",
    "badtype",
    "bar",
    "broadcast",
    "default",
    "exchange",
    "foo",
    "hash",
    "header",
    "invalid",
    "multicast",
    "none",
    "other",
    "queue",
    "quorum",
    "random",
    "stream",
    "system",
    "test",
    "type",
    "unknown",
    "Direct",
];

/// Reports an unknown exchange type.
fn unknown(name: &str) -> ProtocolError {
    let letter = name.len() == 1 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    let what = if letter || ATOMS.contains(&name) { "invalid" } else { "unknown" };
    ProtocolError::command_invalid(&format!("{what} exchange type '{name}'"))
}

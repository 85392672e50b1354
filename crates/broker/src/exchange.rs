//! An exchange: its declaration and its bindings as a source. Its type decides which of them match.

mod bindings;
mod direct;
mod fanout;
pub mod headers;
#[cfg(test)]
mod latest;
pub mod topic;
mod types;

pub(crate) use bindings::{Bindings, Found};
pub(crate) use types::Kind;
pub use types::{Comparison, Decides, ExchangeType, Part};

use crate::binding::Binding;
use crate::protocol_error::ProtocolError;
use crate::registry::Named;
use crate::{ExchangeId, Message, Name, Table, Value};

/// Every exchange type there is. A new one is a file beside this one's, its module above and its line here; it depends on no
/// other.
static TYPES: &[&ExchangeType] = &[
    &direct::TYPE,
    &fanout::TYPE,
    &topic::TYPE,
    &headers::TYPE,
    #[cfg(test)]
    &latest::TYPE,
];

#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Exchange {
    pub(crate) id: ExchangeId,
    pub(crate) name: Name,
    pub(crate) durable: bool,
    pub(crate) auto_delete: bool,
    pub(crate) internal: bool,
    pub(crate) predeclared: bool,
    pub(crate) arguments: Table,
    pub(crate) bindings: Bindings,
}

/// The exchanges that every virtual host has, in the order of their numbers.
static PREDECLARED: [(&str, &ExchangeType, bool); 7] = [
    ("", &direct::TYPE, false),
    ("amq.direct", &direct::TYPE, false),
    ("amq.fanout", &fanout::TYPE, false),
    ("amq.headers", &headers::TYPE, false),
    ("amq.match", &headers::TYPE, false),
    ("amq.rabbitmq.trace", &topic::TYPE, true),
    ("amq.topic", &topic::TYPE, false),
];

pub(crate) fn predeclared() -> impl Iterator<Item = Exchange> {
    PREDECLARED.iter().map(|(name, kind, internal)| Exchange {
        id: ExchangeId::default(),
        name: (*name).into(),
        durable: true,
        auto_delete: false,
        internal: *internal,
        predeclared: true,
        arguments: Table::default(),
        bindings: Bindings::new(Kind(kind)),
    })
}

impl Named for Exchange {
    fn name(&self) -> &Name {
        &self.name
    }
}

impl Exchange {
    /// Checks the arguments of a new exchange.
    pub(crate) fn check_arguments(name: &str, arguments: &Table) -> Result<(), ProtocolError> {
        match arguments.get("alternate-exchange") {
            None | Some(Value::Str(_)) => Ok(()),
            Some(other) => Err(ProtocolError::precondition(&format!(
                "invalid type '{}' for arg 'alternate-exchange' in {}",
                other.type_name(),
                crate::protocol_error::exchange(name)
            ))),
        }
    }

    /// Returns its type.
    pub(crate) fn kind(&self) -> Kind {
        self.bindings.kind()
    }

    /// Checks the arguments of a new binding with this source.
    pub(crate) fn check_binding(&self, arguments: &Table) -> Result<(), ProtocolError> {
        (self.kind().0.check_binding)(arguments)
    }

    /// Returns the alternate exchange, which gets the messages that no binding matches.
    pub(crate) fn alternate(&self) -> Option<&str> {
        self.arguments.get("alternate-exchange").and_then(Value::as_str)
    }

    pub(crate) fn matches(&self, binding: &Binding, message: &Message) -> bool {
        self.kind().0.compare(binding, message).matched
    }
}

/// Returns the keys that a message is routed by: its own, then those of CC and BCC.
fn keys(message: &Message) -> impl Iterator<Item = &Name> {
    core::iter::once(&message.routing_key).chain(message.cc.iter())
}

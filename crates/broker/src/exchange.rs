//! An exchange: its declaration and the bindings that lead from it. Its kind decides which of them match.

mod direct;
mod fanout;
pub mod headers;
pub mod topic;

use std::sync::Arc;

use crate::binding::{Binding, Destination};
use crate::fault::Fault;
use crate::{ExchangeId, Message, Name, Table, Value};

#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Exchange {
    pub(crate) id: ExchangeId,
    pub(crate) name: Name,
    pub(crate) kind: Kind,
    pub(crate) durable: bool,
    pub(crate) auto_delete: bool,
    pub(crate) internal: bool,
    pub(crate) predeclared: bool,
    pub(crate) arguments: Table,
    /// In order of binding.
    pub(crate) bindings: Vec<Arc<Binding>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Kind {
    Direct,
    Fanout,
    Topic,
    Headers,
}

/// Words that the Erlang VM knows as atoms, of those that somebody may try as an exchange's type. RabbitMQ calls such a type
/// invalid, and one that is no atom unknown.
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

impl Kind {
    /// That a name is no type.
    pub(crate) fn fault(name: &str) -> Fault {
        let letter = name.len() == 1 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        let what = if letter || ATOMS.contains(&name) { "invalid" } else { "unknown" };
        Fault::command_invalid(&format!("{what} exchange type '{name}'"))
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Fanout => "fanout",
            Self::Topic => "topic",
            Self::Headers => "headers",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        [Self::Direct, Self::Fanout, Self::Topic, Self::Headers].into_iter().find(|kind| kind.name() == name)
    }
}

/// The exchanges that every virtual host has, in the order of their numbers.
const PREDECLARED: [(&str, Kind, bool); 7] = [
    ("", Kind::Direct, false),
    ("amq.direct", Kind::Direct, false),
    ("amq.fanout", Kind::Fanout, false),
    ("amq.headers", Kind::Headers, false),
    ("amq.match", Kind::Headers, false),
    ("amq.rabbitmq.trace", Kind::Topic, true),
    ("amq.topic", Kind::Topic, false),
];

pub(crate) fn predeclared() -> impl Iterator<Item = Exchange> {
    PREDECLARED.iter().map(|(name, kind, internal)| Exchange {
        id: ExchangeId::default(),
        name: (*name).into(),
        kind: *kind,
        durable: true,
        auto_delete: false,
        internal: *internal,
        predeclared: true,
        arguments: Table::default(),
        bindings: Vec::new(),
    })
}

impl Exchange {
    /// Checks the arguments of a new exchange.
    pub(crate) fn check_arguments(name: &str, arguments: &Table) -> Result<(), Fault> {
        match arguments.get("alternate-exchange") {
            None | Some(Value::Str(_)) => Ok(()),
            Some(other) => Err(Fault::precondition(&format!(
                "invalid type '{}' for arg 'alternate-exchange' in {}",
                other.type_name(),
                crate::fault::exchange(name)
            ))),
        }
    }

    /// Checks the arguments of a new binding from here.
    pub(crate) fn check_binding(&self, arguments: &Table) -> Result<(), Fault> {
        match self.kind {
            Kind::Headers => headers::check(arguments),
            Kind::Direct | Kind::Fanout | Kind::Topic => Ok(()),
        }
    }

    /// Where messages go that no binding takes.
    pub(crate) fn alternate(&self) -> Option<&str> {
        self.arguments.get("alternate-exchange").and_then(Value::as_str)
    }

    pub(crate) fn matches(&self, binding: &Binding, message: &Message) -> bool {
        match self.kind {
            Kind::Direct => direct::matches(binding, message),
            Kind::Fanout => fanout::matches(binding, message),
            Kind::Topic => topic::matches(binding, message),
            Kind::Headers => headers::matches(binding, message),
        }
    }

    pub(crate) fn find(&self, destination: Destination, routing_key: &str, arguments: &Table) -> Option<usize> {
        self.bindings.iter().position(|binding| {
            binding.destination == destination
                && &*binding.routing_key == routing_key
                && same_arguments(&binding.arguments, arguments)
        })
    }
}

/// The keys that a message is routed by: its own, then those of CC and BCC.
fn keys(message: &Message) -> impl Iterator<Item = &str> {
    core::iter::once(&*message.routing_key).chain(message.cc.iter().map(|key| &**key))
}

/// The order of the fields does not count.
fn same_arguments(a: &Table, b: &Table) -> bool {
    a.0.len() == b.0.len() && a.iter().all(|(name, value)| b.get(name) == Some(value))
}

//! Finds the bindings of a headers exchange by one header.
//!
//! A binding that asks for all of its headers is stored under one of them: the one with the fewest bindings. A binding
//! that asks for any of its headers is stored under each. So a message is compared only with bindings that ask for one
//! of its headers with its value, and with those that ask only that a header exists.

use std::sync::Arc;

use super::super::bindings::{Found, Numbered};
use super::super::types::Router;
use super::{Mode, Number, explain, headers_of, matches};
use crate::binding::Binding;
use crate::index::Index;
use crate::{Message, Name, Table, Value};

/// A header that bindings ask for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Header {
    name: Name,
    /// The required value, normalised so that equal values are identical; `None` if the header has only to exist.
    value: Option<Value>,
}

impl Header {
    fn of(name: &str, value: &Value) -> Self {
        Self { name: name.into(), value: (*value != Value::Void).then(|| alike(value)) }
    }
}

/// Normalises a value so that equal numbers of different widths become identical. (Values with the same normal form may
/// still differ.)
fn alike(value: &Value) -> Value {
    match Number::of(value) {
        Some(Number::Whole(whole)) => i64::try_from(whole).map_or_else(|_| Value::Void, Value::Long),
        Some(Number::Real(real)) => real_alike(real),
        None => value.as_binary().map_or_else(|| value.clone(), |bytes| Value::Bytes(bytes.into())),
    }
}

#[allow(clippy::cast_possible_truncation)] // A whole number within the bounds.
fn real_alike(real: f64) -> Value {
    // The bounds of i64, of which both are exact.
    let whole = real.fract() == 0.0 && (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&real);
    if whole {
        Value::Long(real as i64)
    } else if real.fract() == 0.0 {
        Value::Void
    } else {
        Value::Double(real.to_bits())
    }
}

/// See the module.
#[derive(Clone, Debug, Default)]
pub(super) struct ByHeader {
    by_header: Index<Header, Numbered>,
    /// The header under which each binding that asks for all of its headers is stored.
    found_by: Index<u64, Header>,
    /// Bindings that ask for all of no headers, and so always match.
    unconditional: Numbered,
}

impl ByHeader {
    fn forget(&mut self, number: u64, header: &Header) {
        if let Some(bindings) = self.by_header.get_mut(header) {
            bindings.remove(&number);
            if bindings.is_empty() {
                self.by_header.remove(header);
            }
        }
    }
}

impl Router for ByHeader {
    fn add(&mut self, number: u64, binding: &Arc<Binding>) {
        let asked = asked(&binding.arguments);
        if Mode::of(&binding.arguments).any {
            for header in asked {
                self.by_header.or_default(header).insert(number, binding.clone());
            }
            return;
        }
        let crowd = |header: &Header| self.by_header.get(header).map_or(0, Numbered::len);
        // A header that has only to exist narrows the search least.
        match asked.min_by_key(|header| (header.value.is_none(), crowd(header))) {
            Some(header) => {
                self.found_by.insert(number, header.clone());
                self.by_header.or_default(header).insert(number, binding.clone());
            }
            None => {
                self.unconditional.insert(number, binding.clone());
            }
        }
    }

    fn remove(&mut self, number: u64, binding: &Binding) {
        self.unconditional.remove(&number);
        if let Some(header) = self.found_by.remove(&number) {
            self.forget(number, &header);
        }
        if Mode::of(&binding.arguments).any {
            for header in asked(&binding.arguments) {
                self.forget(number, &header);
            }
        }
    }

    fn route(&self, _: &Numbered, message: &Message, found: &mut Found) {
        let none = Table::default();
        let headers = headers_of(message, &none);
        found.extend(&self.unconditional);
        for (name, value) in headers.iter() {
            for value in [Some(alike(value)), None] {
                let Some(bindings) = self.by_header.get(&Header { name: name.into(), value }) else { continue };
                let matching = bindings.iter().filter(|(_, binding)| matches(&binding.arguments, headers));
                found.bindings.extend(matching.map(|(number, binding)| (*number, binding.clone())));
            }
        }
    }

    fn boxed_clone(&self) -> Box<dyn Router> {
        Box::new(self.clone())
    }
}

/// Returns the headers that a binding asks for.
fn asked(arguments: &Table) -> impl Iterator<Item = Header> {
    const NONE: &Table = &Table(Vec::new());
    explain(arguments, NONE).map(|field| Header::of(field.name, field.wanted))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::super::bindings::{Found, Numbered};
    use super::super::matches;
    use super::{ByHeader, Router};
    use crate::binding::{Binding, Destination};
    use crate::{Content, ExchangeId, Message, MessageId, Properties, QueueId, Table, Value};

    /// Returns values that are equal across types, and values that are not.
    fn values() -> Vec<Value> {
        vec![
            Value::Int(1),
            Value::Long(1),
            Value::Double(1.0_f64.to_bits()),
            Value::Double(1.5_f64.to_bits()),
            Value::Float(1.5_f32.to_bits()),
            Value::Double(1e30_f64.to_bits()),
            Value::Double(f64::NAN.to_bits()),
            Value::Double((-0.0_f64).to_bits()),
            Value::Timestamp(0),
            Value::Timestamp(u64::MAX),
            Value::Double(18_446_744_073_709_551_616.0_f64.to_bits()),
            Value::from("1"),
            Value::Bytes(b"1".as_slice().into()),
            Value::Void,
            Value::Bool(true),
        ]
    }

    fn tables() -> Vec<Table> {
        let mut tables = vec![Table::default()];
        for a in values() {
            tables.push(Table(vec![("a".into(), a.clone())]));
            tables.push(Table(vec![("x-a".into(), a.clone())]));
            for b in values() {
                tables.push(Table(vec![("b".into(), b), ("a".into(), a.clone())]));
            }
        }
        tables
    }

    #[test]
    fn it_finds_what_each_binding_matches_by_itself() {
        let bindings: Vec<Arc<Binding>> = [None, Some("any"), Some("all-with-x"), Some("any-with-x")]
            .into_iter()
            .flat_map(|mode| {
                tables().into_iter().map(move |mut arguments| {
                    if let Some(mode) = mode {
                        arguments.set("x-match", mode);
                    }
                    arguments
                })
            })
            .map(|arguments| {
                let destination = Destination::Queue(QueueId(1));
                Arc::new(Binding { source: ExchangeId(1), destination, routing_key: "".into(), arguments })
            })
            .collect();
        let mut router = ByHeader::default();
        for (number, binding) in (0..).zip(&bindings) {
            router.add(number, binding);
        }
        let check = |router: &ByHeader, there: &dyn Fn(u64) -> bool| {
            for headers in tables() {
                let expected: Vec<u64> = (0..)
                    .zip(&bindings)
                    .filter(|(number, binding)| there(*number) && matches(&binding.arguments, &headers))
                    .map(|(number, _)| number)
                    .collect();
                let properties = Properties { headers: Some(headers.clone()), ..Properties::default() };
                let content = Arc::new(Content { properties, body: Arc::default() });
                let (id, cc) = (MessageId(1), Box::default());
                let message = Message { id, exchange: "x".into(), routing_key: "".into(), cc, content };
                let mut found = Found::default();
                router.route(&Numbered::new(), &message, &mut found);
                let mut numbers: Vec<u64> = found.bindings.iter().map(|(number, _)| *number).collect();
                numbers.sort_unstable();
                numbers.dedup();
                assert_eq!(numbers, expected, "{headers:?}");
            }
        };
        check(&router, &|_| true);
        for (number, binding) in (0..).zip(&bindings).step_by(2) {
            router.remove(number, binding);
        }
        check(&router, &|number| number % 2 == 1);
    }
}

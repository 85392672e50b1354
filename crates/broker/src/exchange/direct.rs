//! Direct exchanges: the routing key is the binding's key.

use std::sync::Arc;

use super::bindings::{Found, Numbered};
use super::types::{Comparison, Decides, ExchangeType, Router};
use crate::binding::Binding;
use crate::index::Index;
use crate::{Message, Name};

pub(super) static TYPE: ExchangeType = ExchangeType {
    name: "direct",
    decides: Decides::RoutingKey,
    rule: "direct-match",
    matched: "why.routed.direct",
    missed: Some("why.miss.direct"),
    check_binding: |_| Ok(()),
    router: || Box::new(ByKey::default()),
    compare: |binding, message| {
        let key = super::keys(message).find(|key| **key == binding.routing_key);
        Comparison { matched: key.is_some(), key: key.unwrap_or(&message.routing_key).clone(), ..Comparison::default() }
    },
};

/// Bindings by key.
#[derive(Clone, Debug, Default)]
struct ByKey(Index<Name, Numbered>);

impl Router for ByKey {
    fn add(&mut self, number: u64, binding: &Arc<Binding>) {
        self.0.or_default(binding.routing_key.clone()).insert(number, binding.clone());
    }

    fn remove(&mut self, number: u64, binding: &Binding) {
        if let Some(bindings) = self.0.get_mut(&binding.routing_key) {
            bindings.remove(&number);
            if bindings.is_empty() {
                self.0.remove(&binding.routing_key);
            }
        }
    }

    fn route(&self, _: &Numbered, message: &Message, found: &mut Found) {
        for bindings in super::keys(message).filter_map(|key| self.0.get(key)) {
            found.extend(bindings);
        }
    }

    fn boxed_clone(&self) -> Box<dyn Router> {
        Box::new(self.clone())
    }
}

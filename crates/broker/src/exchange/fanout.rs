//! Fanout exchanges: every binding matches.

use std::sync::Arc;

use super::bindings::{Found, Numbered};
use super::types::{Comparison, Decides, ExchangeType, Router};
use crate::Message;
use crate::binding::Binding;

pub(super) static TYPE: ExchangeType = ExchangeType {
    name: "fanout",
    decides: Decides::Nothing,
    rule: "fanout-match",
    matched: "why.routed.fanout",
    missed: None,
    check_binding: |_| Ok(()),
    router: || Box::new(All),
    compare: |_, message| Comparison { matched: true, key: message.routing_key.clone(), ..Comparison::default() },
};

/// The router of fanout exchanges, which needs no index.
#[derive(Debug)]
struct All;

impl Router for All {
    fn add(&mut self, _: u64, _: &Arc<Binding>) {}

    fn remove(&mut self, _: u64, _: &Binding) {}

    fn route(&self, all: &Numbered, _: &Message, found: &mut Found) {
        found.extend(all);
    }

    fn boxed_clone(&self) -> Box<dyn Router> {
        Box::new(Self)
    }
}

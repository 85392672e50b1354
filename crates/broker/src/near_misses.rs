//! Explains why a message found no queue. It is computed on request, at that moment, never by a publish.

use std::sync::Arc;

use crate::binding::Binding;
use crate::broker::Broker;
use crate::event::{NearMiss, NearMisses};
use crate::{ExchangeId, Message};

impl Broker {
    /// Returns the near misses of a message published to an exchange: the first `most` one by one. (`Event::Unroutable`
    /// says that it found no queue.)
    #[must_use]
    pub fn near_misses(&self, exchange: ExchangeId, message: &Message, most: usize) -> NearMisses {
        if exchange == ExchangeId::default() {
            return NearMisses { told: vec![NearMiss::NoSuchQueue(message.routing_key.clone())], ..Default::default() };
        }
        let Some(bindings) = self.exchanges.get(exchange.0).map(|exchange| &exchange.bindings) else {
            return NearMisses::default();
        };
        let told: Vec<NearMiss> = bindings.iter().take(most).map(|binding| self.near_miss(binding, message)).collect();
        NearMisses { more: (bindings.len() - told.len()) as u64, told }
    }

    fn near_miss(&self, binding: &Arc<Binding>, message: &Message) -> NearMiss {
        let matched = self.exchanges.get(binding.source.0).is_some_and(|exchange| exchange.matches(binding, message));
        if matched { NearMiss::DeadEnd(binding.destination) } else { NearMiss::Binding(binding.clone()) }
    }
}

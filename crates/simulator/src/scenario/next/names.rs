//! The names of existing things, as a statement writes them.

use super::written;
use crate::Overview;

/// Names of existing things.
pub struct Names<'a>(pub &'a Overview);

impl Names<'_> {
    pub fn queues(&self) -> Vec<String> {
        self.0.broker.queues.iter().map(|queue| written(&queue.name)).collect()
    }

    /// Returns the run's own first, then the default exchange and the others that are always there.
    pub fn exchanges(&self) -> Vec<String> {
        let exchanges = &self.0.broker.exchanges;
        let mut names = Vec::with_capacity(exchanges.len());
        for predeclared in [false, true] {
            let wanted = exchanges.iter().filter(|exchange| exchange.predeclared == predeclared);
            names.extend(wanted.map(|exchange| written(&exchange.name)));
        }
        names
    }

    /// Returns the keys of all bindings, without duplicates.
    pub fn keys(&self) -> Vec<String> {
        let mut keys = Vec::new();
        for binding in &self.0.broker.bindings {
            let key = written(&binding.routing_key);
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }

    pub fn tags(&self) -> Vec<String> {
        self.0.broker.consumers.iter().map(|consumer| written(&consumer.tag)).collect()
    }

    /// Returns the unsettled deliveries that a client (`NAME` or `NAME/2`) holds on its channel.
    pub fn deliveries(&self, sender: &str) -> Vec<String> {
        let (name, channel) = sender.split_once('/').unwrap_or((sender, "1"));
        let held = self.0.clients.iter().filter(|client| &*client.name == name).flat_map(|client| &client.holding);
        held.filter(|held| !held.settled && held.channel.number.to_string() == channel)
            .map(|held| held.delivery_tag.to_string())
            .collect()
    }
}

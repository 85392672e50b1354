//! The names of all queues and exchanges of a run. The broker forgets deleted ones, but a history still mentions them.

use std::sync::Arc;

use warren_broker::{Broker, Event, ExchangeId, ExchangeType, Name, QueueId};

/// Names and types by number. Names are kept as long as the run; the worlds of one run share them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct NameHistory {
    queues: Arc<Vec<Name>>,
    exchanges: Arc<Vec<(Name, Name)>>,
}

impl NameHistory {
    /// Makes the names of a new broker.
    #[must_use]
    pub fn of(broker: &Broker) -> Self {
        let mut names = Self::default();
        for exchange in broker.overview().exchanges {
            names.exchange_declared(broker, exchange.id);
        }
        names
    }

    /// Records new declarations. Call it after every input, because a broker knows only what exists.
    pub fn note(&mut self, broker: &Broker, events: &[Event]) {
        for event in events {
            if let Event::QueueDeclared(queue) = event {
                put(Arc::make_mut(&mut self.queues), queue.0, broker.queue_name(*queue));
            } else if let Event::ExchangeDeclared(exchange) = event {
                self.exchange_declared(broker, *exchange);
            }
        }
    }

    fn exchange_declared(&mut self, broker: &Broker, exchange: ExchangeId) {
        let named = (broker.exchange_name(exchange), broker.exchange_kind(exchange));
        put(Arc::make_mut(&mut self.exchanges), exchange.0, named);
    }

    /// Returns the name of a queue, also of a deleted one; empty for a number never given.
    #[must_use]
    pub fn queue(&self, queue: QueueId) -> Name {
        self.queues.get(queue.0 as usize).cloned().unwrap_or_default()
    }

    /// Returns the name of an exchange, also of a deleted one; empty for a number never given, and for the default
    /// exchange.
    #[must_use]
    pub fn exchange(&self, exchange: ExchangeId) -> Name {
        self.exchanges.get(exchange.0 as usize).map(|(name, _)| name.clone()).unwrap_or_default()
    }

    /// Returns the type of an exchange, also of a deleted one.
    #[must_use]
    pub fn exchange_type(&self, exchange: ExchangeId) -> Option<&'static ExchangeType> {
        self.exchanges.get(exchange.0 as usize).and_then(|(_, kind)| ExchangeType::named(kind))
    }
}

/// Stores a value at its number. Numbers are given in order, each once.
fn put<T: Default>(list: &mut Vec<T>, number: u32, named: T) {
    let place = number as usize;
    while list.len() <= place {
        list.push(T::default());
    }
    list[place] = named;
}

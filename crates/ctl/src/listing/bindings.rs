//! `list_bindings`: includes the implicit bindings of every queue to the default exchange.

use std::sync::Arc;

use warren_broker::binding::{Binding, Destination};
use warren_broker::{ExchangeId, Overview, Table};

use crate::listing::{Column, exchange_name, queue_name};
use crate::terms::table;

const DEFAULT_EXCHANGE: ExchangeId = ExchangeId(0);

pub(crate) const COLUMNS: &[Column<Arc<Binding>>] = &[
    ("source_name", |overview, binding| exchange_name(overview, binding.source).to_string()),
    ("source_kind", |_, _| "exchange".to_owned()),
    ("destination_name", |overview, binding| match binding.destination {
        Destination::Queue(queue) => queue_name(overview, queue).to_string(),
        Destination::Exchange(exchange) => exchange_name(overview, exchange).to_string(),
    }),
    ("destination_kind", |_, binding| match binding.destination {
        Destination::Queue(_) => "queue".to_owned(),
        Destination::Exchange(_) => "exchange".to_owned(),
    }),
    ("routing_key", |_, binding| binding.routing_key.to_string()),
    ("arguments", |_, binding| table(&binding.arguments)),
];

/// Returns the implicit bindings, by queue, and then the explicit ones.
pub(crate) fn rows(overview: &Overview) -> Vec<Arc<Binding>> {
    let implied = overview.queues.iter().map(|queue| {
        Arc::new(Binding {
            source: DEFAULT_EXCHANGE,
            destination: Destination::Queue(queue.id),
            routing_key: queue.name.clone(),
            arguments: Table::default(),
        })
    });
    implied.chain(overview.bindings.iter().cloned()).collect()
}

//! Tells what an event is about. It does not know what is done with it.

use std::sync::Arc;

use warren_broker::binding::{Binding, Destination};
use warren_broker::event::{NearMiss, Route};
use warren_broker::{CopyId, Event, ExchangeId, MessageId, QueueId};

/// The queue an event concerns, if it is one queue.
pub fn queue_of(event: &Event) -> Option<QueueId> {
    match event {
        Event::QueueDeclared(queue)
        | Event::QueueDeleted { queue, .. }
        | Event::QueuePurged { queue, .. }
        | Event::Dropped { queue, .. }
        | Event::DeadLettered { queue, .. }
        | Event::DeadLetterDropped { queue, .. } => Some(*queue),
        Event::ConsumerAdded(consumer)
        | Event::ConsumerRemoved(consumer, _)
        | Event::ConsumerActivated(consumer)
        | Event::Skipped { consumer, .. } => Some(consumer.queue),
        Event::Bound(binding) | Event::Unbound(binding, _) => match binding.destination {
            Destination::Queue(queue) => Some(queue),
            Destination::Exchange(_) => None,
        },
        Event::To(..)
        | Event::ToConnection(..)
        | Event::ConnectionOpened(_)
        | Event::ConnectionClosed(..)
        | Event::ChannelOpened(_)
        | Event::ChannelClosed(..)
        | Event::ExchangeDeclared(_)
        | Event::ExchangeDeleted(..)
        | Event::Published { .. }
        | Event::Routed { .. }
        | Event::Unroutable { .. }
        | Event::Stopped(_)
        | Event::Started => None,
        Event::Enqueued { copy, .. }
        | Event::Delivered { copy, .. }
        | Event::Acked { copy, .. }
        | Event::Rejected { copy, .. }
        | Event::Requeued { copy, .. }
        | Event::Expired { copy, .. }
        | Event::Persisted { copy, .. }
        | Event::Recovered { copy, .. }
        | Event::Lost { copy, .. } => Some(copy.queue),
    }
}

/// The copy that an event concerns, and the message that it is a copy of.
#[allow(clippy::wildcard_enum_match_arm)] // The names say it: events about a copy have a field `copy`.
pub fn copy_of(event: &Event) -> Option<(CopyId, MessageId)> {
    match event {
        Event::Enqueued { copy, message, .. }
        | Event::Delivered { copy, message, .. }
        | Event::Acked { copy, message, .. }
        | Event::Rejected { copy, message, .. }
        | Event::Requeued { copy, message, .. }
        | Event::Expired { copy, message, .. }
        | Event::Persisted { copy, message, .. }
        | Event::Recovered { copy, message, .. }
        | Event::Lost { copy, message, .. } => Some((*copy, *message)),
        _ => None,
    }
}

/// The message an event concerns, if it is one message.
#[allow(clippy::wildcard_enum_match_arm)] // Events about a copy are matched in full above; the others are of nodes.
pub fn message_of(event: &Event) -> Option<MessageId> {
    match event {
        Event::Published { message, .. } | Event::DeadLettered { message, .. } => Some(message.id),
        Event::Routed { message, .. }
        | Event::Unroutable { message, .. }
        | Event::Dropped { message, .. }
        | Event::DeadLetterDropped { message, .. } => Some(*message),
        event => copy_of(event).map(|(_, message)| message),
    }
}

/// The exchange an event concerns, if it is one exchange.
#[allow(clippy::wildcard_enum_match_arm)] // All other events are of queues, messages past their routing, and clients.
pub fn exchange_of(event: &Event) -> Option<ExchangeId> {
    match event {
        Event::ExchangeDeclared(exchange)
        | Event::ExchangeDeleted(exchange, _)
        | Event::Routed { exchange, .. }
        | Event::Unroutable { exchange, .. } => Some(*exchange),
        Event::Bound(binding) | Event::Unbound(binding, _) => Some(binding.source),
        _ => None,
    }
}

/// The bindings an event concerns.
#[allow(clippy::wildcard_enum_match_arm)] // Bindings come, go, route and just miss; nothing else happens to them.
pub fn bindings_of(event: &Event) -> Vec<&Arc<Binding>> {
    match event {
        Event::Bound(binding) | Event::Unbound(binding, _) | Event::Routed { route: Route::Binding(binding), .. } => {
            vec![binding]
        }
        Event::Unroutable { near_misses, .. } => near_misses
            .iter()
            .filter_map(|miss| match miss {
                NearMiss::Binding(binding) => Some(binding),
                NearMiss::NoSuchQueue(_) | NearMiss::DeadEnd(_) => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

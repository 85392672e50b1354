//! The lines of exchanges, queues, bindings and consumers that are added and removed.

use warren_broker::binding::Binding;
use warren_broker::event::{Consumer, ConsumerEnd, ExchangeEnd, QueueEnd, UnbindCause};
use warren_broker::{ExchangeId, QueueId};

use super::{Line, broker};
use crate::explain::scene::Scene;
use crate::scenario::{Literal, Word};

pub fn exchange_deleted(scene: &Scene<'_>, exchange: ExchangeId, cause: ExchangeEnd) -> Line {
    let cause = match cause {
        ExchangeEnd::Deleted => "",
        ExchangeEnd::LastBindingGone => ", auto-delete: its last binding is gone",
        ExchangeEnd::BrokerStopped => ", not durable",
    };
    broker("deleted", format!("exchange {}{cause}", scene.exchange(exchange)))
}

pub fn queue_deleted(scene: &Scene<'_>, queue: QueueId, cause: QueueEnd, ready: u64, unacked: u64) -> Line {
    let cause = match cause {
        QueueEnd::Deleted => "",
        QueueEnd::LastConsumerGone => ", auto-delete: its last consumer is gone",
        QueueEnd::OwnerGone => ", exclusive: its connection is gone",
        QueueEnd::Expired => ", x-expires: unused for so long",
        QueueEnd::BrokerStopped => ", did not survive the stop",
    };
    broker("deleted", format!("queue {}, {ready} ready, {unacked} unacked{cause}", scene.queue(queue)))
}

pub fn unbound(scene: &Scene<'_>, binding: &Binding, cause: UnbindCause) -> Line {
    let cause = match cause {
        UnbindCause::Unbound => "",
        UnbindCause::SourceGone => ", its exchange is gone",
        UnbindCause::DestinationGone => ", what it led to is gone",
    };
    broker("unbound", format!("{}{cause}", binding_text(scene, binding)))
}

pub fn consumer_removed(scene: &Scene<'_>, consumer: &Consumer, cause: ConsumerEnd) -> Line {
    let cause = match cause {
        ConsumerEnd::Cancelled => ", cancelled",
        ConsumerEnd::ChannelClosed => ", its channel is gone",
        ConsumerEnd::QueueGone => ", its queue is gone",
    };
    broker("consumer removed", format!("{}{cause}", consumer_text(scene, consumer)))
}

pub fn consumer_text(scene: &Scene<'_>, consumer: &Consumer) -> String {
    format!("{} of {}", scene.consumer(consumer), scene.queue(consumer.queue))
}

pub fn binding_text(scene: &Scene<'_>, binding: &Binding) -> String {
    let (exchange, destination) = (scene.exchange(binding.source), scene.destination(binding.destination));
    let mut text = format!("{exchange} -> {destination}, key {}", Word(&binding.routing_key));
    for (name, value) in binding.arguments.iter() {
        text.push_str(&format!(" {name}={}", Literal(value)));
    }
    text
}

//! The log lines of what the broker does, one event each. What only repeats the method that the moment is about has none.

use warren_broker::event::{ChannelEnd, ConnectionEnd};
use warren_broker::event::{
    Consumer, ConsumerEnd, DeadLetterDropCause, ExchangeEnd, Limit, LossCause, NearMiss, QueueEnd, RequeueCause, Route,
    SkipCause, Stage, StopCause, Ttl, UnbindCause,
};
use warren_broker::{ChannelId, ConnectionReply, CopyId, Event, MessageId, Name, Reply};

use super::Line;
use super::clients::{confirm, told};
use crate::Happening;
use crate::explain::scene::Scene;
use crate::scenario::{Literal, Word};

/// The line of the moment's event with this index, if it has one.
pub fn line(scene: &Scene<'_>, index: usize, event: &Event) -> Option<Line> {
    let broker = |what, detail: String| Some(Line::new("broker", what, detail));
    match event {
        Event::To(channel, reply) => reply_line(scene, *channel, reply),
        Event::ToConnection(connection, reply) => match reply {
            ConnectionReply::Close(close) if !matches!(scene.moment.what, Happening::BrokerStopped(_)) => {
                broker("connection.close", format!("{}: {} {}", scene.peer(*connection), close.code, close.text))
            }
            ConnectionReply::Close(_) | ConnectionReply::OpenOk | ConnectionReply::CloseOk => None,
        },
        Event::ConnectionOpened(_)
        | Event::ConnectionClosed(..)
        | Event::ChannelOpened(_)
        | Event::ChannelClosed(..) => None,
        Event::ExchangeDeclared(exchange) => broker("declared", format!("exchange {}", scene.exchange(*exchange))),
        Event::ExchangeDeleted(exchange, cause) => {
            let cause = match cause {
                ExchangeEnd::Deleted => "",
                ExchangeEnd::LastBindingGone => ", auto-delete: its last binding is gone",
                ExchangeEnd::BrokerStopped => ", not durable",
            };
            broker("deleted", format!("exchange {}{cause}", scene.exchange(*exchange)))
        }
        Event::QueueDeclared(queue) => broker("declared", format!("queue {}", scene.queue(*queue))),
        Event::QueueDeleted { queue, cause, ready, unacked } => {
            let cause = match cause {
                QueueEnd::Deleted => "",
                QueueEnd::LastConsumerGone => ", auto-delete: its last consumer is gone",
                QueueEnd::OwnerGone => ", exclusive: its connection is gone",
                QueueEnd::Expired => ", x-expires: unused for so long",
                QueueEnd::BrokerStopped => ", did not survive the stop",
            };
            broker("deleted", format!("queue {}, {ready} ready, {unacked} unacked{cause}", scene.queue(*queue)))
        }
        Event::QueuePurged { queue, ready } => broker("purged", format!("{}, {ready} ready", scene.queue(*queue))),
        Event::Bound(binding) => broker("bound", binding_told(scene, binding)),
        Event::Unbound(binding, cause) => {
            let cause = match cause {
                UnbindCause::Unbound => "",
                UnbindCause::SourceGone => ", its exchange is gone",
                UnbindCause::DestinationGone => ", what it led to is gone",
            };
            broker("unbound", format!("{}{cause}", binding_told(scene, binding)))
        }
        Event::ConsumerAdded(consumer) => broker("consumer added", consumer_told(scene, consumer)),
        Event::ConsumerRemoved(consumer, cause) => {
            let cause = match cause {
                ConsumerEnd::Cancelled => ", cancelled",
                ConsumerEnd::ChannelClosed => ", its channel is gone",
                ConsumerEnd::QueueGone => ", its queue is gone",
            };
            broker("consumer removed", format!("{}{cause}", consumer_told(scene, consumer)))
        }
        Event::ConsumerActivated(consumer) => broker("consumer activated", consumer_told(scene, consumer)),
        Event::Published { channel, message, publish_seq_no } => {
            let number = publish_seq_no.map(|number| format!(", publish {number}")).unwrap_or_default();
            broker("published", format!("{} from {}{number}", told(message), scene.on(*channel)))
        }
        Event::Routed { message, exchange, route } => {
            Some(Line::broker("routed", *message, routed(scene, *exchange, route)))
        }
        Event::Unroutable { message, exchange, returned, near_misses } => {
            let end = if *returned { "returned" } else { "dropped" };
            let misses = missed(scene, near_misses);
            let after = format!(": no way from {}{misses}, {end}", scene.exchange(*exchange));
            Some(Line::broker("unroutable", *message, after))
        }
        Event::Enqueued { copy, message, persistent } => {
            let next = scene.moment.events.get(index + 1);
            if matches!(next, Some(Event::Delivered { copy: delivered, .. }) if delivered == copy) {
                return None;
            }
            let persistent = if *persistent { ", persistent" } else { "" };
            Some(Line::broker("enqueued", *message, format!(" -> {}{persistent}", scene.queue(copy.queue))))
        }
        Event::Delivered { copy, message, channel, delivery_tag, redelivered, fetched, no_ack } => {
            let what = if *fetched { "basic.get-ok" } else { "basic.deliver" };
            let redelivered = if *redelivered { ", redelivered" } else { "" };
            let no_ack = if *no_ack { ", no-ack" } else { "" };
            let (queue, client) = (scene.queue(copy.queue), scene.on(*channel));
            let after = format!(" of {queue} -> {client}, tag {delivery_tag}{redelivered}{no_ack}");
            Some(Line::broker(what, *message, after))
        }
        Event::Skipped { consumer, cause } => {
            let cause = match cause {
                SkipCause::Prefetch { limit } => format!("its prefetch of {limit} is full"),
                SkipCause::ChannelPrefetch { limit } => format!("its channel's prefetch of {limit} is full"),
            };
            broker("skipped", format!("{}, {cause}", consumer_told(scene, consumer)))
        }
        Event::Acked { copy, message, channel, .. } => {
            Some(of_queue(scene, "acked", *copy, *message, &by(scene, *channel)))
        }
        Event::Rejected { copy, message, channel, .. } => {
            Some(of_queue(scene, "rejected", *copy, *message, &by(scene, *channel)))
        }
        Event::Requeued { copy, message, cause } => {
            let place = if scene.is_quorum(copy.queue) { "at the back" } else { "its old place" };
            let after = format!(" -> {}, {place}, {}", scene.queue(copy.queue), requeue_cause(*cause));
            Some(Line::broker("requeued", *message, after))
        }
        Event::Expired { copy, message, ttl } => {
            let ttl = match ttl {
                Ttl::Message(ms) => format!(", its expiration of {ms} ms"),
                Ttl::Queue(ms) => format!(", x-message-ttl {ms} ms"),
            };
            Some(of_queue(scene, "expired", *copy, *message, &ttl))
        }
        Event::Dropped { queue, position, message, limit } => {
            let limit = match limit {
                Limit::Length(limit) => format!("x-max-length {limit}"),
                Limit::Bytes(limit) => format!("x-max-length-bytes {limit}"),
                Limit::Delivery(limit) => format!("x-delivery-limit {limit}"),
            };
            let what = if position.is_some() { "dropped" } else { "refused" };
            Some(Line::broker(what, *message, format!(" of {}, {limit}", scene.queue(*queue))))
        }
        Event::DeadLettered { queue, message, reason } => {
            let exchange = crate::explain::scene::exchange_named(&message.exchange);
            let (queue, key) = (scene.queue(*queue), Word(&message.routing_key));
            let after = format!(" of {queue} -> exchange {exchange}, key {key}, {}", reason.as_str());
            Some(Line::broker("dead-lettered", message.id, after))
        }
        Event::DeadLetterDropped { queue, message, reason, cause } => {
            let cause = match cause {
                DeadLetterDropCause::NoExchange => "no dead letter exchange".to_owned(),
                DeadLetterDropCause::Cycle(next) => format!("it would go round through {}", scene.queue(*next)),
            };
            let after = format!(" of {}, {}, {cause}", scene.queue(*queue), reason.as_str());
            Some(Line::broker("dropped", *message, after))
        }
        Event::Persisted { copy, message, stage } => {
            Some(of_queue(scene, "persisted", *copy, *message, &format!(", {}", stage_name(*stage))))
        }
        Event::Stopped(cause) => {
            let what = match cause {
                StopCause::Clean => "stopped",
                StopCause::Killed => "killed",
                StopCause::PowerLoss => "power lost",
            };
            let gone = scene.moment.events.iter().filter(|event| matches!(event, Event::ConnectionClosed(..))).count();
            broker(what, format!("connections gone: {gone}"))
        }
        Event::Started => broker("started", String::new()),
        Event::Recovered { copy, message, redelivered } => {
            let redelivered = if *redelivered { ", redelivered" } else { "" };
            Some(of_queue(scene, "recovered", *copy, *message, redelivered))
        }
        Event::Lost { copy, message, cause } => {
            let cause = match cause {
                LossCause::QueueNotDurable => ", queue not durable".to_owned(),
                LossCause::MessageNotPersistent => ", not persistent".to_owned(),
                LossCause::NotOnDisk(stage) => format!(", was in: {}", stage_name(*stage)),
            };
            Some(of_queue(scene, "lost", *copy, *message, &cause))
        }
    }
}

/// A method that the broker sends for other reasons than that it was asked. Deliveries have lines of their own.
fn reply_line(scene: &Scene<'_>, channel: ChannelId, reply: &Reply) -> Option<Line> {
    let client = scene.on(channel);
    let detail = match reply {
        Reply::ChannelClose(close) => format!("{client}: {} {}", close.code, close.text),
        Reply::BasicReturn { message } => format!("message {} -> {client}", message.id.0),
        Reply::BasicAck { delivery_tag, multiple } | Reply::BasicNack { delivery_tag, multiple } => {
            format!("{} -> {client}", confirm(*delivery_tag, *multiple))
        }
        Reply::BasicCancel { consumer_tag } => format!("consumer {consumer_tag} -> {client}"),
        Reply::BasicGetEmpty => format!("-> {client}"),
        Reply::ChannelOpenOk
        | Reply::ChannelCloseOk
        | Reply::ChannelFlowOk { .. }
        | Reply::ExchangeDeclareOk
        | Reply::ExchangeDeleteOk
        | Reply::ExchangeBindOk
        | Reply::ExchangeUnbindOk
        | Reply::QueueDeclareOk { .. }
        | Reply::QueueBindOk
        | Reply::QueueUnbindOk
        | Reply::QueuePurgeOk { .. }
        | Reply::QueueDeleteOk { .. }
        | Reply::BasicQosOk
        | Reply::BasicConsumeOk { .. }
        | Reply::BasicCancelOk { .. }
        | Reply::BasicDeliver { .. }
        | Reply::BasicGetOk { .. }
        | Reply::BasicRecoverOk
        | Reply::ConfirmSelectOk
        | Reply::TxSelectOk
        | Reply::TxCommitOk
        | Reply::TxRollbackOk => return None,
    };
    Some(Line::new("broker", reply.name(), detail))
}

fn of_queue(scene: &Scene<'_>, what: &'static str, copy: CopyId, message: MessageId, after: &str) -> Line {
    Line::broker(what, message, format!(" of {}{after}", scene.queue(copy.queue)))
}

fn by(scene: &Scene<'_>, channel: ChannelId) -> String {
    format!(" by {}", scene.on(channel))
}

fn consumer_told(scene: &Scene<'_>, consumer: &Consumer) -> String {
    format!("{} of {}", scene.consumer(consumer), scene.queue(consumer.queue))
}

fn binding_told(scene: &Scene<'_>, binding: &warren_broker::binding::Binding) -> String {
    let (exchange, destination) = (scene.exchange(binding.source), scene.destination(binding.destination));
    let mut told = format!("{exchange} -> {destination}, key {}", Word(&binding.routing_key));
    for (name, value) in binding.arguments.iter() {
        told.push_str(&format!(" {name}={}", Literal(value)));
    }
    told
}

fn routed(scene: &Scene<'_>, exchange: warren_broker::ExchangeId, route: &Route) -> String {
    match route {
        Route::Default(queue) => format!(" -> {}, the queue named by its key", scene.queue(*queue)),
        Route::Binding(binding) => format!(" by binding {}", binding_told(scene, binding)),
        Route::Alternate(next) => {
            format!(" -> exchange {}, the alternate of {}", scene.exchange(*next), scene.exchange(exchange))
        }
        Route::DirectReplyTo(channel) => format!(" -> {}, direct reply-to", scene.on(*channel)),
    }
}

/// The first few near misses.
fn missed(scene: &Scene<'_>, near_misses: &[NearMiss]) -> String {
    const TOLD: usize = 3;
    let one = |miss: &NearMiss| match miss {
        NearMiss::NoSuchQueue(name) => format!("no queue {}", Word(name)),
        NearMiss::Binding(binding) => format!("not {}", binding_told(scene, binding)),
        NearMiss::DeadEnd(destination) => format!("{} leads nowhere", scene.destination(*destination)),
    };
    let mut misses: Vec<String> = near_misses.iter().take(TOLD).map(one).collect();
    if near_misses.len() > TOLD {
        misses.push(format!("{} more", near_misses.len() - TOLD));
    }
    if misses.is_empty() { String::new() } else { format!(" ({})", misses.join("; ")) }
}

fn requeue_cause(cause: RequeueCause) -> Name {
    let text = match cause {
        RequeueCause::Reject => "basic.reject",
        RequeueCause::Nack => "basic.nack",
        RequeueCause::Recover => "basic.recover",
        RequeueCause::ChannelClosed(end) => match end {
            ChannelEnd::Closed | ChannelEnd::Error => "channel closed",
            ChannelEnd::AckTimeout => "not acknowledged in time",
            ChannelEnd::Connection(end) => match end {
                ConnectionEnd::Closed | ConnectionEnd::Error => "connection closed",
                ConnectionEnd::Lost => "connection lost",
                ConnectionEnd::BrokerStopped => "broker stopped",
            },
        },
    };
    text.into()
}

const fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Memory => "memory",
        Stage::PageCache => "page cache",
        Stage::Disk => "disk",
    }
}

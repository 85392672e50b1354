//! The lines of a message's path: from an exchange into queues, out of them, and back.

use warren_broker::event::{
    ChannelEnd, ConnectionEnd, Consumer, DeadLetterDropCause, DeathReason, Limit, NearMiss, NearMisses, RequeueCause,
    RequeuePlace, Route, SkipCause, Ttl,
};
use warren_broker::{CopyId, Event, ExchangeId, Message, MessageId, QueueId};

use super::topology::{binding_text, consumer_text};
use super::{Line, broker, of_queue};
use crate::explain::scene::{Scene, exchange_named};
use crate::scenario::Word;

pub fn routed(scene: &Scene<'_>, message: MessageId, exchange: ExchangeId, route: &Route) -> Line {
    let after = match route {
        Route::Default(queue) => format!(" -> {}, the queue named by its key", scene.queue(*queue)),
        Route::Binding(binding) => format!(" by binding {}", binding_text(scene, binding)),
        Route::Alternate(next) => {
            format!(" -> exchange {}, the alternate of {}", scene.exchange(*next), scene.exchange(exchange))
        }
        Route::DirectReplyTo(channel) => format!(" -> {}, direct reply-to", scene.on(*channel)),
    };
    Line::broker("routed", message, after)
}

pub fn unroutable(scene: &Scene<'_>, message: MessageId, exchange: ExchangeId, returned: bool) -> Line {
    let end = if returned { "returned" } else { "dropped" };
    let misses = missed(scene, scene.near_misses(message));
    Line::broker("unroutable", message, format!(": no way from {}{misses}, {end}", scene.exchange(exchange)))
}

/// Formats the first few near misses.
fn missed(scene: &Scene<'_>, near_misses: &NearMisses) -> String {
    const LISTED: usize = 3;
    let one = |miss: &NearMiss| match miss {
        NearMiss::NoSuchQueue(name) => format!("no queue {}", Word(name)),
        NearMiss::Binding(binding) => format!("not {}", binding_text(scene, binding)),
        NearMiss::DeadEnd(destination) => format!("{} leads nowhere", scene.destination(*destination)),
    };
    let mut misses: Vec<String> = near_misses.told.iter().take(LISTED).map(one).collect();
    let more = (near_misses.told.len() - misses.len()) as u64 + near_misses.more;
    if more > 0 {
        misses.push(format!("{more} more"));
    }
    if misses.is_empty() { String::new() } else { format!(" ({})", misses.join("; ")) }
}

/// Returns the line of an enqueued copy, or `None` if it is delivered at once, which has a line of its own.
pub fn enqueued(scene: &Scene<'_>, index: usize, copy: CopyId, message: MessageId, persistent: bool) -> Option<Line> {
    let next = scene.moment.events.get(index + 1);
    if matches!(next, Some(Event::Delivered { copy: delivered, .. }) if *delivered == copy) {
        return None;
    }
    let persistent = if persistent { ", persistent" } else { "" };
    Some(Line::broker("enqueued", message, format!(" -> {}{persistent}", scene.queue(copy.queue))))
}

pub fn delivered(scene: &Scene<'_>, event: &Event) -> Option<Line> {
    let Event::Delivered { copy, message, channel, consumer, delivery_tag, redelivered, no_ack, .. } = event else {
        return None;
    };
    let what = if consumer.is_some() { "basic.deliver" } else { "basic.get-ok" };
    let redelivered = if *redelivered { ", redelivered" } else { "" };
    let no_ack = if *no_ack { ", no-ack" } else { "" };
    let after = format!(" -> {}, tag {delivery_tag}{redelivered}{no_ack}", scene.on(*channel));
    Some(of_queue(scene, what, *copy, *message, &after))
}

pub fn skipped(scene: &Scene<'_>, consumer: &Consumer, cause: SkipCause) -> Line {
    let cause = match cause {
        SkipCause::Prefetch { limit } => format!("its prefetch of {limit} is full"),
        SkipCause::ChannelPrefetch { limit } => format!("its channel's prefetch of {limit} is full"),
    };
    broker("skipped", format!("{}, {cause}", consumer_text(scene, consumer)))
}

pub fn requeued(
    scene: &Scene<'_>,
    queue: QueueId,
    message: MessageId,
    place: RequeuePlace,
    cause: RequeueCause,
) -> Line {
    let place = match place {
        RequeuePlace::Old => "its old place",
        RequeuePlace::Back => "at the back",
        RequeuePlace::BeforeNew => "before all that were not out yet",
    };
    let after = format!(" -> {}, {place}, {}", scene.queue(queue), requeue_cause(cause));
    Line::broker("requeued", message, after)
}

const fn requeue_cause(cause: RequeueCause) -> &'static str {
    match cause {
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
    }
}

pub fn expired(scene: &Scene<'_>, copy: CopyId, message: MessageId, ttl: Ttl) -> Line {
    let ttl = match ttl {
        Ttl::Message(ms) => format!(", its expiration of {ms} ms"),
        Ttl::Queue(ms) => format!(", x-message-ttl {ms} ms"),
    };
    of_queue(scene, "expired", copy, message, &ttl)
}

pub fn dropped(scene: &Scene<'_>, what: &'static str, queue: QueueId, message: MessageId, limit: Limit) -> Line {
    let limit = match limit {
        Limit::Length(limit) => format!("x-max-length {limit}"),
        Limit::Bytes(limit) => format!("x-max-length-bytes {limit}"),
        Limit::Delivery(limit) => format!("x-delivery-limit {limit}"),
    };
    Line::broker(what, message, format!(" of {}, {limit}", scene.queue(queue)))
}

pub fn dead_lettered(scene: &Scene<'_>, queue: QueueId, message: &Message, reason: DeathReason) -> Line {
    let (exchange, key) = (exchange_named(&message.exchange), Word(&message.routing_key));
    let after = format!(" of {} -> exchange {exchange}, key {key}, {}", scene.queue(queue), reason.as_str());
    Line::broker("dead-lettered", message.id, after)
}

pub fn dead_letter_dropped(
    scene: &Scene<'_>,
    queue: QueueId,
    message: MessageId,
    reason: DeathReason,
    cause: DeadLetterDropCause,
) -> Line {
    let cause = match cause {
        DeadLetterDropCause::NoExchange => "no dead letter exchange".to_owned(),
        DeadLetterDropCause::QueueCrashed => "the queue crashed on an x-death that it cannot read".to_owned(),
        DeadLetterDropCause::Cycle(next) => format!("it would go round through {}", scene.queue(next)),
        DeadLetterDropCause::TooMany => "too many dead letters came of one death in one moment".to_owned(),
    };
    Line::broker("dropped", message, format!(" of {}, {}, {cause}", scene.queue(queue), reason.as_str()))
}

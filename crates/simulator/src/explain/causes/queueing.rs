//! Why a message waits in a queue, returns to it, or leaves it without a consumer.

use core::time::Duration;
use std::sync::Arc;

use warren_broker::event::{
    ChannelEnd, ConnectionEnd, DeadLetterDropCause, DeathReason, Limit, RequeueCause, RequeuePlace, Ttl,
};
use warren_broker::{CopyId, Event, Message, MessageId, QueueId};

use crate::explain::phrase::{Key, Place};
use crate::explain::scene::Scene;
use crate::explain::sentences::Why;

pub fn enqueued(
    scene: &Scene<'_>,
    index: usize,
    copy: CopyId,
    message: MessageId,
    persistent: bool,
    say: &mut dyn FnMut(Why),
) {
    let queue = scene.queue(copy.queue);
    let handed_out = scene.moment.events[index..].iter().find_map(|event| {
        if let Event::Delivered { copy: delivered, no_ack, .. } = event {
            (*delivered == copy).then_some(*no_ack)
        } else {
            None
        }
    });
    let wants_disk = scene.message(message).is_some_and(|message| message.content.properties.persistent());
    if persistent {
        say(Why::KeptOnDisk { messages: message.into(), queue: queue.clone() });
    } else if wants_disk {
        say(match handed_out {
            Some(true) => Why::NotKeptNoAck { messages: message.into() },
            Some(false) | None => Why::NotKeptQueue { messages: message.into(), queue: queue.clone() },
        });
    }
    let dropped = |event: &Event| matches!(event, Event::Dropped { queue, position, .. } if *queue == copy.queue && *position == Some(copy.position));
    let expired = |event: &Event| matches!(event, Event::Expired { copy: expired, .. } if *expired == copy);
    let gone = scene.moment.events[index..].iter().any(|event| dropped(event) || expired(event));
    if handed_out.is_none() && !gone {
        say(Why::WaitsForConsumer { messages: message.into(), queue });
    }
}

pub fn requeued(scene: &Scene<'_>, queue: QueueId, message: MessageId, cause: RequeueCause, say: &mut dyn FnMut(Why)) {
    let (messages, queue) = (message.into(), scene.queue(queue));
    say(match cause {
        RequeueCause::Reject => Why::RequeuedReject { messages, queue },
        RequeueCause::Nack => Why::RequeuedNack { messages, queue },
        RequeueCause::Recover => Why::RequeuedRecover { messages, queue },
        RequeueCause::ChannelClosed(end) => match end {
            ChannelEnd::Closed => Why::RequeuedChannelClosed { messages, queue },
            ChannelEnd::Error => Why::RequeuedChannelError { messages, queue },
            ChannelEnd::AckTimeout => Why::RequeuedAckTimeout { messages, queue },
            ChannelEnd::Connection(end) => match end {
                ConnectionEnd::Closed | ConnectionEnd::BrokerStopped => {
                    Why::RequeuedConnectionClosed { messages, queue }
                }
                ConnectionEnd::Lost => Why::RequeuedConnectionLost { messages, queue },
                ConnectionEnd::Error => Why::RequeuedConnectionError { messages, queue },
            },
        },
    });
}

/// Explains to which place requeued messages return.
pub fn place(scene: &Scene<'_>, queue: QueueId, message: MessageId, place: RequeuePlace, say: &mut dyn FnMut(Why)) {
    let (messages, queue) = (message.into(), scene.queue(queue));
    say(match place {
        RequeuePlace::Old => Why::OldPlace { messages, queue },
        RequeuePlace::Back => Why::QuorumBack { messages, queue },
        RequeuePlace::BeforeNew => Why::QuorumBeforeNew { messages, queue },
    });
}

pub fn expired(scene: &Scene<'_>, copy: CopyId, message: MessageId, ttl: Ttl, say: &mut dyn FnMut(Why)) {
    let (messages, queue) = (message.into(), scene.queue(copy.queue));
    say(match ttl {
        Ttl::Message(ms) => Why::ExpiredOwn { messages, queue, ttl: Duration::from_millis(ms) },
        Ttl::Queue(ms) => Why::Expired { messages, queue, ttl: Duration::from_millis(ms) },
    });
}

/// Explains a drop. `from_head` says that a message already in the queue was dropped; otherwise a new one was refused.
pub fn dropped(
    scene: &Scene<'_>,
    queue: QueueId,
    from_head: bool,
    message: MessageId,
    limit: Limit,
    say: &mut dyn FnMut(Why),
) {
    let (messages, queue) = (message.into(), scene.queue(queue));
    say(match (limit, from_head) {
        (Limit::Length(limit), true) => Why::OverLength { messages, queue, limit },
        (Limit::Bytes(limit), true) => Why::OverBytes { messages, queue, limit },
        (Limit::Length(limit), false) => Why::FullLength { messages, queue, limit },
        (Limit::Bytes(limit), false) => Why::FullBytes { messages, queue, limit },
        (Limit::Delivery(limit), _) => Why::OverDeliveries { messages, queue, limit },
    });
}

pub fn dead_lettered(
    scene: &Scene<'_>,
    queue: QueueId,
    message: &Arc<Message>,
    reason: DeathReason,
    say: &mut dyn FnMut(Why),
) {
    let (messages, queue) = (message.id.into(), scene.queue(queue));
    let (exchange, key) = (Place::Exchange(message.exchange.clone()), Key::from(&message.routing_key));
    say(match reason {
        DeathReason::Rejected => Why::DeadRejected { messages, queue, exchange, key },
        DeathReason::Expired => Why::DeadExpired { messages, queue, exchange, key },
        DeathReason::MaxLen => Why::DeadMaxLen { messages, queue, exchange, key },
        DeathReason::DeliveryLimit => Why::DeadDeliveries { messages, queue, exchange, key },
    });
}

pub fn dead_letter_dropped(
    scene: &Scene<'_>,
    queue: QueueId,
    message: MessageId,
    cause: DeadLetterDropCause,
    say: &mut dyn FnMut(Why),
) {
    let messages = message.into();
    say(match cause {
        DeadLetterDropCause::NoExchange => Why::DeadNowhere { messages, queue: scene.queue(queue) },
        DeadLetterDropCause::QueueCrashed => Why::DeadCrash { messages, queue: scene.queue(queue) },
        DeadLetterDropCause::Cycle(next) => Why::DeadCycle { messages, queue: scene.queue(next) },
        DeadLetterDropCause::TooMany => Why::DeadTooMany { messages, queue: scene.queue(queue) },
    });
}

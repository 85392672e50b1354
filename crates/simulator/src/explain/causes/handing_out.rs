//! Why a consumer got a message or did not: turns, prefetch, backlog.

use warren_broker::event::{Consumer, ConsumerEnd, SkipCause};
use warren_broker::{ChannelId, CopyId, Event, QueueId};

use crate::explain::scene::Scene;
use crate::explain::sentences::Why;

pub fn delivered(scene: &Scene<'_>, index: usize, event: &Event, say: &mut dyn FnMut(Why)) {
    let Event::Delivered { copy, message, channel, consumer, redelivered, no_ack, .. } = event else { return };
    let (messages, queue, client) = ((*message).into(), scene.queue(copy.queue), scene.on(*channel));
    let before = &scene.moment.events[..index];
    say(if consumer.is_none() {
        Why::Got { messages, queue, client }
    } else if subscribes(before, copy.queue, *channel) {
        Why::Backlog { messages, queue, client }
    } else if settles(before, *channel) && !arrives(before, *copy) {
        Why::RoomAgain { messages, client }
    } else {
        Why::Turn { messages, queue, client }
    });
    if *redelivered {
        say(Why::Redelivered { messages: (*message).into() });
    }
    if *no_ack {
        say(Why::NoAck { messages: (*message).into() });
    }
}

/// Returns whether a consumer of this queue on this channel started in the moment.
fn subscribes(events: &[Event], queue: QueueId, on: ChannelId) -> bool {
    events.iter().any(
        |event| matches!(event, Event::ConsumerAdded(consumer) if consumer.queue == queue && consumer.channel == on),
    )
}

/// Returns whether a delivery on this channel was settled in the moment, which makes room for more.
fn settles(events: &[Event], on: ChannelId) -> bool {
    events
        .iter()
        .any(|event| matches!(event, Event::Acked { channel, .. } | Event::Rejected { channel, .. } if *channel == on))
}

/// Returns whether the copy entered its queue in the moment.
fn arrives(events: &[Event], delivered: CopyId) -> bool {
    events.iter().any(|event| matches!(event, Event::Enqueued { copy, .. } if *copy == delivered))
}

pub fn skipped(scene: &Scene<'_>, consumer: &Consumer, cause: SkipCause, say: &mut dyn FnMut(Why)) {
    let (client, queue) = (scene.consumer(consumer), scene.queue(consumer.queue));
    say(match cause {
        SkipCause::Prefetch { limit } => Why::Skipped { client, queue, limit: limit.into() },
        SkipCause::ChannelPrefetch { limit } => Why::SkippedChannel { client, queue, limit: limit.into() },
    });
}

pub fn consumer_added(scene: &Scene<'_>, consumer: &Consumer, say: &mut dyn FnMut(Why)) {
    say(Why::ConsumerLast { client: scene.consumer(consumer), queue: scene.queue(consumer.queue) });
}

pub fn consumer_removed(scene: &Scene<'_>, consumer: &Consumer, end: ConsumerEnd, say: &mut dyn FnMut(Why)) {
    let (client, queue) = (scene.consumer(consumer), scene.queue(consumer.queue));
    match end {
        ConsumerEnd::Cancelled => say(Why::ConsumerCancelled { client, queue }),
        ConsumerEnd::QueueGone => say(Why::ConsumerQueueGone { client, queue }),
        // The end of the channel is the cause, and is explained elsewhere.
        ConsumerEnd::ChannelClosed => {}
    }
}

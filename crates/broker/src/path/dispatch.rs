//! From a queue to its consumers in turn, or to the caller of `basic.get`.

use crate::broker::Broker;
use crate::channel::Unacked;
use crate::connections::Connections;
use crate::event::{Emit, Event};
use crate::queue::{Entry, Kind, Offer, Queue, Subscription};
use crate::{ChannelId, QueueId, Reply, Time, publishing};

/// The recipient of a message.
#[derive(Clone, Copy)]
pub(super) struct Recipient {
    pub(super) channel: ChannelId,
    pub(super) ack_required: bool,
    /// The consumer's place in its queue; `None` for `basic.get`.
    consumer: Option<usize>,
}

/// The work that remains for a copy that was handed out.
#[must_use]
pub(super) enum HandedOut {
    /// It waits to be settled. Whether the channel's timer has to be set.
    Unacked { timer_is_off: bool },
    /// It is settled already and leaves the journal.
    Settled(Entry),
}

impl Broker {
    /// Hands out ready messages as long as a consumer can take one.
    pub(crate) fn run_queue(&mut self, id: QueueId, out: &mut Vec<Event>) {
        while let Self { queues, connections, .. } = self
            && let Some(queue) = queues.get_mut(id.0).filter(|queue| !queue.contents.ready().is_empty())
            && let Some(recipient) = next_recipient(queue, connections, out)
        {
            let entry = queue.contents.take_head().expect("asking consumers takes no message out");
            self.deliver(id, entry, recipient, out);
            self.drop_expired(id, out);
        }
        self.watch_queue(id);
    }

    /// Hands the head of the queue to the caller of `basic.get`.
    pub(crate) fn get_head(
        &mut self,
        id: QueueId,
        channel: ChannelId,
        ack_required: bool,
        out: &mut Vec<Event>,
    ) -> bool {
        let Some(entry) = self.queues.get_mut(id.0).and_then(|queue| queue.contents.take_head()) else { return false };
        // Messages uncovered by this one expire after it, but are not in the count of its answer.
        let mut uncovered = Vec::new();
        self.drop_expired(id, &mut uncovered);
        self.deliver(id, entry, Recipient { channel, ack_required, consumer: None }, out);
        out.append(&mut uncovered);
        self.watch_queue(id);
        true
    }

    fn deliver(&mut self, id: QueueId, entry: Entry, recipient: Recipient, out: &mut Vec<Event>) {
        let Self { queues, connections, now, .. } = self;
        let queue = queues.get_mut(id.0).expect("a queue whose message is handed out is there");
        let handed_out = hand_out::<false>(queue, connections, *now, entry, recipient, out);
        self.after_handing_out(id, recipient.channel, handed_out);
    }

    #[inline]
    pub(super) fn after_handing_out(&mut self, id: QueueId, channel: ChannelId, handed_out: HandedOut) {
        match handed_out {
            HandedOut::Unacked { timer_is_off: false } => {}
            HandedOut::Unacked { timer_is_off: true } => self.watch_channel(channel),
            HandedOut::Settled(entry) => self.remove_from_journal(id, &entry),
        }
    }
}

/// Asks the consumers in turn until one takes the message. Those that cannot leave the rotation.
#[inline]
pub(super) fn next_recipient(
    queue: &mut Queue,
    connections: &mut Connections,
    out: &mut Vec<Event>,
) -> Option<Recipient> {
    let id = queue.id;
    loop {
        let offer = queue.offer(|channel, ack_required| {
            let channel = connections.channel_mut(channel).expect("a channel that ends takes its consumers along");
            channel.limiter.admit(id, ack_required)
        });
        match offer {
            Offer::Taken(place) => {
                let Subscription { channel, ack_required, .. } = *queue.consumers().at(place);
                return Some(Recipient { channel, ack_required, consumer: Some(place) });
            }
            Offer::Refused(Subscription { consumer, .. }, cause) => {
                out.push(Event::Skipped { consumer: consumer.clone(), cause });
            }
            Offer::NoConsumer => return None,
        }
    }
}

/// Hands out a copy that was taken from its queue.
#[inline(always)]
pub(super) fn hand_out<const FRESH: bool>(
    queue: &mut Queue,
    connections: &mut Connections,
    now: Time,
    entry: Entry,
    Recipient { channel: channel_id, ack_required, consumer }: Recipient,
    out: &mut Vec<Event>,
) -> HandedOut {
    let Entry { position, message, expires_at, redelivered, journaled, from_disk, returns } = entry;
    let (copy, level) = (queue.copy(position), queue.contents.ready().level(&message, returns));
    if ack_required {
        queue.contents.mark_unacked();
    }
    let channel = connections.channel_mut(channel_id).expect("a channel that ends takes its consumers along");
    let delivery_tag = channel.take_delivery_tag();
    let consumer = consumer.map(|place| queue.consumers().at(place));
    out.emit(|| Event::Delivered {
        copy,
        message: message.id,
        level,
        consumer: consumer.map(|consumer| consumer.consumer.clone()),
        channel: channel_id,
        delivery_tag,
        redelivered,
        no_ack: !ack_required,
    });
    let sent = match queue.arguments.kind {
        Kind::Quorum if returns > 0 || consumer.is_none() => publishing::with_delivery_count(&message, returns),
        Kind::Quorum | Kind::Classic => message.clone(),
    };
    match consumer {
        Some(consumer) => {
            let consumer_tag = consumer.consumer.tag.clone();
            let reply = || Reply::BasicDeliver { consumer_tag, delivery_tag, redelivered, message: sent };
            out.emit(|| Event::To(channel_id, reply()));
        }
        None => {
            let message_count = u32::try_from(queue.contents.ready().len()).unwrap_or(u32::MAX);
            let reply = Reply::BasicGetOk { delivery_tag, redelivered, message_count, message: sent };
            out.push(Event::To(channel_id, reply));
        }
    }
    let entry = || Entry { position, message, expires_at, redelivered, journaled, from_disk, returns };
    if !ack_required {
        return HandedOut::Settled(entry());
    }
    let (tag, queue) = (consumer.map(|consumer| consumer.tag_number), queue.id);
    channel.unacked.insert_with(delivery_tag, || Unacked {
        delivery_tag,
        tag,
        delivered_at: now,
        queue,
        entry: entry(),
    });
    HandedOut::Unacked { timer_is_off: channel.timer_is_off() }
}

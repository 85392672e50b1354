//! Out of a queue to whoever can take: consumers in turn, or the one that asks with `basic.get`.

use crate::broker::Broker;
use crate::channel::{TagNumber, Unacked};
use crate::event::{Event, Tell};
use crate::queue::{Entry, Kind, Offer, Subscription};
use crate::{ChannelId, QueueId, Reply, publishing};

/// Who takes a message.
pub(super) struct Taker {
    pub(super) channel: ChannelId,
    /// Nothing for `basic.get`.
    tag: Option<TagNumber>,
    pub(super) ack_required: bool,
}

impl Broker {
    /// Hands out what is ready, as long as somebody can take it.
    pub(crate) fn run_queue(&mut self, id: QueueId, out: &mut Vec<Event>) {
        while self.queues.get(id.0).is_some_and(|queue| !queue.ready.is_empty()) {
            let Some(taker) = self.next_taker(id, out) else { break };
            let Some(entry) = self.queues.get_mut(id.0).and_then(|queue| queue.ready.pop()) else { break };
            self.deliver(id, entry, &taker, out);
            self.drop_expired(id, out);
        }
        self.watch_queue(id);
    }

    /// Asks the consumers in turn until one takes; those that cannot leave the rotation.
    pub(super) fn next_taker(&mut self, id: QueueId, out: &mut Vec<Event>) -> Option<Taker> {
        loop {
            let Self { queues, connections, .. } = self;
            let queue = queues.get_mut(id.0)?;
            let offer = queue.consumers.offer(queue.arguments.single_active_consumer, |channel, ack_required| {
                connections.channel_mut(channel).map_or(Ok(()), |channel| channel.limiter.admit(id, ack_required))
            });
            match offer {
                Offer::Taken(consumer) => {
                    let Subscription { channel, tag_number, ack_required, .. } = *consumer;
                    return Some(Taker { channel, tag: Some(tag_number), ack_required });
                }
                Offer::Refused(consumer, cause) => out.push(Event::Skipped { consumer: consumer.named(id), cause }),
                Offer::Nobody => return None,
            }
        }
    }

    /// `basic.get`: the head to whoever asks.
    pub(crate) fn fetch(&mut self, id: QueueId, channel: ChannelId, ack_required: bool, out: &mut Vec<Event>) -> bool {
        let Some(entry) = self.queues.get_mut(id.0).and_then(|queue| queue.ready.pop()) else { return false };
        // What it uncovers expires after it, but is not counted in its answer any more.
        let mut uncovered = Vec::new();
        self.drop_expired(id, &mut uncovered);
        self.deliver(id, entry, &Taker { channel, tag: None, ack_required }, out);
        out.append(&mut uncovered);
        self.watch_queue(id);
        true
    }

    pub(super) fn deliver(&mut self, id: QueueId, entry: Entry, taker: &Taker, out: &mut Vec<Event>) {
        let now = self.now;
        let Self { queues, connections, .. } = self;
        let Some(queue) = queues.get_mut(id.0) else { return };
        let kind = queue.arguments.kind;
        let copy = queue.copy(entry.position);
        queue.unacked += u64::from(taker.ack_required);
        let Some(channel) = connections.channel_mut(taker.channel) else { return };
        let delivery_tag = channel.take_delivery_tag();
        let redelivered = entry.redelivered;
        out.tell(|| Event::Delivered {
            copy,
            message: entry.message.id,
            channel: taker.channel,
            delivery_tag,
            redelivered,
            fetched: taker.tag.is_none(),
            no_ack: !taker.ack_required,
        });
        let message = match kind {
            Kind::Quorum if entry.returns > 0 || taker.tag.is_none() => {
                publishing::with_delivery_count(&entry.message, entry.returns)
            }
            Kind::Quorum | Kind::Classic => entry.message.clone(),
        };
        match taker.tag.map(|tag| channel.tag(tag)).cloned() {
            Some(consumer_tag) => {
                let reply = || Reply::BasicDeliver { consumer_tag, delivery_tag, redelivered, message };
                out.tell(|| Event::To(taker.channel, reply()));
            }
            None => {
                let message_count = u32::try_from(queue.ready.len()).unwrap_or(u32::MAX);
                let reply = Reply::BasicGetOk { delivery_tag, redelivered, message_count, message };
                out.push(Event::To(taker.channel, reply));
            }
        }
        if taker.ack_required {
            let tag = taker.tag;
            channel.unacked.insert(Unacked { delivery_tag, tag, delivered_at: now, queue: id, entry });
            self.watch_channel(taker.channel);
        } else {
            self.forget(id, &entry);
        }
    }
}

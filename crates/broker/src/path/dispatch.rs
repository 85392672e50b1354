//! From a queue to its consumers in turn, or to the caller of `basic.get`.

use std::sync::Arc;

use crate::broker::Broker;
use crate::channel::Unacked;
use crate::event::{Consumer, Emit, Event};
use crate::ids::TagNumber;
use crate::queue::{Entry, Kind, Offer, Subscription};
use crate::{ChannelId, QueueId, Reply, publishing};

/// The recipient of a message.
pub(super) struct Recipient {
    pub(super) channel: ChannelId,
    /// The consumer and its tag's number on the channel; `None` for `basic.get`.
    consumer: Option<(Arc<Consumer>, TagNumber)>,
    pub(super) ack_required: bool,
}

impl Broker {
    /// Hands out ready messages as long as a consumer can take one.
    pub(crate) fn run_queue(&mut self, id: QueueId, out: &mut Vec<Event>) {
        while self.queues.get(id.0).is_some_and(|queue| !queue.contents.ready().is_empty()) {
            let Some(recipient) = self.next_recipient(id, out) else { break };
            let entry = self
                .queues
                .get_mut(id.0)
                .and_then(|queue| queue.contents.take_head())
                .expect("asking consumers takes no message out");
            self.deliver(id, entry, recipient, out);
            self.drop_expired(id, out);
        }
        self.watch_queue(id);
    }

    /// Asks the consumers in turn until one takes the message. Those that cannot leave the rotation.
    pub(super) fn next_recipient(&mut self, id: QueueId, out: &mut Vec<Event>) -> Option<Recipient> {
        loop {
            let Self { queues, connections, .. } = self;
            let queue = queues.get_mut(id.0)?;
            let offer = queue.consumers.offer(queue.arguments.single_active_consumer, |channel, ack_required| {
                connections.channel_mut(channel).map_or(Ok(()), |channel| channel.limiter.admit(id, ack_required))
            });
            match offer {
                Offer::Taken(Subscription { channel, consumer, tag_number, ack_required, .. }) => {
                    let (channel, ack_required) = (*channel, *ack_required);
                    return Some(Recipient { channel, consumer: Some((consumer.clone(), *tag_number)), ack_required });
                }
                Offer::Refused(Subscription { consumer, .. }, cause) => {
                    out.push(Event::Skipped { consumer: consumer.clone(), cause });
                }
                Offer::NoConsumer => return None,
            }
        }
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
        self.deliver(id, entry, Recipient { channel, consumer: None, ack_required }, out);
        out.append(&mut uncovered);
        self.watch_queue(id);
        true
    }

    pub(super) fn deliver(&mut self, id: QueueId, entry: Entry, recipient: Recipient, out: &mut Vec<Event>) {
        let now = self.now;
        let Recipient { channel: channel_id, consumer, ack_required } = recipient;
        let Self { queues, connections, .. } = self;
        let queue = queues.get_mut(id.0).expect("a queue whose message is handed out is there");
        let (copy, level) = (queue.copy(entry.position), queue.contents.ready().level(&entry));
        if ack_required {
            queue.contents.mark_unacked();
        }
        let channel = connections.channel_mut(channel_id).expect("a channel that ends takes its consumers along");
        let delivery_tag = channel.take_delivery_tag();
        let redelivered = entry.redelivered;
        let message = match queue.arguments.kind {
            Kind::Quorum if entry.returns > 0 || consumer.is_none() => {
                publishing::with_delivery_count(&entry.message, entry.returns)
            }
            Kind::Quorum | Kind::Classic => entry.message.clone(),
        };
        let tag = consumer.as_ref().map(|(_, tag)| *tag);
        let consumer_tag = consumer.as_ref().map(|(consumer, _)| consumer.tag.clone());
        out.emit(|| Event::Delivered {
            copy,
            message: entry.message.id,
            level,
            consumer: consumer.map(|(consumer, _)| consumer),
            channel: channel_id,
            delivery_tag,
            redelivered,
            no_ack: !ack_required,
        });
        match consumer_tag {
            Some(consumer_tag) => {
                let reply = || Reply::BasicDeliver { consumer_tag, delivery_tag, redelivered, message };
                out.emit(|| Event::To(channel_id, reply()));
            }
            None => {
                let message_count = u32::try_from(queue.contents.ready().len()).unwrap_or(u32::MAX);
                let reply = Reply::BasicGetOk { delivery_tag, redelivered, message_count, message };
                out.push(Event::To(channel_id, reply));
            }
        }
        if ack_required {
            channel.unacked.insert(Unacked { delivery_tag, tag, delivered_at: now, queue: id, entry });
            if channel.timer_is_off() {
                self.watch_channel(channel_id);
            }
        } else {
            self.remove_from_journal(id, &entry);
        }
    }
}

//! What clients say about deliveries: acks, rejections, and what comes back to its queue.

use crate::broker::Broker;
use crate::channel::{Settlement, Unacked};
use crate::dict::{Dict, Set};
use crate::event::{DeathReason, Event, Limit, RequeueCause};
use crate::queue::Kind;
use crate::{ChannelId, Name, QueueId};

impl Broker {
    /// What a client said about deliveries takes effect, queue by queue and consumer by consumer, and their room is free.
    pub(crate) fn settle(
        &mut self,
        channel: ChannelId,
        settled: &mut Vec<Unacked>,
        settlement: Settlement,
        out: &mut Vec<Event>,
    ) {
        let limited = self.channel(channel).is_some_and(|channel| channel.limiter.is_active());
        let counted =
            if limited { settled.iter().filter(|unacked| self.counts_for_limiter(unacked)).count() } else { 0 };
        if settled.len() == 1 {
            self.settle_group(channel, settled, settlement, out);
        } else {
            for mut group in self.by_queue_and_consumer(settled) {
                self.settle_group(channel, &mut group, settlement, out);
            }
        }
        if limited {
            let released = self.channel_mut(channel).map(|channel| channel.limiter.settled(counted as u64));
            self.resume_queues(channel, released.unwrap_or_default(), out);
        }
    }

    /// The channel's limiter lets these queues go on.
    pub(crate) fn resume_queues(&mut self, channel: ChannelId, queues: Set<QueueId>, out: &mut Vec<Event>) {
        for id in queues.into_keys() {
            if self.queues.get_mut(id.0).is_some_and(|queue| queue.consumers.resume(channel)) {
                self.run_queue(id, out);
            }
        }
    }

    fn counts_for_limiter(&self, unacked: &Unacked) -> bool {
        let quorum = self.queues.get(unacked.queue.0).is_some_and(|queue| queue.arguments.kind == Kind::Quorum);
        unacked.consumer_tag.is_some() && !quorum
    }

    fn by_queue_and_consumer(&self, settled: &mut Vec<Unacked>) -> Vec<Vec<Unacked>> {
        let mut groups: Dict<(Name, QueueId, Option<Name>), Vec<Unacked>> = Dict::new();
        for unacked in settled.drain(..) {
            // A queue that is gone may have had the name of one that is there.
            let key = (self.queues.name(unacked.queue.0), unacked.queue, unacked.consumer_tag.clone());
            groups.or_insert(key, Vec::new()).push(unacked);
        }
        groups.into_values().collect()
    }

    /// One consumer's messages of one queue, which are taken out of `group`.
    fn settle_group(
        &mut self,
        channel: ChannelId,
        group: &mut Vec<Unacked>,
        settlement: Settlement,
        out: &mut Vec<Event>,
    ) {
        let Some(id) = group.first().map(|unacked| unacked.queue) else { return };
        let Some(queue) = self.queues.get_mut(id.0) else {
            // The queue is gone and took its messages along; settling them is no mistake.
            group.clear();
            return;
        };
        queue.unacked -= group.len() as u64;
        let tag = group.first().and_then(|unacked| unacked.consumer_tag.as_deref());
        let count = i64::try_from(group.len()).unwrap_or(i64::MAX);
        let unblocked = tag.is_some_and(|tag| queue.consumers.credit(channel, tag, count));
        match settlement {
            Settlement::Ack => {
                for Unacked { delivery_tag, entry, .. } in group.drain(..) {
                    let copy = crate::CopyId { queue: id, position: entry.position };
                    out.push(Event::Acked { copy, message: entry.message.id, channel, delivery_tag });
                    self.forget(id, &entry);
                }
            }
            Settlement::Discard => {
                for Unacked { delivery_tag, entry, .. } in group.drain(..) {
                    let copy = crate::CopyId { queue: id, position: entry.position };
                    out.push(Event::Rejected { copy, message: entry.message.id, channel, delivery_tag });
                    self.forget(id, &entry);
                    self.bury(id, entry.message, DeathReason::Rejected, entry.from_disk);
                }
            }
            Settlement::Requeue(cause) => self.requeue(id, group, cause, out),
        }
        if unblocked {
            self.run_queue(id, out);
        }
    }

    /// Deliveries come back to their places and are handed out again.
    pub(crate) fn requeue(&mut self, id: QueueId, group: &mut Vec<Unacked>, cause: RequeueCause, out: &mut Vec<Event>) {
        for Unacked { mut entry, .. } in group.drain(..) {
            let Some(queue) = self.queues.get_mut(id.0) else { return };
            let copy = queue.copy(entry.position);
            if queue.arguments.kind == Kind::Quorum {
                entry.returns += 1;
                if let Some(limit) = queue.arguments.delivery_limit.filter(|limit| u64::from(entry.returns) > *limit) {
                    let (position, limit) = (Some(entry.position), Limit::Delivery(limit));
                    out.push(Event::Dropped { queue: id, position, message: entry.message.id, limit });
                    self.forget(id, &entry);
                    self.bury(id, entry.message, DeathReason::DeliveryLimit, entry.from_disk);
                    continue;
                }
                let position = queue.take_position();
                queue.journal.requeued(entry.position, position, entry.returns);
                entry.position = position;
            }
            out.push(Event::Requeued { copy, message: entry.message.id, cause });
            queue.hand_back(entry);
        }
        self.drop_overflow(id, out);
        self.drop_expired(id, out);
        self.run_queue(id, out);
    }
}

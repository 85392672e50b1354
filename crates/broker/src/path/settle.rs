//! Settlements by clients: acks, rejections and requeues.

use core::iter;

use crate::broker::Broker;
use crate::channel::{Mode, Settlement, Settling, Unacked};
use crate::dict::{Dict, Set};
use crate::event::{DeathReason, Emit, Event, Limit, RequeueCause};
use crate::ids::TagNumber;
use crate::protocol_error::ProtocolError;
use crate::queue::{Entry, Kind};
use crate::{ChannelId, Name, QueueId};

/// Deliveries of one queue to one consumer, or by `basic.get`.
type Group = (QueueId, Option<TagNumber>, Vec<Unacked>);

impl Broker {
    /// Settles deliveries for a client: at once, or at `tx.commit`.
    pub(crate) fn settle_tags(
        &mut self,
        id: ChannelId,
        tag: u64,
        multiple: bool,
        settlement: Settlement,
        out: &mut Vec<Event>,
    ) -> Result<(), ProtocolError> {
        let channel = self.channel_mut(id).expect("a method is carried out on a channel that is open");
        if !multiple && !channel.is_transactional() {
            let unacked = channel.unacked.remove(tag).ok_or_else(|| ProtocolError::unknown_delivery_tag(tag))?;
            let settling = channel.settling(settlement);
            self.settle_one(settling, unacked, out);
            return Ok(());
        }
        channel.check_tag(tag, multiple)?;
        let taken = channel.take(tag, multiple);
        if let Mode::Transaction(transaction) = &mut channel.mode {
            transaction.add(settlement, taken);
            if channel.timer_is_off() {
                self.watch_channel(id);
            }
        } else {
            let settling = channel.settling(settlement);
            self.settle_all(settling, taken, out);
        }
        Ok(())
    }

    /// Settles one delivery and frees its room.
    #[inline]
    pub(crate) fn settle_one(&mut self, settling: Settling, unacked: Unacked, out: &mut Vec<Event>) {
        let Settling { channel, limited, watched, settlement } = settling;
        if watched {
            self.watch_channel(channel);
        }
        let counted = limited && self.counts_for_limiter(&unacked);
        self.settle_group((channel, unacked.queue, unacked.tag), iter::once(unacked), settlement, out);
        if limited {
            self.release(channel, u64::from(counted), out);
        }
    }

    /// Settles deliveries, queue by queue and consumer by consumer, and frees their room.
    pub(crate) fn settle_all(&mut self, settling: Settling, all: Vec<Unacked>, out: &mut Vec<Event>) {
        let Settling { channel, limited, watched, settlement } = settling;
        if watched {
            self.watch_channel(channel);
        }
        let counted = all.iter().filter(|unacked| limited && self.counts_for_limiter(unacked)).count();
        for (queue, tag, group) in self.by_queue_and_consumer(channel, all) {
            self.settle_group((channel, queue, tag), group.into_iter(), settlement, out);
        }
        if limited {
            self.release(channel, counted as u64, out);
        }
    }

    /// Gives room for `count` more back to the channel's limiter.
    fn release(&mut self, channel: ChannelId, count: u64, out: &mut Vec<Event>) {
        let limiter = &mut self.channel_mut(channel).expect("settling ends no channel").limiter;
        let released = limiter.settled(count);
        self.resume_queues(channel, released, out);
    }

    /// Runs the queues that the channel's limiter lets go on.
    pub(crate) fn resume_queues(&mut self, channel: ChannelId, queues: Set<QueueId>, out: &mut Vec<Event>) {
        for id in queues {
            // It may be gone since it had to wait.
            if self.queues.get_mut(id.0).is_some_and(|queue| queue.resume_channel(channel)) {
                self.run_queue(id, out);
            }
        }
    }

    fn counts_for_limiter(&self, unacked: &Unacked) -> bool {
        let quorum = self.queues.get(unacked.queue.0).is_some_and(|queue| queue.arguments.kind == Kind::Quorum);
        unacked.tag.is_some() && !quorum
    }

    fn by_queue_and_consumer(&self, channel: ChannelId, all: Vec<Unacked>) -> Vec<Group> {
        let channel = self.channel(channel);
        let mut groups: Dict<(Name, QueueId, Option<Name>), Group> = Dict::new();
        for unacked in all {
            let tag = unacked.tag.and_then(|tag| channel.map(|channel| channel.tag(tag).clone()));
            // A deleted queue may have had the same name as an existing one.
            let key = (self.queues.name(unacked.queue.0), unacked.queue, tag);
            groups.entry(key).or_insert((unacked.queue, unacked.tag, Vec::new())).2.push(unacked);
        }
        groups.into_values().collect()
    }

    /// Settles one consumer's deliveries of one queue.
    fn settle_group(
        &mut self,
        (channel, id, tag): (ChannelId, QueueId, Option<TagNumber>),
        group: impl ExactSizeIterator<Item = Unacked>,
        settlement: Settlement,
        out: &mut Vec<Event>,
    ) {
        // A deleted queue took its messages along. Settling them is no error.
        let Some(queue) = self.queues.get_mut(id.0) else { return };
        queue.contents.settle(group.len());
        let count = i64::try_from(group.len()).unwrap_or(i64::MAX);
        let unblocked = tag.is_some_and(|tag| queue.credit(channel, tag, count));
        match settlement {
            Settlement::Ack => {
                for Unacked { delivery_tag, entry, .. } in group {
                    let copy = crate::CopyId { queue: id, position: entry.position };
                    out.emit(|| Event::Acked { copy, message: entry.message.id, channel, delivery_tag });
                    self.remove_from_journal(id, &entry);
                }
            }
            Settlement::Discard => {
                for Unacked { delivery_tag, entry, .. } in group {
                    let copy = crate::CopyId { queue: id, position: entry.position };
                    out.push(Event::Rejected { copy, message: entry.message.id, channel, delivery_tag });
                    self.remove_from_journal(id, &entry);
                    self.queue_dead_letter(id, entry.message, DeathReason::Rejected, entry.from_disk);
                }
            }
            Settlement::Requeue(cause) => self.requeue(id, group, cause, out),
        }
        if unblocked {
            self.run_queue(id, out);
        }
    }

    /// Requeues deliveries and hands them out again.
    pub(crate) fn requeue(
        &mut self,
        id: QueueId,
        group: impl IntoIterator<Item = Unacked>,
        cause: RequeueCause,
        out: &mut Vec<Event>,
    ) {
        for Unacked { entry, .. } in group {
            self.requeue_one(id, entry, cause, out);
        }
        self.drop_overflow(id, out);
        self.drop_expired(id, out);
        self.run_queue(id, out);
    }

    /// Requeues one delivery, unless it exceeds the delivery limit.
    fn requeue_one(&mut self, id: QueueId, mut entry: Entry, cause: RequeueCause, out: &mut Vec<Event>) {
        let queue = self.queues.get_mut(id.0).expect("only a queue that is there takes messages back");
        let from = queue.copy(entry.position);
        if queue.arguments.kind == Kind::Quorum {
            entry.returns += 1;
            if let Some(limit) = queue.arguments.delivery_limit.filter(|limit| u64::from(entry.returns) > *limit) {
                let (position, limit) = (Some(entry.position), Limit::Delivery(limit));
                out.push(Event::Dropped { queue: id, position, message: entry.message.id, limit });
                self.remove_from_journal(id, &entry);
                self.queue_dead_letter(id, entry.message, DeathReason::DeliveryLimit, entry.from_disk);
                return;
            }
            queue.contents.move_to_end(&mut entry);
        }
        let (to, message, place) = (queue.copy(entry.position), entry.message.id, queue.requeue_place());
        let level = queue.contents.ready().level(&entry.message, entry.returns);
        let redelivered = queue.contents.return_to_ready(entry);
        out.push(Event::Requeued { from, to, message, place, level, redelivered, cause });
    }
}

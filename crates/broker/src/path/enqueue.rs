//! Into a queue and, by its limits, out of it again: position, refusal, overflow, expiry at the head.

use std::sync::Arc;

use super::dispatch::{hand_out, next_recipient};
use crate::broker::Broker;
use crate::event::{DeathReason, Emit, Event, Limit, Ttl};
use crate::queue::{Awaited, Entry, Overflow};
use crate::{Message, QueueId, publishing};

impl Broker {
    /// Gives a queue a copy, unless the queue refuses it: straight to a consumer that can take it, else to the end.
    pub(super) fn accept(
        &mut self,
        id: QueueId,
        message: Arc<Message>,
        awaited: Option<Awaited>,
        out: &mut Vec<Event>,
    ) -> bool {
        let Self { queues, connections, now, config, .. } = self;
        let Some(queue) = queues.get_mut(id.0) else {
            self.confirm(awaited);
            return true;
        };
        let overflow = queue.arguments.overflow;
        if overflow != Overflow::DropHead
            && let Some(limit) = queue.limit_broken_by(1, message.content.body.len() as u64)
        {
            self.refuse_publish(id, &message, limit, overflow, awaited, out);
            return false;
        }
        let recipient = next_recipient(queue, connections, out);
        let position = queue.contents.take_position();
        let keeps = queue.keeps(&message) && recipient.as_ref().is_none_or(|recipient| recipient.ack_required);
        let expires_at = queue.expiry(*now, &message);
        let trips =
            !queue.contents.ready().is_empty() && recipient.as_ref().is_some_and(|recipient| recipient.ack_required);
        if keeps {
            queue.contents.keep(*now, config, position, &message, expires_at, awaited);
        }
        let (copy, level) = (queue.copy(position), queue.contents.ready().level(&message, 0));
        out.emit(|| Event::Enqueued { copy, message: message.id, level, persistent: keeps });
        let entry = || Entry {
            position,
            message,
            expires_at,
            redelivered: false,
            journaled: keeps,
            from_disk: false,
            returns: 0,
        };
        match recipient {
            Some(recipient) if trips => {
                queue.contents.append(entry());
                self.crash_queue(id, out);
                // The granted delivery does not happen.
                let released = self.channel_mut(recipient.channel).map(|channel| channel.limiter.settled(1));
                self.resume_queues(recipient.channel, released.unwrap_or_default(), out);
            }
            Some(recipient) => {
                let handed_out = hand_out::<true>(queue, connections, *now, entry(), recipient, out);
                self.after_handing_out(id, recipient.channel, handed_out);
                if keeps {
                    self.watch_queue(id);
                }
            }
            None => {
                queue.contents.append(entry());
                let overflowed = self.drop_overflow(id, out);
                let alone = self.queues.get(id.0).is_some_and(|queue| queue.contents.ready().len() == 1);
                if alone || overflowed {
                    self.drop_expired(id, out);
                }
                self.watch_queue(id);
            }
        }
        if !keeps {
            self.confirm(awaited);
        }
        true
    }

    /// Refuses a publish to a full queue (`x-overflow`), with a nack for a publisher in confirm mode.
    fn refuse_publish(
        &mut self,
        id: QueueId,
        message: &Arc<Message>,
        limit: Limit,
        overflow: Overflow,
        awaited: Option<Awaited>,
        out: &mut Vec<Event>,
    ) {
        out.push(Event::Dropped { queue: id, position: None, message: message.id, limit });
        if overflow == Overflow::RejectPublishDlx {
            self.queue_dead_letter(id, message.clone(), DeathReason::MaxLen, false);
        }
        if let Some(awaited) = awaited {
            self.with_confirms(awaited.channel, |confirms| confirms.refused(awaited.publish_seq_no));
        }
    }

    /// Drops messages from the head until the limits hold (`drop-head`). Returns whether any were dropped.
    pub(crate) fn drop_overflow(&mut self, id: QueueId, out: &mut Vec<Event>) -> bool {
        let mut dropped = false;
        while let Some(queue) = self.queues.get_mut(id.0)
            && queue.arguments.overflow == Overflow::DropHead
            && let Some(limit) = queue.limit_broken_by(0, 0)
            && let Some(entry) = queue.contents.take_head()
        {
            let position = Some(entry.position);
            out.push(Event::Dropped { queue: id, position, message: entry.message.id, limit });
            self.remove_from_journal(id, &entry);
            self.queue_dead_letter(id, entry.message, DeathReason::MaxLen, entry.from_disk);
            dropped = true;
        }
        dropped
    }

    /// Expires messages at the head. Those behind a live one wait.
    pub(crate) fn drop_expired(&mut self, id: QueueId, out: &mut Vec<Event>) {
        let now = self.now;
        while let Some(queue) = self.queues.get_mut(id.0)
            && queue.contents.ready().head().is_some_and(|head| head.expires_at.is_some_and(|at| at <= now))
            && let Some(entry) = queue.contents.take_head()
        {
            let own = publishing::expiration(&entry.message.content.properties);
            let ttl = match (own, queue.arguments.message_ttl) {
                (Some(own), Some(of_queue)) if of_queue < own => Ttl::Queue(of_queue),
                (Some(own), _) => Ttl::Message(own),
                (None, of_queue) => Ttl::Queue(of_queue.unwrap_or_default()),
            };
            let copy = queue.copy(entry.position);
            out.push(Event::Expired { copy, message: entry.message.id, ttl });
            self.remove_from_journal(id, &entry);
            self.queue_dead_letter(id, entry.message, DeathReason::Expired, entry.from_disk);
        }
        self.queues.get_mut(id.0).expect("what leaves a queue does not delete it").await_expiry();
    }

    /// Removes a copy from the queue's journal, and confirms it to a publisher that still waits.
    pub(super) fn remove_from_journal(&mut self, id: QueueId, entry: &Entry) {
        if !entry.journaled {
            return;
        }
        let Self { queues, now, config, .. } = self;
        let awaited = queues.get_mut(id.0).and_then(|queue| queue.contents.discard(*now, config, entry.position));
        self.watch_queue(id);
        self.confirm(awaited);
    }
}

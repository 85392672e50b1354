//! A queue: its declaration, messages, consumers and journal. It computes; the message's path decides what happens
//! next.

mod arguments;
mod consumers;
mod contents;
mod journal;
mod ready;

pub(crate) use arguments::{Arguments, Kind, Overflow, parse};
pub(crate) use consumers::{Consumers, Offer, Subscription};
pub(crate) use contents::Contents;
pub(crate) use journal::Awaited;
pub(crate) use ready::Entry;

use core::time::Duration;

use crate::event::{Event, Limit, RequeuePlace, StopCause};
use crate::ids::TagNumber;
use crate::registry::Named;
use crate::timers::{Timer, TimerId, Timers};
use crate::{ChannelId, ConnectionId, CopyId, Name, QueueId, Table, Time, publishing};

#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Queue {
    pub(crate) id: QueueId,
    pub(crate) name: Name,
    pub(crate) durable: bool,
    pub(crate) auto_delete: bool,
    /// The connection with exclusive access.
    pub(crate) owner: Option<ConnectionId>,
    /// The arguments as declared.
    pub(crate) table: Table,
    /// The arguments as parsed.
    pub(crate) arguments: Arguments,
    pub(crate) contents: Contents,
    consumers: Consumers,
    pub(crate) declared_at: Time,
    /// The next check for expired messages at the head (see [`Queue::await_expiry`]).
    expiry_timer: Option<Time>,
    /// When `x-expires` began to run: no consumer, declare or get since.
    idle_since: Time,
    timer: Timer,
}

impl Named for Queue {
    fn name(&self) -> &Name {
        &self.name
    }
}

impl Queue {
    pub(crate) fn new(id: QueueId, name: Name, flags: Flags, table: Table, arguments: Arguments, now: Time) -> Self {
        Self {
            id,
            name,
            durable: flags.durable,
            auto_delete: flags.auto_delete,
            owner: flags.owner,
            contents: Contents::new(&arguments),
            table,
            arguments,
            consumers: Consumers::default(),
            declared_at: now,
            expiry_timer: None,
            idle_since: now,
            timer: None,
        }
    }

    pub(crate) fn copy(&self, position: u64) -> CopyId {
        CopyId { queue: self.id, position }
    }

    /// Returns where a requeued copy goes.
    pub(crate) fn requeue_place(&self) -> RequeuePlace {
        match self.arguments.kind {
            Kind::Classic => RequeuePlace::Old,
            Kind::Quorum if self.contents.ready().returned_first() => RequeuePlace::BeforeNew,
            Kind::Quorum => RequeuePlace::Back,
        }
    }

    /// Returns whether this message survives a restart once it is on the disk.
    pub(crate) fn keeps(&self, message: &crate::Message) -> bool {
        match self.arguments.kind {
            Kind::Classic => self.durable && message.content.properties.persistent(),
            Kind::Quorum => true,
        }
    }

    /// Returns when a message that arrives now expires: after the shorter of its own time to live and the queue's.
    pub(crate) fn expiry(&self, now: Time, message: &crate::Message) -> Option<Time> {
        let own = publishing::expiration(&message.content.properties);
        let millis = [own, self.arguments.message_ttl].into_iter().flatten().min()?;
        Some(now + core::time::Duration::from_millis(millis))
    }

    /// Returns the limit that further messages of this number and size would exceed.
    pub(crate) fn limit_broken_by(&self, more: u64, bytes: u64) -> Option<Limit> {
        let length =
            self.arguments.max_length.filter(|max| self.contents.ready().len() as u64 + more > *max).map(Limit::Length);
        length.or_else(|| {
            self.arguments.max_length_bytes.filter(|max| self.contents.ready().bytes() + bytes > *max).map(Limit::Bytes)
        })
    }

    /// Returns when the queue itself expires, if nobody uses it.
    pub(crate) fn expires_at(&self) -> Option<Time> {
        let span = self.arguments.expires?;
        self.consumers.is_empty().then(|| self.idle_since + span)
    }

    /// Somebody used it: `x-expires` begins to run anew.
    pub(crate) fn touch(&mut self, now: Time) {
        self.idle_since = now;
    }

    /// Its consumers, to be asked only.
    #[inline]
    pub(crate) fn consumers(&self) -> &Consumers {
        &self.consumers
    }

    /// Adds a consumer at the end of the rotation. `limited`: its channel's limiter is switched on.
    pub(crate) fn subscribe(&mut self, subscription: Subscription, limited: bool) {
        self.consumers.add(subscription, limited);
    }

    /// Takes a consumer out.
    pub(crate) fn unsubscribe(&mut self, channel: ChannelId, tag: &str, now: Time) -> Option<Subscription> {
        let removed = self.consumers.remove(channel, tag);
        self.idle_without_consumers(removed.is_some(), now);
        removed
    }

    /// Takes all consumers of a channel out.
    pub(crate) fn unsubscribe_channel(&mut self, channel: ChannelId, now: Time) -> Vec<Subscription> {
        let removed = self.consumers.remove_channel(channel);
        self.idle_without_consumers(!removed.is_empty(), now);
        removed
    }

    /// Takes all consumers out, for its process or the broker stops.
    pub(crate) fn unsubscribe_all(&mut self, now: Time) -> Consumers {
        self.idle_since = now;
        core::mem::take(&mut self.consumers)
    }

    fn idle_without_consumers(&mut self, removed: bool, now: Time) {
        if removed && self.consumers.is_empty() {
            self.idle_since = now;
        }
    }

    /// With a single active consumer: chooses one if there is none. The new one.
    pub(crate) fn activate_consumer(&mut self) -> Option<&Subscription> {
        if self.arguments.single_active_consumer { self.consumers.activate() } else { None }
    }

    /// See [`Consumers::offer`].
    #[inline]
    pub(crate) fn offer(&mut self, admit: impl FnOnce(ChannelId, bool) -> Result<(), u16>) -> Offer<'_> {
        self.consumers.offer(self.arguments.single_active_consumer, admit)
    }

    /// See [`Consumers::credit`].
    #[inline]
    pub(crate) fn credit(&mut self, channel: ChannelId, tag: TagNumber, settled: i64) -> bool {
        self.consumers.credit(channel, tag, settled)
    }

    /// See [`Consumers::limit`].
    pub(crate) fn limit_channel(&mut self, channel: ChannelId) {
        self.consumers.limit(channel);
    }

    /// See [`Consumers::resume`].
    pub(crate) fn resume_channel(&mut self, channel: ChannelId) -> bool {
        self.consumers.resume(channel)
    }

    /// Sets its timer to what it waits for now.
    #[inline]
    pub(crate) fn set_timer(&mut self, timers: &mut Timers) {
        let due = self.next_timeout();
        timers.set(TimerId::Queue(self.id), &mut self.timer, due);
    }

    /// Stops its timer, for it goes.
    pub(crate) fn stop_timer(&mut self, timers: &mut Timers) {
        timers.set(TimerId::Queue(self.id), &mut self.timer, None);
    }

    /// Sets the timer for the head, unless one is set that is not much later.
    ///
    /// RabbitMQ looks at the head, and sets this timer, when a message comes into the empty queue, is dropped, taken out or
    /// given back; not when one enters above others by its priority. Such a message can be delivered long after it has
    /// expired.
    pub(crate) fn await_expiry(&mut self) {
        // An empty queue, or a head that lives for ever, needs no timer; one that is set finds nothing.
        let Some(at) = self.contents.ready().head().and_then(|entry| entry.expires_at) else { return };
        if self.expiry_timer.is_none_or(|set| at + Duration::from_millis(1) < set) {
            self.expiry_timer = Some(at);
        }
    }

    /// Returns whether the expiry timer has run out, and clears it.
    pub(crate) fn expiry_is_due(&mut self, now: Time) -> bool {
        self.expiry_timer.take_if(|at| *at <= now).is_some()
    }

    /// Restores the queue from its journal after the broker or the queue's process stopped. There are no consumers
    /// then. Appends what was recovered and what was lost to `found`.
    pub(crate) fn reread(&mut self, cause: StopCause, found: &mut Vec<Event>) {
        self.contents.reread(self.id, &self.arguments, cause, found);
        self.consumers = Consumers::default();
        self.expiry_timer = None;
    }

    pub(crate) fn next_timeout(&self) -> Option<Time> {
        earliest(earliest(self.expiry_timer, self.expires_at()), self.contents.next_timeout())
    }
}

/// Returns the earlier of two timers.
fn earliest(a: Option<Time>, b: Option<Time>) -> Option<Time> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (Some(at), None) | (None, Some(at)) => Some(at),
        (None, None) => None,
    }
}

/// The flags of a declaration.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flags {
    pub(crate) durable: bool,
    pub(crate) auto_delete: bool,
    pub(crate) owner: Option<ConnectionId>,
}

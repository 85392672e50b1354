//! The path of a message, top to bottom: publish, route, enqueue, dispatch, settle, dead-letter, confirm. Every decision
//! about a message is made here; exchanges, queues and channels only compute.
//!
//! The law that holds after every input: a queue is empty, or none of its consumers can take.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::binding::Destination;
use crate::broker::Broker;
use crate::channel::{Mode, Publication, Settlement, Unacked};
use crate::command::BasicPublish;
use crate::dead_letter;
use crate::event::{DeadLetterDropCause, DeathReason, Event, Limit, NearMiss, RequeueCause, Route, Ttl};
use crate::fault::Fault;
use crate::publishing;
use crate::queue::{Awaited, Entry, Kind, Offer, Overflow};
use crate::{ChannelId, ExchangeId, Message, MessageId, Name, QueueId, Reply};

/// A copy that died and is to be published anew.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Death {
    queue: QueueId,
    message: Arc<Message>,
    reason: DeathReason,
    /// The message was read back from the disk, where its `expiration` is not at hand.
    from_disk: bool,
}

/// Who takes a message.
struct Taker {
    channel: ChannelId,
    /// Nothing for `basic.get`.
    tag: Option<Name>,
    ack_required: bool,
}

// ---------------------------------------------------------------------------------------------------------- publish
impl Broker {
    /// `basic.publish`: checked, routed, and handed to the queues, at once or at `tx.commit`.
    pub(crate) fn publish(
        &mut self,
        channel: ChannelId,
        publish: BasicPublish,
        out: &mut Vec<Event>,
    ) -> Result<(), Fault> {
        if publish.immediate {
            return Err(Fault::not_implemented("immediate=true"));
        }
        let exchange = self.exchange_to_publish_to(&publish.exchange)?;
        let content = self.addressed_for_reply(channel, publish.content)?;
        publishing::check_properties(&content.properties, || self.user(channel))?;
        let (cc, content) = publishing::carbon_copies(content)?;
        let id = self.take_message_id();
        let message = Message { id, exchange: publish.exchange, routing_key: publish.routing_key, cc, content };
        let message = Arc::new(message);
        let mandatory = publish.mandatory;
        let Some(publisher) = self.channel_mut(channel) else { return Ok(()) };
        let publish_seq_no = publisher.take_publish_seq_no();
        let transactional = matches!(publisher.mode, Mode::Transaction(_));
        out.push(Event::Published { channel, message: message.clone(), publish_seq_no });
        let mut targets = core::mem::take(&mut self.targets);
        self.route(exchange, &message, mandatory, out, &mut targets);
        if transactional {
            let queues = if exchange == ExchangeId::default() {
                keys(&message).into_iter().cloned().collect()
            } else {
                targets.iter().map(|queue| self.queues.name(queue.0)).collect()
            };
            if let Some(Mode::Transaction(transaction)) = self.channel_mut(channel).map(|channel| &mut channel.mode) {
                transaction.publishes.push(Publication { message, queues, mandatory });
            }
        } else {
            self.hand_over(channel, message, &targets, mandatory, publish_seq_no, out);
        }
        self.send_replies(out);
        targets.clear();
        self.targets = targets;
        Ok(())
    }

    /// A routed message reaches its queues; a mandatory one that has none goes back. Whether all of them took it.
    pub(crate) fn hand_over(
        &mut self,
        channel: ChannelId,
        message: Arc<Message>,
        targets: &[QueueId],
        mandatory: bool,
        publish_seq_no: Option<u64>,
        out: &mut Vec<Event>,
    ) -> bool {
        let awaited = publish_seq_no.map(|publish_seq_no| Awaited { channel, publish_seq_no });
        if let Some(seq_no) = publish_seq_no {
            self.with_confirms(channel, |confirms| confirms.published(seq_no, targets.len()));
        }
        let Some((last, others)) = targets.split_last() else {
            if mandatory {
                out.push(Event::To(channel, Reply::BasicReturn { message }));
            }
            return true;
        };
        let mut taken = true;
        for queue in others {
            taken &= self.accept(*queue, message.clone(), awaited, out);
        }
        taken & self.accept(*last, message, awaited, out)
    }
}

// ------------------------------------------------------------------------------------------------------------ route
impl Broker {
    /// Finds the queues that get a copy, one each, in the order of their names.
    fn route(
        &mut self,
        first: ExchangeId,
        message: &Arc<Message>,
        mandatory: bool,
        out: &mut Vec<Event>,
        targets: &mut Vec<QueueId>,
    ) {
        let replied = if first == ExchangeId::default() {
            self.route_by_names(message, out, targets)
        } else {
            self.route_by_bindings(first, message, out, targets);
            false
        };
        if targets.len() > 1 {
            targets.sort_by(|one, other| self.queues.name_of(one.0).cmp(self.queues.name_of(other.0)));
        }
        if targets.is_empty() && !replied {
            self.unroutable(first, message, mandatory, out);
        }
    }

    /// The default exchange: each key is the name of a queue, or the address of a client that waits for a direct reply.
    /// Whether there was such a client.
    fn route_by_names(&mut self, message: &Arc<Message>, out: &mut Vec<Event>, targets: &mut Vec<QueueId>) -> bool {
        if message.cc.is_empty() {
            return self.route_by_name(message, &message.routing_key, out, targets);
        }
        let mut replied = false;
        for key in keys(message) {
            replied |= self.route_by_name(message, key, out, targets);
        }
        replied
    }

    fn route_by_name(
        &mut self,
        message: &Arc<Message>,
        key: &Name,
        out: &mut Vec<Event>,
        targets: &mut Vec<QueueId>,
    ) -> bool {
        let (route, replied) = if let Some(queue) = self.queues.find(key).map(QueueId) {
            targets.push(queue);
            (Route::Default(queue), false)
        } else if let Some(channel) = self.reply_channel(key) {
            self.replies.push((channel, message.clone()));
            (Route::DirectReplyTo(channel), true)
        } else {
            return false;
        };
        out.push(Event::Routed { message: message.id, exchange: ExchangeId::default(), route });
        replied
    }

    /// Every other exchange. Those still to be asked stand in a list, and none is asked twice, so cycles end.
    fn route_by_bindings(
        &self,
        first: ExchangeId,
        message: &Message,
        out: &mut Vec<Event>,
        targets: &mut Vec<QueueId>,
    ) {
        let mut further: Vec<ExchangeId> = Vec::new();
        let mut asked = 0;
        let mut next = Some(first);
        while let Some(exchange) = next {
            self.routes_from(exchange, message, |route, destination| {
                out.push(Event::Routed { message: message.id, exchange, route });
                match destination {
                    Destination::Queue(queue) if targets.contains(&queue) => {}
                    Destination::Queue(queue) => targets.push(queue),
                    Destination::Exchange(id) if id == first || further.contains(&id) => {}
                    Destination::Exchange(id) => further.push(id),
                }
            });
            next = further.get(asked).copied();
            asked += 1;
        }
    }

    /// Where one exchange sends a message, and by which rule: its bindings, else its alternate. The default exchange can be
    /// such an alternate, but then it takes nothing: it has no bindings (recording `probes/reply_alternate`).
    fn routes_from(&self, exchange: ExchangeId, message: &Message, mut found: impl FnMut(Route, Destination)) {
        let Some(exchange) = self.exchanges.get(exchange.0) else { return };
        let mut any = false;
        for binding in exchange.bindings.iter().filter(|binding| exchange.matches(binding, message)) {
            any = true;
            found(Route::Binding(binding.clone()), binding.destination);
        }
        if !any && let Some(alternate) = exchange.alternate().and_then(|name| self.exchanges.find(name)).map(ExchangeId)
        {
            found(Route::Alternate(alternate), Destination::Exchange(alternate));
        }
    }

    /// Tells why nothing took it.
    fn unroutable(&self, exchange: ExchangeId, message: &Arc<Message>, returned: bool, out: &mut Vec<Event>) {
        let near_misses = if exchange == ExchangeId::default() {
            vec![NearMiss::NoSuchQueue(message.routing_key.clone())]
        } else {
            let bindings =
                self.exchanges.get(exchange.0).map(|exchange| exchange.bindings.as_slice()).unwrap_or_default();
            bindings.iter().map(|binding| self.near_miss(binding, message)).collect()
        };
        out.push(Event::Unroutable { message: message.id, exchange, returned, near_misses });
    }

    fn near_miss(&self, binding: &Arc<crate::binding::Binding>, message: &Message) -> NearMiss {
        let matched = self.exchanges.get(binding.source.0).is_some_and(|exchange| exchange.matches(binding, message));
        if matched { NearMiss::DeadEnd(binding.destination) } else { NearMiss::Binding(binding.clone()) }
    }

    /// Direct replies go to their channels as messages from queues do, once the publishing channel is done: after what it
    /// returns to its client.
    fn send_replies(&mut self, out: &mut Vec<Event>) {
        if self.replies.is_empty() {
            return;
        }
        for (id, message) in core::mem::take(&mut self.replies) {
            let Some(channel) = self.channel(id) else { continue };
            let Some(consumer) = &channel.reply_consumer else { continue };
            // The tag is the channel's next, but it is not used up (recording `reply_to/delivery_tag`).
            let (consumer_tag, delivery_tag) = (consumer.tag.clone(), channel.last_delivery_tag() + 1);
            out.push(Event::To(id, Reply::BasicDeliver { consumer_tag, delivery_tag, redelivered: false, message }));
        }
    }
}

// ---------------------------------------------------------------------------------------------------------- enqueue
impl Broker {
    /// A queue is given a copy: to a consumer that can take it at once, else at the end. Unless it refuses.
    fn accept(&mut self, id: QueueId, message: Arc<Message>, awaited: Option<Awaited>, out: &mut Vec<Event>) -> bool {
        let Some(queue) = self.queues.get_mut(id.0) else {
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
        let taker = self.next_taker(id, out);
        let Self { queues, now, config, .. } = self;
        let Some(queue) = queues.get_mut(id.0) else { return true };
        let position = queue.take_position();
        let keeps = queue.keeps(&message) && taker.as_ref().is_none_or(|taker| taker.ack_required);
        let expires_at = queue.expiry(*now, &message);
        let trips = !queue.ready.is_empty() && taker.as_ref().is_some_and(|taker| taker.ack_required);
        if keeps {
            queue.journal.add(*now, config, position, &message, expires_at, awaited);
        }
        out.push(Event::Enqueued { copy: queue.copy(position), message: message.id, persistent: keeps });
        let entry =
            Entry { position, message, expires_at, redelivered: false, journaled: keeps, from_disk: false, returns: 0 };
        if !keeps {
            self.confirm(awaited);
        }
        match taker {
            Some(taker) if trips => {
                if let Some(queue) = self.queues.get_mut(id.0) {
                    queue.ready.insert(entry);
                }
                self.crash_queue(id, out);
                // The delivery that was granted does not happen.
                let released = self.channel_mut(taker.channel).map(|channel| channel.limiter.settled(1));
                self.resume_queues(taker.channel, released.unwrap_or_default(), out);
            }
            Some(taker) => self.deliver(id, entry, taker, out),
            None => {
                if let Some(queue) = self.queues.get_mut(id.0) {
                    queue.ready.insert(entry);
                }
                let overflowed = self.drop_overflow(id, out);
                let alone = self.queues.get(id.0).is_some_and(|queue| queue.ready.len() == 1);
                if alone || overflowed {
                    self.drop_expired(id, out);
                }
            }
        }
        self.watch_queue(id);
        true
    }

    /// `x-overflow` says that a full queue refuses new messages: a nack for the publisher, if it listens.
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
            self.bury(id, message.clone(), DeathReason::MaxLen, false);
        }
        if let Some(awaited) = awaited {
            self.with_confirms(awaited.channel, |confirms| confirms.refused(awaited.publish_seq_no));
        }
    }

    /// `drop-head`: the oldest go until the limit holds. Whether any went.
    pub(crate) fn drop_overflow(&mut self, id: QueueId, out: &mut Vec<Event>) -> bool {
        let mut dropped = false;
        while let Some(queue) = self.queues.get_mut(id.0)
            && queue.arguments.overflow == Overflow::DropHead
            && let Some(limit) = queue.limit_broken_by(0, 0)
            && let Some(entry) = queue.ready.pop()
        {
            let position = Some(entry.position);
            out.push(Event::Dropped { queue: id, position, message: entry.message.id, limit });
            self.forget(id, &entry);
            self.bury(id, entry.message, DeathReason::MaxLen, entry.from_disk);
            dropped = true;
        }
        dropped
    }

    /// Messages expire at the head only; what stands behind a living one waits.
    pub(crate) fn drop_expired(&mut self, id: QueueId, out: &mut Vec<Event>) {
        let now = self.now;
        while let Some(queue) = self.queues.get_mut(id.0)
            && queue.ready.head().is_some_and(|head| head.expires_at.is_some_and(|at| at <= now))
            && let Some(entry) = queue.ready.pop()
        {
            let own = entry.message.content.properties.expiration.as_deref().and_then(|ms| ms.parse::<u64>().ok());
            let ttl = match (own, queue.arguments.message_ttl) {
                (Some(own), Some(of_queue)) if of_queue < own => Ttl::Queue(of_queue),
                (Some(own), _) => Ttl::Message(own),
                (None, of_queue) => Ttl::Queue(of_queue.unwrap_or_default()),
            };
            let copy = queue.copy(entry.position);
            out.push(Event::Expired { copy, message: entry.message.id, ttl });
            self.forget(id, &entry);
            self.bury(id, entry.message, DeathReason::Expired, entry.from_disk);
        }
        if let Some(queue) = self.queues.get_mut(id.0) {
            queue.await_expiry();
        }
    }

    /// A copy is gone from a queue: the disk is told, and whoever waited for its confirm.
    fn forget(&mut self, id: QueueId, entry: &Entry) {
        if !entry.journaled {
            return;
        }
        let Self { queues, now, config, .. } = self;
        let awaited = queues.get_mut(id.0).and_then(|queue| queue.journal.remove(*now, config, entry.position));
        self.watch_queue(id);
        self.confirm(awaited);
    }
}

// --------------------------------------------------------------------------------------------------------- dispatch
impl Broker {
    /// Hands out what is ready, as long as somebody can take it.
    pub(crate) fn run_queue(&mut self, id: QueueId, out: &mut Vec<Event>) {
        while self.queues.get(id.0).is_some_and(|queue| !queue.ready.is_empty()) {
            let Some(taker) = self.next_taker(id, out) else { break };
            let Some(entry) = self.queues.get_mut(id.0).and_then(|queue| queue.ready.pop()) else { break };
            self.deliver(id, entry, taker, out);
            self.drop_expired(id, out);
        }
        self.watch_queue(id);
    }

    /// Asks the consumers in turn until one takes; those that cannot leave the rotation.
    fn next_taker(&mut self, id: QueueId, out: &mut Vec<Event>) -> Option<Taker> {
        loop {
            let queue = self.queues.get_mut(id.0)?;
            let connections = &mut self.connections;
            let admit = |channel: ChannelId, ack_required| {
                let channel =
                    connections.get_mut(&channel.connection).and_then(|c| c.channels.get_mut(&channel.number));
                channel.map_or(Ok(()), |channel| channel.limiter.admit(id, ack_required))
            };
            let offer = if queue.arguments.single_active_consumer {
                queue.consumers.offer_to_active(id, admit)
            } else {
                queue.consumers.offer(id, admit)
            };
            match offer {
                Offer::Taken { channel, tag, ack_required } => {
                    return Some(Taker { channel, tag: Some(tag), ack_required });
                }
                Offer::Refused(consumer, cause) => out.push(Event::Skipped { consumer, cause }),
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
        self.deliver(id, entry, Taker { channel, tag: None, ack_required }, out);
        out.append(&mut uncovered);
        self.watch_queue(id);
        true
    }

    fn deliver(&mut self, id: QueueId, entry: Entry, taker: Taker, out: &mut Vec<Event>) {
        let now = self.now;
        let Some(queue) = self.queues.get_mut(id.0) else { return };
        let kind = queue.arguments.kind;
        let message_count = u32::try_from(queue.ready.len()).unwrap_or(u32::MAX);
        let copy = queue.copy(entry.position);
        queue.unacked += u64::from(taker.ack_required);
        let Some(channel) = self.channel_mut(taker.channel) else { return };
        let delivery_tag = channel.take_delivery_tag();
        let redelivered = entry.redelivered;
        out.push(Event::Delivered {
            copy,
            message: entry.message.id,
            channel: taker.channel,
            consumer_tag: taker.tag.clone(),
            delivery_tag,
            redelivered,
            no_ack: !taker.ack_required,
        });
        let message = match kind {
            Kind::Quorum if entry.returns > 0 || taker.tag.is_none() => {
                publishing::with_delivery_count(&entry.message, entry.returns)
            }
            Kind::Quorum | Kind::Classic => entry.message.clone(),
        };
        let reply = match taker.tag.clone() {
            Some(consumer_tag) => Reply::BasicDeliver { consumer_tag, delivery_tag, redelivered, message },
            None => Reply::BasicGetOk { delivery_tag, redelivered, message_count, message },
        };
        out.push(Event::To(taker.channel, reply));
        if taker.ack_required {
            let consumer_tag = taker.tag;
            channel.unacked.push_back(Unacked { delivery_tag, consumer_tag, delivered_at: now, queue: id, entry });
            self.watch_delivery();
        } else {
            self.forget(id, &entry);
        }
    }
}

// ----------------------------------------------------------------------------------------------------------- settle
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
    pub(crate) fn resume_queues(&mut self, channel: ChannelId, queues: BTreeSet<QueueId>, out: &mut Vec<Event>) {
        for id in queues {
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
        let mut groups: std::collections::BTreeMap<(Name, QueueId, Option<Name>), Vec<Unacked>> = Default::default();
        for unacked in settled.drain(..) {
            // A queue that is gone may have had the name of one that is there.
            let key = (self.queues.name(unacked.queue.0), unacked.queue, unacked.consumer_tag.clone());
            groups.entry(key).or_default().push(unacked);
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

// ------------------------------------------------------------------------------------------------------ dead-letter
impl Broker {
    /// A copy died. If its queue has a dead letter exchange, it is published anew once this turn of the queue is over.
    fn bury(&mut self, queue: QueueId, message: Arc<Message>, reason: DeathReason, from_disk: bool) {
        if self.queues.get(queue.0).is_some_and(|queue| queue.arguments.dead_letter.is_some()) {
            self.deaths.push_back(Death { queue, message, reason, from_disk });
        }
    }

    /// Publishes the dead letters, and those that die of that, until there are none.
    pub(crate) fn publish_dead_letters(&mut self, out: &mut Vec<Event>) {
        while let Some(Death { queue, message, reason, from_disk }) = self.deaths.pop_front() {
            let Some((target, routing_key, name)) = self.queues.get(queue.0).and_then(|queue| {
                let dead_letter = queue.arguments.dead_letter.clone()?;
                Some((dead_letter.exchange, dead_letter.routing_key, queue.name.clone()))
            }) else {
                continue;
            };
            let dropped = |message, cause| Event::DeadLetterDropped { queue, message, reason, cause };
            let Some(exchange) = self.exchanges.find(&target).map(ExchangeId) else {
                out.push(dropped(message.id, DeadLetterDropCause::NoExchange));
                continue;
            };
            let death = dead_letter::Death { queue: &name, reason, now: self.now, from_disk };
            let letter = Arc::new(dead_letter::letter(&message, &death, target, routing_key));
            out.push(Event::DeadLettered { queue, message: letter.clone(), reason });
            let mut targets = Vec::new();
            self.route(exchange, &letter, false, out, &mut targets);
            for id in targets {
                if dead_letter::goes_round(&letter, reason, self.queues.name_of(id.0)) {
                    out.push(dropped(letter.id, DeadLetterDropCause::Cycle(id)));
                } else {
                    self.accept(id, letter.clone(), None, out);
                }
            }
            self.send_replies(out);
        }
    }
}

// ---------------------------------------------------------------------------------------------------------- confirm
impl Broker {
    /// A queue has a publish safe (or it is gone for good): its publisher may be told.
    pub(crate) fn confirm(&mut self, awaited: Option<Awaited>) {
        if let Some(awaited) = awaited {
            self.with_confirms(awaited.channel, |confirms| confirms.confirmed(awaited.publish_seq_no));
        }
    }

    pub(crate) fn with_confirms(&mut self, channel: ChannelId, change: impl FnOnce(&mut crate::channel::Confirms)) {
        if let Some(Mode::Confirm(confirms)) = self.channel_mut(channel).map(|channel| &mut channel.mode) {
            change(confirms);
            self.confirming.insert(channel);
        }
    }

    /// Tells the publishers, at the end of every input: returns went before.
    pub(crate) fn send_confirms(&mut self, out: &mut Vec<Event>) {
        while let Some(id) = self.confirming.pop_first() {
            let Some(Mode::Confirm(confirms)) = self.channel_mut(id).map(|channel| &mut channel.mode) else { continue };
            let (acks, nacks) = confirms.tell();
            let ack = |(delivery_tag, multiple)| Event::To(id, Reply::BasicAck { delivery_tag, multiple });
            let nack = |(delivery_tag, multiple)| Event::To(id, Reply::BasicNack { delivery_tag, multiple });
            out.extend(nacks.into_iter().map(nack));
            out.extend(acks.into_iter().map(ack));
        }
    }

    pub(crate) fn take_message_id(&mut self) -> MessageId {
        self.next_message += 1;
        MessageId(self.next_message)
    }
}

/// The keys that a message is routed by, each once.
fn keys(message: &Message) -> BTreeSet<&Name> {
    core::iter::once(&message.routing_key).chain(&message.cc).collect()
}

//! The law of conservation: every copy of a message is in one place, enters and leaves it by an event that says why,
//! and nothing else is in a queue. It also covers the order of delivery, the redelivered flag, and the survivors of a
//! restart.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use warren_broker::event::{ConsumerEnd, Limit, LossCause, QueueEnd, RequeuePlace, StopCause};
use warren_broker::{ChannelId, CopyId, Event, Message, MessageId, Name, Overview, QueueId};

/// The place of a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Ready,
    /// With a channel, by this delivery tag; without a consumer tag after `basic.get`.
    Held(ChannelId, u64, Option<Name>),
}

#[derive(Clone, Debug)]
pub(crate) struct Copy {
    pub(crate) message: MessageId,
    pub(crate) place: Place,
    pub(crate) level: u8,
    /// It will be marked as redelivered.
    pub(crate) marked: bool,
}

/// The way in which a copy is requeued.
#[derive(Debug, PartialEq, Eq)]
struct Returned {
    to: CopyId,
    place: RequeuePlace,
    level: u8,
    marked: bool,
}

/// The contents of one queue.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contents {
    pub(crate) copies: BTreeMap<u64, Copy>,
    last_position: u64,
    max_priority: u8,
    pub(crate) quorum: bool,
    /// A quorum queue with a delivery limit, where requeued copies come first.
    returned_first: bool,
    /// The positions that such a queue gave to requeued copies.
    returned: BTreeSet<u64>,
    single_active: bool,
    /// A single active consumer took over after a cancel, and the queue has not run since.
    pub(crate) lazy: bool,
    /// The positions of copies that a clean restart lost before they were ever delivered, the first at each level.
    /// Copies requeued from behind one are not marked.
    gaps: BTreeMap<u8, u64>,
}

impl Contents {
    /// Returns the next copy to be delivered or dropped.
    fn head(&self) -> Option<u64> {
        let ready = self.copies.iter().filter(|(_, copy)| copy.place == Place::Ready);
        ready.max_by_key(|(position, copy)| (copy.level, std::cmp::Reverse(**position))).map(|(position, _)| *position)
    }

    /// Returns whether a copy requeued now will be marked as redelivered.
    fn marks(&self, position: u64, copy: &Copy) -> bool {
        copy.marked || self.gaps.get(&copy.level).is_none_or(|gap| position <= *gap)
    }

    pub(crate) fn count(&self, ready: bool) -> u64 {
        self.copies.values().filter(|copy| (copy.place == Place::Ready) == ready).count() as u64
    }
}

/// See the module documentation.
#[derive(Default)]
pub(crate) struct Conservation {
    pub(crate) queues: BTreeMap<QueueId, Contents>,
    /// The priority of every message, and whether it is persistent.
    messages: HashMap<MessageId, (u8, bool)>,
    last_tags: BTreeMap<ChannelId, u64>,
    stopped: Option<StopCause>,
    /// Copies that the next start, or the restart of a crashed queue, must report.
    to_be_told: BTreeSet<CopyId>,
    /// Queues that crash in this input.
    crashing: BTreeSet<QueueId>,
}

impl Conservation {
    /// Takes in one event. `after` is the state at the end of the input.
    pub(crate) fn event(&mut self, event: &Event, after: &Overview) -> Result<(), String> {
        if let Event::QueueDeclared(id) = event {
            return self.declared(*id, after);
        } else if let Event::Published { message, .. } = event {
            self.published(message);
        } else if let Event::Enqueued { copy, message, level, .. } = event {
            return self.enqueued(*copy, *message, *level);
        } else if let Event::Delivered { copy, level, consumer, channel, delivery_tag, redelivered, no_ack, .. } = event
        {
            self.next_tag(*channel, *delivery_tag)?;
            self.delivered(*copy, *level, *redelivered)?;
            let tag = consumer.as_ref().map(|consumer| consumer.tag.clone());
            let holder = Place::Held(*channel, *delivery_tag, tag);
            return self.taken(*copy, (!no_ack).then_some(holder));
        } else if let Event::Acked { copy, channel, delivery_tag, .. }
        | Event::Rejected { copy, channel, delivery_tag, .. } = event
        {
            return self.settled(*copy, *channel, *delivery_tag);
        } else if let Event::Requeued { from, to, place, level, redelivered, .. } = event {
            return self.requeued(*from, &Returned { to: *to, place: *place, level: *level, marked: *redelivered });
        } else if let Event::Expired { copy, .. } = event {
            return self.leaves_from_head(*copy);
        } else if let (Event::Dropped { limit, .. }, Some(copy)) = (event, event.copy()) {
            return self.dropped(copy, *limit);
        } else if let Event::QueuePurged { queue, ready } = event {
            return self.purged(*queue, *ready);
        } else if let Event::QueueDeleted { queue, ready, unacked, cause } = event {
            return self.deleted(*queue, (*ready, *unacked), *cause == QueueEnd::BrokerStopped);
        } else if let Event::ConsumerRemoved(consumer, ConsumerEnd::Cancelled) = event {
            self.waits(consumer.queue);
        } else if let Event::ConsumerAdded(consumer) | Event::ConsumerRemoved(consumer, _) = event {
            self.runs(consumer.queue);
        } else if let Event::ChannelOpened(id) = event {
            self.last_tags.insert(*id, 0);
        } else if let Event::Stopped(cause) = event {
            self.stops(*cause);
        } else if let Event::Recovered { copy, message, level, redelivered } = event {
            self.crashes(copy.queue);
            return self.recovered(*copy, *message, *level, *redelivered);
        } else if let Event::Lost { copy, cause, .. } = event {
            self.crashes(copy.queue);
            return self.lost(*copy, *cause);
        } else if event.copy().is_some() && !matches!(event, Event::Persisted { .. }) {
            return Err(format!("no law knows where a copy is after {event:?}"));
        }
        Ok(())
    }

    /// Checks after a start that every earlier copy was reported.
    pub(crate) fn end_of_input(&mut self, running: bool) -> Result<(), String> {
        let started = running && self.stopped.take().is_some();
        let crashed = !core::mem::take(&mut self.crashing).is_empty();
        if (started || crashed) && !self.to_be_told.is_empty() {
            return Err(format!("the start says nothing of {:?}", self.to_be_told));
        }
        Ok(())
    }

    fn declared(&mut self, id: QueueId, after: &Overview) -> Result<(), String> {
        let view = after.queues.iter().find(|queue| queue.id == id);
        let argument = |name: &str| view.and_then(|view| view.arguments.get(name));
        let max_priority = argument("x-max-priority").and_then(warren_broker::Value::as_integer).unwrap_or(0);
        let contents = Contents {
            max_priority: u8::try_from(max_priority).unwrap_or(u8::MAX),
            quorum: view.is_some_and(|view| &*view.kind == "quorum"),
            returned_first: argument("x-queue-type").is_some() && argument("x-delivery-limit").is_some(),
            single_active: argument("x-single-active-consumer") == Some(&true.into()),
            ..Contents::default()
        };
        match self.queues.insert(id, contents) {
            None => Ok(()),
            Some(_) => Err(format!("{id:?} is declared twice")),
        }
    }

    fn queue(&mut self, id: QueueId) -> Result<&mut Contents, String> {
        self.queues.get_mut(&id).ok_or_else(|| format!("there is no {id:?}"))
    }

    fn at(&mut self, id: CopyId) -> Result<&mut Copy, String> {
        self.queue(id.queue)?.copies.get_mut(&id.position).ok_or_else(|| format!("there is no {id:?}"))
    }

    fn leaves(&mut self, id: CopyId) -> Result<Copy, String> {
        self.queue(id.queue)?.copies.remove(&id.position).ok_or_else(|| format!("there is no {id:?}"))
    }

    fn published(&mut self, message: &Message) {
        let properties = &message.content.properties;
        self.messages.insert(message.id, (properties.priority.unwrap_or(0), properties.persistent()));
    }

    fn enqueued(&mut self, id: CopyId, message: MessageId, told: u8) -> Result<(), String> {
        let priority = self.messages.get(&message).map_or(0, |(priority, _)| *priority);
        let queue = self.queue(id.queue)?;
        if id.position != queue.last_position + 1 {
            return Err(format!("{id:?} does not follow the last position, {}", queue.last_position));
        }
        queue.last_position = id.position;
        let level = priority.min(queue.max_priority);
        queue.copies.insert(id.position, Copy { message, place: Place::Ready, level, marked: false });
        at_level(id, told, level)
    }

    fn must_be_head(&mut self, id: CopyId) -> Result<(), String> {
        let queue = self.queue(id.queue)?;
        let head = queue.head();
        if head == Some(id.position) || queue.lazy {
            return Ok(());
        }
        Err(format!("{id:?} leaves before {head:?}, which stands at the head"))
    }

    fn delivered(&mut self, id: CopyId, level: u8, redelivered: bool) -> Result<(), String> {
        self.must_be_head(id)?;
        let copy = self.at(id)?;
        if redelivered != copy.marked {
            return Err(format!("{id:?}: redelivered is {redelivered}, but it was to be {}", copy.marked));
        }
        at_level(id, level, copy.level)
    }

    /// Moves a copy to its holder, or removes it if it is settled as it is sent.
    fn taken(&mut self, id: CopyId, holder: Option<Place>) -> Result<(), String> {
        match holder {
            Some(holder) => self.at(id)?.place = holder,
            None => _ = self.leaves(id)?,
        }
        Ok(())
    }

    fn settled(&mut self, id: CopyId, channel: ChannelId, delivery_tag: u64) -> Result<(), String> {
        let place = self.leaves(id)?.place;
        if matches!(place, Place::Held(holder, tag, _) if holder == channel && tag == delivery_tag) {
            Ok(())
        } else {
            Err(format!("{id:?} was settled by another than who holds it: {place:?}"))
        }
    }

    /// Removes a dropped copy. Length limits drop at the head; the delivery limit drops a copy from anywhere.
    fn dropped(&mut self, id: CopyId, limit: Limit) -> Result<(), String> {
        match limit {
            Limit::Delivery(_) => self.leaves(id).map(|_| ()),
            Limit::Length(_) | Limit::Bytes(_) => self.leaves_from_head(id),
        }
    }

    fn leaves_from_head(&mut self, id: CopyId) -> Result<(), String> {
        self.must_be_head(id)?;
        self.leaves(id).map(|_| ())
    }

    fn requeued(&mut self, id: CopyId, told: &Returned) -> Result<(), String> {
        let mut copy = self.leaves(id)?;
        if copy.place == Place::Ready {
            return Err(format!("{id:?} came back, but was not out"));
        }
        copy.place = Place::Ready;
        let queue = self.queue(id.queue)?;
        queue.lazy = false;
        // A quorum queue requeues at the end, or with a delivery limit behind earlier requeued copies and before all
        // others. A classic queue requeues at the old position.
        queue.last_position += u64::from(queue.quorum);
        let position = if queue.quorum { queue.last_position } else { id.position };
        if queue.returned_first {
            copy.level = 1;
            queue.returned.insert(position);
        }
        copy.marked = queue.marks(position, &copy);
        let place = match (queue.quorum, queue.returned_first) {
            (false, _) => RequeuePlace::Old,
            (true, false) => RequeuePlace::Back,
            (true, true) => RequeuePlace::BeforeNew,
        };
        let found = Returned { to: CopyId { position, ..id }, place, level: copy.level, marked: copy.marked };
        queue.copies.insert(position, copy);
        if *told == found { Ok(()) } else { Err(format!("{id:?} came back as {found:?}, but {told:?} was told")) }
    }

    fn runs(&mut self, id: QueueId) {
        if let Some(queue) = self.queues.get_mut(&id) {
            queue.lazy = false;
        }
    }

    /// Handles a cancelled consumer: if it was the single active one, its successor waits for the queue's next turn.
    fn waits(&mut self, id: QueueId) {
        if let Some(queue) = self.queues.get_mut(&id) {
            queue.lazy = queue.single_active;
        }
    }

    fn purged(&mut self, id: QueueId, ready: u64) -> Result<(), String> {
        let queue = self.queue(id)?;
        let there = queue.count(true);
        queue.copies.retain(|_, copy| copy.place != Place::Ready);
        if there == ready { Ok(()) } else { Err(format!("{ready} purged from {id:?}, but {there} were ready")) }
    }

    fn deleted(&mut self, id: QueueId, told: (u64, u64), by_stop: bool) -> Result<(), String> {
        let queue = self.queues.remove(&id).ok_or_else(|| format!("there is no {id:?}"))?;
        let there = (queue.count(true), queue.count(false));
        if !by_stop {
            self.to_be_told.retain(|copy| copy.queue != id);
        }
        if there == told {
            Ok(())
        } else {
            Err(format!("{id:?} deleted with {told:?} ready and unacked, but {there:?} were there"))
        }
    }

    fn next_tag(&mut self, channel: ChannelId, tag: u64) -> Result<(), String> {
        let last = self.last_tags.entry(channel).or_default();
        *last += 1;
        if *last == tag { Ok(()) } else { Err(format!("delivery tag {tag} on {channel}, but {last} is the next")) }
    }

    /// Moves everything unacked back, all of which must be reported at the start.
    fn stops(&mut self, cause: StopCause) {
        self.stopped = Some(cause);
        self.last_tags.clear();
        self.to_be_told.clear();
        for (id, queue) in &mut self.queues {
            queue.lazy = false;
            if cause != StopCause::Clean {
                queue.gaps.clear();
            }
            let gaps = &queue.gaps;
            for (position, copy) in &mut queue.copies {
                let was_out = copy.place != Place::Ready;
                copy.place = Place::Ready;
                copy.marked |= was_out && gaps.get(&copy.level).is_none_or(|gap| position <= gap);
                self.to_be_told.insert(CopyId { queue: *id, position: *position });
            }
        }
    }

    /// Handles a loss or recovery while the broker runs, which shows that the queue's own process crashed.
    fn crashes(&mut self, id: QueueId) {
        if self.stopped.is_some() || !self.crashing.insert(id) {
            return;
        }
        let Some(queue) = self.queues.get_mut(&id) else { return };
        queue.gaps.clear();
        for (position, copy) in &mut queue.copies {
            copy.place = Place::Ready;
            self.to_be_told.insert(CopyId { queue: id, position: *position });
        }
    }

    fn recovered(&mut self, id: CopyId, message: MessageId, told: u8, redelivered: bool) -> Result<(), String> {
        let crashed = self.stopped != Some(StopCause::Clean);
        let (priority, persistent) = self.messages.get(&message).copied().unwrap_or_default();
        let was_there = self.to_be_told.remove(&id);
        let queue = self.queue(id.queue)?;
        if !persistent && !queue.quorum {
            return Err(format!("{id:?} came back from the disk, but is not persistent"));
        }
        if !was_there && !crashed {
            return Err(format!("{id:?} came back, but was gone before an orderly stop"));
        }
        if crashed && !redelivered {
            return Err(format!("{id:?} came back from a crash without being marked as redelivered"));
        }
        let level = if queue.returned.contains(&id.position) { 1 } else { priority.min(queue.max_priority) };
        let copy = Copy { message, place: Place::Ready, level, marked: true };
        let copy = queue.copies.entry(id.position).or_insert(copy);
        copy.marked |= crashed;
        if redelivered != copy.marked {
            return Err(format!("{id:?} came back with redelivered {redelivered}, but it was to be {}", copy.marked));
        }
        at_level(id, told, copy.level)
    }

    fn lost(&mut self, id: CopyId, cause: LossCause) -> Result<(), String> {
        if !self.to_be_told.remove(&id) {
            return Err(format!("{id:?} is lost, but was not there"));
        }
        if self.queues.contains_key(&id.queue) {
            let copy = self.leaves(id)?;
            if self.stopped == Some(StopCause::Clean) && !copy.marked {
                let gap = self.queue(id.queue)?.gaps.entry(copy.level).or_insert(id.position);
                *gap = id.position.min(*gap);
            }
        }
        match (cause, self.stopped) {
            (LossCause::NotOnDisk(_), Some(StopCause::Clean)) => {
                Err(format!("{id:?} was lost in an orderly stop, though it was to be kept"))
            }
            (LossCause::NotOnDisk(_) | LossCause::QueueNotDurable | LossCause::MessageNotPersistent, _) => Ok(()),
        }
    }
}

/// Checks that a copy is reported at its own level.
fn at_level(id: CopyId, told: u8, level: u8) -> Result<(), String> {
    if told == level { Ok(()) } else { Err(format!("{id:?} is said to be at level {told}, but is at {level}")) }
}

//! The consumers of one queue: their rotation, and which of them have no room.
//!
//! A consumer leaves the rotation only when it is offered a message that it cannot take, and returns to its end once it
//! has room. Room is counted here for `basic.qos` per consumer (credit), and in the channel's limiter for `basic.qos`
//! with `global`.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::dict::{Dict, Set};
use crate::event::{Consumer, SkipCause};
use crate::ids::TagNumber;
use crate::index::Index;
use crate::{ChannelId, Name, Table};

/// A consumer's number within its queue, in order of subscription.
pub(crate) type Number = u32;

#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Subscription {
    pub(crate) number: Number,
    pub(crate) channel: ChannelId,
    /// The consumer as events report it.
    pub(crate) consumer: Arc<Consumer>,
    /// The number of the tag on its channel.
    pub(crate) tag_number: TagNumber,
    pub(crate) ack_required: bool,
    pub(crate) exclusive: bool,
    pub(crate) prefetch: u16,
    pub(crate) priority: i64,
    pub(crate) arguments: Table,
    /// How many more messages it may take; `None` without a limit.
    pub(crate) credit: Option<i64>,
    /// Whether it was ever given a message.
    pub(crate) served: bool,
}

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Consumers {
    /// In order of subscription, that is by number.
    all: Vec<Subscription>,
    /// Numbers by channel and tag.
    by_tag: Index<(ChannelId, TagNumber), Number>,
    /// Numbers by channel, in order of subscription.
    by_channel: Dict<ChannelId, Vec<Number>>,
    next_number: Number,
    rotation: Rotation,
    blocked: Dict<ChannelId, Rotation>,
    /// Channels blocked by `basic.qos global=true`, with the limit.
    suspended: Dict<ChannelId, u16>,
    /// Channels with a limiter, which must be asked.
    limited: Set<ChannelId>,
    /// The single active consumer.
    active: Option<Number>,
}

/// The outcome of offering a message to the next consumer in the rotation.
pub(crate) enum Offer<'a> {
    /// The one at this place takes the message (see [`Consumers::at`]).
    Taken(usize),
    /// It cannot, and has left the rotation.
    Refused(&'a Subscription, SkipCause),
    /// No consumer is left in the rotation.
    NoConsumer,
}

impl Consumers {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Subscription> {
        self.all.iter()
    }

    /// The consumer at a place that an offer has just given.
    #[inline]
    pub(crate) fn at(&self, place: usize) -> &Subscription {
        &self.all[place]
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(crate) fn any_exclusive(&self) -> bool {
        // An exclusive consumer is the only one.
        self.all.first().is_some_and(|consumer| consumer.exclusive)
    }

    pub(crate) fn is_blocked(&self, consumer: &Subscription) -> bool {
        self.blocked.get(&consumer.channel).is_some_and(|rotation| rotation.contains(consumer.number))
    }

    /// Returns the consumers of one channel.
    fn of_channel(&self, channel: ChannelId) -> impl Iterator<Item = Number> {
        self.by_channel.get(&channel).into_iter().flatten().copied()
    }

    pub(crate) fn active(&self) -> Option<&Subscription> {
        self.active.and_then(|number| self.get(number))
    }

    /// Adds a consumer at the end of the rotation. `limited` says that its channel has a limiter.
    pub(crate) fn add(&mut self, mut subscription: Subscription, limited: bool) {
        subscription.number = self.next_number;
        self.next_number += 1;
        if limited {
            self.limited.insert(subscription.channel);
        }
        self.rotation.push(subscription.priority, subscription.number);
        self.by_tag.insert((subscription.channel, subscription.tag_number), subscription.number);
        self.by_channel.entry(subscription.channel).or_default().push(subscription.number);
        self.all.push(subscription);
    }

    /// Removes a consumer.
    pub(crate) fn remove(&mut self, channel: ChannelId, tag: &str) -> Option<Subscription> {
        let mut places = self.of_channel(channel).filter_map(|number| self.index(number));
        let at = places.find(|at| &*self.all[*at].consumer.tag == tag)?;
        drop(places);
        let removed = self.all.remove(at);
        self.by_tag.remove(&(channel, removed.tag_number));
        let of_channel = self.by_channel.get_mut(&channel).expect("it was found by its channel");
        of_channel.retain(|number| *number != removed.number);
        self.rotation.remove(removed.number);
        if let Some(blocked) = self.blocked.get_mut(&channel) {
            blocked.remove(removed.number);
        }
        if of_channel.is_empty() {
            self.by_channel.remove(&channel);
            self.limited.remove(&channel);
            self.suspended.remove(&channel);
            self.blocked.remove(&channel);
        }
        if self.active == Some(removed.number) {
            self.active = None;
        }
        Some(removed)
    }

    /// Removes all consumers of a channel.
    pub(crate) fn remove_channel(&mut self, channel: ChannelId) -> Vec<Subscription> {
        let numbers = self.of_channel(channel);
        let tags: Vec<Name> = numbers.filter_map(|number| Some(self.get(number)?.consumer.tag.clone())).collect();
        tags.iter().filter_map(|tag| self.remove(channel, tag)).collect()
    }

    /// Chooses the first in the rotation as the single active consumer if there is none.
    pub(crate) fn activate(&mut self) -> Option<&Subscription> {
        if self.active.is_some() {
            return None;
        }
        self.active = self.rotation.first_with_priority().map(|(_, number)| number);
        self.active()
    }

    /// Offers a message to the next consumer. A single active consumer is the only one asked, and its turn never
    /// passes. `admit` asks the limiter of its channel, if there is one.
    #[inline]
    pub(crate) fn offer(
        &mut self,
        single_active: bool,
        admit: impl FnOnce(ChannelId, bool) -> Result<(), u16>,
    ) -> Offer<'_> {
        let next = if single_active { self.active_with_priority() } else { self.rotation.first_with_priority() };
        let Some((priority, number)) = next else { return Offer::NoConsumer };
        let at = self.index(number).expect("whoever is in the rotation is a consumer");
        let consumer = &mut self.all[at];
        let channel = consumer.channel;
        let refusal = if let Some(limit) = self.suspended.get(&channel) {
            Some(SkipCause::ChannelPrefetch { limit: *limit })
        } else if consumer.credit.is_some_and(|credit| credit <= 0) {
            Some(SkipCause::Prefetch { limit: consumer.prefetch })
        } else if self.limited.contains(&channel) {
            admit(channel, consumer.ack_required).err().map(|limit| SkipCause::ChannelPrefetch { limit })
        } else {
            None
        };
        if let Some(cause) = refusal {
            self.pass_over(at, priority, cause);
            return Offer::Refused(&self.all[at], cause);
        }
        if let Some(credit) = &mut consumer.credit {
            *credit -= 1;
        }
        consumer.served = true;
        if self.active.is_none() {
            self.rotation.rotate(priority);
        }
        Offer::Taken(at)
    }

    /// Returns the single active consumer with its priority, unless it has left the rotation.
    fn active_with_priority(&self) -> Option<(i64, Number)> {
        self.active().filter(|active| !self.is_blocked(active)).map(|active| (active.priority, active.number))
    }

    /// Takes a consumer that cannot take a message out of the rotation.
    fn pass_over(&mut self, at: usize, priority: i64, cause: SkipCause) {
        let Subscription { number, channel, .. } = self.all[at];
        if let SkipCause::ChannelPrefetch { limit } = cause {
            self.suspended.insert(channel, limit);
        }
        self.rotation.remove(number);
        self.blocked.entry(channel).or_default().push(priority, number);
    }

    /// Gives settled messages back as credit to the consumer with this tag. Returns whether consumers have come back
    /// into the rotation.
    pub(crate) fn credit(&mut self, channel: ChannelId, tag: TagNumber, settled: i64) -> bool {
        let at = match self.all.as_slice() {
            // The usual case.
            [only] => (only.channel == channel && only.tag_number == tag).then_some(0),
            _ => self.by_tag.get(&(channel, tag)).and_then(|number| self.index(*number)),
        };
        // A consumer that was cancelled, or one without a limit, waits for no room.
        let Some(at) = at else { return false };
        let Some(credit) = &mut self.all[at].credit else { return false };
        let had_none = *credit == 0;
        *credit += settled;
        had_none && settled != 0 && self.unblock(channel)
    }

    /// Marks a channel whose limiter must be asked from now on.
    pub(crate) fn limit(&mut self, channel: ChannelId) {
        if self.of_channel(channel).next().is_some() {
            self.limited.insert(channel);
        }
    }

    /// Marks a channel whose limiter has room again. Returns whether consumers have come back into the rotation.
    pub(crate) fn resume(&mut self, channel: ChannelId) -> bool {
        self.suspended.remove(&channel).is_some() && self.unblock(channel)
    }

    /// Returns the channel's blocked consumers with credit to the end of the rotation.
    fn unblock(&mut self, channel: ChannelId) -> bool {
        // None of them stands outside the rotation.
        let Some(blocked) = self.blocked.remove(&channel) else { return false };
        let mut any = false;
        for (priority, number) in blocked.into_entries() {
            let has_room = self.get(number).is_some_and(|consumer| consumer.credit.is_none_or(|credit| credit > 0));
            if has_room {
                any = true;
                self.rotation.push(priority, number);
            } else {
                self.blocked.entry(channel).or_default().push(priority, number);
            }
        }
        any
    }

    fn get(&self, number: Number) -> Option<&Subscription> {
        self.index(number).map(|at| &self.all[at])
    }

    fn index(&self, number: Number) -> Option<usize> {
        // Where it is if no consumer between it and the first is gone.
        let guess = number.wrapping_sub(self.all.first()?.number) as usize;
        match self.all.get(guess) {
            Some(there) if there.number == number => Some(guess),
            Some(_) | None => self.all.binary_search_by_key(&number, |consumer| consumer.number).ok(),
        }
    }
}

/// Consumers by priority, highest first; in turn within one priority.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Rotation(Vec<(i64, VecDeque<Number>)>);

impl Rotation {
    fn push(&mut self, priority: i64, number: Number) {
        match self.0.binary_search_by(|(other, _)| priority.cmp(other)) {
            Ok(at) => self.0[at].1.push_back(number),
            Err(at) => self.0.insert(at, (priority, VecDeque::from([number]))),
        }
    }

    fn remove(&mut self, number: Number) {
        for (_, turn) in &mut self.0 {
            if turn.front() == Some(&number) {
                // The usual case: it was its turn.
                turn.pop_front();
            } else {
                turn.retain(|other| *other != number);
            }
        }
    }

    /// Moves the first consumer of a priority to the end.
    fn rotate(&mut self, priority: i64) {
        if let Some((_, turn)) = self.0.iter_mut().find(|(other, _)| *other == priority)
            && turn.len() > 1
        {
            turn.rotate_left(1);
        }
    }

    fn first_with_priority(&self) -> Option<(i64, Number)> {
        self.0.iter().find_map(|(priority, turn)| turn.front().map(|number| (*priority, *number)))
    }

    fn contains(&self, number: Number) -> bool {
        self.0.iter().any(|(_, turn)| turn.contains(&number))
    }

    fn into_entries(self) -> impl Iterator<Item = (i64, Number)> {
        self.0.into_iter().flat_map(|(priority, turn)| turn.into_iter().map(move |number| (priority, number)))
    }
}

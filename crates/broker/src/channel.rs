//! A channel: its unacked deliveries, its limits, and its confirm or transaction mode.

mod confirms;
mod limiter;
mod settling;

pub(crate) use confirms::Confirms;
pub(crate) use limiter::Limiter;
pub(crate) use settling::{Settlement, Settling};

use crate::dict::{Dict, Set};
use crate::ids::TagNumber;
use crate::protocol_error::ProtocolError;
use crate::queue::Entry;
use crate::sequence::{Keyed, Sequence};
use crate::timers::Timer;
use crate::{ChannelId, Message, Name, QueueId, Time};

#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Channel {
    pub(crate) id: ChannelId,
    pub(crate) opened_at: Time,
    last_delivery_tag: u64,
    /// The unacked deliveries, in order of delivery.
    pub(crate) unacked: Sequence<Unacked>,
    /// The queue of each consumer tag.
    pub(crate) consumers: Dict<Name, QueueId>,
    /// Consumer tags by number. The tag of a cancelled consumer stays until its number is given anew.
    tags: Vec<Name>,
    /// Queues with a cancelled consumer on this channel that had deliveries. They must be run when the channel closes,
    /// which matters to a queue whose single active consumer was cancelled.
    pub(crate) queues_to_notify_on_close: Set<QueueId>,
    /// The queue declared last, for which an empty queue name stands.
    pub(crate) last_declared: Option<Name>,
    /// The `basic.qos` limit of later consumers.
    pub(crate) prefetch: u16,
    pub(crate) limiter: Limiter,
    pub(crate) mode: Mode,
    /// The consumer of direct replies.
    pub(crate) reply_consumer: Option<ReplyConsumer>,
    /// The timer of the oldest delivery. It may keep running for a while when there is none.
    pub(crate) timer: Timer,
    /// The timer is right for an oldest delivery made before this time.
    pub(crate) timer_covers: Time,
    /// The timer keeps running although there is no delivery.
    pub(crate) timer_is_left: bool,
}

/// Stands for a deleted queue: no queue has this number.
const NO_QUEUE: QueueId = QueueId(u32::MAX);

/// A delivery that is to be settled.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Unacked {
    pub(crate) delivery_tag: u64,
    /// The consumer's tag; `None` after `basic.get`.
    pub(crate) tag: Option<TagNumber>,
    pub(crate) delivered_at: Time,
    pub(crate) queue: QueueId,
    pub(crate) entry: Entry,
}

impl Keyed for Unacked {
    fn key(&self) -> u64 {
        self.delivery_tag
    }
}

/// The publishing channel of a message, and what its mode asks for.
#[derive(Clone, Copy)]
pub(crate) struct Publisher {
    pub(crate) channel: ChannelId,
    /// The number of the publish, in confirm mode.
    pub(crate) publish_seq_no: Option<u64>,
    /// The publish waits for `tx.commit`.
    pub(crate) transactional: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct ReplyConsumer {
    pub(crate) tag: Name,
    /// The queue name that stands for this consumer.
    pub(crate) address: Name,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Mode {
    #[default]
    Plain,
    Confirm(Confirms),
    Transaction(Transaction),
}

impl Channel {
    pub(crate) fn new(id: ChannelId, now: Time) -> Self {
        Self {
            id,
            opened_at: now,
            last_delivery_tag: 0,
            unacked: Sequence::default(),
            consumers: Dict::new(),
            tags: Vec::new(),
            queues_to_notify_on_close: Set::new(),
            last_declared: None,
            prefetch: 0,
            limiter: Limiter::default(),
            mode: Mode::Plain,
            reply_consumer: None,
            timer: None,
            timer_covers: Time::ZERO,
            timer_is_left: false,
        }
    }

    pub(crate) fn last_delivery_tag(&self) -> u64 {
        self.last_delivery_tag
    }

    /// Returns whether the timer must be set anew for the current oldest delivery.
    #[inline]
    pub(crate) fn timer_is_off(&self) -> bool {
        match self.unacked.first() {
            // A tick after this delivery's timeout is also the first after the timeout of an older one.
            Some(oldest) => self.timer.is_none() || oldest.delivered_at >= self.timer_covers,
            None => self.timer.is_some() && !self.timer_is_left,
        }
    }

    pub(crate) fn take_delivery_tag(&mut self) -> u64 {
        self.last_delivery_tag += 1;
        self.last_delivery_tag
    }

    /// Returns the number for a new consumer's tag: its former number, else one that is no longer needed, else a new
    /// one.
    pub(crate) fn number_tag(&mut self, tag: &Name) -> TagNumber {
        let number = self.tags.iter().position(|other| other == tag).or_else(|| self.unused_tag());
        let number = number.unwrap_or(self.tags.len());
        match self.tags.get_mut(number) {
            Some(slot) => *slot = tag.clone(),
            None => self.tags.push(tag.clone()),
        }
        TagNumber::try_from(number).expect("four thousand million consumers do not fit in memory")
    }

    pub(crate) fn tag(&self, number: TagNumber) -> &Name {
        &self.tags[number as usize]
    }

    fn unused_tag(&self) -> Option<usize> {
        let is_held =
            |number: usize| self.outstanding().any(|unacked| unacked.tag.is_some_and(|tag| tag as usize == number));
        (0..self.tags.len()).find(|number| !self.consumers.contains_key(&self.tags[*number]) && !is_held(*number))
    }

    /// Returns this channel as the publisher of its next message, and counts the message.
    pub(crate) fn publisher(&mut self) -> Publisher {
        let (publish_seq_no, transactional) = match &mut self.mode {
            Mode::Plain => (None, false),
            Mode::Confirm(confirms) => (Some(confirms.take_publish_seq_no()), false),
            Mode::Transaction(_) => (None, true),
        };
        Publisher { channel: self.id, publish_seq_no, transactional }
    }

    /// Checks that a client may settle this tag. Tag 0 with `multiple` means all deliveries and is valid even if there
    /// are none. Any other tag is unknown if no outstanding delivery has it, and with `multiple` if it is above the
    /// last delivery or if nothing up to it is left.
    pub(crate) fn check_tag(&self, tag: u64, multiple: bool) -> Result<(), ProtocolError> {
        let between = || {
            let (first, last) = (self.unacked.first(), self.unacked.last());
            first.is_some_and(|first| first.delivery_tag < tag) && last.is_some_and(|last| tag < last.delivery_tag)
        };
        let known = multiple && tag == 0 || self.unacked.contains_key(tag) || multiple && between();
        if known { Ok(()) } else { Err(ProtocolError::unknown_delivery_tag(tag)) }
    }

    /// Takes out the oldest delivery if a client settles it at once and alone, the usual case.
    #[inline(always)]
    pub(crate) fn take_oldest(&mut self, tag: u64) -> Option<Unacked> {
        let is_oldest = self.unacked.first().is_some_and(|oldest| oldest.delivery_tag == tag);
        if is_oldest && !self.is_transactional() { self.unacked.pop_first() } else { None }
    }

    /// Takes out the deliveries that a checked tag refers to.
    pub(crate) fn take(&mut self, tag: u64, multiple: bool) -> Vec<Unacked> {
        if !multiple {
            return self.unacked.remove(tag).into_iter().collect();
        }
        if tag == 0 {
            return self.take_all();
        }
        let mut taken = Vec::new();
        while self.unacked.first().is_some_and(|oldest| oldest.delivery_tag <= tag) {
            taken.extend(self.unacked.pop_first());
        }
        taken
    }

    /// Takes out all deliveries.
    pub(crate) fn take_all(&mut self) -> Vec<Unacked> {
        self.unacked.take().collect()
    }

    /// Says what is to be done for this channel when deliveries taken out of it are settled.
    #[inline]
    pub(crate) fn settling(&self, settlement: Settlement) -> Settling {
        let (limited, watched) = (self.limiter.is_active(), self.timer_is_off());
        Settling { channel: self.id, limited, watched, settlement }
    }

    /// Returns whether settlements wait for `tx.commit`.
    pub(crate) fn is_transactional(&self) -> bool {
        matches!(self.mode, Mode::Transaction(_))
    }

    /// Returns the deliveries not settled yet, including those that a transaction is about to settle.
    pub(crate) fn outstanding(&self) -> impl Iterator<Item = &Unacked> {
        let uncommitted = match &self.mode {
            Mode::Transaction(transaction) => transaction.settlements.as_slice(),
            Mode::Plain | Mode::Confirm(_) => &[],
        };
        self.unacked.iter().chain(uncommitted.iter().flat_map(|(_, taken)| taken))
    }

    /// Like `outstanding`, for a channel that ends.
    pub(crate) fn into_outstanding(mut self) -> impl Iterator<Item = Unacked> {
        let uncommitted = match self.mode {
            Mode::Transaction(transaction) => transaction.settlements,
            Mode::Plain | Mode::Confirm(_) => Vec::new(),
        };
        self.unacked.take().chain(uncommitted.into_iter().flat_map(|(_, taken)| taken))
    }

    /// Takes out the deliveries of a queue that crashed. Clients can still settle them, to no effect.
    pub(crate) fn forget_queue(&mut self, queue: QueueId) -> Vec<Entry> {
        let uncommitted = match &mut self.mode {
            Mode::Transaction(transaction) => transaction.settlements.as_mut_slice(),
            Mode::Plain | Mode::Confirm(_) => &mut [],
        };
        let mut forgotten = Vec::new();
        let mut forget = |unacked: &mut Unacked| {
            if unacked.queue == queue {
                unacked.queue = NO_QUEUE;
                forgotten.push(unacked.entry.clone());
            }
        };
        let held = self.unacked.iter().filter(|unacked| unacked.queue == queue);
        for tag in held.map(Keyed::key).collect::<Vec<_>>() {
            self.unacked.get_mut(tag).into_iter().for_each(&mut forget);
        }
        uncommitted.iter_mut().flat_map(|(_, unacked)| unacked).for_each(forget);
        forgotten
    }

    /// Puts deliveries back, to be settled again.
    pub(crate) fn untake(&mut self, back: impl IntoIterator<Item = Unacked>) {
        for unacked in back {
            self.unacked.insert(unacked);
        }
    }
}

/// The publishes and settlements that wait for `tx.commit`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Transaction {
    pub(crate) publishes: Vec<Publication>,
    /// Consecutive settlements of one kind are merged (recordings `txn/nacks_merge*`, `groups/tx_ack_groups`).
    pub(crate) settlements: Settlements,
}

/// The settlements of a client, in order.
pub(crate) type Settlements = Vec<(Settlement, Vec<Unacked>)>;

impl Transaction {
    /// Appends deliveries, merging with the last settlement if it is of the same kind.
    pub(crate) fn add(&mut self, settlement: Settlement, settled: Vec<Unacked>) {
        match self.settlements.last_mut() {
            Some((last, all)) if last.is_like(settlement) => all.extend(settled),
            Some(_) | None => self.settlements.push((settlement, settled)),
        }
    }

    /// Splits the settlements as the channel passes them on: acks, and all others, each in order of delivery tags.
    pub(crate) fn into_settlements(mut self) -> (Settlements, Settlements) {
        for (_, settled) in &mut self.settlements {
            settled.sort_unstable_by_key(|unacked| unacked.delivery_tag);
        }
        self.settlements.into_iter().partition(|(settlement, _)| *settlement == Settlement::Ack)
    }
}

/// A routed message and the queues that get it, by name. For the default exchange these are all of its keys, whether or
/// not such queues exist yet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Publication {
    pub(crate) message: std::sync::Arc<Message>,
    pub(crate) queues: Vec<Name>,
    pub(crate) mandatory: bool,
}

#[cfg(test)]
mod tests {
    use super::Channel;
    use crate::{ChannelId, QueueId, Time};

    #[test]
    fn a_tag_keeps_its_number_while_somebody_consumes_with_it() {
        let mut channel = Channel::new(ChannelId::default(), Time::ZERO);
        let mut consume = |tag: &str| {
            channel.consumers.insert(tag.into(), QueueId(0));
            channel.number_tag(&tag.into())
        };
        assert_eq!((consume("a"), consume("b"), consume("a")), (0, 1, 0));
        channel.consumers.remove("a");
        assert_eq!(channel.number_tag(&"c".into()), 0, "the number of a tag that nobody needs is given anew");
        assert_eq!((&**channel.tag(0), &**channel.tag(1)), ("c", "b"));
    }
}

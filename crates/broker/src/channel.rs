//! A channel: what it has been sent and not settled, its limits, and its confirm or transaction mode.

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
    /// In order of delivery.
    pub(crate) unacked: Sequence<Unacked>,
    /// Which queue each consumer tag listens to.
    pub(crate) consumers: Dict<Name, QueueId>,
    /// The tags of its consumers by number, and of those that are gone until their number is given anew.
    tags: Vec<Name>,
    /// Queues that gave something to a consumer since cancelled. They notice when the channel ends and look for work, which
    /// matters to a queue whose single active consumer was that one.
    pub(crate) queues_to_notify_on_close: Set<QueueId>,
    /// What an empty queue name stands for.
    pub(crate) last_declared: Option<Name>,
    /// `basic.qos` for consumers still to come.
    pub(crate) prefetch: u16,
    pub(crate) limiter: Limiter,
    pub(crate) mode: Mode,
    /// The consumer of direct replies.
    pub(crate) reply_consumer: Option<ReplyConsumer>,
    /// For its oldest delivery. It may be left for a while when there is none.
    pub(crate) timer: Timer,
    /// It is set right for an oldest delivery of before this.
    pub(crate) timer_covers: Time,
    /// It is left although there is none.
    pub(crate) timer_is_left: bool,
}

/// Stands for a queue that is there no more: no queue has this number.
const NO_QUEUE: QueueId = QueueId(u32::MAX);

/// A delivery that waits to be settled.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Unacked {
    pub(crate) delivery_tag: u64,
    /// Nothing if it was fetched with `basic.get`.
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

/// Who publishes, and what the channel's mode makes of it.
#[derive(Clone, Copy)]
pub(crate) struct Publisher {
    pub(crate) channel: ChannelId,
    /// The number of the publish, in confirm mode.
    pub(crate) publish_seq_no: Option<u64>,
    /// It waits for `tx.commit`.
    pub(crate) transactional: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct ReplyConsumer {
    pub(crate) tag: Name,
    /// The queue name that stands for it.
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

    /// Whether its timer is not set as it should be for the delivery that is the oldest now.
    #[inline]
    pub(crate) fn timer_is_off(&self) -> bool {
        match self.unacked.first() {
            // A tick that comes after its timeout is the first that does for an older one, too.
            Some(oldest) => self.timer.is_none() || oldest.delivered_at >= self.timer_covers,
            None => self.timer.is_some() && !self.timer_is_left,
        }
    }

    pub(crate) fn take_delivery_tag(&mut self) -> u64 {
        self.last_delivery_tag += 1;
        self.last_delivery_tag
    }

    /// The number of a new consumer's tag: the one that it has, else one that nobody needs any more, else a new one.
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

    /// The channel as the publisher of its next message.
    pub(crate) fn publisher(&mut self) -> Publisher {
        let (publish_seq_no, transactional) = match &mut self.mode {
            Mode::Plain => (None, false),
            Mode::Confirm(confirms) => (Some(confirms.take_publish_seq_no()), false),
            Mode::Transaction(_) => (None, true),
        };
        Publisher { channel: self.id, publish_seq_no, transactional }
    }

    /// Whether a client may settle this. (Everything, which is tag 0 with `multiple`, may be nothing.) With `multiple`, a tag
    /// that is settled already is unknown if nothing below it is left, and so is one above the last.
    pub(crate) fn check_tag(&self, tag: u64, multiple: bool) -> Result<(), ProtocolError> {
        let between = || {
            let (first, last) = (self.unacked.first(), self.unacked.last());
            first.is_some_and(|first| first.delivery_tag < tag) && last.is_some_and(|last| tag < last.delivery_tag)
        };
        let known = multiple && tag == 0 || self.unacked.contains_key(tag) || multiple && between();
        if known { Ok(()) } else { Err(ProtocolError::unknown_delivery_tag(tag)) }
    }

    /// Takes out the oldest delivery if a client settles it at once and alone, which is what mostly happens.
    #[inline(always)]
    pub(crate) fn take_oldest(&mut self, tag: u64) -> Option<Unacked> {
        let is_oldest = self.unacked.first().is_some_and(|oldest| oldest.delivery_tag == tag);
        if is_oldest && !self.is_transactional() { self.unacked.pop_first() } else { None }
    }

    /// Takes out what a client settles: what a tag that was checked stands for.
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

    /// Takes out all that it holds.
    pub(crate) fn take_all(&mut self) -> Vec<Unacked> {
        self.unacked.take().collect()
    }

    /// What it needs when deliveries that were taken out are settled.
    #[inline]
    pub(crate) fn settling(&self, settlement: Settlement) -> Settling {
        let (limited, watched) = (self.limiter.is_active(), self.timer_is_off());
        Settling { channel: self.id, limited, watched, settlement }
    }

    /// Whether what a client settles waits for `tx.commit`.
    pub(crate) fn is_transactional(&self) -> bool {
        matches!(self.mode, Mode::Transaction(_))
    }

    /// Deliveries not settled yet, those that a transaction is about to settle included.
    pub(crate) fn outstanding(&self) -> impl Iterator<Item = &Unacked> {
        let uncommitted = match &self.mode {
            Mode::Transaction(transaction) => transaction.settlements.as_slice(),
            Mode::Plain | Mode::Confirm(_) => &[],
        };
        self.unacked.iter().chain(uncommitted.iter().flat_map(|(_, taken)| taken))
    }

    /// The same when the channel ends.
    pub(crate) fn into_outstanding(mut self) -> impl Iterator<Item = Unacked> {
        let uncommitted = match self.mode {
            Mode::Transaction(transaction) => transaction.settlements,
            Mode::Plain | Mode::Confirm(_) => Vec::new(),
        };
        self.unacked.take().chain(uncommitted.into_iter().flat_map(|(_, taken)| taken))
    }

    /// Takes away what this channel holds of a queue that crashed. The deliveries can still be settled, to no effect.
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

    /// Puts deliveries back to be settled again.
    pub(crate) fn untake(&mut self, back: impl IntoIterator<Item = Unacked>) {
        for unacked in back {
            self.unacked.insert(unacked);
        }
    }
}

/// What waits for `tx.commit`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Transaction {
    pub(crate) publishes: Vec<Publication>,
    /// What was settled in one way in a row, together (recordings `txn/nacks_merge*`, `groups/tx_ack_groups`).
    pub(crate) settlements: Settlements,
}

/// What a client said about deliveries, in order.
pub(crate) type Settlements = Vec<(Settlement, Vec<Unacked>)>;

impl Transaction {
    /// Adds to the last settlements if they are of the same kind.
    pub(crate) fn add(&mut self, settlement: Settlement, settled: Vec<Unacked>) {
        match self.settlements.last_mut() {
            Some((last, all)) if last.is_like(settlement) => all.extend(settled),
            Some(_) | None => self.settlements.push((settlement, settled)),
        }
    }

    /// The settlements as the channel passes them on, each in the order of the delivery tags: acks, and all others.
    pub(crate) fn into_settlements(mut self) -> (Settlements, Settlements) {
        for (_, settled) in &mut self.settlements {
            settled.sort_by_key(|unacked| unacked.delivery_tag);
        }
        self.settlements.into_iter().partition(|(settlement, _)| *settlement == Settlement::Ack)
    }
}

/// A message that has been routed and is to be handed to its queues, which are known by name: those that a binding led to,
/// and for the default exchange any name that a key is, whether there is such a queue yet or not.
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

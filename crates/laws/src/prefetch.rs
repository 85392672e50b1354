//! The law of prefetch: no consumer or channel is given more than `basic.qos` allows. It counts the remaining room by
//! itself, from deliveries and settlements.

use std::collections::BTreeMap;

use warren_broker::event::Consumer;
use warren_broker::{ChannelId, Command, CopyId, Event, Input, Name, Overview, QueueId, Reply};

/// A consumer: its queue, channel and tag.
type Who = (QueueId, ChannelId, Name);

/// A consumer's limit and its unacked deliveries.
#[derive(Clone, Copy, Debug, Default)]
struct Room {
    /// The limit; 0 is unlimited.
    limit: u16,
    /// Unacked deliveries. Negative if messages of an earlier consumer of the same tag were settled, which RabbitMQ
    /// credits to the new one.
    holds: i64,
}

/// The limit and the unacked deliveries of a channel with `basic.qos` `global`.
#[derive(Clone, Copy, Debug, Default)]
struct Whole {
    limit: u16,
    volume: u64,
    /// It held messages of a deleted queue or of a quorum queue, so its count cannot be known from events.
    uncertain: bool,
}

/// See the module documentation.
#[derive(Default)]
pub(crate) struct Prefetch {
    consumers: BTreeMap<Who, Room>,
    channels: BTreeMap<ChannelId, Whole>,
    holders: BTreeMap<CopyId, (ChannelId, Option<Name>)>,
}

impl Prefetch {
    /// Takes in one event. `before` is the state at the beginning of the input. (The model of conservation has a case
    /// for every kind of event; prefetch concerns few of them.)
    pub(crate) fn event(&mut self, event: &Event, input: &Input, before: &Overview) -> Result<(), String> {
        if let Event::ConsumerAdded(consumer) = event {
            self.added(consumer, input, before);
        } else if let Event::ConsumerRemoved(consumer, _) = event {
            self.consumers.remove(&key(consumer));
        } else if let Event::ChannelOpened(id) = event {
            self.channels.insert(*id, Whole::default());
        } else if let Event::ChannelClosed(id, _) = event {
            self.channels.remove(id);
        } else if let Event::To(id, Reply::BasicQosOk) = event {
            self.limited(*id, input, before);
        } else if let Event::Delivered { copy, channel, consumer, no_ack, .. } = event {
            let tag = consumer.as_ref().map(|consumer| &consumer.tag);
            if !no_ack {
                self.holders.insert(*copy, (*channel, tag.cloned()));
            }
            if let Some(tag) = tag {
                return self.delivered(copy.queue, *channel, tag, !no_ack);
            }
        } else if let Event::QueueDeleted { queue, .. } = event {
            self.queue_gone(*queue);
        } else if let Event::Recovered { copy, .. } | Event::Lost { copy, .. } = event {
            self.gone(*copy);
        } else if let Event::Stopped(_) = event {
            *self = Self::default();
        } else if let Event::Dropped { .. } = event {
            event.copy().into_iter().for_each(|copy| self.settled(copy));
        } else if let Some(copy) = event.settles() {
            self.settled(copy);
        }
        Ok(())
    }

    /// Returns whether a consumer has room for one more message; `None` if that cannot be known.
    pub(crate) fn has_room(&self, queue: QueueId, channel: ChannelId, tag: &Name) -> Option<bool> {
        let room = self.consumers.get(&(queue, channel, tag.clone())).copied().unwrap_or_default();
        let whole = self.channels.get(&channel).copied().unwrap_or_default();
        let of_consumer = room.limit == 0 || room.holds < i64::from(room.limit);
        let of_channel = whole.limit == 0 || whole.volume < u64::from(whole.limit);
        match (of_consumer, whole.limit > 0 && whole.uncertain) {
            (true, true) => None,
            (of_consumer, _) => Some(of_consumer && of_channel),
        }
    }

    fn added(&mut self, consumer: &Consumer, input: &Input, before: &Overview) {
        let ack_required = !matches!(input, Input::Command(_, Command::BasicConsume(consume)) if consume.no_ack);
        let channel = before.channels.iter().find(|channel| channel.id == consumer.channel);
        let limit = channel.map_or(0, |channel| channel.prefetch_count);
        self.consumers.insert(key(consumer), Room { limit: if ack_required { limit } else { 0 }, holds: 0 });
    }

    fn limited(&mut self, id: ChannelId, input: &Input, before: &Overview) {
        let Input::Command(_, Command::BasicQos { prefetch_count, global, .. }) = input else { return };
        let channel = self.channels.entry(id).or_default();
        let limit = if *global { *prefetch_count } else { 0 };
        if limit == 0 {
            channel.volume = 0;
        } else if channel.limit == 0 {
            // Deliveries by `basic.get` count at this moment, though never later.
            let view = before.channels.iter().find(|channel| channel.id == id);
            channel.volume = view.map_or(0, |view| view.messages_unacknowledged - view.acks_uncommitted);
        }
        channel.limit = limit;
    }

    fn delivered(&mut self, queue: QueueId, id: ChannelId, tag: &Name, counts: bool) -> Result<(), String> {
        let channel = self.channels.entry(id).or_default();
        if channel.limit > 0 {
            if channel.volume >= u64::from(channel.limit) && !channel.uncertain {
                return Err(format!("{id} holds {} of {} and is given more", channel.volume, channel.limit));
            }
            channel.volume += u64::from(counts);
        }
        let Some(room) = self.consumers.get_mut(&(queue, id, tag.clone())) else {
            return Err(format!("{tag} on {id} is given a message of {queue:?}, but does not consume from it"));
        };
        room.holds += i64::from(counts);
        if room.limit > 0 && room.holds > i64::from(room.limit) {
            return Err(format!("{tag} on {id} holds {} of {}", room.holds, room.limit));
        }
        Ok(())
    }

    fn settled(&mut self, copy: CopyId) {
        let Some((channel, tag)) = self.holders.remove(&copy) else { return };
        let Some(tag) = tag else { return };
        if let Some(whole) = self.channels.get_mut(&channel) {
            whole.volume = whole.volume.saturating_sub(1);
        }
        if let Some(room) = self.consumers.get_mut(&(copy.queue, channel, tag)) {
            room.holds -= 1;
        }
    }

    fn queue_gone(&mut self, queue: QueueId) {
        let gone: Vec<CopyId> = self.holders.keys().copied().filter(|copy| copy.queue == queue).collect();
        for copy in gone {
            self.gone(copy);
        }
    }

    fn gone(&mut self, copy: CopyId) {
        if let Some((channel, _)) = self.holders.remove(&copy)
            && let Some(whole) = self.channels.get_mut(&channel)
        {
            whole.uncertain = true;
        }
    }

    /// Marks the channel of a quorum queue's delivery, which counts for the channel although its settlement does not.
    pub(crate) fn of_quorum_queue(&mut self, channel: ChannelId) {
        if let Some(whole) = self.channels.get_mut(&channel) {
            whole.uncertain = true;
        }
    }
}

fn key(consumer: &Consumer) -> Who {
    (consumer.queue, consumer.channel, consumer.tag.clone())
}

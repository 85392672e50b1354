//! The broker goes down and comes up: what it keeps is what had got far enough on its way to the disk.

use crate::broker::Broker;
use crate::event::{ChannelEnd, ConnectionEnd, ConsumerEnd, Event, ExchangeEnd, LossCause, QueueEnd, Stage, StopCause};
use crate::input::Restart;
use crate::queue::{Consumers, Entry, Journal, Queue, Ready};
use crate::reply::Close;
use crate::splitmix::spread;
use crate::timers::TimerId;
use crate::{ConnectionId, ConnectionReply, CopyId, ExchangeId, QueueId, Reply};

impl Broker {
    pub(crate) fn stop(&mut self, restart: Restart, out: &mut Vec<Event>) {
        out.push(Event::Stopped(restart.cause));
        self.drop_clients(restart.cause, out);
        self.running = false;
        let queues: Vec<QueueId> = self.queues.iter().map(|queue| queue.id).collect();
        for id in queues {
            if self.survives(id, restart) {
                self.reread(id, restart.cause);
            } else {
                self.lose_queue(id, out);
            }
        }
        let transient: Vec<ExchangeId> =
            self.exchanges.iter().filter(|exchange| !exchange.durable).map(|exchange| exchange.id).collect();
        for exchange in transient {
            self.delete_exchange(exchange, ExchangeEnd::BrokerStopped, out);
        }
    }

    /// What was found is told, and what expired meanwhile goes.
    pub(crate) fn start(&mut self, out: &mut Vec<Event>) {
        self.running = true;
        out.push(Event::Started);
        out.append(&mut self.found);
        let now = self.now;
        let queues: Vec<QueueId> = self.queues.iter().map(|queue| queue.id).collect();
        for id in queues {
            if let Some(queue) = self.queues.get_mut(id.0) {
                queue.idle_since = now;
            }
            self.apply_limits(id, out);
        }
    }

    /// What a queue does as it comes up: time to live first, then length, for it may have got back what clients held.
    fn apply_limits(&mut self, id: QueueId, out: &mut Vec<Event>) {
        self.drop_expired(id, out);
        if self.drop_overflow(id, out) {
            self.drop_expired(id, out);
        }
        self.watch_queue(id);
    }

    /// All connections end. What they held goes back without being handed out again. In an orderly shutdown queues that
    /// die with their consumers or their connection still do so.
    fn drop_clients(&mut self, cause: StopCause, out: &mut Vec<Event>) {
        let orderly = cause == StopCause::Clean;
        let connections: Vec<ConnectionId> = self.connections.iter().map(|connection| connection.id).collect();
        for id in connections {
            for channel_id in self.connections.channels_of(id) {
                let Some(mut channel) = self.connections.close_channel(channel_id) else { continue };
                self.timers.set(TimerId::Channel(channel_id), &mut channel.timer, None);
                let end = ChannelEnd::Connection(ConnectionEnd::BrokerStopped);
                out.push(Event::ChannelClosed(channel_id, end));
                for unacked in channel.into_outstanding() {
                    if let Some(queue) = self.queues.get_mut(unacked.queue.0) {
                        queue.unacked -= 1;
                        queue.hand_back(unacked.entry);
                    }
                }
            }
            if orderly {
                let text = "CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'".into();
                let close = Close { code: 320, text, class_id: 0, method_id: 0 };
                out.push(Event::ToConnection(id, ConnectionReply::Close(close)));
            }
            self.connections.close(id);
            out.push(Event::ConnectionClosed(id, ConnectionEnd::BrokerStopped));
        }
        self.confirming.clear();
        self.reply_addresses.clear();
        let queues: Vec<QueueId> = self.queues.iter().map(|queue| queue.id).collect();
        for id in queues {
            let Some(queue) = self.queues.get_mut(id.0) else { continue };
            let consumers = core::mem::take(&mut queue.consumers);
            if orderly && queue.auto_delete && !consumers.is_empty() {
                self.delete_queue(id, QueueEnd::LastConsumerGone, None, out);
            }
        }
    }

    /// A queue's process crashes and is started anew, with what its journal gives back.
    ///
    /// RabbitMQ 3.10 does so when a single active consumer has taken over from one that was cancelled, while there are ready
    /// messages: a new message goes straight to it, and the queue trips over not being empty. Consumers are told that
    /// they are cancelled; what was handed out can still be acknowledged, to no effect.
    pub(crate) fn crash_queue(&mut self, id: QueueId, out: &mut Vec<Event>) {
        let now = self.now;
        let Some(queue) = self.queues.get_mut(id.0) else { return };
        queue.idle_since = now;
        let consumers = core::mem::take(&mut queue.consumers);
        let awaited: Vec<_> = queue.journal.awaited().collect();
        for awaited in awaited {
            self.with_confirms(awaited.channel, |confirms| confirms.refused(awaited.publish_seq_no));
        }
        for consumer in consumers.iter() {
            out.push(Event::ConsumerRemoved(consumer.consumer.clone(), ConsumerEnd::QueueGone));
            let consumer_tag = consumer.consumer.tag.clone();
            if let Some(channel) = self.channel_mut(consumer.channel) {
                channel.consumers.remove(&consumer_tag);
                out.push(Event::To(consumer.channel, Reply::BasicCancel { consumer_tag }));
            }
        }
        let mut held = Vec::new();
        for channel in self.connections.channels_mut() {
            held.extend(channel.forget_queue(id));
        }
        let Some(queue) = self.queues.get_mut(id.0) else { return };
        for entry in held {
            queue.hand_back(entry);
        }
        self.reread(id, StopCause::Killed);
        out.append(&mut self.found);
        self.apply_limits(id, out);
    }

    /// Durable queues come back, unless a crash caught the declaration itself on its way to the disk: then luck decides,
    /// about one time in seven as it was seen on the real broker.
    fn survives(&self, id: QueueId, restart: Restart) -> bool {
        let Some(queue) = self.queues.get(id.0) else { return false };
        let settled = self.now.since(queue.declared_at) >= self.config.schema_flush;
        let spared = match restart.cause {
            StopCause::Clean => true,
            StopCause::Killed | StopCause::PowerLoss => {
                settled || !spread(restart.luck ^ u64::from(id.0)).is_multiple_of(7)
            }
        };
        queue.durable && spared
    }

    fn lose_queue(&mut self, id: QueueId, out: &mut Vec<Event>) {
        let Some(queue) = self.queues.get(id.0) else { return };
        let lost = |entry: &Entry| Event::Lost {
            copy: CopyId { queue: id, position: entry.position },
            message: entry.message.id,
            cause: LossCause::QueueNotDurable,
        };
        self.found.extend(queue.ready.iter().map(lost));
        self.delete_queue(id, QueueEnd::BrokerStopped, None, out);
    }

    /// The content of a durable queue after the stop is what its journal gives back.
    fn reread(&mut self, id: QueueId, cause: StopCause) {
        let Some(queue) = self.queues.get_mut(id.0) else { return };
        let needed = match cause {
            StopCause::Clean => {
                queue.journal.settle();
                Stage::Disk
            }
            StopCause::Killed => Stage::PageCache,
            StopCause::PowerLoss => Stage::Disk,
        };
        let survivors: Vec<_> =
            queue.journal.survivors(needed).map(|(position, record)| (position, record.clone())).collect();
        let mut ready = Ready::new(&queue.arguments);
        for (position, record) in &survivors {
            // After a crash the broker cannot know what had been delivered, so it marks everything.
            let redelivered =
                cause != StopCause::Clean || queue.ready.find(*position).is_none_or(|entry| entry.redelivered);
            let copy = CopyId { queue: id, position: *position };
            let entry = Entry {
                position: *position,
                message: record.message.clone(),
                expires_at: record.expires_at,
                redelivered,
                journaled: true,
                from_disk: true,
                returns: record.returns,
            };
            let level = ready.level(&entry);
            self.found.push(Event::Recovered { copy, message: record.message.id, level, redelivered });
            ready.insert(entry);
        }
        let came_back = |position: u64| survivors.binary_search_by_key(&position, |(other, _)| *other).is_ok();
        for entry in queue.ready.iter().filter(|entry| !came_back(entry.position)) {
            let cause = loss(queue, entry);
            let copy = CopyId { queue: id, position: entry.position };
            self.found.push(Event::Lost { copy, message: entry.message.id, cause });
        }
        if cause == StopCause::Clean {
            let never_out = queue.ready.iter().filter(|entry| !entry.redelivered && !came_back(entry.position));
            for (level, position) in never_out.map(|entry| (queue.ready.level(entry), entry.position)) {
                let gap = queue.gaps.or_insert(level, position);
                *gap = position.min(*gap);
            }
        } else {
            // It takes everything as handed out and begins to count behind it.
            queue.gaps.clear();
        }
        queue.journal = Journal::restore(survivors.into_iter());
        queue.ready = ready;
        queue.consumers = Consumers::default();
        queue.unacked = 0;
        queue.expiry_timer = None;
    }
}

fn loss(queue: &Queue, entry: &Entry) -> LossCause {
    match queue.journal.stage(entry.position) {
        Some(stage) => LossCause::NotOnDisk(stage),
        None => LossCause::MessageNotPersistent,
    }
}

//! The broker stops and starts again: state that had got far enough on its way to the disk survives.

use crate::broker::Broker;
use crate::event::{ChannelEnd, ConnectionEnd, Event, ExchangeEnd, LossCause, QueueEnd, StopCause};
use crate::input::Restart;
use crate::queue::Entry;
use crate::reply::Close;
use crate::splitmix::spread;
use crate::timers::TimerId;
use crate::{ConnectionId, ConnectionReply, CopyId, ExchangeId, QueueId};

impl Broker {
    pub(crate) fn stop(&mut self, restart: Restart, out: &mut Vec<Event>) {
        out.push(Event::Stopped(restart.cause));
        self.drop_clients(restart.cause, out);
        self.running = false;
        let queues: Vec<QueueId> = self.queues.iter().map(|queue| queue.id).collect();
        for id in queues {
            if self.survives(id, restart) {
                let Self { queues, found, .. } = self;
                queues.get_mut(id.0).expect("it is one of those there are").reread(restart.cause, found);
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

    /// Starts the broker: reports the state found, and expires the messages that are overdue.
    pub(crate) fn start(&mut self, out: &mut Vec<Event>) {
        self.running = true;
        out.push(Event::Started);
        out.append(&mut self.found);
        let now = self.now;
        let queues: Vec<QueueId> = self.queues.iter().map(|queue| queue.id).collect();
        for id in queues {
            self.queues.get_mut(id.0).expect("what a queue does as it comes up deletes none").touch(now);
            self.apply_limits(id, out);
        }
    }

    /// Applies the limits of a queue that comes up: time to live first, then length, because it may have got back what
    /// clients held.
    pub(crate) fn apply_limits(&mut self, id: QueueId, out: &mut Vec<Event>) {
        self.drop_expired(id, out);
        if self.drop_overflow(id, out) {
            self.drop_expired(id, out);
        }
        self.watch_queue(id);
    }

    /// Ends all connections. Their deliveries are requeued without being handed out again. In a clean shutdown
    /// auto-delete and exclusive queues still go with their consumers or connections.
    fn drop_clients(&mut self, cause: StopCause, out: &mut Vec<Event>) {
        let orderly = cause == StopCause::Clean;
        let connections: Vec<ConnectionId> = self.connections.iter().map(|connection| connection.id).collect();
        for id in connections {
            for channel_id in self.connections.channels_of(id) {
                let mut channel = self.connections.close_channel(channel_id).expect("it is one of the connection's");
                self.timers.set(TimerId::Channel(channel_id), &mut channel.timer, None);
                let end = ChannelEnd::Connection(ConnectionEnd::BrokerStopped);
                out.push(Event::ChannelClosed(channel_id, end));
                for unacked in channel.into_outstanding() {
                    // A deleted queue took its messages along.
                    if let Some(queue) = self.queues.get_mut(unacked.queue.0) {
                        queue.contents.settle(1);
                        queue.contents.return_to_ready(unacked.entry);
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
        let now = self.now;
        let queues: Vec<QueueId> = self.queues.iter().map(|queue| queue.id).collect();
        for id in queues {
            let queue = self.queues.get_mut(id.0).expect("deleting a queue deletes no other");
            let consumers = queue.unsubscribe_all(now);
            if orderly && queue.auto_delete && !consumers.is_empty() {
                self.delete_queue(id, QueueEnd::LastConsumerGone, None, out);
            }
        }
    }

    /// Returns whether a queue survives: durable queues do, unless a crash caught the declaration itself on its way to
    /// the disk. Then luck decides; the real broker lost about one in seven.
    fn survives(&self, id: QueueId, restart: Restart) -> bool {
        let queue = self.queues.get(id.0).expect("it is one of those there are");
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
        let queue = self.queues.get(id.0).expect("it is one of those there are");
        let lost = |entry: &Entry| Event::Lost {
            copy: CopyId { queue: id, position: entry.position },
            message: entry.message.id,
            cause: LossCause::QueueNotDurable,
        };
        self.found.extend(queue.contents.ready().iter().map(lost));
        self.delete_queue(id, QueueEnd::BrokerStopped, None, out);
    }
}

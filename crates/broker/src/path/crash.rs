//! Crashes the process of a queue, which starts again with its journal.

use crate::QueueId;
use crate::Reply;
use crate::broker::Broker;
use crate::event::{ConsumerEnd, Event, StopCause};

impl Broker {
    /// Crashes a queue's process, which starts again with the contents of its journal.
    ///
    /// RabbitMQ 3.10 does so when a single active consumer has taken over from a cancelled one while there are ready
    /// messages: a new message goes straight to it, and the queue fails on not being empty. Consumers are cancelled;
    /// their deliveries can still be acknowledged, to no effect.
    pub(super) fn crash_queue(&mut self, id: QueueId, out: &mut Vec<Event>) {
        let now = self.now;
        let queue = self.queues.get_mut(id.0).expect("only a queue that is there trips over a message");
        let consumers = queue.unsubscribe_all(now);
        let awaited: Vec<_> = queue.contents.awaited().collect();
        for awaited in awaited {
            self.with_confirms(awaited.channel, |confirms| confirms.refused(awaited.publish_seq_no));
        }
        for consumer in consumers.iter() {
            out.push(Event::ConsumerRemoved(consumer.consumer.clone(), ConsumerEnd::QueueGone));
            let consumer_tag = consumer.consumer.tag.clone();
            let channel = self.channel_mut(consumer.channel).expect("a channel that ends takes its consumers along");
            channel.consumers.remove(&consumer_tag);
            out.push(Event::To(consumer.channel, Reply::BasicCancel { consumer_tag }));
        }
        let mut held = Vec::new();
        for channel in self.connections.channels_mut() {
            held.extend(channel.forget_queue(id));
        }
        let queue = self.queues.get_mut(id.0).expect("a queue's crash does not delete it");
        for entry in held {
            queue.contents.return_to_ready(entry);
        }
        queue.reread(StopCause::Killed, out);
        self.apply_limits(id, out);
    }
}

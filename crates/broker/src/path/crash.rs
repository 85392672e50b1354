//! A queue trips over a message: its process crashes, and it begins anew with what it had kept.

use crate::QueueId;
use crate::Reply;
use crate::broker::Broker;
use crate::event::{ConsumerEnd, Event, StopCause};

impl Broker {
    /// A queue's process crashes and is started anew, with what its journal gives back.
    ///
    /// RabbitMQ 3.10 does so when a single active consumer has taken over from one that was cancelled, while there are ready
    /// messages: a new message goes straight to it, and the queue trips over not being empty. Consumers are told that
    /// they are cancelled; what was handed out can still be acknowledged, to no effect.
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

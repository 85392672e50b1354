//! Class basic, except the path of a message.

use std::sync::Arc;

use crate::broker::Broker;
use crate::channel::{ReplyConsumer, Settlement};
use crate::command::BasicConsume;
use crate::event::{Consumer, ConsumerEnd, Event, QueueEnd, RequeueCause};
use crate::protocol_error::{self, ProtocolError};
use crate::queue::{Kind, Subscription};
use crate::reply_to::REPLY_TO;
use crate::{ChannelId, Name, QueueId, Reply, Value};

impl Broker {
    pub(crate) fn qos(
        &mut self,
        id: ChannelId,
        (prefetch_size, prefetch_count, global): (u32, u16, bool),
        out: &mut Vec<Event>,
    ) -> Result<(), ProtocolError> {
        if prefetch_size != 0 {
            return Err(ProtocolError::not_implemented(&format!("prefetch_size!=0 ({prefetch_size})")));
        }
        let channel = self.channel_mut(id).expect("a method is carried out on a channel that is open");
        let released;
        if global {
            let was_active = channel.limiter.is_active();
            // Deliveries by `basic.get` are counted here too, though they never count later.
            released = channel.limiter.set(prefetch_count, channel.unacked.len() as u64);
            if !was_active && channel.limiter.is_active() {
                let queues: Vec<QueueId> = channel.consumers.values().copied().collect();
                for queue in queues {
                    let queue = self.queues.get_mut(queue.0);
                    queue.expect("a queue that goes takes its consumers out of their channels").limit_channel(id);
                }
            }
        } else {
            channel.prefetch = prefetch_count;
            // The last setting wins: this one switches the channel-wide limit off (recording `qos/both`).
            released = channel.limiter.set(0, 0);
        }
        out.push(Event::To(id, Reply::BasicQosOk));
        self.resume_queues(id, released, out);
        Ok(())
    }

    pub(crate) fn consume(
        &mut self,
        id: ChannelId,
        consume: BasicConsume,
        out: &mut Vec<Event>,
    ) -> Result<(), ProtocolError> {
        let channel = self.channel(id).expect("a method is carried out on a channel that is open");
        // The consumer of direct replies is not counted, so its tag may be used once more, for a queue.
        if channel.consumers.contains_key(&consume.consumer_tag) {
            return Err(ProtocolError::not_allowed(&format!(
                "attempt to reuse consumer tag '{}'",
                consume.consumer_tag
            )));
        }
        if &*consume.queue == REPLY_TO {
            return self.consume_replies(id, consume, out);
        }
        let queue_id = self.accessible_queue(id, &consume.queue)?;
        let kind = self.queues.get(queue_id.0).expect("it was found above").arguments.kind;
        let priority = consumer_priority(&self.queues.name(queue_id.0), kind, &consume)?;
        self.check_exclusive_consumer(queue_id, consume.exclusive)?;
        self.check_global_qos(id, queue_id)?;
        let tag = if consume.consumer_tag.is_empty() { self.generate_name("amq.ctag-") } else { consume.consumer_tag };
        let channel = self.channel_mut(id).expect("a method is carried out on a channel that is open");
        channel.consumers.insert(tag.clone(), queue_id);
        let tag_number = channel.number_tag(&tag);
        let (prefetch, limited) = (channel.prefetch, channel.limiter.is_active());
        let queue = self.queues.get_mut(queue_id.0).expect("it was found above");
        let subscription = Subscription {
            number: 0,
            channel: id,
            consumer: Arc::new(Consumer { queue: queue_id, channel: id, tag: tag.clone(), priority }),
            tag_number,
            ack_required: !consume.no_ack,
            exclusive: consume.exclusive,
            prefetch,
            priority,
            arguments: consume.arguments,
            credit: (prefetch > 0 && !consume.no_ack).then_some(i64::from(prefetch)),
            served: false,
        };
        out.push(Event::ConsumerAdded(subscription.consumer.clone()));
        queue.subscribe(subscription, limited);
        self.activate_consumer(queue_id, out);
        self.answer(id, consume.no_wait, Reply::BasicConsumeOk { consumer_tag: tag }, out);
        self.run_queue(queue_id, out);
        Ok(())
    }

    fn check_exclusive_consumer(&self, id: QueueId, exclusive: bool) -> Result<(), ProtocolError> {
        let queue = self.queues.get(id.0).expect("it was found by its name in this method");
        let refused = queue.consumers().any_exclusive()
            || exclusive && (queue.arguments.single_active_consumer || !queue.consumers().is_empty());
        if refused { Err(ProtocolError::in_exclusive_use(&queue.name)) } else { Ok(()) }
    }

    fn check_global_qos(&self, id: ChannelId, queue: QueueId) -> Result<(), ProtocolError> {
        let limited = self.channel(id).is_some_and(|channel| channel.limiter.is_active());
        match self.queues.get(queue.0) {
            Some(queue) if limited && queue.arguments.kind == Kind::Quorum => Err(ProtocolError::not_implemented(
                &format!("{} does not support global qos", crate::protocol_error::queue(&queue.name)),
            )),
            Some(_) | None => Ok(()),
        }
    }

    /// Starts a consumer of direct replies, whose queue is the channel itself.
    fn consume_replies(
        &mut self,
        id: ChannelId,
        consume: BasicConsume,
        out: &mut Vec<Event>,
    ) -> Result<(), ProtocolError> {
        if !consume.no_ack {
            return Err(ProtocolError::precondition("reply consumer cannot acknowledge"));
        }
        if self.channel(id).is_some_and(|channel| channel.reply_consumer.is_some()) {
            return Err(ProtocolError::precondition("reply consumer already set"));
        }
        let tag = if consume.consumer_tag.is_empty() { self.generate_name("amq.ctag-") } else { consume.consumer_tag };
        let address = self.generate_name("amq.rabbitmq.reply-to.");
        self.reply_addresses.insert(address.clone(), id);
        let channel = self.channel_mut(id).expect("a method is carried out on a channel that is open");
        channel.reply_consumer = Some(ReplyConsumer { tag: tag.clone(), address });
        self.answer(id, consume.no_wait, Reply::BasicConsumeOk { consumer_tag: tag }, out);
        Ok(())
    }

    pub(crate) fn cancel(&mut self, id: ChannelId, tag: Name, no_wait: bool, out: &mut Vec<Event>) {
        let now = self.now;
        let channel = self.channel_mut(id).expect("a method is carried out on a channel that is open");
        if let Some(consumer) = channel.reply_consumer.take_if(|consumer| consumer.tag == tag) {
            self.reply_addresses.remove(&*consumer.address);
            self.answer(id, no_wait, Reply::BasicCancelOk { consumer_tag: tag }, out);
            return;
        }
        let queue_id = channel.consumers.remove(&tag);
        self.answer(id, no_wait, Reply::BasicCancelOk { consumer_tag: tag.clone() }, out);
        // Nobody consumes with this tag: no mistake.
        let Some(queue_id) = queue_id else { return };
        let queue =
            self.queues.get_mut(queue_id.0).expect("a queue that goes takes its consumers out of their channels");
        let removed = queue.unsubscribe(id, &tag, now).expect("a channel and its queues know the same consumers");
        out.push(Event::ConsumerRemoved(removed.consumer, ConsumerEnd::Cancelled));
        if queue.consumers().is_empty() && queue.auto_delete {
            self.delete_queue(queue_id, QueueEnd::LastConsumerGone, None, out);
            return;
        }
        // The successor of a single active consumer is given nothing yet. A real classic queue runs only when something
        // else happens to it, and a new message for a `no_ack` consumer even overtakes the backlog (seed 10064).
        let quorum = queue.arguments.kind == Kind::Quorum;
        self.activate_consumer(queue_id, out);
        if quorum {
            self.run_queue(queue_id, out);
        }
        self.watch_queue(queue_id);
        if removed.served
            && let Some(channel) = self.channel_mut(id)
        {
            channel.queues_to_notify_on_close.insert(queue_id);
        }
    }

    /// Activates a consumer of a queue with a single active consumer if it has none.
    pub(crate) fn activate_consumer(&mut self, id: QueueId, out: &mut Vec<Event>) {
        let queue = self.queues.get_mut(id.0).expect("whoever looks for an active consumer has the queue at hand");
        out.extend(queue.activate_consumer().map(|active| Event::ConsumerActivated(active.consumer.clone())));
    }

    pub(crate) fn get(
        &mut self,
        id: ChannelId,
        name: &Name,
        no_ack: bool,
        out: &mut Vec<Event>,
    ) -> Result<(), ProtocolError> {
        let queue = self.accessible_queue(id, name)?;
        let now = self.now;
        self.queues.get_mut(queue.0).expect("it was found above").touch(now);
        self.watch_queue(queue);
        if !self.get_head(queue, id, !no_ack, out) {
            out.push(Event::To(id, Reply::BasicGetEmpty));
        }
        Ok(())
    }

    pub(crate) fn recover(
        &mut self,
        id: ChannelId,
        requeue: bool,
        answered: bool,
        out: &mut Vec<Event>,
    ) -> Result<(), ProtocolError> {
        if !requeue {
            return Err(ProtocolError::not_implemented("requeue=false"));
        }
        if answered {
            out.push(Event::To(id, Reply::BasicRecoverOk));
        }
        let channel = self.channel_mut(id).expect("a method is carried out on a channel that is open");
        let all = channel.take_all();
        let settling = channel.settling(Settlement::Requeue(RequeueCause::Recover));
        self.settle_all(settling, all, out);
        Ok(())
    }
}

/// Checks the arguments of a consumer, in RabbitMQ's order: its priority, the cancellation on failover of a mirrored
/// queue (which never happens here), and the arguments of streams.
fn consumer_priority(queue: &str, kind: Kind, consume: &BasicConsume) -> Result<i64, ProtocolError> {
    let priority = priority_argument(queue, consume)?;
    if let Some(value) =
        consume.arguments.get("x-cancel-on-ha-failover").filter(|value| !matches!(value, Value::Bool(_)))
    {
        let why = format!("{{unacceptable_type,{}}}", Value::type_name(value));
        return Err(ProtocolError::invalid_arg("x-cancel-on-ha-failover", queue, &why));
    }
    match consume.arguments.get("x-stream-offset") {
        None => Ok(priority),
        Some(_) => Err(ProtocolError::precondition(&format!(
            "invalid arg 'x-stream-offset' for {} of queue type {}",
            protocol_error::queue(queue),
            kind.module()
        ))),
    }
}

fn priority_argument(queue: &str, consume: &BasicConsume) -> Result<i64, ProtocolError> {
    match consume.arguments.get("x-priority") {
        None => Ok(0),
        Some(value) => value.as_integer().ok_or_else(|| {
            let why = format!("\"expected integer, got {}\"", Value::type_name(value));
            ProtocolError::invalid_arg("x-priority", queue, &why)
        }),
    }
}

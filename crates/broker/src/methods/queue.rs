//! Class queue.

use crate::binding::Destination;
use crate::broker::Broker;
use crate::channel::Unacked;
use crate::command::{QueueBind, QueueDeclare};
use crate::event::{ConsumerEnd, Event, ExchangeEnd, QueueEnd};
use crate::methods::exchange::Wanted;
use crate::protocol_error::{self, ProtocolError, check_equivalent_arguments, check_equivalent_flag, strip_newlines};
use crate::queue::{self, Flags, Kind, Queue};
use crate::reply_to::{is_malformed, names_replies};
use crate::{ChannelId, Name, QueueId, Reply};

impl Broker {
    pub(crate) fn declare_queue(
        &mut self,
        id: ChannelId,
        declare: QueueDeclare,
        out: &mut Vec<Event>,
    ) -> Result<(), ProtocolError> {
        let name = strip_newlines(&declare.queue);
        let (name, message_count, consumer_count) = if names_replies(&name) {
            if is_malformed(&name) {
                return Err(ProtocolError::internal_error());
            }
            // The pseudo queue of direct replies exists, with its one consumer, as long as that consumer does.
            if !self.is_reply_address(&name) {
                return Err(ProtocolError::no_queue(&name));
            }
            if self.reply_channel(&name) == Some(id) {
                // The channel calls itself and waits for ever; Erlang notices.
                return Err(ProtocolError::internal_error());
            }
            (name, 0, 1)
        } else {
            let queue = if declare.passive {
                let queue = self.queues.find(&name).map(QueueId).ok_or_else(|| ProtocolError::no_queue(&name))?;
                self.check_access(id, queue)?;
                queue
            } else {
                self.find_or_create_queue(id, name, &declare, out)?
            };
            let (now, fetchers) = (self.now, self.fetchers(queue));
            let id = queue;
            let queue = self.queues.get_mut(id.0).expect("it was found or created above");
            queue.touch(now);
            let told =
                (queue.name.clone(), count(queue.contents.ready().len()), count(queue.consumers().len()) + fetchers);
            self.watch_queue(id);
            told
        };
        let channel = self.channel_mut(id).expect("a method is carried out on a channel that is open");
        channel.last_declared = Some(name.clone());
        let reply = Reply::QueueDeclareOk { queue: name, message_count, consumer_count };
        self.answer(id, declare.no_wait, reply, out);
        Ok(())
    }

    /// Returns the number of channels that have fetched a message from a quorum queue and not settled it. RabbitMQ
    /// counts them as consumers (recording `quorum/requeue_order`).
    fn fetchers(&self, id: QueueId) -> u32 {
        if self.queues.get(id.0).is_none_or(|queue| queue.arguments.kind == Kind::Classic) {
            return 0;
        }
        let fetched = |unacked: &&Unacked| unacked.queue == id && unacked.tag.is_none();
        count(self.connections.channels().flat_map(|channel| channel.unacked.iter()).filter(fetched).count())
    }

    fn find_or_create_queue(
        &mut self,
        id: ChannelId,
        name: Name,
        declare: &QueueDeclare,
        out: &mut Vec<Event>,
    ) -> Result<QueueId, ProtocolError> {
        // An exclusive queue ends with its connection, so durability would have no effect.
        let durable = declare.durable && !declare.exclusive;
        let owner = declare.exclusive.then_some(id.connection);
        let name = if name.is_empty() { self.generate_name("amq.gen-") } else { check_name(name)? };
        if let Some(existing) = self.queues.find(&name).map(QueueId) {
            self.check_equivalent_queue(existing, Flags { durable, auto_delete: declare.auto_delete, owner }, declare)?;
            self.tell_ignored_arguments(existing, declare, out);
            return Ok(existing);
        }
        let arguments =
            queue::parse(&name, &declare.arguments, declare.durable, declare.exclusive, declare.auto_delete)?;
        let flags = Flags { durable, auto_delete: declare.auto_delete, owner };
        let now = self.now;
        let number = self
            .queues
            .add(|number| Queue::new(QueueId(number), name, flags, declare.arguments.clone(), arguments, now));
        if let Some(connection) = owner.and_then(|owner| self.connections.get_mut(owner)) {
            connection.exclusive.insert(QueueId(number));
        }
        out.push(Event::QueueDeclared(QueueId(number)));
        self.tell_ignored_arguments(QueueId(number), declare, out);
        Ok(QueueId(number))
    }

    /// Reports the arguments that no queue of this type has. Those of other types are refused before.
    fn tell_ignored_arguments(&self, id: QueueId, declare: &QueueDeclare, out: &mut Vec<Event>) {
        let known = self.queues.get(id.0).map_or(&[][..], |queue| queue.arguments.kind.arguments());
        let ignored =
            declare.arguments.iter().map(|(argument, _)| argument).filter(|argument| !known.contains(argument));
        out.extend(ignored.map(|argument| Event::ArgumentIgnored { queue: id, argument: argument.into() }));
    }

    fn check_equivalent_queue(&self, id: QueueId, flags: Flags, declare: &QueueDeclare) -> Result<(), ProtocolError> {
        let queue = self.queues.get(id.0).expect("it was found by its name in this method");
        let what = protocol_error::queue(&queue.name);
        if queue.owner != flags.owner {
            return Err(ProtocolError::locked(&queue.name));
        }
        check_equivalent_flag("durable", &what, queue.durable, flags.durable)?;
        check_equivalent_flag("auto_delete", &what, queue.auto_delete, flags.auto_delete)?;
        let keys = queue.arguments.kind.arguments();
        check_equivalent_arguments(keys.iter().copied(), &what, &queue.table, &declare.arguments)
    }

    pub(crate) fn bind_queue(
        &mut self,
        id: ChannelId,
        bind: QueueBind,
        binds: bool,
        out: &mut Vec<Event>,
    ) -> Result<(), ProtocolError> {
        let name = self.queue_name_for(id, &bind.queue)?;
        // With both queue and key left out, the key is the queue's name.
        let routing_key =
            if bind.queue.is_empty() && bind.routing_key.is_empty() { name.clone() } else { bind.routing_key };
        let wanted = Wanted { source: strip_newlines(&bind.exchange), routing_key, arguments: bind.arguments };
        if wanted.source.is_empty() {
            return Err(ProtocolError::default_exchange());
        }
        let found = self.queues.find(&name).map(QueueId);
        let allowed = |broker: &Self| found.map_or(Ok(()), |queue| broker.check_access(id, queue));
        let destination = found.map(Destination::Queue);
        if binds {
            self.bind(wanted, destination.ok_or_else(|| ProtocolError::no_queue(&name)), allowed, out)?;
        } else if let Some(destination) = destination {
            self.unbind(&wanted, destination, allowed, out)?;
        }
        let reply = if binds { Reply::QueueBindOk } else { Reply::QueueUnbindOk };
        self.answer(id, bind.no_wait && binds, reply, out);
        Ok(())
    }

    pub(crate) fn purge_queue(
        &mut self,
        id: ChannelId,
        name: &Name,
        no_wait: bool,
        out: &mut Vec<Event>,
    ) -> Result<(), ProtocolError> {
        let queue = self.accessible_queue(id, name)?;
        let message_count = self.purge(queue);
        out.push(Event::QueuePurged { queue, ready: message_count.into() });
        self.answer(id, no_wait, Reply::QueuePurgeOk { message_count }, out);
        Ok(())
    }

    fn purge(&mut self, id: QueueId) -> u32 {
        let (now, config) = (self.now, self.config);
        let queue = self.queues.get_mut(id.0).expect("it was found by its name in this method");
        let message_count = count(queue.contents.ready().len());
        let mut confirmed = Vec::new();
        while let Some(entry) = queue.contents.take_head() {
            confirmed.extend(queue.contents.discard(now, &config, entry.position));
        }
        for awaited in confirmed {
            self.confirm(Some(awaited));
        }
        self.watch_queue(id);
        message_count
    }

    pub(crate) fn delete_queue_on_request(
        &mut self,
        id: ChannelId,
        name: &Name,
        (if_unused, if_empty, no_wait): (bool, bool, bool),
        out: &mut Vec<Event>,
    ) -> Result<(), ProtocolError> {
        let name = self.queue_name_for(id, name)?;
        let mut message_count = 0;
        let mut cancelled = Vec::new();
        if let Some(queue_id) = self.queues.find(&name).map(QueueId) {
            self.check_access(id, queue_id)?;
            let queue = self.queues.get(queue_id.0).expect("it was found above");
            if if_empty && !queue.contents.ready().is_empty() {
                return Err(ProtocolError::precondition(&format!("{} not empty", protocol_error::queue(&name))));
            }
            if if_unused && !queue.consumers().is_empty() {
                return Err(ProtocolError::precondition(&format!("{} in use", protocol_error::queue(&name))));
            }
            message_count = count(queue.contents.ready().len());
            cancelled = self.delete_queue(queue_id, QueueEnd::Deleted, Some(id), out);
        }
        self.answer(id, no_wait, Reply::QueueDeleteOk { message_count }, out);
        // On the deleting channel itself the cancels come after the answer.
        out.extend(cancelled.into_iter().map(|consumer_tag| Event::To(id, Reply::BasicCancel { consumer_tag })));
        Ok(())
    }

    /// Deletes a queue with its messages, consumers and bindings. Nothing is dead-lettered. Consumers are notified,
    /// except those on channel `but`, whose tags are returned.
    pub(crate) fn delete_queue(
        &mut self,
        id: QueueId,
        cause: QueueEnd,
        but: Option<ChannelId>,
        out: &mut Vec<Event>,
    ) -> Vec<Name> {
        let mut queue = self.queues.remove(id.0).expect("nothing that deletes a queue deletes another");
        queue.stop_timer(&mut self.timers);
        if let Some(connection) = queue.owner.and_then(|owner| self.connections.get_mut(owner)) {
            connection.exclusive.remove(&id);
        }
        out.push(Event::QueueDeleted {
            queue: id,
            cause,
            ready: queue.contents.ready().len() as u64,
            unacked: queue.contents.unacked(),
        });
        for awaited in queue.contents.awaited() {
            self.confirm(Some(awaited));
        }
        let mut not_told = Vec::new();
        for consumer in queue.consumers().iter() {
            out.push(Event::ConsumerRemoved(consumer.consumer.clone(), ConsumerEnd::QueueGone));
            let channel = self.channel_mut(consumer.channel).expect("a channel that ends takes its consumers along");
            let consumer_tag = consumer.consumer.tag.clone();
            channel.consumers.remove(&consumer_tag);
            if but == Some(consumer.channel) {
                not_told.push(consumer_tag);
            } else {
                out.push(Event::To(consumer.channel, Reply::BasicCancel { consumer_tag }));
            }
        }
        let unused = self.unbind_destination(Destination::Queue(id), out);
        // The bindings of a queue that is missing after a restart are not looked up, so no exchange goes with them.
        if cause != QueueEnd::BrokerStopped {
            for source in unused {
                self.delete_exchange(source, ExchangeEnd::LastBindingGone, out);
            }
        }
        not_told
    }

    /// Returns the queue that `basic.get`, `basic.consume` or `queue.purge` names, or the last declared one if it names
    /// none. Only these three methods leave line breaks in the name (recording `names/line_breaks`).
    pub(crate) fn accessible_queue(&self, id: ChannelId, name: &Name) -> Result<QueueId, ProtocolError> {
        let name = self.name_or_last_declared(id, name)?;
        let queue = self.queues.find(&name).map(QueueId).ok_or_else(|| ProtocolError::no_queue(&name))?;
        self.check_access(id, queue)?;
        Ok(queue)
    }

    fn queue_name_for(&self, id: ChannelId, name: &Name) -> Result<Name, ProtocolError> {
        self.name_or_last_declared(id, name).map(|name| strip_newlines(&name))
    }

    fn name_or_last_declared(&self, id: ChannelId, name: &Name) -> Result<Name, ProtocolError> {
        if !name.is_empty() {
            return Ok(name.clone());
        }
        let last = self.channel(id).and_then(|channel| channel.last_declared.clone());
        last.ok_or_else(|| ProtocolError::not_found("no previously declared queue"))
    }

    fn check_access(&self, id: ChannelId, queue: QueueId) -> Result<(), ProtocolError> {
        let queue = self.queues.get(queue.0).expect("it was found by its name in this method");
        if queue.owner.is_none_or(|owner| owner == id.connection) {
            Ok(())
        } else {
            Err(ProtocolError::locked(&queue.name))
        }
    }
}

fn check_name(name: Name) -> Result<Name, ProtocolError> {
    if name.starts_with("amq.") { Err(ProtocolError::reserved_prefix("queue", &name)) } else { Ok(name) }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

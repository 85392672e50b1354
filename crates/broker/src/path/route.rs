//! From an exchange to queues: by name, by bindings, to an alternate exchange, or straight to a client that waits for a
//! reply. It does not know what a queue does with a message.

use std::sync::Arc;

use crate::binding::{Binding, Destination};
use crate::broker::Broker;
use crate::dict::Set;
use crate::event::{Event, NearMiss, Route, Tell};
use crate::{ExchangeId, Message, Name, QueueId, Reply};

impl Broker {
    /// Finds the queues that get a copy, one each, in the order of their names.
    pub(super) fn route(
        &mut self,
        first: ExchangeId,
        message: &Arc<Message>,
        mandatory: bool,
        out: &mut Vec<Event>,
        targets: &mut Vec<QueueId>,
    ) {
        let replied = if first == ExchangeId::default() {
            self.route_by_names(message, out, targets)
        } else {
            self.route_by_bindings(first, message, out, targets);
            false
        };
        if targets.len() > 1 {
            self.sort_by_name(targets);
        }
        if targets.is_empty() && !replied {
            self.unroutable(first, message, mandatory, out);
        }
    }

    /// Each queue once, in the order of their names.
    fn sort_by_name(&self, targets: &mut Vec<QueueId>) {
        let mut named: Vec<(&str, QueueId)> = targets.iter().map(|id| (self.queues.name_of(id.0), *id)).collect();
        named.sort_unstable();
        named.dedup();
        targets.clear();
        targets.extend(named.into_iter().map(|(_, id)| id));
    }

    /// The default exchange: each key is the name of a queue, or the address of a client that waits for a direct reply.
    /// Whether there was such a client.
    fn route_by_names(&mut self, message: &Arc<Message>, out: &mut Vec<Event>, targets: &mut Vec<QueueId>) -> bool {
        if message.cc.is_empty() {
            return self.route_by_name(message, &message.routing_key, out, targets);
        }
        let mut replied = false;
        for key in keys(message) {
            replied |= self.route_by_name(message, key, out, targets);
        }
        replied
    }

    fn route_by_name(
        &mut self,
        message: &Arc<Message>,
        key: &Name,
        out: &mut Vec<Event>,
        targets: &mut Vec<QueueId>,
    ) -> bool {
        let (route, replied) = if let Some(queue) = self.queues.find(key).map(QueueId) {
            targets.push(queue);
            (Route::Default(queue), false)
        } else if let Some(channel) = self.reply_channel(key) {
            self.replies.push((channel, message.clone()));
            (Route::DirectReplyTo(channel), true)
        } else {
            return false;
        };
        out.tell(|| Event::Routed { message: message.id, exchange: ExchangeId::default(), route });
        replied
    }

    /// Every other exchange: its bindings that match, else its alternate. Those still to be asked stand in a list, and none is
    /// asked twice, so cycles end.
    ///
    /// The default exchange can be an alternate, but then it takes nothing: it has no bindings (recording
    /// `probes/reply_alternate`).
    fn route_by_bindings(
        &mut self,
        first: ExchangeId,
        message: &Message,
        out: &mut Vec<Event>,
        targets: &mut Vec<QueueId>,
    ) {
        let mut found = self.found_bindings.take();
        let mut further: Vec<ExchangeId> = Vec::new();
        let mut asked = 0;
        let mut next = Some(first);
        while let Some(id) = next {
            let mut go_on = |id: ExchangeId| {
                if id != first && !further.contains(&id) {
                    further.push(id);
                }
            };
            let exchange = self.exchanges.get(id.0).expect("a binding or an alternate leads to what is there");
            exchange.bindings.route(message, &mut found);
            let mut any = false;
            for binding in found.drain() {
                any = true;
                let destination = binding.destination;
                out.tell(|| Event::Routed { message: message.id, exchange: id, route: Route::Binding(binding) });
                match destination {
                    Destination::Queue(queue) => targets.push(queue),
                    Destination::Exchange(id) => go_on(id),
                }
            }
            if !any
                && let Some(alternate) = exchange.alternate().and_then(|name| self.exchanges.find(name)).map(ExchangeId)
            {
                out.push(Event::Routed { message: message.id, exchange: id, route: Route::Alternate(alternate) });
                go_on(alternate);
            }
            next = further.get(asked).copied();
            asked += 1;
        }
        self.found_bindings.put(found);
    }

    /// Tells why nothing took it.
    fn unroutable(&self, exchange: ExchangeId, message: &Arc<Message>, returned: bool, out: &mut Vec<Event>) {
        let near_misses = if exchange == ExchangeId::default() {
            vec![NearMiss::NoSuchQueue(message.routing_key.clone())]
        } else {
            let exchange = self.exchanges.get(exchange.0);
            let bindings = exchange.into_iter().flat_map(|exchange| exchange.bindings.iter());
            bindings.map(|binding| self.near_miss(binding, message)).collect()
        };
        out.push(Event::Unroutable { message: message.id, exchange, returned, near_misses });
    }

    fn near_miss(&self, binding: &Arc<Binding>, message: &Message) -> NearMiss {
        let matched = self.exchanges.get(binding.source.0).is_some_and(|exchange| exchange.matches(binding, message));
        if matched { NearMiss::DeadEnd(binding.destination) } else { NearMiss::Binding(binding.clone()) }
    }

    /// Direct replies go to their channels as messages from queues do, once the publishing channel is done: after what it
    /// returns to its client.
    pub(super) fn send_replies(&mut self, out: &mut Vec<Event>) {
        for (id, message) in core::mem::take(&mut self.replies) {
            let Some(channel) = self.channel(id) else { continue };
            let Some(consumer) = &channel.reply_consumer else { continue };
            // The tag is the channel's next, but it is not used up (recording `reply_to/delivery_tag`).
            let (consumer_tag, delivery_tag) = (consumer.tag.clone(), channel.last_delivery_tag() + 1);
            out.push(Event::To(id, Reply::BasicDeliver { consumer_tag, delivery_tag, redelivered: false, message }));
        }
    }
}

/// The keys that a message is routed by, each once.
pub(super) fn keys(message: &Message) -> impl Iterator<Item = &Name> {
    let mut keys = Set::new();
    for key in core::iter::once(&message.routing_key).chain(&message.cc) {
        keys.put(key);
    }
    keys.into_keys()
}

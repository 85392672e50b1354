//! From an exchange to queues: by name, by bindings, by an alternate exchange, or directly to a client that waits for a
//! reply.

use std::sync::Arc;

use crate::binding::Destination;
use crate::broker::Broker;
use crate::dict::Set;
use crate::event::{Emit, Event, Route};
use crate::{ExchangeId, Message, Name, QueueId, Reply};

impl Broker {
    /// Finds the queues that get a copy, one each, in order of their names.
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
            out.push(Event::Unroutable { message: message.id, exchange: first, returned: mandatory });
        }
    }

    /// Sorts the queues by name and removes duplicates. The result is kept, because one publish after another often
    /// finds the same queues in the same order; a number always has the same name.
    fn sort_by_name(&mut self, targets: &mut Vec<QueueId>) {
        let mut last = self.last_sorted.take();
        if last.unsorted != *targets {
            let mut named: Vec<(&str, QueueId)> = targets.iter().map(|id| (self.queues.name_of(id.0), *id)).collect();
            named.sort_unstable();
            named.dedup();
            last.sorted.clear();
            last.sorted.extend(named.into_iter().map(|(_, id)| id));
            last.unsorted.clone_from(targets);
        }
        targets.clone_from(&last.sorted);
        self.last_sorted.put(last);
    }

    /// Routes by the default exchange: each key is the name of a queue, or the address of a client that waits for a
    /// direct reply. Returns whether there was such a client.
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
        out.emit(|| Event::Routed { message: message.id, exchange: ExchangeId::default(), route });
        replied
    }

    /// Routes by any other exchange: its matching bindings, else its alternate. Exchanges still to be visited are in a
    /// list and none is visited twice, so cycles end.
    ///
    /// The default exchange can be an alternate, but then it routes nothing: it has no bindings (recording
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
                out.emit(|| Event::Routed { message: message.id, exchange: id, route: Route::Binding(binding) });
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

    /// Sends direct replies to their channels. Like deliveries from queues, they come after the publishing channel's
    /// own returns.
    pub(super) fn send_replies(&mut self, out: &mut Vec<Event>) {
        for (id, message) in core::mem::take(&mut self.replies) {
            let channel = self.channel(id).expect("publishing ends no channel");
            let consumer = channel.reply_consumer.as_ref().expect("the address was found by its consumer");
            // The tag is the channel's next, but is not consumed (recording `reply_to/delivery_tag`).
            let (consumer_tag, delivery_tag) = (consumer.tag.clone(), channel.last_delivery_tag() + 1);
            out.push(Event::To(id, Reply::BasicDeliver { consumer_tag, delivery_tag, redelivered: false, message }));
        }
    }
}

/// Queues in the order found, and in the order of their names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sorted {
    unsorted: Vec<QueueId>,
    sorted: Vec<QueueId>,
}

/// Returns the routing keys of a message, without duplicates.
pub(super) fn keys(message: &Message) -> impl Iterator<Item = &Name> {
    let mut keys = Set::new();
    for key in core::iter::once(&message.routing_key).chain(&message.cc) {
        keys.insert(key);
    }
    keys.into_iter()
}

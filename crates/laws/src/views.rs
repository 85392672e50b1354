//! The law of the overview: it agrees with the events, and its parts agree with one another.

use std::collections::BTreeSet;

use warren_broker::binding::Destination;
use warren_broker::overview::{MESSAGES_LISTED, MessageView, QueueView};
use warren_broker::{Broker, ExchangeId, Overview, QueueId};

use crate::conservation::{Conservation, Contents, Place};

/// Checks a state.
pub(crate) fn check(state: &Overview, broker: &Broker, conservation: &Conservation) -> Result<(), String> {
    let shown: BTreeSet<QueueId> = state.queues.iter().map(|queue| queue.id).collect();
    let known: BTreeSet<QueueId> = conservation.queues.keys().copied().collect();
    if shown != known {
        return Err(format!("queues {shown:?} are shown, {known:?} were declared and not deleted"));
    }
    for queue in &state.queues {
        queue_is_as_told(queue, &conservation.queues[&queue.id])
            .map_err(|why| format!("queue {}: {why}", queue.name))?;
        let consumers = state.consumers.iter().filter(|consumer| consumer.queue == queue.id).count();
        if consumers != queue.consumer_count as usize {
            return Err(format!("queue {} counts {} consumers of {consumers}", queue.name, queue.consumer_count));
        }
        if queue.exclusive.is_some_and(|owner| state.connections.iter().all(|connection| connection.id != owner)) {
            return Err(format!("queue {} outlived the connection it belongs to", queue.name));
        }
        if broker.queue_name(queue.id) != queue.name {
            return Err(format!("queue {} is called {}", queue.name, broker.queue_name(queue.id)));
        }
    }
    channels(state)?;
    bindings(state, &shown)?;
    match broker.next_timeout() {
        Some(due) if due <= state.now => Err(format!("a timeout was due at {due} and it is {}", state.now)),
        Some(_) | None => Ok(()),
    }
}

fn queue_is_as_told(view: &QueueView, contents: &Contents) -> Result<(), String> {
    let shown = (view.messages_ready, view.messages_unacknowledged);
    let told = (contents.count(true), contents.count(false));
    if shown != told {
        return Err(format!("{shown:?} ready and unacked are shown, {told:?} were told"));
    }
    let all = contents.copies.len();
    if view.messages.len() != all.min(MESSAGES_LISTED) {
        return Err(format!("{} messages are listed of {all}", view.messages.len()));
    }
    view.messages.iter().try_for_each(|message| message_is_as_told(message, contents))
}

fn message_is_as_told(view: &MessageView, contents: &Contents) -> Result<(), String> {
    let shown = match &view.unacked {
        None => Place::Ready,
        Some(held) => Place::Held(held.channel, held.delivery_tag, held.consumer_tag.clone()),
    };
    let copy = contents.copies.get(&view.position).ok_or_else(|| format!("{} is listed, but gone", view.position))?;
    let marked = (copy.place == Place::Ready).then_some(copy.marked);
    if marked.is_some_and(|marked| marked != view.redelivered) || copy.level != view.level {
        let (marked, level) = (copy.marked, copy.level);
        return Err(format!("{view:?} is shown, but redelivered is to be {marked}, and its level {level}"));
    }
    if copy.place != shown || copy.message != view.message.id {
        return Err(format!("{} is shown {shown:?}, but is {:?}", view.position, copy.place));
    }
    Ok(())
}

fn channels(state: &Overview) -> Result<(), String> {
    for channel in &state.channels {
        let consumers = state.consumers.iter().filter(|consumer| consumer.channel == channel.id).count();
        if consumers != channel.consumer_count as usize {
            return Err(format!("{} counts {} consumers of {consumers}", channel.id, channel.consumer_count));
        }
        if state.connections.iter().all(|connection| connection.id != channel.id.connection) {
            return Err(format!("{} has no connection", channel.id));
        }
    }
    let lost = state.consumers.iter().find(|consumer| state.channels.iter().all(|c| c.id != consumer.channel));
    match lost {
        Some(consumer) => Err(format!("consumer {} has no channel", consumer.tag)),
        None => Ok(()),
    }
}

fn bindings(state: &Overview, queues: &BTreeSet<QueueId>) -> Result<(), String> {
    let exchanges: BTreeSet<ExchangeId> = state.exchanges.iter().map(|exchange| exchange.id).collect();
    for binding in &state.bindings {
        let leads_somewhere = match binding.destination {
            Destination::Queue(queue) => queues.contains(&queue),
            Destination::Exchange(exchange) => exchanges.contains(&exchange),
        };
        if !leads_somewhere || !exchanges.contains(&binding.source) {
            return Err(format!("{binding:?} has lost an end"));
        }
    }
    Ok(())
}

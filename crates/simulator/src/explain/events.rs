//! Explains the broker's events. Each event is explained once, here: its line in the log, its causes, and its fact for
//! the summary stand side by side; the functions called have the details.

use warren_broker::event::{ChannelEnd, QueueEnd, Stage};
use warren_broker::{ChannelId, ConnectionReply, Event, Reply};
use warren_spelling::nearest;

use super::causes::{self, close_text, disk as disk_causes, ends, handing_out, queueing, routing};
use super::fact::{Delivered, Fact};
use super::log::Line;
use super::log::broker::{self as log, disk, path, topology};
use super::phrase::Key;
use super::scene::Scene;
use super::sentences::{Did, Why};
use crate::scenario::QUEUE_ARGUMENTS;

/// The explanation of all events of a moment.
#[derive(Debug, Default)]
pub struct ExplainedEvents {
    /// In the order of the events.
    pub lines: Vec<Line>,
    /// Ends come first: their events come last, but they are the cause of the rest.
    pub why: Vec<Why>,
    /// In the order of the events.
    pub facts: Vec<Fact>,
}

/// Explains all events of a moment.
pub fn explain_events(scene: &Scene<'_>) -> ExplainedEvents {
    let mut explained = ExplainedEvents::default();
    let mut later = Vec::new();
    for (index, event) in scene.moment.events.iter().enumerate() {
        let whys = if is_end(event) { &mut explained.why } else { &mut later };
        let ExplainedEvent { line, facts } = explain_event(scene, index, event, &mut |why| whys.push(why));
        explained.lines.extend(line);
        explained.facts.extend(facts.into_iter().flatten());
    }
    explained.why.append(&mut later);
    explained
}

/// Returns whether a connection or channel ends, by itself or by an error.
fn is_end(event: &Event) -> bool {
    matches!(
        event,
        Event::To(_, Reply::ChannelClose(_))
            | Event::ToConnection(_, ConnectionReply::Close(_))
            | Event::ConnectionClosed(..)
    )
}

/// The explanation of one event, without its causes.
struct ExplainedEvent {
    line: Option<Line>,
    facts: [Option<Fact>; 2],
}

impl ExplainedEvent {
    fn new(line: Line) -> Self {
        Self { line: Some(line), facts: [None, None] }
    }

    /// Makes an explanation without a line.
    const fn silent() -> Self {
        Self { line: None, facts: [None, None] }
    }

    fn and(self, fact: Fact) -> Self {
        Self { facts: [Some(fact), None], ..self }
    }
}

fn explain_event(scene: &Scene<'_>, index: usize, event: &Event, say: &mut dyn FnMut(Why)) -> ExplainedEvent {
    match event {
        Event::To(channel, reply) => {
            causes::of_reply(scene, *channel, reply, say);
            ExplainedEvent {
                line: log::reply_line(scene, *channel, reply),
                facts: [of_reply(scene, *channel, reply), None],
            }
        }
        Event::ToConnection(connection, reply) => {
            let line = log::connection_line(scene, *connection, reply);
            let mut facts = [None, None];
            if let ConnectionReply::Close(close) = reply {
                let client = scene.peer(*connection);
                ends::connection(&client, close, say);
                facts[0] = Some(Fact::Failed(Did::ConnectionFailed { client, text: close_text(close) }));
            }
            ExplainedEvent { line, facts }
        }
        Event::ConnectionOpened(_) | Event::ChannelOpened(_) => ExplainedEvent::silent(),
        Event::ConnectionClosed(connection, end) => {
            ends::connection_closed(scene, *connection, *end, say);
            ExplainedEvent::silent()
        }
        Event::ChannelClosed(channel, ChannelEnd::AckTimeout) => {
            ExplainedEvent::silent().and(Fact::TimedOut(scene.on(*channel)))
        }
        Event::ChannelClosed(_, ChannelEnd::Closed | ChannelEnd::Error | ChannelEnd::Connection(_)) => {
            ExplainedEvent::silent()
        }
        Event::ExchangeDeclared(exchange) => {
            let exchange = scene.exchange(*exchange);
            ExplainedEvent::new(log::broker("declared", format!("exchange {exchange}")))
                .and(Fact::Changed(Did::ExchangeDeclared { exchange }))
        }
        Event::ExchangeDeleted(exchange, end) => {
            ends::exchange(scene, *exchange, *end, say);
            ExplainedEvent::new(topology::exchange_deleted(scene, *exchange, *end))
                .and(Fact::Changed(Did::ExchangeDeleted { exchange: scene.exchange(*exchange) }))
        }
        Event::QueueDeclared(queue) => {
            let queue = scene.queue(*queue);
            ExplainedEvent::new(log::broker("declared", format!("queue {queue}")))
                .and(Fact::Changed(Did::QueueDeclared { queue }))
        }
        Event::ArgumentIgnored { queue, argument } => {
            let line = log::broker("argument ignored", format!("{argument} of {}", scene.queue(*queue)));
            say(Why::ArgumentIgnored { argument: argument.clone(), queue: scene.queue(*queue) });
            let known: Vec<&str> = QUEUE_ARGUMENTS.iter().map(|(name, _)| *name).collect();
            if let Some(meant) = nearest(argument, &known) {
                say(Why::ArgumentMisspelt { argument: argument.clone(), meant: meant.into() });
            }
            ExplainedEvent::new(line)
        }
        Event::QueueDeleted { queue, cause, ready, unacked } => {
            ends::queue(scene, *queue, *cause, ready + unacked, say);
            let name = scene.queue(*queue);
            let expired = (*cause == QueueEnd::Expired).then(|| Fact::QueueExpired(name.clone()));
            let line = topology::queue_deleted(scene, *queue, *cause, *ready, *unacked);
            ExplainedEvent {
                line: Some(line),
                facts: [Some(Fact::Changed(Did::QueueDeleted { queue: name })), expired],
            }
        }
        Event::QueuePurged { queue, ready } => {
            let queue = scene.queue(*queue);
            say(Why::Purged { queue: queue.clone() });
            ExplainedEvent::new(log::broker("purged", format!("{queue}, {ready} ready")))
                .and(Fact::Changed(Did::Purged { queue, count: *ready }))
        }
        Event::Bound(binding) => {
            let (exchange, destination) = (scene.exchange(binding.source), scene.destination(binding.destination));
            let key = Key::from(&binding.routing_key);
            ExplainedEvent::new(log::broker("bound", topology::binding_text(scene, binding)))
                .and(Fact::Changed(Did::Bound { exchange, destination, key }))
        }
        Event::Unbound(binding, cause) => {
            ends::binding(scene, binding, *cause, say);
            let (exchange, destination) = (scene.exchange(binding.source), scene.destination(binding.destination));
            let key = Key::from(&binding.routing_key);
            ExplainedEvent::new(topology::unbound(scene, binding, *cause)).and(Fact::Changed(Did::Unbound {
                exchange,
                destination,
                key,
            }))
        }
        Event::ConsumerAdded(consumer) => {
            handing_out::consumer_added(scene, consumer, say);
            ExplainedEvent::new(log::broker("consumer added", topology::consumer_text(scene, consumer)))
                .and(Fact::Subscribed(scene.queue(consumer.queue)))
        }
        Event::ConsumerRemoved(consumer, end) => {
            handing_out::consumer_removed(scene, consumer, *end, say);
            let (client, queue) = (scene.consumer(consumer), scene.queue(consumer.queue));
            ExplainedEvent::new(topology::consumer_removed(scene, consumer, *end))
                .and(Fact::Changed(Did::ConsumerGone { client, queue }))
        }
        Event::ConsumerActivated(consumer) => {
            say(Why::ConsumerActivated { client: scene.consumer(consumer), queue: scene.queue(consumer.queue) });
            ExplainedEvent::new(log::broker("consumer activated", topology::consumer_text(scene, consumer)))
        }
        Event::Published { channel, message, publish_seq_no } => {
            routing::published(scene, index, message, say);
            ExplainedEvent::new(log::published(scene, *channel, message, *publish_seq_no))
                .and(Fact::Published(message.id))
        }
        Event::Routed { message, exchange, route } => {
            routing::routed(scene, index, *message, *exchange, route, say);
            ExplainedEvent::new(path::routed(scene, *message, *exchange, route))
        }
        Event::Unroutable { message, exchange, returned } => {
            routing::unroutable(scene, *message, *exchange, say);
            let messages = || (*message).into();
            let (why, did) = if *returned {
                (Why::UnroutableReturned { messages: messages() }, Did::Returned { messages: messages() })
            } else {
                (Why::UnroutableDropped { messages: messages() }, Did::Unroutable { messages: messages() })
            };
            say(why);
            ExplainedEvent::new(path::unroutable(scene, *message, *exchange, *returned)).and(Fact::Ended(*message, did))
        }
        Event::Enqueued { copy, message, persistent, .. } => {
            queueing::enqueued(scene, index, *copy, *message, *persistent, say);
            let line = path::enqueued(scene, index, *copy, *message, *persistent);
            ExplainedEvent { line, ..ExplainedEvent::silent() }.and(Fact::Enqueued(
                *copy,
                *message,
                scene.queue(copy.queue),
            ))
        }
        Event::Delivered { copy, message, channel, consumer, .. } => {
            handing_out::delivered(scene, index, event, say);
            let (queue, taker, fetched) = (scene.queue(copy.queue), scene.on(*channel), consumer.is_none());
            let delivered = Delivered { copy: *copy, message: *message, queue, taker, fetched };
            let line = path::delivered(scene, event);
            ExplainedEvent { line, ..ExplainedEvent::silent() }.and(Fact::Delivered(delivered))
        }
        Event::Skipped { consumer, cause } => {
            handing_out::skipped(scene, consumer, *cause, say);
            ExplainedEvent::new(path::skipped(scene, consumer, *cause))
        }
        Event::Acked { copy, message, channel, .. } => {
            say(Why::Acked { messages: (*message).into(), queue: scene.queue(copy.queue) });
            ExplainedEvent::new(log::of_queue(scene, "acked", *copy, *message, &format!(" by {}", scene.on(*channel))))
                .and(Fact::Acked(*message))
        }
        Event::Rejected { copy, message, channel, .. } => {
            say(Why::Rejected { messages: (*message).into(), queue: scene.queue(copy.queue) });
            ExplainedEvent::new(log::of_queue(
                scene,
                "rejected",
                *copy,
                *message,
                &format!(" by {}", scene.on(*channel)),
            ))
            .and(Fact::Rejected(*message))
        }
        Event::Requeued { to, message, place, cause, .. } => {
            queueing::requeued(scene, to.queue, *message, *cause, say);
            queueing::place(scene, to.queue, *message, *place, say);
            ExplainedEvent::new(path::requeued(scene, to.queue, *message, *place, *cause))
                .and(Fact::Requeued(*message, scene.queue(to.queue)))
        }
        Event::Expired { copy, message, ttl } => {
            queueing::expired(scene, *copy, *message, *ttl, say);
            ExplainedEvent::new(path::expired(scene, *copy, *message, *ttl))
                .and(Fact::Expired(*message, scene.queue(copy.queue)))
        }
        Event::Dropped { queue, position, message, limit } => {
            queueing::dropped(scene, *queue, position.is_some(), *message, *limit, say);
            if position.is_some() {
                return ExplainedEvent::new(path::dropped(scene, "dropped", *queue, *message, *limit));
            }
            let refused = Did::Overflows { messages: (*message).into(), queue: scene.queue(*queue) };
            ExplainedEvent::new(path::dropped(scene, "refused", *queue, *message, *limit))
                .and(Fact::Ended(*message, refused))
        }
        Event::DeadLettered { queue, message, reason } => {
            queueing::dead_lettered(scene, *queue, message, *reason, say);
            let names = [scene.queue(*queue), message.exchange.clone()];
            ExplainedEvent::new(path::dead_lettered(scene, *queue, message, *reason))
                .and(Fact::DeadLettered(message.id, *reason, names))
        }
        Event::DeadLetterDropped { queue, message, reason, cause } => {
            queueing::dead_letter_dropped(scene, *queue, *message, *cause, say);
            ExplainedEvent::new(path::dead_letter_dropped(scene, *queue, *message, *reason, *cause))
        }
        Event::Persisted { copy, message, stage } => {
            disk_causes::persisted(scene, *copy, *message, *stage, say);
            let one = ExplainedEvent::new(disk::persisted(scene, *copy, *message, *stage));
            match stage {
                Stage::Memory => one,
                Stage::PageCache => one.and(Fact::Written(*message, scene.queue(copy.queue))),
                Stage::Disk => one.and(Fact::Synced(*message, scene.queue(copy.queue))),
            }
        }
        Event::Stopped(cause) => {
            say(disk_causes::stopped(*cause));
            ExplainedEvent::new(disk::stopped(scene, *cause))
        }
        Event::Started => ExplainedEvent::new(log::broker("started", String::new())),
        Event::Recovered { copy, message, redelivered, .. } => {
            disk_causes::recovered(scene, *copy, *message, *redelivered, say);
            let redelivered = if *redelivered { ", redelivered" } else { "" };
            ExplainedEvent::new(log::of_queue(scene, "recovered", *copy, *message, redelivered)).and(Fact::Recovered)
        }
        Event::Lost { copy, message, cause } => {
            say(disk_causes::lost(scene, *copy, *message, *cause));
            ExplainedEvent::new(disk::lost(scene, *copy, *message, *cause)).and(Fact::Lost)
        }
    }
}

/// Returns the fact about a method that is sent on a channel. (The error that ends a connection belongs to the
/// connection.)
fn of_reply(scene: &Scene<'_>, channel: ChannelId, reply: &Reply) -> Option<Fact> {
    if let Reply::ChannelClose(close) = reply {
        return Some(Fact::Failed(Did::ChannelFailed { client: scene.on(channel), text: close_text(close) }));
    }
    if let Reply::BasicDeliver { message, .. } = reply {
        return Some(Fact::Sent(message.id, scene.on(channel)));
    }
    if let Reply::QueueDeclareOk { queue, .. } = reply {
        return Some(Fact::QueueThere(queue.clone()));
    }
    if *reply == Reply::BasicGetEmpty {
        return Some(Fact::GotNothing);
    }
    (*reply == Reply::ExchangeDeclareOk).then_some(Fact::ExchangeThere)
}

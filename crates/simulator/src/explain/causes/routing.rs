//! Why a message went where it went, or nowhere: the binding that matched, word by word or field by field. It does not know
//! what queues do with it.

use std::sync::Arc;

use warren_broker::binding::{Binding, Destination};
use warren_broker::event::{NearMiss, Route};
use warren_broker::{Event, ExchangeId, Message, MessageId, Name, Table, Value, headers, topic};

use crate::explain::phrase::{Key, Names};
use crate::explain::scene::Scene;
use crate::explain::why::Why;
use crate::scenario::Literal;

/// How many near misses are told one by one.
const MISSES_TOLD: usize = 6;

/// Shows that there is nothing: no word, no header.
const NOTHING: &str = "–";

/// Routed but not handed to a queue yet: the publish is part of a transaction.
pub fn published(scene: &Scene<'_>, index: usize, message: &Arc<Message>, say: &mut dyn FnMut(Why)) {
    if waits_for_commit(&scene.moment.events[index..], message.id) {
        say(Why::Uncommitted { messages: message.id.into() });
    }
}

/// Whether a message was routed to queues that did not get it.
pub fn waits_for_commit(events: &[Event], id: MessageId) -> bool {
    let of_it = |event: &Event| matches!(event, Event::Routed { message, route, .. } if *message == id && leads_to_queue(route));
    let arrived = |event: &Event| matches!(event, Event::Enqueued { message, .. } | Event::Dropped { message, .. } if *message == id);
    events.iter().any(of_it) && !events.iter().any(arrived)
}

fn leads_to_queue(route: &Route) -> bool {
    match route {
        Route::Default(_) => true,
        Route::Binding(binding) => matches!(binding.destination, Destination::Queue(_)),
        Route::Alternate(_) | Route::DirectReplyTo(_) => false,
    }
}

pub fn routed(
    scene: &Scene<'_>,
    index: usize,
    message: MessageId,
    exchange: ExchangeId,
    route: &Route,
    say: &mut dyn FnMut(Why),
) {
    let messages = message.into();
    match route {
        Route::Default(queue) => say(Why::RoutedDefault { messages, queue: scene.queue(*queue) }),
        Route::Binding(binding) => {
            say(matched(scene, message, binding));
            if let Destination::Queue(queue) = binding.destination
                && already_routed(scene, index, message, binding)
            {
                say(Why::RoutedOnce { messages, queue: scene.queue(queue) });
            }
        }
        Route::Alternate(next) => {
            let (exchange, alternate) = (scene.exchange(exchange), scene.exchange(*next));
            say(Why::RoutedAlternate { messages, exchange, alternate });
        }
        Route::DirectReplyTo(channel) => say(Why::RoutedReply { messages, client: scene.on(*channel) }),
    }
}

/// Whether another binding led to the same queue before, in the same publish.
fn already_routed(scene: &Scene<'_>, index: usize, id: MessageId, binding: &Binding) -> bool {
    let since_publish = scene.moment.events[..index].iter().rev().take_while(|event| {
        !matches!(event, Event::Published { message, .. } | Event::DeadLettered { message, .. } if message.id == id)
    });
    since_publish.into_iter().any(|event| {
        matches!(event, Event::Routed { message, route: Route::Binding(other), .. }
            if *message == id && other.destination == binding.destination)
    })
}

fn matched(scene: &Scene<'_>, id: MessageId, binding: &Binding) -> Why {
    let (exchange, destination) = (scene.exchange(binding.source), scene.destination(binding.destination));
    let (messages, pattern) = (id.into(), Key::from(&binding.routing_key));
    match (&*scene.exchange_kind(binding.source), scene.message(id)) {
        ("direct", Some(_)) => Why::RoutedDirect { messages, exchange, destination, key: pattern },
        ("fanout", _) => Why::RoutedFanout { messages, exchange, destination },
        ("topic", Some(message)) => {
            let key = keys(message).find(|key| topic::pattern_matches(&pattern.0, key)).unwrap_or(&message.routing_key);
            let words = words(&pattern.0, key);
            Why::RoutedTopic { messages, exchange, destination, pattern, key: key.into(), words }
        }
        ("headers", Some(message)) => {
            let (mode, fields) = (mode(&binding.arguments), fields(&binding.arguments, message));
            Why::RoutedHeaders { messages, exchange, destination, mode, fields }
        }
        (_, _) => Why::RoutedBinding { messages, exchange, destination, pattern },
    }
}

pub fn unroutable(
    scene: &Scene<'_>,
    id: MessageId,
    exchange: ExchangeId,
    near_misses: &[NearMiss],
    say: &mut dyn FnMut(Why),
) {
    if near_misses.is_empty() {
        say(Why::NoBindings { exchange: scene.exchange(exchange) });
    }
    for miss in near_misses.iter().take(MISSES_TOLD) {
        say(match miss {
            NearMiss::NoSuchQueue(queue) => Why::NoQueue { queue: queue.into() },
            NearMiss::Binding(binding) => missed(scene, id, binding),
            NearMiss::DeadEnd(destination) => Why::MissDeadEnd { destination: scene.destination(*destination) },
        });
    }
    if let Some(count) = near_misses.len().checked_sub(MISSES_TOLD).filter(|count| *count > 0) {
        say(Why::MissMore { count: count as u64 });
    }
}

fn missed(scene: &Scene<'_>, id: MessageId, binding: &Binding) -> Why {
    let (destination, pattern) = (scene.destination(binding.destination), Key::from(&binding.routing_key));
    match (&*scene.exchange_kind(binding.source), scene.message(id)) {
        ("direct", Some(message)) => Why::MissDirect { destination, pattern, key: (&message.routing_key).into() },
        ("topic", Some(message)) => {
            let words = words(&pattern.0, &message.routing_key);
            Why::MissTopic { destination, pattern, key: (&message.routing_key).into(), words }
        }
        ("headers", Some(message)) => {
            let (mode, fields) = (mode(&binding.arguments), fields(&binding.arguments, message));
            Why::MissHeaders { destination, mode, fields }
        }
        (_, _) => Why::MissBinding { destination, pattern },
    }
}

fn keys(message: &Message) -> impl Iterator<Item = &Name> {
    core::iter::once(&message.routing_key).chain(&message.cc)
}

/// `* = quick, orange = orange, # = –`, up to the word that did not match: `orange ≠ brown`.
fn words(pattern: &str, key: &str) -> Names {
    let told: Vec<Name> = topic::explain(pattern, key)
        .iter()
        .map(|word| {
            let (wanted, sign) = (shown(&word.pattern), if word.matched { "=" } else { "≠" });
            format!("{wanted} {sign} {}", shown(&word.words.join("."))).into()
        })
        .collect();
    Names(if told.is_empty() { vec![NOTHING.into()] } else { told })
}

fn shown(words: &str) -> &str {
    if words.is_empty() { NOTHING } else { words }
}

fn mode(arguments: &Table) -> Name {
    arguments.get("x-match").and_then(Value::as_str).unwrap_or("all").into()
}

/// `format = pdf, type = report ≠ log`: what the binding wants and, where it differs, what the message has.
fn fields(arguments: &Table, message: &Message) -> Names {
    let none = Table::default();
    let headers = message.content.properties.headers.as_ref().unwrap_or(&none);
    let told: Vec<Name> = headers::explain(arguments, headers)
        .map(|field| {
            let wanted = if *field.wanted == Value::Void {
                field.name.to_owned()
            } else {
                format!("{} = {}", field.name, Literal(field.wanted))
            };
            match field.found {
                Some(_) if field.matched => wanted.into(),
                Some(found) => format!("{wanted} ≠ {}", Literal(found)).into(),
                None => format!("{wanted} ≠ {NOTHING}").into(),
            }
        })
        .collect();
    Names(if told.is_empty() { vec![NOTHING.into()] } else { told })
}

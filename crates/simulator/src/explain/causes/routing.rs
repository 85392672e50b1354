//! Why a message was routed where it was, or nowhere: the binding that matched, word by word or field by field.

use std::sync::Arc;

use warren_broker::binding::{Binding, Destination};
use warren_broker::event::{NearMiss, Route};
use warren_broker::{Decides, Event, ExchangeId, ExchangeType, Message, MessageId, Name, Part, Value};

use crate::explain::phrase::{Argument, Entry, Explained, Key, Messages, Names};
use crate::explain::scene::Scene;
use crate::explain::sentences::Why;
use crate::scenario::Literal;

/// The number of near misses listed one by one.
const MISSES_LISTED: usize = 6;

/// Stands for an absent word or header.
const NOTHING: &str = "–";

/// Explains a publish that is routed but waits for its transaction.
pub fn published(scene: &Scene<'_>, index: usize, message: &Arc<Message>, say: &mut dyn FnMut(Why)) {
    if waits_for_commit(&scene.moment.events[index..], message.id) {
        say(Why::Uncommitted { messages: message.id.into() });
    }
}

/// Returns whether a message was routed to queues that did not get it.
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

/// Returns whether another binding led to the same queue before, in the same publish.
fn already_routed(scene: &Scene<'_>, index: usize, id: MessageId, binding: &Binding) -> bool {
    let since_publish = scene.moment.events[..index].iter().rev().take_while(|event| {
        !matches!(event, Event::Published { message, .. } | Event::DeadLettered { message, .. } if message.id == id)
    });
    since_publish.into_iter().any(|event| {
        matches!(event, Event::Routed { message, route: Route::Binding(other), .. }
            if *message == id && other.destination == binding.destination)
    })
}

/// Explains a match by the exchange's type, which says how it compares and which texts describe it.
fn matched(scene: &Scene<'_>, id: MessageId, binding: &Binding) -> Why {
    let (exchange, destination) = (scene.exchange(binding.source), scene.destination(binding.destination));
    let (Some(kind), Some(message)) = (scene.exchange_type(binding.source), scene.message(id)) else {
        return Why::RoutedBinding {
            messages: id.into(),
            exchange,
            destination,
            pattern: (&binding.routing_key).into(),
        };
    };
    let mut said = Explained::new(kind.matched);
    add(Messages::from(id), "messages", &mut said);
    add(exchange, "exchange", &mut said);
    add(destination, "destination", &mut said);
    compared(kind, binding, message, &mut said);
    Why::Compared(said)
}

pub fn unroutable(scene: &Scene<'_>, id: MessageId, exchange: ExchangeId, say: &mut dyn FnMut(Why)) {
    let near_misses = scene.near_misses(id);
    if near_misses.told.is_empty() {
        say(Why::NoBindings { exchange: scene.exchange(exchange) });
    }
    let (told, rest) = near_misses.told.split_at(near_misses.told.len().min(MISSES_LISTED));
    for miss in told {
        say(match miss {
            NearMiss::NoSuchQueue(queue) => Why::NoQueue { queue: queue.into() },
            NearMiss::Binding(binding) => missed(scene, id, binding),
            NearMiss::DeadEnd(destination) => Why::MissDeadEnd { destination: scene.destination(*destination) },
        });
    }
    let more = rest.len() as u64 + near_misses.more;
    if more > 0 {
        say(Why::MissMore { count: more });
    }
}

fn missed(scene: &Scene<'_>, id: MessageId, binding: &Binding) -> Why {
    let destination = scene.destination(binding.destination);
    let kind = scene.exchange_type(binding.source).and_then(|kind| Some((kind, kind.missed?)));
    let (Some((kind, key)), Some(message)) = (kind, scene.message(id)) else {
        return Why::MissBinding { destination, pattern: (&binding.routing_key).into() };
    };
    let mut said = Explained::new(key);
    add(destination, "destination", &mut said);
    compared(kind, binding, message, &mut said);
    Why::Compared(said)
}

/// Returns the phrases that exchange types define.
pub fn of_exchange_types() -> impl Iterator<Item = Entry> {
    let of_type = |kind: &&'static ExchangeType| {
        let matched = Entry::of_type(kind.matched, kind.rule, &["messages", "exchange", "destination"]);
        let missed = kind.missed.map(|key| Entry::of_type(key, kind.rule, &["destination"]));
        [Some(matched), missed]
    };
    ExchangeType::all().iter().flat_map(of_type).flatten()
}

/// Explains a comparison part by part.
fn compared(kind: &ExchangeType, binding: &Binding, message: &Message, said: &mut Explained) {
    let comparison = kind.compare(binding, message);
    match kind.decides {
        Decides::Nothing => return,
        Decides::RoutingKey => {
            add(Key::from(&binding.routing_key), "pattern", said);
            add(Key(comparison.key), "key", said);
        }
        Decides::Arguments => add(comparison.mode, "mode", said),
    }
    let parts: Vec<Name> = comparison.parts.iter().map(|compared| part(compared).into()).collect();
    add(Names(if parts.is_empty() { vec![NOTHING.into()] } else { parts }), "parts", said);
}

fn add(argument: impl Argument, name: &'static str, said: &mut Explained) {
    argument.add_to(name, said);
}

/// Formats a part: `* = quick`, `# = –`, and a word that did not match as `orange ≠ brown`; for headers `format = pdf`,
/// or `type = report ≠ log` where the message differs.
fn part(part: &Part) -> String {
    match part {
        Part::Word(word) => {
            let (wanted, sign) = (shown(&word.pattern), if word.matched { "=" } else { "≠" });
            format!("{wanted} {sign} {}", shown(&word.words.join(".")))
        }
        Part::Header { name, wanted, found, matched } => {
            let wanted =
                if *wanted == Value::Void { name.to_string() } else { format!("{name} = {}", Literal(wanted)) };
            match found {
                Some(_) if *matched => wanted,
                Some(found) => format!("{wanted} ≠ {}", Literal(found)),
                None => format!("{wanted} ≠ {NOTHING}"),
            }
        }
    }
}

fn shown(words: &str) -> &str {
    if words.is_empty() { NOTHING } else { words }
}

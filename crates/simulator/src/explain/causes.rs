//! Which causes a moment has: an event at a time, in order. It does not know their words.

mod confirms;
mod disk;
mod ends;
mod handing_out;
mod queueing;
mod routing;
mod settings;

pub use ends::close_told;
pub use routing::waits_for_commit;

use warren_broker::reply::ReplyKind;
use warren_broker::{ChannelId, ConnectionReply, Event, Name, Reply};

use super::phrase::{Names, Said, gather};
use super::scene::Scene;
use super::why::Why;
use crate::{Answer, Happening, Loss, Lost, Refusal};

/// The causes of a moment.
pub fn causes(scene: &Scene<'_>) -> Vec<Said> {
    let mut out = Vec::new();
    let mut say = |why: Why| gather(&mut out, why.into());
    // What ended comes last in the list of events, but it is the cause of the rest.
    for ends in [true, false] {
        for (index, event) in scene.moment.events.iter().enumerate() {
            if is_end(event) == ends {
                of_event(scene, index, event, &mut say);
            }
        }
    }
    of_happening(scene, &mut say);
    losses(scene, &mut say);
    out
}

/// A connection or channel ends by itself or by a mistake.
fn is_end(event: &Event) -> bool {
    matches!(
        event,
        Event::To(_, Reply::ChannelClose(_))
            | Event::ToConnection(_, ConnectionReply::Close(_))
            | Event::ConnectionClosed(..)
    )
}

fn of_event(scene: &Scene<'_>, index: usize, event: &Event, say: &mut dyn FnMut(Why)) {
    match event {
        Event::To(channel, reply) => of_reply(scene, *channel, reply, say),
        Event::ToConnection(connection, ConnectionReply::Close(close)) => {
            ends::connection(&scene.peer(*connection), close, say);
        }
        Event::ToConnection(_, ConnectionReply::OpenOk | ConnectionReply::CloseOk)
        | Event::ConnectionOpened(_)
        | Event::ChannelOpened(_)
        | Event::ChannelClosed(..)
        | Event::ExchangeDeclared(_)
        | Event::QueueDeclared(_)
        | Event::Bound(_)
        | Event::Started => {}
        Event::ConnectionClosed(connection, end) => ends::connection_closed(scene, *connection, *end, say),
        Event::ExchangeDeleted(exchange, end) => ends::exchange(scene, *exchange, *end, say),
        Event::QueueDeleted { queue, cause, ready, unacked } => {
            ends::queue(scene, *queue, *cause, ready + unacked, say);
        }
        Event::QueuePurged { queue, .. } => say(Why::Purged { queue: scene.queue(*queue) }),
        Event::Unbound(binding, cause) => ends::binding(scene, binding, *cause, say),
        Event::ConsumerAdded(consumer) => handing_out::consumer_added(scene, consumer, say),
        Event::ConsumerRemoved(consumer, end) => handing_out::consumer_removed(scene, consumer, *end, say),
        Event::ConsumerActivated(consumer) => {
            say(Why::ConsumerActivated { client: scene.consumer(consumer), queue: scene.queue(consumer.queue) })
        }
        Event::Published { message, .. } => routing::published(scene, index, message, say),
        Event::Routed { message, exchange, route } => routing::routed(scene, index, *message, *exchange, route, say),
        Event::Unroutable { message, exchange, returned, near_misses } => {
            routing::unroutable(scene, *message, *exchange, near_misses, say);
            let messages = (*message).into();
            say(if *returned { Why::UnroutableReturned { messages } } else { Why::UnroutableDropped { messages } });
        }
        Event::Enqueued { copy, message, persistent } => {
            queueing::enqueued(scene, index, *copy, *message, *persistent, say);
        }
        Event::Delivered { .. } => handing_out::delivered(scene, index, event, say),
        Event::Skipped { consumer, cause } => handing_out::skipped(scene, consumer, *cause, say),
        Event::Acked { copy, message, .. } => {
            say(Why::Acked { messages: (*message).into(), queue: scene.queue(copy.queue) });
        }
        Event::Rejected { copy, message, .. } => {
            say(Why::Rejected { messages: (*message).into(), queue: scene.queue(copy.queue) });
        }
        Event::Requeued { copy, message, cause } => {
            queueing::requeued(scene, *copy, *message, *cause, say);
            queueing::place(scene, *copy, *message, say);
        }
        Event::Expired { copy, message, ttl } => queueing::expired(scene, *copy, *message, *ttl, say),
        Event::Dropped { queue, position, message, limit } => {
            queueing::dropped(scene, *queue, position.is_some(), *message, *limit, say);
        }
        Event::DeadLettered { queue, message, reason } => queueing::dead_lettered(scene, *queue, message, *reason, say),
        Event::DeadLetterDropped { queue, message, cause, .. } => {
            queueing::dead_letter_dropped(scene, *queue, *message, *cause, say);
        }
        Event::Persisted { copy, message, stage } => disk::persisted(scene, *copy, *message, *stage, say),
        Event::Stopped(cause) => say(disk::stopped(*cause)),
        Event::Recovered { copy, message, redelivered } => disk::recovered(scene, *copy, *message, *redelivered, say),
        Event::Lost { copy, message, cause } => say(disk::lost(scene, *copy, *message, *cause)),
    }
}

/// What was answered says it itself, and deliveries have events of their own.
fn of_reply(scene: &Scene<'_>, channel: ChannelId, reply: &Reply, say: &mut dyn FnMut(Why)) {
    match reply.kind() {
        ReplyKind::Confirm { acked: true, delivery_tag, multiple } => {
            confirms::confirmed(scene, channel, delivery_tag, multiple, say);
        }
        ReplyKind::Confirm { acked: false, delivery_tag, .. } => say(Why::ConfirmRefused { number: delivery_tag }),
        ReplyKind::Close(close) => ends::channel(scene, channel, close, say),
        ReplyKind::GetEmpty => say(Why::GotNothing { client: scene.on(channel) }),
        ReplyKind::Delivery { .. } | ReplyKind::Return(_) | ReplyKind::Cancel { .. } | ReplyKind::Ok => {}
    }
}

fn of_happening(scene: &Scene<'_>, say: &mut dyn FnMut(Why)) {
    match &scene.moment.what {
        Happening::ConnectionRefused(client) => say(Why::NobodyThere { client: scene.client(*client) }),
        Happening::Received { client, answer, .. } => received(&scene.client(*client), answer, say),
        Happening::Started(_)
        | Happening::Killed(_)
        | Happening::Stopped(_)
        | Happening::Sends(_)
        | Happening::WorkDone { .. }
        | Happening::Timer
        | Happening::BrokerStopped(_)
        | Happening::BrokerStarted
        | Happening::Set { .. }
        | Happening::Changed { .. }
        | Happening::ClientAdded(_)
        | Happening::Waits(_) => {}
        Happening::Handled { request, .. } => settings::handled(scene, request, say),
        Happening::Ignored { client, because, .. } => say(refusal(scene.client(*client), *because)),
    }
}

fn received(client: &Name, answer: &Answer, say: &mut dyn FnMut(Why)) {
    match answer {
        Answer::Channel(reply) => match reply.kind() {
            ReplyKind::Delivery { redelivered: true, message, .. } => {
                say(Why::Redelivered { messages: message.id.into() });
            }
            ReplyKind::Close(close) => ends::received_close(client, close, say),
            ReplyKind::Confirm { acked: true, delivery_tag, multiple: true } => {
                say(Why::ConfirmMultiple { number: delivery_tag });
            }
            ReplyKind::Return(message) => say(Why::UnroutableReturned { messages: message.id.into() }),
            ReplyKind::Delivery { .. }
            | ReplyKind::GetEmpty
            | ReplyKind::Confirm { .. }
            | ReplyKind::Cancel { .. }
            | ReplyKind::Ok => {}
        },
        Answer::Connection(ConnectionReply::Close(close)) => ends::connection(client, close, say),
        Answer::Connection(ConnectionReply::OpenOk | ConnectionReply::CloseOk) | Answer::SocketClosed => {}
        Answer::Refused => say(Why::NobodyThere { client: client.clone() }),
    }
}

/// What came to nothing, a client at a time.
fn losses(scene: &Scene<'_>, say: &mut dyn FnMut(Why)) {
    for of_client in scene.moment.lost.chunk_by(|one, other| one.client == other.client) {
        let client = scene.client(of_client[0].client);
        let mut methods = Vec::new();
        let mut refusals: Vec<(Refusal, u64)> = Vec::new();
        for Loss { what, .. } in of_client {
            match what {
                Lost::Message(message) => {
                    say(Why::KilledLosing { messages: message.id.into(), client: client.clone() });
                }
                Lost::Request(request) => methods.push(request.name().into()),
                Lost::Statement { because, .. } => match refusals.last_mut() {
                    Some((last, count)) if last == because => *count += 1,
                    Some(_) | None => refusals.push((*because, 1)),
                },
            }
        }
        if !methods.is_empty() {
            say(Why::LostRequests { client: client.clone(), methods: Names(methods) });
        }
        for (because, count) in refusals {
            say(Why::NotCarriedOut { client: client.clone(), count });
            say(refusal(client.clone(), because));
        }
    }
}

fn refusal(client: Name, because: Refusal) -> Why {
    match because {
        Refusal::NoSuchClient => Why::NoSuchClient {},
        Refusal::Running => Why::RunsAlready { client },
        Refusal::NotRunning => Why::RunsNot { client },
        Refusal::ChannelClosed => Why::ChannelGone { client },
        Refusal::ConnectionLost => Why::NotConnected { client },
        Refusal::BrokerUp => Why::BrokerUp {},
        Refusal::BrokerDown => Why::BrokerDown {},
        Refusal::OnlyInScenario => Why::OnlyInScenario {},
    }
}

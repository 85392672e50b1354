//! Which one phrase says what the broker did: with what arrived, or when a timer fired. It does not know what clients do.

use warren_broker::event::{ChannelEnd, DeathReason, QueueEnd, Stage};
use warren_broker::{Command, ConnectionReply, Event, MessageId, Name, Reply};

use super::{Did, Messages, Names, Next, Place};
use crate::Request;
use crate::explain::causes::{close_told, waits_for_commit};
use crate::explain::scene::{Scene, exchange_named};

/// What came of a request.
pub fn handled(scene: &Scene<'_>, client: &Name, request: &Request) -> Did {
    if let Some(did) = failure(scene) {
        return did;
    }
    let client = client.clone();
    match request {
        Request::ConnectionOpen => Did::Connected { client },
        Request::ConnectionClose => Did::ConnectionClosed { client },
        Request::SocketClosed => match requeued(scene) {
            Some((messages, _)) => Did::ConnectionLostRequeued { client, messages },
            None => Did::ConnectionLost { client },
        },
        Request::Command(command) => {
            let did = match command {
                Command::BasicPublish(_) => published(scene),
                Command::BasicAck { .. } => acked(scene, &client),
                Command::BasicReject { .. }
                | Command::BasicNack { .. }
                | Command::BasicRecover { .. }
                | Command::BasicRecoverAsync { .. } => refused(scene, &client),
                Command::BasicConsume(_) => consumes(scene, &client),
                Command::BasicGet { .. } => got(scene, &client),
                Command::ChannelOpen
                | Command::ChannelClose
                | Command::ChannelCloseOk
                | Command::ChannelFlow { .. }
                | Command::ExchangeDeclare(_)
                | Command::ExchangeDelete { .. }
                | Command::ExchangeBind(_)
                | Command::ExchangeUnbind(_)
                | Command::QueueDeclare(_)
                | Command::QueueBind(_)
                | Command::QueueUnbind(_)
                | Command::QueuePurge { .. }
                | Command::QueueDelete { .. }
                | Command::BasicQos { .. }
                | Command::BasicCancel { .. }
                | Command::ConfirmSelect { .. }
                | Command::TxSelect
                | Command::TxCommit
                | Command::TxRollback => scene.moment.events.iter().find_map(|event| changed(scene, event)),
            };
            let did = did.or_else(|| there(scene, command));
            did.unwrap_or_else(|| Did::Handles { client, method: command.name().into() })
        }
    }
}

/// What came of a timer.
pub fn timer(scene: &Scene<'_>) -> Did {
    let timed_out = scene.moment.events.iter().find_map(|event| {
        if let Event::ChannelClosed(channel, ChannelEnd::AckTimeout) = event { Some(scene.on(*channel)) } else { None }
    });
    if let Some(client) = timed_out {
        return Did::AckTimeout { client };
    }
    let expired_queue = scene.moment.events.iter().find_map(|event| {
        if let Event::QueueDeleted { queue, cause: QueueEnd::Expired, .. } = event {
            Some(scene.queue(*queue))
        } else {
            None
        }
    });
    if let Some(queue) = expired_queue {
        return Did::QueueExpired { queue };
    }
    if let Some((messages, queue)) = dead_lettered(scene, DeathReason::Expired) {
        return queue_and_exchange(scene, messages, queue);
    }
    let expired = of_queues(scene, |event| {
        if let Event::Expired { copy, message, .. } = event { Some((*message, scene.queue(copy.queue))) } else { None }
    });
    if let Some((messages, queue)) = expired {
        return Did::Expired { messages, queue };
    }
    let persisted = |wanted: Stage| {
        of_queues(scene, |event| {
            let Event::Persisted { copy, message, stage } = event else { return None };
            (*stage == wanted).then(|| (*message, scene.queue(copy.queue)))
        })
    };
    if let Some((messages, queue)) = persisted(Stage::Disk) {
        return Did::Synced { messages, queue };
    }
    if let Some((messages, queue)) = persisted(Stage::PageCache) {
        return Did::Written { messages, queue };
    }
    Did::Timer {}
}

/// The broker closes a channel or a connection because of a mistake.
fn failure(scene: &Scene<'_>) -> Option<Did> {
    scene.moment.events.iter().find_map(|event| {
        if let Event::To(channel, Reply::ChannelClose(close)) = event {
            return Some(Did::ChannelFailed { client: scene.on(*channel), text: close_told(close) });
        }
        if let Event::ToConnection(connection, ConnectionReply::Close(close)) = event {
            let (client, text) = (scene.peer(*connection), close_told(close));
            return Some(match super::lost(scene) {
                0 => Did::ConnectionFailed { client, text },
                count => Did::ConnectionFailedLosing { client, text, count },
            });
        }
        None
    })
}

fn published(scene: &Scene<'_>) -> Option<Did> {
    let events = &scene.moment.events;
    let id = events
        .iter()
        .find_map(|event| if let Event::Published { message, .. } = event { Some(message.id) } else { None })?;
    let messages = Messages::from(id);
    let fate = events.iter().find_map(|event| {
        if let Event::Unroutable { message, returned, .. } = event
            && *message == id
        {
            let messages = messages.clone();
            return Some(if *returned { Did::Returned { messages } } else { Did::Unroutable { messages } });
        }
        if let Event::To(channel, Reply::BasicDeliver { message, .. }) = event
            && message.id == id
            && !events.iter().any(|event| matches!(event, Event::Delivered { .. }))
        {
            return Some(Did::AnswersDirectly { messages: messages.clone(), client: scene.on(*channel) });
        }
        if let Event::Dropped { queue, position: None, message, .. } = event
            && *message == id
        {
            return Some(Did::Overflows { messages: messages.clone(), queue: scene.queue(*queue) });
        }
        None
    });
    if fate.is_some() {
        return fate;
    }
    if waits_for_commit(events, id) {
        return Some(Did::Uncommitted { messages });
    }
    let (mut clients, mut queues): (Vec<Name>, Vec<Name>) = (Vec::new(), Vec::new());
    for event in events {
        if let Event::Enqueued { copy, message, .. } = event
            && *message == id
        {
            match events.iter().find_map(|event| {
                let Event::Delivered { copy: delivered, channel, .. } = event else { return None };
                (delivered == copy).then(|| scene.on(*channel))
            }) {
                Some(client) => clients.push(client),
                None => queues.push(scene.queue(copy.queue)),
            }
        }
    }
    let all = (clients.len(), queues.len());
    let (clients, queues) = (Names(clients), Names(queues));
    match all {
        (0, 0) => None,
        (_, 0) => Some(Did::HandedOn { messages, clients }),
        (0, _) => Some(Did::Waits { messages, queues }),
        (_, _) => Some(Did::HandedOnAndWaits { messages, clients, queues }),
    }
}

fn acked(scene: &Scene<'_>, client: &Name) -> Option<Did> {
    let messages =
        messages(scene, |event| if let Event::Acked { message, .. } = event { Some(*message) } else { None })?;
    let client = client.clone();
    Some(match delivered(scene) {
        Some((next, taker)) => Did::AckedNext { client, messages, next: Next(next), taker },
        None => Did::Acked { client, messages },
    })
}

fn refused(scene: &Scene<'_>, client: &Name) -> Option<Did> {
    if let Some((messages, queue)) = requeued(scene) {
        let handed_on = delivered(scene).filter(|(again, _)| *again == messages);
        return Some(match handed_on {
            Some((_, taker)) => Did::RequeuedNext { messages, queue, taker },
            None => Did::Requeued { messages, queue },
        });
    }
    if let Some((messages, queue)) = dead_lettered(scene, DeathReason::Rejected) {
        return Some(queue_and_exchange(scene, messages, queue));
    }
    let messages =
        messages(scene, |event| if let Event::Rejected { message, .. } = event { Some(*message) } else { None })?;
    Some(Did::Rejected { client: client.clone(), messages })
}

fn consumes(scene: &Scene<'_>, client: &Name) -> Option<Did> {
    let queue = scene.moment.events.iter().find_map(|event| {
        if let Event::ConsumerAdded(consumer) = event { Some(scene.queue(consumer.queue)) } else { None }
    })?;
    let client = client.clone();
    Some(match delivered(scene) {
        Some((messages, _)) => Did::ConsumesBacklog { client, queue, messages },
        None => Did::Consumes { client, queue },
    })
}

fn got(scene: &Scene<'_>, client: &Name) -> Option<Did> {
    let client = client.clone();
    let fetched = of_queues(scene, |event| {
        let Event::Delivered { copy, message, fetched: true, .. } = event else { return None };
        Some((*message, scene.queue(copy.queue)))
    });
    if let Some((messages, queue)) = fetched {
        return Some(Did::Got { client, messages, queue });
    }
    let empty = |event: &Event| matches!(event, Event::To(_, Reply::BasicGetEmpty));
    scene.moment.events.iter().any(empty).then_some(Did::GotNothing { client })
}

/// A declaration of what is there already.
fn there(scene: &Scene<'_>, command: &Command) -> Option<Did> {
    scene.moment.events.iter().find_map(|event| {
        let Event::To(_, reply) = event else { return None };
        if let Reply::QueueDeclareOk { queue, .. } = reply {
            return Some(Did::QueueThere { queue: queue.clone() });
        }
        let Command::ExchangeDeclare(declare) = command else { return None };
        (*reply == Reply::ExchangeDeclareOk).then(|| Did::ExchangeThere { exchange: exchange_named(&declare.exchange) })
    })
}

/// What changed among exchanges, queues, bindings and consumers.
fn changed(scene: &Scene<'_>, event: &Event) -> Option<Did> {
    if let Event::QueueDeclared(queue) = event {
        return Some(Did::QueueDeclared { queue: scene.queue(*queue) });
    }
    if let Event::QueueDeleted { queue, .. } = event {
        return Some(Did::QueueDeleted { queue: scene.queue(*queue) });
    }
    if let Event::QueuePurged { queue, ready } = event {
        return Some(Did::Purged { queue: scene.queue(*queue), count: *ready });
    }
    if let Event::ExchangeDeclared(exchange) = event {
        return Some(Did::ExchangeDeclared { exchange: scene.exchange(*exchange) });
    }
    if let Event::ExchangeDeleted(exchange, _) = event {
        return Some(Did::ExchangeDeleted { exchange: scene.exchange(*exchange) });
    }
    if let Event::Bound(binding) = event {
        let (exchange, destination) = (scene.exchange(binding.source), scene.destination(binding.destination));
        return Some(Did::Bound { exchange, destination, key: (&binding.routing_key).into() });
    }
    if let Event::Unbound(binding, _) = event {
        let (exchange, destination) = (scene.exchange(binding.source), scene.destination(binding.destination));
        return Some(Did::Unbound { exchange, destination, key: (&binding.routing_key).into() });
    }
    if let Event::ConsumerRemoved(consumer, _) = event {
        return Some(Did::ConsumerGone { client: scene.consumer(consumer), queue: scene.queue(consumer.queue) });
    }
    if let Event::Requeued { .. } = event {
        let (messages, queue) = requeued(scene)?;
        return Some(Did::Requeued { messages, queue });
    }
    None
}

fn requeued(scene: &Scene<'_>) -> Option<(Messages, Names)> {
    of_queues(scene, |event| {
        if let Event::Requeued { copy, message, .. } = event { Some((*message, scene.queue(copy.queue))) } else { None }
    })
}

/// What was handed out, and to whom.
fn delivered(scene: &Scene<'_>) -> Option<(Messages, Names)> {
    of_queues(scene, |event| {
        if let Event::Delivered { message, channel, .. } = event { Some((*message, scene.on(*channel))) } else { None }
    })
}

fn dead_lettered(scene: &Scene<'_>, wanted: DeathReason) -> Option<(Messages, Names)> {
    of_queues(scene, |event| {
        let Event::DeadLettered { queue, message, reason } = event else { return None };
        (*reason == wanted).then(|| (message.id, scene.queue(*queue)))
    })
}

fn queue_and_exchange(scene: &Scene<'_>, messages: Messages, queue: Names) -> Did {
    let exchange = scene.moment.events.iter().find_map(|event| {
        if let Event::DeadLettered { message, .. } = event { Some(message.exchange.clone()) } else { None }
    });
    Did::DeadLettered { messages, queue, exchange: Place::Exchange(exchange.unwrap_or_default()) }
}

fn messages(scene: &Scene<'_>, of: impl Fn(&Event) -> Option<MessageId>) -> Option<Messages> {
    let ids: Messages = scene.moment.events.iter().filter_map(of).collect();
    (!ids.0.is_empty()).then_some(ids)
}

/// The messages, and the names that go with them, each name once.
fn of_queues(scene: &Scene<'_>, of: impl Fn(&Event) -> Option<(MessageId, Name)>) -> Option<(Messages, Names)> {
    let (mut ids, mut names): (Vec<MessageId>, Vec<Name>) = (Vec::new(), Vec::new());
    for (id, name) in scene.moment.events.iter().filter_map(of) {
        if ids.last() != Some(&id) {
            ids.push(id);
        }
        if names.last() != Some(&name) && !names.contains(&name) {
            names.push(name);
        }
    }
    (!ids.is_empty()).then_some((Messages(ids), Names(names)))
}

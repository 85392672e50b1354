//! Chooses the one phrase that says what the broker did with a request or a timer.

use warren_broker::event::DeathReason;
use warren_broker::{Command, MessageId, Name};

use super::{Did, Messages, Names, Next, Place};
use crate::Request;
use crate::explain::causes::waits_for_commit;
use crate::explain::fact::{Delivered, Fact};
use crate::explain::scene::{Scene, exchange_named};

/// Returns the summary of a handled request.
pub fn handled(scene: &Scene<'_>, facts: &[Fact], client: &Name, request: &Request) -> Did {
    if let Some(did) = failure(facts) {
        return did;
    }
    let client = client.clone();
    match request {
        Request::ConnectionOpen => Did::Connected { client },
        Request::ConnectionClose => Did::ConnectionClosed { client },
        Request::SocketClosed => match requeued(facts) {
            Some((messages, _)) => Did::ConnectionLostRequeued { client, messages },
            None => Did::ConnectionLost { client },
        },
        Request::Command(command) => {
            let did = match command {
                Command::BasicPublish(_) => published(scene, facts),
                Command::BasicAck { .. } => acked(facts, &client),
                Command::BasicReject { .. }
                | Command::BasicNack { .. }
                | Command::BasicRecover { .. }
                | Command::BasicRecoverAsync { .. } => refused(facts, &client),
                Command::BasicConsume(_) => consumes(facts, &client),
                Command::BasicGet { .. } => got(facts, &client),
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
                | Command::TxRollback => changed(facts),
            };
            let did = did.or_else(|| there(facts, command));
            did.unwrap_or_else(|| Did::Handles { client, method: command.name().into() })
        }
    }
}

/// Returns the summary of a timer.
pub fn timer(facts: &[Fact]) -> Did {
    let timed_out = facts.iter().find_map(|fact| if let Fact::TimedOut(client) = fact { Some(client) } else { None });
    if let Some(client) = timed_out {
        return Did::AckTimeout { client: client.clone() };
    }
    let expired = facts.iter().find_map(|fact| if let Fact::QueueExpired(queue) = fact { Some(queue) } else { None });
    if let Some(queue) = expired {
        return Did::QueueExpired { queue: queue.clone() };
    }
    if let Some(did) = dead_lettered(facts, DeathReason::Expired) {
        return did;
    }
    let of = |wanted: fn(&Fact) -> Option<(MessageId, &Name)>| of_names(facts, wanted);
    if let Some((messages, queue)) =
        of(|fact| if let Fact::Expired(id, queue) = fact { Some((*id, queue)) } else { None })
    {
        return Did::Expired { messages, queue };
    }
    if let Some((messages, queue)) =
        of(|fact| if let Fact::Synced(id, queue) = fact { Some((*id, queue)) } else { None })
    {
        return Did::Synced { messages, queue };
    }
    if let Some((messages, queue)) =
        of(|fact| if let Fact::Written(id, queue) = fact { Some((*id, queue)) } else { None })
    {
        return Did::Written { messages, queue };
    }
    Did::Timer {}
}

/// Returns the fact that the broker closes a channel or a connection because of an error.
fn failure(facts: &[Fact]) -> Option<Did> {
    facts.iter().find_map(|fact| if let Fact::Failed(did) = fact { Some(did.clone()) } else { None })
}

fn published(scene: &Scene<'_>, facts: &[Fact]) -> Option<Did> {
    let id = facts.iter().find_map(|fact| if let Fact::Published(id) = fact { Some(*id) } else { None })?;
    let messages = Messages::from(id);
    let from_queue = facts.iter().any(|fact| matches!(fact, Fact::Delivered(_)));
    let end = facts.iter().find_map(|fact| {
        if let Fact::Ended(message, did) = fact
            && *message == id
        {
            return Some(did.clone());
        }
        if let Fact::Sent(message, client) = fact
            && *message == id
            && !from_queue
        {
            return Some(Did::AnswersDirectly { messages: messages.clone(), client: client.clone() });
        }
        None
    });
    if end.is_some() {
        return end;
    }
    if waits_for_commit(&scene.moment.events, id) {
        return Some(Did::Uncommitted { messages });
    }
    let (mut clients, mut queues): (Vec<Name>, Vec<Name>) = (Vec::new(), Vec::new());
    for fact in facts {
        if let Fact::Enqueued(copy, message, queue) = fact
            && *message == id
        {
            match deliveries(facts).find(|delivered| delivered.copy == *copy) {
                Some(delivered) => clients.push(delivered.taker.clone()),
                None => queues.push(queue.clone()),
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

fn acked(facts: &[Fact], client: &Name) -> Option<Did> {
    let messages = messages(facts, |fact| if let Fact::Acked(id) = fact { Some(*id) } else { None })?;
    let client = client.clone();
    Some(match delivered(facts) {
        Some((next, taker)) => Did::AckedNext { client, messages, next: Next(next), taker },
        None => Did::Acked { client, messages },
    })
}

fn refused(facts: &[Fact], client: &Name) -> Option<Did> {
    if let Some((messages, queue)) = requeued(facts) {
        let handed_on = delivered(facts).filter(|(again, _)| *again == messages);
        return Some(match handed_on {
            Some((_, taker)) => Did::RequeuedNext { messages, queue, taker },
            None => Did::Requeued { messages, queue },
        });
    }
    if let Some(did) = dead_lettered(facts, DeathReason::Rejected) {
        return Some(did);
    }
    let messages = messages(facts, |fact| if let Fact::Rejected(id) = fact { Some(*id) } else { None })?;
    Some(Did::Rejected { client: client.clone(), messages })
}

fn consumes(facts: &[Fact], client: &Name) -> Option<Did> {
    let queue =
        facts.iter().find_map(|fact| if let Fact::Subscribed(queue) = fact { Some(queue.clone()) } else { None })?;
    let client = client.clone();
    Some(match delivered(facts) {
        Some((messages, _)) => Did::ConsumesBacklog { client, queue, messages },
        None => Did::Consumes { client, queue },
    })
}

fn got(facts: &[Fact], client: &Name) -> Option<Did> {
    let client = client.clone();
    let fetched = of_names(facts, |fact| {
        let Fact::Delivered(delivered) = fact else { return None };
        delivered.fetched.then_some((delivered.message, &delivered.queue))
    });
    if let Some((messages, queue)) = fetched {
        return Some(Did::Got { client, messages, queue });
    }
    facts.iter().any(|fact| matches!(fact, Fact::GotNothing)).then_some(Did::GotNothing { client })
}

/// Returns the summary of declaring something that exists already.
fn there(facts: &[Fact], command: &Command) -> Option<Did> {
    facts.iter().find_map(|fact| {
        if let Fact::QueueThere(queue) = fact {
            return Some(Did::QueueThere { queue: queue.clone() });
        }
        let Command::ExchangeDeclare(declare) = command else { return None };
        matches!(fact, Fact::ExchangeThere).then(|| Did::ExchangeThere { exchange: exchange_named(&declare.exchange) })
    })
}

/// Returns the first change of exchanges, queues, bindings and consumers, or the first return of a message.
fn changed(facts: &[Fact]) -> Option<Did> {
    facts.iter().find_map(|fact| {
        if let Fact::Changed(did) = fact {
            return Some(did.clone());
        }
        if let Fact::Requeued(..) = fact {
            return requeued(facts).map(|(messages, queue)| Did::Requeued { messages, queue });
        }
        None
    })
}

fn requeued(facts: &[Fact]) -> Option<(Messages, Names)> {
    of_names(facts, |fact| if let Fact::Requeued(id, queue) = fact { Some((*id, queue)) } else { None })
}

fn deliveries(facts: &[Fact]) -> impl Iterator<Item = &Delivered> {
    facts.iter().filter_map(|fact| if let Fact::Delivered(delivered) = fact { Some(delivered) } else { None })
}

/// Returns the delivered messages and their recipients.
fn delivered(facts: &[Fact]) -> Option<(Messages, Names)> {
    of_names(facts, |fact| if let Fact::Delivered(it) = fact { Some((it.message, &it.taker)) } else { None })
}

fn dead_lettered(facts: &[Fact], wanted: DeathReason) -> Option<Did> {
    let (messages, queue) = of_names(facts, |fact| {
        let Fact::DeadLettered(id, reason, [queue, _]) = fact else { return None };
        (*reason == wanted).then_some((*id, queue))
    })?;
    let exchange = facts.iter().find_map(|fact| {
        if let Fact::DeadLettered(_, _, [_, exchange]) = fact { Some(exchange.clone()) } else { None }
    });
    Some(Did::DeadLettered { messages, queue, exchange: Place::Exchange(exchange.unwrap_or_default()) })
}

fn messages(facts: &[Fact], of: impl Fn(&Fact) -> Option<MessageId>) -> Option<Messages> {
    let ids: Messages = facts.iter().filter_map(of).collect();
    (!ids.0.is_empty()).then_some(ids)
}

/// Returns the messages of some facts with their names, without duplicates.
fn of_names(facts: &[Fact], of: impl Fn(&Fact) -> Option<(MessageId, &Name)>) -> Option<(Messages, Names)> {
    let (mut ids, mut names): (Vec<MessageId>, Vec<Name>) = (Vec::new(), Vec::new());
    for (id, name) in facts.iter().filter_map(of) {
        if ids.last() != Some(&id) {
            ids.push(id);
        }
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    (!ids.is_empty()).then_some((Messages(ids), Names(names)))
}

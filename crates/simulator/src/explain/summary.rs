//! Chooses the one phrase that says what happened in a moment.

mod broker;

use std::sync::Arc;

use warren_broker::event::StopCause;
use warren_broker::reply::ReplyKind;
use warren_broker::{Command, ConnectionReply, Name};

use super::causes::close_text;
use super::fact::Fact;
use super::phrase::{Messages, Names, Next, Place};
use super::scene::Scene;
use super::sentences::Did;
use crate::{Answer, MomentKind, Request, Sent};

/// Returns the summary of a moment.
pub fn summary(scene: &Scene<'_>, facts: &[Fact]) -> Did {
    match &scene.moment.what {
        MomentKind::Started(client) => Did::Connects { client: scene.client(*client) },
        MomentKind::Killed(client) => killed(scene, scene.client(*client)),
        MomentKind::Stopped(client) => Did::Stops { client: scene.client(*client) },
        MomentKind::Sends(client) => sends(scene.client(*client), &scene.moment.sent),
        MomentKind::Handled { client, request, .. } => broker::handled(scene, facts, &scene.client(*client), request),
        MomentKind::Received { client, answer, starts_work, .. } => {
            received(scene.client(*client), answer, *starts_work, &scene.moment.sent)
        }
        MomentKind::WorkDone { client, message, next } => {
            let (client, messages) = (scene.client(*client), message.id.into());
            match next {
                Some(next) => Did::DoneNext { client, messages, next: Next(next.id.into()) },
                None => Did::Done { client, messages },
            }
        }
        MomentKind::ConnectionRefused(client) => Did::Refused { client: scene.client(*client) },
        MomentKind::Timer => broker::timer(facts),
        MomentKind::BrokerStopped(cause) => stopped(*cause, lost(scene)),
        MomentKind::BrokerStarted => started(facts),
        MomentKind::Set { client, change } => Did::Set { client: scene.client(*client), change: change.clone() },
        MomentKind::Changed { change, client, statement } => {
            Did::changed(*change, client.map(|client| scene.client(client)).unwrap_or_default(), statement)
        }
        MomentKind::ClientAdded(client) => Did::ClientAdded { client: scene.client(*client) },
        MomentKind::Waits(until) => Did::TimePasses { span: *until - scene.moment.at },
        MomentKind::Ignored { statement, .. } => Did::Ignored { statement: statement.clone() },
    }
}

/// Returns the number of lost messages.
fn lost(scene: &Scene<'_>) -> u64 {
    scene.moment.lost().count() as u64
}

fn killed(scene: &Scene<'_>, client: Name) -> Did {
    let messages: Messages = scene.moment.lost().collect();
    if messages.0.is_empty() { Did::Killed { client } } else { Did::KilledLosing { client, messages } }
}

fn stopped(cause: StopCause, lost: u64) -> Did {
    match (cause, lost) {
        (StopCause::Clean, 0) => Did::BrokerStops {},
        (StopCause::Clean, count) => Did::BrokerStopsLosing { count },
        (StopCause::Killed, 0) => Did::BrokerKilled {},
        (StopCause::Killed, count) => Did::BrokerKilledLosing { count },
        (StopCause::PowerLoss, 0) => Did::PowerFails {},
        (StopCause::PowerLoss, count) => Did::PowerFailsLosing { count },
    }
}

fn sends(client: Name, sent: &[Sent]) -> Did {
    let publish = |sent: &Sent| {
        if let Request::Command(Command::BasicPublish(publish)) = &*sent.request { Some(publish.clone()) } else { None }
    };
    let publishes: Vec<_> = sent.iter().filter_map(publish).collect();
    match publishes.as_slice() {
        [] if sent.is_empty() => Did::SendsLater { client },
        [one] if sent.len() == 1 => {
            Did::Publishes { client, exchange: Place::Exchange(one.exchange.clone()), key: (&one.routing_key).into() }
        }
        [_, _, ..] if sent.len() == publishes.len() => Did::PublishesMany { client, count: publishes.len() as u64 },
        _ => Did::Sends { client, methods: methods(sent) },
    }
}

fn methods(sent: &[Sent]) -> Names {
    Names(sent.iter().map(|sent| sent.request.name().into()).collect())
}

fn received(client: Name, answer: &Arc<Answer>, starts_work: bool, sent: &[Sent]) -> Did {
    match &**answer {
        Answer::SocketClosed => Did::SocketGone { client },
        Answer::Refused => Did::Refused { client },
        Answer::Connection(ConnectionReply::Close(close)) => Did::ReceivesClose { client, text: close_text(close) },
        Answer::Connection(reply @ (ConnectionReply::OpenOk | ConnectionReply::CloseOk)) => {
            Did::ReceivesAnswer { client, method: reply.name().into() }
        }
        Answer::Channel { reply, .. } => match reply.kind() {
            ReplyKind::Delivery { message, .. } => {
                let messages = message.id.into();
                if starts_work {
                    Did::BeginsWork { client, messages }
                } else {
                    Did::ReceivesMessage { client, messages }
                }
            }
            ReplyKind::Return(message) => Did::ReceivesReturn { client, messages: message.id.into() },
            ReplyKind::Confirm { acked: true, delivery_tag: number, multiple: false } => {
                Did::ReceivesConfirm { client, number }
            }
            ReplyKind::Confirm { acked: true, delivery_tag: number, multiple: true } => {
                Did::ReceivesConfirmUpTo { client, number }
            }
            ReplyKind::Confirm { acked: false, delivery_tag: number, .. } => Did::ReceivesNack { client, number },
            ReplyKind::Close(close) => Did::ReceivesClose { client, text: close_text(close) },
            ReplyKind::GetEmpty | ReplyKind::Cancel { .. } | ReplyKind::Ok => {
                let method = reply.name().into();
                if sent.is_empty() {
                    Did::ReceivesAnswer { client, method }
                } else {
                    Did::ReceivesAndSends { client, method, methods: methods(sent) }
                }
            }
        },
    }
}

fn started(facts: &[Fact]) -> Did {
    let recovered = facts.iter().filter(|fact| matches!(fact, Fact::Recovered)).count() as u64;
    let lost = facts.iter().filter(|fact| matches!(fact, Fact::Lost)).count() as u64;
    if recovered + lost == 0 { Did::BrokerStarts {} } else { Did::BrokerStartsWith { recovered, lost } }
}

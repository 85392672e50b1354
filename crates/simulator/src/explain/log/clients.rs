//! The log lines of clients, the scenario and the learner.

use std::sync::Arc;

use warren_broker::event::{RequeueCause, StopCause};
use warren_broker::{Command, ConnectionReply, Event, Message, Reply};

use super::Line;
use crate::explain::phrase::add;
use crate::explain::scene::{Scene, beginning, shortened};
use crate::scenario::{self, Method};
use crate::{Answer, Lost, MomentKind, Request};

/// Adds the line of what began the moment.
pub fn begin(scene: &Scene<'_>, lines: &mut Vec<Line>) {
    let actor = scene.actor();
    match &scene.moment.what {
        MomentKind::Started(client) => lines.push(Line::new(actor, "start", &*scene.client(*client))),
        MomentKind::Killed(client) => lines.push(Line::new(actor, "kill", &*scene.client(*client))),
        MomentKind::Stopped(client) => lines.push(Line::new(actor, "stop", &*scene.client(*client))),
        MomentKind::Sends(_) | MomentKind::Timer | MomentKind::BrokerStarted => {}
        MomentKind::Handled { client, request, .. } => {
            if **request == Request::SocketClosed {
                lines.push(Line::new(scene.client(*client), "connection lost", unacked(scene)));
            }
        }
        MomentKind::Received { client, channel, answer, starts_work } => {
            let mut detail = received(answer);
            if *starts_work {
                detail.push_str(", begins to work on it");
            }
            name_channel(&mut detail, channel.number);
            lines.push(Line::new(scene.client(*client), answer.name(), detail));
        }
        MomentKind::WorkDone { client, message, next } => {
            let next = next.as_ref().map(|next| format!(", begins {}", message_text(next))).unwrap_or_default();
            lines.push(Line::new(scene.client(*client), "done", format!("{}{next}", message_text(message))));
        }
        MomentKind::ConnectionRefused(client) => {
            lines.push(Line::new(scene.client(*client), "refused", "the broker is down"));
        }
        MomentKind::BrokerStopped(cause) => {
            let what = match cause {
                StopCause::Clean => "stop broker",
                StopCause::Killed => "crash broker",
                StopCause::PowerLoss => "crash broker power",
            };
            lines.push(Line::new(actor, what, ""));
        }
        MomentKind::Set { client, change } => {
            lines.push(Line::new(actor, "set", format!("{} {change}", scene.client(*client))));
        }
        MomentKind::Changed { statement, .. } => {
            let (word, rest) = statement.split_once(' ').unwrap_or((statement, ""));
            let name = scenario::named(word).map_or("changed", |spec| spec.name);
            lines.push(Line::new(actor, name, rest));
        }
        MomentKind::ClientAdded(client) => lines.push(Line::new(actor, "client", &*scene.client(*client))),
        MomentKind::Waits(until) => lines.push(Line::new(actor, "advance", format!("until {until}"))),
        MomentKind::Ignored { statement, .. } => lines.push(Line::new(actor, NOT_CARRIED_OUT, &**statement)),
    }
    lost(scene, lines);
}

/// The word for a statement that is passed over.
const NOT_CARRIED_OUT: &str = "not carried out";

/// Adds the lines of what was lost: messages, requests on their way to the broker, statements not yet sent.
fn lost(scene: &Scene<'_>, lines: &mut Vec<Line>) {
    for loss in &scene.moment.lost {
        let client = scene.client(loss.client);
        let line = match &loss.what {
            Lost::Message(message) => Line::of(client, "lost", message.id.into(), ", settled but not worked off"),
            Lost::Request(_) if loss.what.message().is_some() => {
                let messages = loss.what.message().into_iter().collect();
                Line::of(client, "lost", messages, ", on the way to the broker")
            }
            Lost::Request(request) => {
                let (arguments, name) = (arguments(request), request.name());
                let space = if arguments.is_empty() { "" } else { " " };
                Line::new(client, "lost", format!("{name}{space}{arguments}, on the way to the broker"))
            }
            Lost::Statement { statement, .. } => Line::new(client, NOT_CARRIED_OUT, &**statement),
        };
        add(lines, line);
    }
}

/// Adds the lines of what clients sent.
pub fn sent(scene: &Scene<'_>, lines: &mut Vec<Line>) {
    let Some(client) = scene.moment.what.client().map(|client| scene.client(client)) else { return };
    for sent in &scene.moment.sent {
        let mut detail = arguments(&sent.request);
        if settles(&sent.request) {
            detail.insert_str(0, "tag ");
        }
        if let MomentKind::WorkDone { message, .. } = &scene.moment.what
            && settles(&sent.request)
        {
            detail.push_str(&format!(", message {}", message.id.0));
        }
        name_channel(&mut detail, sent.channel.number);
        lines.push(Line::new(client.clone(), sent.request.name(), detail));
    }
}

/// Names the channel, unless it is the first, which every client has.
fn name_channel(detail: &mut String, number: u16) {
    if number > 1 {
        let comma = if detail.is_empty() { "" } else { ", " };
        detail.push_str(&format!("{comma}channel {number}"));
    }
}

/// Returns the line of a moment that would have none: the request that the broker handled.
pub fn otherwise(scene: &Scene<'_>) -> Line {
    match &scene.moment.what {
        MomentKind::Handled { client, request, .. } => {
            let arguments = arguments(request);
            let space = if arguments.is_empty() { "" } else { " " };
            Line::new("broker", request.name(), format!("{arguments}{space}from {}", scene.client(*client)))
        }
        MomentKind::BrokerStarted => Line::new(scene.actor(), "start broker", ""),
        MomentKind::Timer => Line::new("broker", "timer", ""),
        MomentKind::Sends(client) => Line::new(scene.client(*client), "waits", "for an answer before it sends"),
        MomentKind::Started(_)
        | MomentKind::Killed(_)
        | MomentKind::Stopped(_)
        | MomentKind::Received { .. }
        | MomentKind::WorkDone { .. }
        | MomentKind::ConnectionRefused(_)
        | MomentKind::BrokerStopped(_)
        | MomentKind::Set { .. }
        | MomentKind::Changed { .. }
        | MomentKind::ClientAdded(_)
        | MomentKind::Waits(_)
        | MomentKind::Ignored { .. } => Line::new(scene.actor(), "", ""),
    }
}

/// Formats the number of messages that return because a connection is gone.
fn unacked(scene: &Scene<'_>) -> String {
    let back = |event: &&Event| matches!(event, Event::Requeued { cause, .. } if matches!(cause, RequeueCause::ChannelClosed(_)));
    match scene.moment.events.iter().filter(back).count() {
        1 => "1 unacked message".into(),
        count => format!("{count} unacked messages"),
    }
}

/// Formats a method's arguments as in a statement.
fn arguments(request: &Request) -> String {
    match request {
        Request::ConnectionOpen | Request::ConnectionClose | Request::SocketClosed => String::new(),
        Request::Command(command) => {
            let statement = Method { command: legible(command), oldest: false }.to_string();
            statement.strip_prefix(command.name()).unwrap_or(&statement).trim_start().to_owned()
        }
    }
}

/// Returns the method with its body cut to a readable length.
fn legible(command: &Command) -> Command {
    let mut command = command.clone();
    if let Command::BasicPublish(publish) = &mut command {
        let content = Arc::make_mut(&mut publish.content);
        content.body = beginning(&content.body).into_bytes().into();
    }
    command
}

fn settles(request: &Request) -> bool {
    matches!(
        request,
        Request::Command(Command::BasicAck { .. } | Command::BasicReject { .. } | Command::BasicNack { .. })
    )
}

fn received(answer: &Answer) -> String {
    match answer {
        Answer::Connection(ConnectionReply::OpenOk | ConnectionReply::CloseOk)
        | Answer::SocketClosed
        | Answer::Refused => String::new(),
        Answer::Connection(ConnectionReply::Close(close)) => format!("{} {}", close.code, close.text),
        Answer::Channel { reply, .. } => reply_detail(reply),
    }
}

fn reply_detail(reply: &Reply) -> String {
    match reply {
        Reply::ChannelOpenOk
        | Reply::ChannelCloseOk
        | Reply::ChannelFlowOk { .. }
        | Reply::ExchangeDeclareOk
        | Reply::ExchangeDeleteOk
        | Reply::ExchangeBindOk
        | Reply::ExchangeUnbindOk
        | Reply::QueueBindOk
        | Reply::QueueUnbindOk
        | Reply::BasicQosOk
        | Reply::BasicGetEmpty
        | Reply::BasicRecoverOk
        | Reply::ConfirmSelectOk
        | Reply::TxSelectOk
        | Reply::TxCommitOk
        | Reply::TxRollbackOk => String::new(),
        Reply::ChannelClose(close) => format!("{} {}", close.code, close.text),
        Reply::QueueDeclareOk { queue, message_count, consumer_count } => {
            format!("{queue}, {message_count} ready, consumers: {consumer_count}")
        }
        Reply::QueuePurgeOk { message_count } | Reply::QueueDeleteOk { message_count } => {
            format!("{message_count} ready")
        }
        Reply::BasicConsumeOk { consumer_tag }
        | Reply::BasicCancelOk { consumer_tag }
        | Reply::BasicCancel { consumer_tag } => format!("consumer {consumer_tag}"),
        Reply::BasicDeliver { delivery_tag, redelivered, message, .. }
        | Reply::BasicGetOk { delivery_tag, redelivered, message, .. } => {
            let redelivered = if *redelivered { ", redelivered" } else { "" };
            format!("{}, tag {delivery_tag}{redelivered}", message_text(message))
        }
        Reply::BasicReturn { message } => message_text(message),
        Reply::BasicAck { delivery_tag, multiple } | Reply::BasicNack { delivery_tag, multiple } => {
            confirm(*delivery_tag, *multiple)
        }
    }
}

/// Formats the publishes that a confirm settles.
pub fn confirm(number: u64, multiple: bool) -> String {
    if multiple { format!("publishes up to {number}") } else { format!("publish {number}") }
}

/// Formats a message: its number and the beginning of its body.
pub fn message_text(message: &Message) -> String {
    format!("message {} {}", message.id.0, shortened(&message.content.body))
}

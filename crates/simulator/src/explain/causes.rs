//! Collects the causes of a moment.

mod confirms;
pub mod disk;
pub mod ends;
pub mod handing_out;
pub mod queueing;
pub mod routing;
mod settings;

pub use ends::close_text;
pub use routing::{of_exchange_types, waits_for_commit};

use warren_broker::reply::ReplyKind;
use warren_broker::{ChannelId, ConnectionReply, Name, Reply};

use super::phrase::{Explained, Names, gather};
use super::scene::Scene;
use super::sentences::Why;
use crate::{Answer, Loss, Lost, MomentKind, Refusal};

/// Returns the causes of a moment. `of_broker` are those of the broker's events.
pub fn causes(scene: &Scene<'_>, of_broker: Vec<Why>) -> Vec<Explained> {
    let mut out = Vec::new();
    let mut say = |why: Why| gather(&mut out, why.into());
    of_broker.into_iter().for_each(&mut say);
    of_happening(scene, &mut say);
    losses(scene, &mut say);
    out
}

/// Explains a reply. Answers explain themselves, and deliveries have events of their own.
pub fn of_reply(scene: &Scene<'_>, channel: ChannelId, reply: &Reply, say: &mut dyn FnMut(Why)) {
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
        MomentKind::ConnectionRefused(client) => say(Why::NobodyThere { client: scene.client(*client) }),
        MomentKind::Received { client, answer, .. } => received(&scene.client(*client), answer, say),
        MomentKind::Started(_)
        | MomentKind::Killed(_)
        | MomentKind::Stopped(_)
        | MomentKind::Sends(_)
        | MomentKind::WorkDone { .. }
        | MomentKind::Timer
        | MomentKind::BrokerStopped(_)
        | MomentKind::BrokerStarted
        | MomentKind::Set { .. }
        | MomentKind::Changed { .. }
        | MomentKind::ClientAdded(_)
        | MomentKind::Waits(_) => {}
        MomentKind::Handled { request, .. } => settings::handled(scene, request, say),
        MomentKind::Ignored { client, because, .. } => say(refusal(scene.client(*client), *because)),
    }
}

fn received(client: &Name, answer: &Answer, say: &mut dyn FnMut(Why)) {
    match answer {
        Answer::Channel { reply, .. } => match reply.kind() {
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

/// Explains what was lost, one client at a time.
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

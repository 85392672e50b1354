//! Measures what a client itself sees of a stretch: the methods it receives, the first message, the time of its work or
//! its confirms. The broker is not consulted.

use warren_broker::reply::{NO_ROUTE, ReplyKind};
use warren_broker::{Command, ConnectionReply, Message, Name, Reply, Time};

use super::{Answer, Probe, Reading, Seen};
use crate::dict::sort;
use crate::scenario::span;
use crate::{Answer as Arriving, ClientId, Moment, MomentKind, Request, World};

impl Probe {
    /// Measures what the client sees. The names are empty if there is nothing of the kind.
    pub(super) fn see(&self, seen: Seen, stretch: &[Moment], world: &World) -> Reading {
        let is_asked = |id: ClientId| self.of.as_ref() == Some(&world.client_name(id));
        let own = stretch.iter().enumerate().filter(|(_, moment)| moment.what.client().is_some_and(is_asked));
        match seen {
            Seen::Replies => named(own.filter_map(|(index, moment)| Some((index, method(&moment.what)?)))),
            Seen::FirstReceived => {
                named(own.filter_map(|(index, moment)| Some((index, body(delivered(&moment.what)?)))).take(1))
            }
            Seen::WorkTime => spanned(own, |moment| begins_work(&moment.what), |moment| is_done(&moment.what)),
            Seen::ConfirmTime => spanned(own, publishes, |moment| is_confirmed(&moment.what)),
        }
    }
}

/// Collects names, each with the moment it comes from.
fn named(found: impl Iterator<Item = (usize, Name)>) -> Reading {
    let (at, mut names): (Vec<usize>, Vec<Name>) = found.unzip();
    sort(&mut names, |one, other| one < other);
    names.dedup();
    Reading { answer: Answer::Names(names), decided: at.first().copied() }
}

/// Measures the time from the first moment that begins something to the last later one that ends something.
fn spanned<'a>(
    own: impl Iterator<Item = (usize, &'a Moment)>,
    begins: impl Fn(&Moment) -> bool,
    ends: impl Fn(&Moment) -> bool,
) -> Reading {
    let mut since: Option<Time> = None;
    let mut took: Option<(usize, Name)> = None;
    for (index, moment) in own {
        if let Some(since) = since.filter(|_| ends(moment)) {
            took = Some((index, span::print(moment.at.since(since)).into()));
        }
        since = since.or_else(|| begins(moment).then_some(moment.at));
    }
    named(took.into_iter())
}

/// Returns the packet that arrives at a client, if any.
fn arriving(what: &MomentKind) -> Option<&Arriving> {
    if let MomentKind::Received { answer, .. } = what { Some(answer) } else { None }
}

/// Returns the method that arrives, with its reply code if it has one: `channel.close 406`. Methods that only confirm a
/// request (`-ok`) and deliveries do not count.
fn method(what: &MomentKind) -> Option<Name> {
    let coded = |name: &str, code: u16| Some(format!("{name} {code}").into());
    match arriving(what)? {
        Arriving::Channel { reply, .. } => match reply.kind() {
            ReplyKind::Close(close) => coded(reply.name(), close.code),
            ReplyKind::Return(_) => coded(reply.name(), NO_ROUTE.0),
            ReplyKind::Confirm { .. } | ReplyKind::GetEmpty | ReplyKind::Cancel { .. } => Some(reply.name().into()),
            ReplyKind::Delivery { .. } | ReplyKind::Ok => None,
        },
        Arriving::Connection(reply @ ConnectionReply::Close(close)) => coded(reply.name(), close.code),
        Arriving::Connection(ConnectionReply::OpenOk | ConnectionReply::CloseOk)
        | Arriving::SocketClosed
        | Arriving::Refused => None,
    }
}

fn delivered(what: &MomentKind) -> Option<&Message> {
    match arriving(what)? {
        Arriving::Channel {
            reply: Reply::BasicDeliver { message, .. } | Reply::BasicGetOk { message, .. }, ..
        } => Some(message),
        Arriving::Channel { .. } | Arriving::Connection(_) | Arriving::SocketClosed | Arriving::Refused => None,
    }
}

fn is_confirmed(what: &MomentKind) -> bool {
    let confirm = |reply: &Reply| matches!(reply, Reply::BasicAck { .. } | Reply::BasicNack { .. });
    matches!(arriving(what), Some(Arriving::Channel { reply, .. }) if confirm(reply))
}

const fn is_done(what: &MomentKind) -> bool {
    matches!(what, MomentKind::WorkDone { .. })
}

const fn begins_work(what: &MomentKind) -> bool {
    matches!(what, MomentKind::Received { starts_work: true, .. })
}

fn publishes(moment: &Moment) -> bool {
    moment.sent.iter().any(|sent| matches!(*sent.request, Request::Command(Command::BasicPublish(_))))
}

fn body(message: &Message) -> Name {
    String::from_utf8_lossy(&message.content.body).into()
}

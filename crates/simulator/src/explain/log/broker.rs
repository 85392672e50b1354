//! The log lines of what the broker does, one event each. What only repeats the method that the moment is about has none.

mod disk;
mod path;
mod topology;

use warren_broker::reply::ReplyKind;
use warren_broker::{ChannelId, ConnectionId, ConnectionReply, CopyId, Event, MessageId, Reply};

use super::Line;
use super::clients::{confirm, told};
use crate::Happening;
use crate::explain::scene::Scene;

/// The line of the moment's event with this index, if it has one.
pub fn line(scene: &Scene<'_>, index: usize, event: &Event) -> Option<Line> {
    Some(match event {
        Event::To(channel, reply) => reply_line(scene, *channel, reply)?,
        Event::ToConnection(connection, reply) => connection_line(scene, *connection, reply)?,
        Event::ConnectionOpened(_)
        | Event::ConnectionClosed(..)
        | Event::ChannelOpened(_)
        | Event::ChannelClosed(..) => return None,
        Event::ExchangeDeclared(exchange) => broker("declared", format!("exchange {}", scene.exchange(*exchange))),
        Event::ExchangeDeleted(exchange, cause) => topology::exchange_deleted(scene, *exchange, *cause),
        Event::QueueDeclared(queue) => broker("declared", format!("queue {}", scene.queue(*queue))),
        Event::QueueDeleted { queue, cause, ready, unacked } => {
            topology::queue_deleted(scene, *queue, *cause, *ready, *unacked)
        }
        Event::QueuePurged { queue, ready } => broker("purged", format!("{}, {ready} ready", scene.queue(*queue))),
        Event::Bound(binding) => broker("bound", topology::binding_told(scene, binding)),
        Event::Unbound(binding, cause) => topology::unbound(scene, binding, *cause),
        Event::ConsumerAdded(consumer) => broker("consumer added", topology::consumer_told(scene, consumer)),
        Event::ConsumerRemoved(consumer, cause) => topology::consumer_removed(scene, consumer, *cause),
        Event::ConsumerActivated(consumer) => broker("consumer activated", topology::consumer_told(scene, consumer)),
        Event::Published { channel, message, publish_seq_no } => {
            let number = publish_seq_no.map(|number| format!(", publish {number}")).unwrap_or_default();
            broker("published", format!("{} from {}{number}", told(message), scene.on(*channel)))
        }
        Event::Routed { message, exchange, route } => path::routed(scene, *message, *exchange, route),
        Event::Unroutable { message, exchange, returned } => path::unroutable(scene, *message, *exchange, *returned),
        Event::Enqueued { copy, message, persistent, .. } => {
            path::enqueued(scene, index, *copy, *message, *persistent)?
        }
        Event::Delivered { copy, message, channel, consumer, delivery_tag, redelivered, no_ack, .. } => {
            let what = if consumer.is_some() { "basic.deliver" } else { "basic.get-ok" };
            let redelivered = if *redelivered { ", redelivered" } else { "" };
            let no_ack = if *no_ack { ", no-ack" } else { "" };
            let after = format!(" -> {}, tag {delivery_tag}{redelivered}{no_ack}", scene.on(*channel));
            of_queue(scene, what, *copy, *message, &after)
        }
        Event::Skipped { consumer, cause } => path::skipped(scene, consumer, *cause),
        Event::Acked { copy, message, channel, .. } => {
            of_queue(scene, "acked", *copy, *message, &format!(" by {}", scene.on(*channel)))
        }
        Event::Rejected { copy, message, channel, .. } => {
            of_queue(scene, "rejected", *copy, *message, &format!(" by {}", scene.on(*channel)))
        }
        Event::Requeued { to, message, place, cause, .. } => path::requeued(scene, to.queue, *message, *place, *cause),
        Event::Expired { copy, message, ttl } => path::expired(scene, *copy, *message, *ttl),
        Event::Dropped { queue, position, message, limit } => {
            let what = if position.is_some() { "dropped" } else { "refused" };
            path::dropped(scene, what, *queue, *message, *limit)
        }
        Event::DeadLettered { queue, message, reason } => path::dead_lettered(scene, *queue, message, *reason),
        Event::DeadLetterDropped { queue, message, reason, cause } => {
            path::dead_letter_dropped(scene, *queue, *message, *reason, *cause)
        }
        Event::Persisted { copy, message, stage } => disk::persisted(scene, *copy, *message, *stage),
        Event::Stopped(cause) => disk::stopped(scene, *cause),
        Event::Started => broker("started", String::new()),
        Event::Recovered { copy, message, redelivered, .. } => {
            of_queue(scene, "recovered", *copy, *message, if *redelivered { ", redelivered" } else { "" })
        }
        Event::Lost { copy, message, cause } => disk::lost(scene, *copy, *message, *cause),
    })
}

/// A method that the broker sends for other reasons than that it was asked. Deliveries have lines of their own.
fn reply_line(scene: &Scene<'_>, channel: ChannelId, reply: &Reply) -> Option<Line> {
    let client = scene.on(channel);
    let detail = match reply.kind() {
        ReplyKind::Close(close) => format!("{client}: {} {}", close.code, close.text),
        ReplyKind::Return(message) => format!("message {} -> {client}", message.id.0),
        ReplyKind::Confirm { delivery_tag, multiple, .. } => {
            format!("{} -> {client}", confirm(delivery_tag, multiple))
        }
        ReplyKind::Cancel { consumer_tag } => format!("consumer {consumer_tag} -> {client}"),
        ReplyKind::GetEmpty => format!("-> {client}"),
        ReplyKind::Delivery { .. } | ReplyKind::Ok => return None,
    };
    Some(broker(reply.name(), detail))
}

/// The same on the connection itself; a stop closes them all and says so in one line.
fn connection_line(scene: &Scene<'_>, connection: ConnectionId, reply: &ConnectionReply) -> Option<Line> {
    match reply {
        ConnectionReply::Close(close) if !matches!(scene.moment.what, Happening::BrokerStopped(_)) => {
            Some(broker(reply.name(), format!("{}: {} {}", scene.peer(connection), close.code, close.text)))
        }
        ConnectionReply::Close(_) | ConnectionReply::OpenOk | ConnectionReply::CloseOk => None,
    }
}

fn broker(what: &'static str, detail: String) -> Line {
    Line::new("broker", what, detail)
}

fn of_queue(scene: &Scene<'_>, what: &'static str, copy: CopyId, message: MessageId, after: &str) -> Line {
    Line::broker(what, message, format!(" of {}{after}", scene.queue(copy.queue)))
}

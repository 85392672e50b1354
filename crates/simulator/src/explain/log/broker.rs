//! The log lines of the broker. Events that only repeat the moment's method have none.

pub mod disk;
pub mod path;
pub mod topology;

use warren_broker::reply::ReplyKind;
use warren_broker::{ChannelId, ConnectionId, ConnectionReply, CopyId, Message, MessageId, Reply};

use super::Line;
use super::clients::{confirm, message_text};
use crate::MomentKind;
use crate::explain::scene::Scene;

/// Returns the line for a method that the broker sends unasked. Deliveries have lines of their own.
pub fn reply_line(scene: &Scene<'_>, channel: ChannelId, reply: &Reply) -> Option<Line> {
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

/// Returns the line for a method on the connection. A stop closes all connections and says so in one line.
pub fn connection_line(scene: &Scene<'_>, connection: ConnectionId, reply: &ConnectionReply) -> Option<Line> {
    match reply {
        ConnectionReply::Close(close) if !matches!(scene.moment.what, MomentKind::BrokerStopped(_)) => {
            Some(broker(reply.name(), format!("{}: {} {}", scene.peer(connection), close.code, close.text)))
        }
        ConnectionReply::Close(_) | ConnectionReply::OpenOk | ConnectionReply::CloseOk => None,
    }
}

pub fn broker(what: &'static str, detail: String) -> Line {
    Line::new("broker", what, detail)
}

pub fn of_queue(scene: &Scene<'_>, what: &'static str, copy: CopyId, message: MessageId, after: &str) -> Line {
    Line::broker(what, message, format!(" of {}{after}", scene.queue(copy.queue)))
}

/// Returns the line of a published message.
pub fn published(scene: &Scene<'_>, channel: ChannelId, message: &Message, publish_seq_no: Option<u64>) -> Line {
    let number = publish_seq_no.map(|number| format!(", publish {number}")).unwrap_or_default();
    broker("published", format!("{} from {}{number}", message_text(message), scene.on(channel)))
}

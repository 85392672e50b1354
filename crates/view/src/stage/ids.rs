//! Says what AMQP's things are called on the stage. The stage knows nodes, lanes and labels; nothing here knows how any of it
//! is drawn.

use warren_broker::binding::{Binding, Destination};
use warren_broker::{ChannelId, CopyId, ExchangeId, MessageId, Name, QueueId, Value};
use warren_drawing::ids::{ChipId, EdgeId, LabelId, NodeId, SlotId, TokenId};
use warren_simulator::ClientId;

/// In which way one node leads to another. Each way is a lane of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum EdgeKind {
    /// A client publishes to an exchange.
    Publish,
    /// One or more bindings of an exchange, or the default exchange's implied one.
    Bind,
    /// What an exchange cannot route goes to its alternate.
    Alternate,
    /// A queue's dead letters go to an exchange.
    DeadLetter,
    /// A queue's messages go to a client.
    Consume,
    /// Direct reply-to: the default exchange hands answers straight to a client.
    Reply,
}

impl EdgeKind {
    /// Names the edge of this kind between two nodes.
    pub const fn edge(self, from: NodeId, to: NodeId) -> EdgeId {
        EdgeId { from, to, lane: self as u8 }
    }

    /// Whether an edge is of this kind.
    pub const fn is(self, edge: EdgeId) -> bool {
        edge.lane == self as u8
    }

    /// Names the kind for the style sheet.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Bind => "bind",
            Self::Alternate => "alternate",
            Self::DeadLetter => "dead-letter",
            Self::Consume => "consume",
            Self::Reply => "reply",
        }
    }

    /// Whether something may travel back: confirms and returns to a publisher, acks and requeues to a queue.
    pub const fn two_way(self) -> bool {
        match self {
            Self::Publish | Self::Consume => true,
            Self::Bind | Self::Alternate | Self::DeadLetter | Self::Reply => false,
        }
    }
}

/// The default exchange.
pub(super) const DEFAULT: NodeId = NodeId::router(0);

pub(super) const fn client_node(client: ClientId) -> NodeId {
    NodeId::client(client.0)
}

pub(super) const fn exchange_node(exchange: ExchangeId) -> NodeId {
    NodeId::router(exchange.0)
}

pub(super) const fn queue_node(queue: QueueId) -> NodeId {
    NodeId::store(queue.0)
}

/// Names the node that a binding leads to.
pub(super) const fn destination_node(destination: Destination) -> NodeId {
    match destination {
        Destination::Queue(queue) => queue_node(queue),
        Destination::Exchange(exchange) => exchange_node(exchange),
    }
}

pub(super) const fn slot_id(copy: CopyId) -> SlotId {
    SlotId { store: queue_node(copy.queue), number: copy.position }
}

pub(super) const fn token_id(message: MessageId) -> TokenId {
    TokenId(message.0)
}

/// Names what a client got with a delivery: by its connection, channel and tag, of each as much as tells those apart that it
/// has at one time.
pub(super) fn chip_id(channel: ChannelId, delivery_tag: u64) -> ChipId {
    let connection = u64::from(channel.connection.0 & 0xffff) << 48;
    ChipId(connection | u64::from(channel.number) << 32 | (delivery_tag & 0xffff_ffff))
}

/// Names a binding's label.
pub(super) fn label_id(binding: &Binding) -> LabelId {
    let edge = EdgeKind::Bind.edge(exchange_node(binding.source), destination_node(binding.destination));
    LabelId { edge, text: (&*label_text(binding)).into() }
}

/// Writes what a binding's label says: its key, or for a headers exchange what it asks of the headers.
pub(super) fn label_text(binding: &Binding) -> Name {
    if binding.arguments.is_empty() {
        return binding.routing_key.clone();
    }
    let wanted = binding.arguments.iter().map(|(header, value)| format!("{header}={}", brief(value)));
    wanted.collect::<Vec<String>>().join(" ").into()
}

fn brief(value: &Value) -> String {
    if let Value::Str(text) = value {
        text.to_string()
    } else if let Value::Bool(flag) = value {
        flag.to_string()
    } else {
        value.as_integer().map_or_else(|| value.type_name().to_owned(), |number| number.to_string())
    }
}

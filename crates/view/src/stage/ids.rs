//! The identifiers of AMQP's things on the stage, which has only nodes, lanes and labels.

use warren_broker::binding::{Binding, Destination};
use warren_broker::{ChannelId, CopyId, ExchangeId, MessageId, Name, QueueId, Value};
use warren_drawing::ids::{ChipId, EdgeId, LabelId, NodeId, SlotId, TokenId};
use warren_simulator::ClientId;

/// The kind of an edge. Each kind is a lane of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum EdgeKind {
    /// A client publishes to an exchange.
    Publish,
    /// One or more bindings of an exchange, or the default exchange's implied one.
    Bind,
    /// An exchange's unroutable messages go to its alternate.
    Alternate,
    /// A queue's dead letters go to an exchange.
    DeadLetter,
    /// A queue's messages go to a client.
    Consume,
    /// Direct reply-to: the default exchange passes answers directly to a client.
    Reply,
}

impl EdgeKind {
    /// Returns the edge of this kind between two nodes.
    pub const fn edge(self, from: NodeId, to: NodeId) -> EdgeId {
        EdgeId { from, to, lane: self as u8 }
    }

    /// Returns whether an edge is of this kind.
    pub const fn is(self, edge: EdgeId) -> bool {
        edge.lane == self as u8
    }

    /// Returns the class of the kind for the style sheet.
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

    /// Returns whether things may travel back: confirms and returns to a publisher, acks and requeues to a queue.
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

/// Returns the node of a binding's destination.
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

/// Returns the identifier of a delivery in a client's hands, made of its connection, channel and tag. It uses as much
/// of each as distinguishes deliveries held at one time.
pub(super) fn chip_id(channel: ChannelId, delivery_tag: u64) -> ChipId {
    let connection = u64::from(channel.connection.0 & 0xffff) << 48;
    ChipId(connection | u64::from(channel.number) << 32 | (delivery_tag & 0xffff_ffff))
}

/// Returns the identifier of a binding's label.
pub(super) fn label_id(binding: &Binding) -> LabelId {
    let edge = EdgeKind::Bind.edge(exchange_node(binding.source), destination_node(binding.destination));
    LabelId { edge, text: (&*label_text(binding)).into() }
}

/// Returns the text of a binding's label: its key, or for a headers exchange the required headers.
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

//! The one view of a world that user interfaces, command lines and tests read. Plain data, a copy.

use std::sync::Arc;

use warren_broker::reply::Close;
use warren_broker::{ChannelId, ConnectionId, Message, Name, Time};

use crate::{AckPolicy, Behaviour, ClientId, InFlight, Settings};

/// Everything there is at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)]
pub struct Overview {
    pub now: Time,
    pub broker_up: bool,
    /// While the broker is down: what it will find when it comes up.
    pub broker: warren_broker::Overview,
    /// In order of definition.
    pub clients: Vec<ClientView>,
    /// In order of arrival.
    pub in_flight: Vec<InFlight>,
}

/// A client program.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)]
pub struct ClientView {
    pub id: ClientId,
    pub name: Name,
    pub behaviour: Behaviour,
    pub state: ClientState,
    /// From `connection.open` on, until it is gone on either side.
    pub connection: Option<ConnectionId>,
    /// It is there to publish, by its behaviour or by the scenario's statements.
    pub publishes: bool,
    /// It is there to consume (or get), by its behaviour or by the scenario's statements.
    pub consumes: bool,
    /// Messages published, all its starts together.
    pub sent: u64,
    /// Of those, confirmed by the broker.
    pub confirmed: u64,
    /// Of those, refused by the broker.
    pub nacked: u64,
    /// Of those, returned as unroutable.
    pub returned: u64,
    /// Messages received.
    pub received: u64,
    /// Of those, acknowledged.
    pub acked: u64,
    /// Questions of a caller that are not answered yet.
    pub awaiting: u64,
    /// What it is working on.
    pub working_on: Option<Work>,
    /// All it has and has not settled (or, with automatic acknowledgement, not worked off): first what it is done with, then
    /// what it works on, then what waits, each in order of receipt.
    pub holding: Vec<Held>,
    pub ack: AckPolicy,
    /// 0 is unlimited.
    pub prefetch: u16,
    pub settings: Settings,
}

/// How a client program is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ClientState {
    /// Not started yet.
    #[default]
    Idle,
    /// Running; `ClientView::connection` says whether it is connected.
    Running,
    /// Killed.
    Killed,
    /// Ended in order.
    Stopped,
    /// The broker closed its channel or connection because of its mistake.
    Closed(Close),
    /// Its connection was lost (the broker went down) and it does not reconnect.
    Disconnected,
}

/// A message being worked on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)]
pub struct Work {
    pub message: Arc<Message>,
    pub queue: Name,
    pub channel: ChannelId,
    pub delivery_tag: u64,
    pub since: Time,
    pub until: Time,
}

/// A message that a client has.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)]
pub struct Held {
    pub message: Arc<Message>,
    pub queue: Name,
    pub channel: ChannelId,
    pub delivery_tag: u64,
    pub redelivered: bool,
    /// The broker does not know of it any more: it was sent with `no_ack`, or acknowledged before the work.
    pub settled: bool,
    /// The work is done and only the acknowledgement is missing.
    pub done: bool,
}

//! The one view of a world for user interfaces, command lines and tests. It is plain data, a copy.

use std::sync::Arc;

use warren_broker::reply::Close;
use warren_broker::{ChannelId, ConnectionId, Message, Name, Time};

use crate::{AckPolicy, Behaviour, ClientId, InFlight, Settings};

/// The whole state at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)]
pub struct Overview {
    pub now: Time,
    pub broker_up: bool,
    /// The broker. While it is down: the state that it will find when it starts.
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
    /// Exists from `connection.open` until either side has closed it.
    pub connection: Option<ConnectionId>,
    /// It publishes, by its behaviour or by the scenario's statements.
    pub publishes: bool,
    /// It consumes (or gets), by its behaviour or by the scenario's statements.
    pub consumes: bool,
    /// Messages published, over all its starts.
    pub sent: u64,
    /// Published messages confirmed by the broker.
    pub confirmed: u64,
    /// Published messages nacked by the broker.
    pub nacked: u64,
    /// Published messages returned as unroutable.
    pub returned: u64,
    /// Messages received.
    pub received: u64,
    /// Received messages that were acknowledged.
    pub acked: u64,
    /// Unanswered requests of a caller.
    pub awaiting: u64,
    /// The message in work.
    pub working_on: Option<Work>,
    /// All deliveries not settled (or, with automatic acknowledgement, not finished): first the finished ones, then the
    /// one in work, then the waiting ones, each in order of receipt.
    pub holding: Vec<Held>,
    pub ack: AckPolicy,
    /// 0 is unlimited.
    pub prefetch: u16,
    pub settings: Settings,
}

/// The state of a client program.
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
    /// The broker closed its channel or connection because of its error.
    Closed(Close),
    /// Its connection was lost (the broker stopped) and it does not reconnect.
    Disconnected,
}

/// A message in work.
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

/// A message held by a client.
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
    /// Settled for the broker: sent with `no_ack`, or acknowledged before the work.
    pub settled: bool,
    /// The work is finished and only the acknowledgement is missing.
    pub done: bool,
}

//! The connections and their channels. Channels' behaviour is elsewhere.

use crate::channel::Channel;
use crate::dict::{Dict, Set};
use crate::pages::Pages;
use crate::{ChannelId, ConnectionId, Name, QueueId, Time};

/// A client's connection.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Connection {
    pub(crate) id: ConnectionId,
    pub(crate) user: Name,
    pub(crate) opened_at: Time,
    /// Channels that the broker has closed and the client has not answered with `close-ok` yet.
    pub(crate) closing: Set<u16>,
    /// Queues that it alone may use.
    pub(crate) exclusive: Set<QueueId>,
    channels: Dict<u16, Channel>,
}

impl Connection {
    pub(crate) fn new(id: ConnectionId, user: Name, opened_at: Time) -> Self {
        Self { id, user, opened_at, closing: Set::new(), exclusive: Set::new(), channels: Dict::new() }
    }
}

/// All connections with their channels, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Connections(Pages<Connection>);

impl Connections {
    pub(crate) fn open(&mut self, connection: Connection) {
        self.0.insert(connection.id.0, connection);
    }

    pub(crate) fn close(&mut self, id: ConnectionId) -> Option<Connection> {
        self.0.remove(id.0)
    }

    pub(crate) fn get(&self, id: ConnectionId) -> Option<&Connection> {
        self.0.get(id.0)
    }

    pub(crate) fn get_mut(&mut self, id: ConnectionId) -> Option<&mut Connection> {
        self.0.get_mut(id.0)
    }

    pub(crate) fn contains(&self, id: ConnectionId) -> bool {
        self.get(id).is_some()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Connection> {
        self.0.iter().map(|(_, connection)| connection)
    }

    /// Opens a channel on an existing connection.
    pub(crate) fn open_channel(&mut self, channel: Channel) {
        let connection = self.get_mut(channel.id.connection).expect("only who is connected opens channels");
        connection.channels.insert(channel.id.number, channel);
    }

    pub(crate) fn close_channel(&mut self, id: ChannelId) -> Option<Channel> {
        self.get_mut(id.connection)?.channels.remove(&id.number)
    }

    #[inline]
    pub(crate) fn channel(&self, id: ChannelId) -> Option<&Channel> {
        self.get(id.connection)?.channels.get(&id.number)
    }

    #[inline]
    pub(crate) fn channel_mut(&mut self, id: ChannelId) -> Option<&mut Channel> {
        self.get_mut(id.connection)?.channels.get_mut(&id.number)
    }

    /// Returns the channels of a connection, in order.
    pub(crate) fn channels_of(&self, id: ConnectionId) -> Vec<ChannelId> {
        let channels = self.get(id).into_iter().flat_map(|connection| connection.channels.values());
        channels.map(|channel| channel.id).collect()
    }

    /// Returns all channels, in order of connection and number.
    pub(crate) fn channels(&self) -> impl Iterator<Item = &Channel> {
        self.iter().flat_map(|connection| connection.channels.values())
    }

    /// Like `channels`, but mutable.
    pub(crate) fn channels_mut(&mut self) -> impl Iterator<Item = &mut Channel> {
        self.0.iter_mut().flat_map(|connection| connection.channels.values_mut())
    }
}

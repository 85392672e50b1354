//! The clients of a program: the connections and channels by name, and the publishes that wait for confirms. It has a
//! client library's knowledge only.

use std::collections::{BTreeMap, BTreeSet};

use warren_broker::{ChannelId, Command, ConnectionId, Settled};

/// All clients, by their names in the recording.
#[derive(Debug, Default)]
pub(crate) struct Clients {
    /// In order of latest opening.
    connections: Vec<Connection>,
    /// The last channel of each name.
    channels: BTreeMap<String, ChannelId>,
    names: BTreeMap<ChannelId, String>,
    confirms: BTreeMap<ChannelId, Confirms>,
    last_connection: u32,
}

#[derive(Debug)]
struct Connection {
    name: String,
    id: ConnectionId,
    open: bool,
    last_channel: u16,
}

/// The publishes of a channel in confirm mode.
#[derive(Debug, Default)]
struct Confirms {
    published: u64,
    outstanding: BTreeSet<u64>,
}

impl Clients {
    /// Returns a number for a connection that has no name in the recording.
    pub(crate) fn unnamed(&mut self) -> ConnectionId {
        self.last_connection += 1;
        ConnectionId(self.last_connection)
    }

    /// Opens a connection under this name, which no longer means an earlier one.
    pub(crate) fn open(&mut self, name: &str) -> ConnectionId {
        let id = self.unnamed();
        self.connections.retain(|connection| connection.name != name);
        self.connections.push(Connection { name: name.to_owned(), id, open: true, last_channel: 0 });
        id
    }

    /// Returns the open connection of this name.
    pub(crate) fn connection(&self, name: &str) -> Option<ConnectionId> {
        self.connections.iter().find(|connection| connection.open && connection.name == name).map(|known| known.id)
    }

    /// Returns the open connections in order of latest opening.
    pub(crate) fn open_connections(&self) -> Vec<ConnectionId> {
        self.connections.iter().filter(|connection| connection.open).map(|connection| connection.id).collect()
    }

    /// Returns the name of a connection, also of a closed one; `None` for those without a name.
    pub(crate) fn connection_name(&self, id: ConnectionId) -> Option<&str> {
        self.connections.iter().find(|connection| connection.id == id).map(|connection| connection.name.as_str())
    }

    /// Removes a connection.
    pub(crate) fn closed(&mut self, id: ConnectionId) {
        for connection in self.connections.iter_mut().filter(|connection| connection.id == id) {
            connection.open = false;
        }
    }

    /// Removes all connections.
    pub(crate) fn all_closed(&mut self) {
        for connection in &mut self.connections {
            connection.open = false;
        }
    }

    /// Returns the channel of a name, or a fresh number if the name is new on that connection; `None` if the connection
    /// is not open.
    pub(crate) fn channel(&mut self, name: &str, connection: Option<&str>) -> Option<ChannelId> {
        let bound = self.channels.get(name).copied();
        let Some(connection) = connection else {
            return bound.filter(|id| self.open_connections().contains(&id.connection));
        };
        let connection = self.connections.iter_mut().find(|known| known.open && known.name == connection)?;
        if let Some(id) = bound.filter(|id| id.connection == connection.id) {
            return Some(id);
        }
        connection.last_channel += 1;
        let id = ChannelId { connection: connection.id, number: connection.last_channel };
        self.channels.insert(name.to_owned(), id);
        self.names.insert(id, name.to_owned());
        Some(id)
    }

    /// Returns the name of a channel; `None` for those without a name.
    pub(crate) fn channel_name(&self, id: ChannelId) -> Option<&str> {
        self.names.get(&id).map(String::as_str)
    }

    /// Counts publishes that will be confirmed.
    pub(crate) fn sends(&mut self, id: ChannelId, command: &Command) {
        if matches!(command, Command::ChannelOpen) {
            self.confirms.remove(&id);
        } else if matches!(command, Command::ConfirmSelect { .. }) {
            self.confirms.entry(id).or_default();
        } else if let (Command::BasicPublish(_), Some(confirms)) = (command, self.confirms.get_mut(&id)) {
            confirms.published += 1;
            confirms.outstanding.insert(confirms.published);
        }
    }

    /// Returns the publishes that a confirm settles.
    pub(crate) fn confirmed(&mut self, id: ChannelId, delivery_tag: u64, multiple: bool) -> BTreeSet<u64> {
        let settled = Settled { tag: delivery_tag, multiple };
        let mut about = BTreeSet::from([delivery_tag]);
        if let Some(confirms) = self.confirms.get_mut(&id) {
            about.extend(confirms.outstanding.iter().filter(|publish| settled.contains(**publish)));
            confirms.outstanding.retain(|publish| !about.contains(publish));
        }
        about
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use warren_broker::Command;
    use warren_broker::command::BasicPublish;

    use super::Clients;

    #[test]
    fn a_channel_name_keeps_its_number_on_the_same_connection() {
        let mut clients = Clients::default();
        clients.open("A");
        let first = clients.channel("a1", Some("A")).expect("A is open");
        let second = clients.channel("a2", Some("A")).expect("A is open");
        assert_eq!((first.number, second.number), (1, 2));
        assert_eq!(clients.channel("a1", Some("A")), Some(first));
        assert_eq!(clients.channel("a1", None), Some(first));

        clients.closed(first.connection);
        assert_eq!(clients.channel("a1", None), None);
        clients.open("A");
        let anew = clients.channel("a1", Some("A")).expect("A is open again");
        assert_ne!(anew.connection, first.connection);
        assert_eq!(anew.number, 1);
    }

    #[test]
    fn a_multiple_confirm_is_about_all_that_are_outstanding() {
        let mut clients = Clients::default();
        clients.open("A");
        let id = clients.channel("a1", Some("A")).expect("A is open");
        clients.sends(id, &Command::ConfirmSelect { no_wait: false });
        for _ in 0..4 {
            clients.sends(id, &Command::BasicPublish(BasicPublish::default()));
        }
        assert_eq!(clients.confirmed(id, 2, false), BTreeSet::from([2]));
        assert_eq!(clients.confirmed(id, 3, true), BTreeSet::from([1, 3]));
        assert_eq!(clients.confirmed(id, 4, true), BTreeSet::from([4]));
    }
}

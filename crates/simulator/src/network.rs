//! The network between clients and broker: latency, and order on each connection.

use core::time::Duration;

use warren_broker::{ConnectionId, Time};

use crate::ClientId;
use crate::dict::Dict;
use crate::random::Random;

/// All connections and the settings that apply to them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Network {
    pub latency: Duration,
    pub jitter: Duration,
    /// The client of each connection, from the first on.
    owners: Vec<ClientId>,
    links: Dict<ConnectionId, Link>,
}

/// An open connection: when the last packet in each direction arrives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Link {
    at_broker: Time,
    at_client: Time,
}

/// A direction of travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    ToBroker,
    ToClient,
}

impl Network {
    pub const fn new() -> Self {
        Self { latency: Duration::from_millis(2), jitter: Duration::ZERO, owners: Vec::new(), links: Dict::new() }
    }

    /// Opens a connection for this client, with a number never used before.
    pub fn connect(&mut self, client: ClientId) -> ConnectionId {
        let connection = ConnectionId(u32::try_from(self.owners.len()).expect("a run has fewer moments than that"));
        self.owners.push(client);
        self.links.insert(connection, Link::default());
        connection
    }

    /// Returns the client of a connection, also of a closed one.
    pub fn owner(&self, connection: ConnectionId) -> Option<ClientId> {
        usize::try_from(connection.0).ok().and_then(|index| self.owners.get(index)).copied()
    }

    pub fn disconnect(&mut self, connection: ConnectionId) {
        self.links.remove(&connection);
    }

    /// Returns when a packet sent now arrives: never before one sent earlier.
    pub fn arrival(&mut self, now: Time, connection: ConnectionId, direction: Direction, random: &mut Random) -> Time {
        let jitter = if self.jitter.is_zero() { Duration::ZERO } else { random.span(Duration::ZERO, self.jitter) };
        let arrival = now + (self.latency + jitter);
        let Some(link) = self.links.get_mut(&connection) else { return arrival };
        let last = match direction {
            Direction::ToBroker => &mut link.at_broker,
            Direction::ToClient => &mut link.at_client,
        };
        *last = arrival.max(*last);
        *last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jitter_never_changes_the_order_on_a_connection() {
        let mut network = Network::new();
        network.jitter = Duration::from_millis(10);
        let mut random = Random::new(3);
        let connection = network.connect(ClientId(0));
        let mut last = Time::ZERO;
        let mut spread = false;
        for micros in 0..1_000 {
            let now = Time(micros);
            let arrival = network.arrival(now, connection, Direction::ToBroker, &mut random);
            assert!(arrival >= last && arrival >= now + network.latency);
            assert!(arrival <= now + network.latency + network.jitter);
            spread |= arrival > last;
            last = arrival;
        }
        assert!(spread);
    }
}

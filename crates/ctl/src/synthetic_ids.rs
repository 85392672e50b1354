//! Identifiers that the listings show and a simulation lacks: Erlang process identifiers and TCP ports. They are made
//! from the simulation's own numbers, so that each thing has a unique and stable one.

use warren_broker::{ChannelId, ConnectionId, QueueId};

/// The address of both ends of every connection.
pub(crate) const HOST: &str = "127.0.0.1";

/// AMQP's port.
pub(crate) const PORT: u16 = 5672;

pub(crate) fn connection_pid(connection: ConnectionId) -> String {
    pid("1", connection.0.into())
}

pub(crate) fn channel_pid(channel: ChannelId) -> String {
    pid("2", u64::from(channel.connection.0) << 16 | u64::from(channel.number))
}

pub(crate) fn queue_pid(queue: QueueId) -> String {
    pid("3", queue.0.into())
}

/// Formats `<node.creation.id.serial>`; the creation distinguishes connections, channels and queues.
fn pid(creation: &str, number: u64) -> String {
    format!("<rabbit@warren.{creation}.{number}.0>")
}

/// Returns the client's port: counted from the beginning of Linux's range, and wrapped at its end.
pub(crate) fn peer_port(connection: ConnectionId) -> u32 {
    32_768 + connection.0 % 28_232
}

/// Formats `peer -> server`, as RabbitMQ names connections.
pub(crate) fn connection_name(connection: ConnectionId) -> String {
    format!("{HOST}:{} -> {HOST}:{PORT}", peer_port(connection))
}

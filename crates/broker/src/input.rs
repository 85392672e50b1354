//! The inputs of the broker.

use crate::event::StopCause;
use crate::{ChannelId, Command, ConnectionId, Name};

/// One input from the outside.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Input {
    /// A client has completed the handshake as this user.
    ConnectionOpen {
        /// A number never used before.
        connection: ConnectionId,
        /// The user's name, such as `guest`.
        user: Name,
    },
    /// A client sends `connection.close`.
    ConnectionClose(ConnectionId),
    /// A client's socket is closed without a word.
    ConnectionLost(ConnectionId),
    /// A client sends a method on a channel.
    Command(ChannelId, Command),
    /// Time has passed: all due timers fire. (Every other input does this first, too.)
    Timeout,
    /// The broker goes down. Until it is started it ignores all input.
    Stop(Restart),
    /// The broker comes up with the state found on the disk.
    Start,
    /// [`Input::Stop`] and [`Input::Start`] in one.
    Restart(Restart),
}

/// How the broker goes down before it comes up again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Restart {
    /// The way it stops: in order, or by a crash.
    pub cause: StopCause,
    /// Decides the choices that the real broker leaves to chance in a crash. The same number gives the same outcome.
    pub luck: u64,
}

//! What the broker is told, from outside.

use crate::event::StopCause;
use crate::{ChannelId, Command, ConnectionId, Name};

/// One thing that the world does to the broker.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Input {
    /// A client has shaken hands as this user.
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
    /// Time has passed: whatever is due happens. (Every other input does this first, too.)
    Timeout,
    /// The broker goes down. Until it is started it hears nothing.
    Stop(Restart),
    /// The broker comes up with what it finds on the disk.
    Start,
    /// [`Input::Stop`] and [`Input::Start`] in one.
    Restart(Restart),
}

/// How the broker goes down before it comes up again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Restart {
    /// In order, or by a crash.
    pub cause: StopCause,
    /// Decides what the real broker leaves to chance in a crash; the same number, the same outcome.
    pub luck: u64,
}

//! A client's side of a channel: the outbox, the open question, and the unconfirmed publishes.

use std::collections::VecDeque;

use warren_broker::reply::ReplyKind;
use warren_broker::{Command, Name, Reply, Settled};

use crate::scenario::Method;

/// One channel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Channel {
    /// The methods to send, in order. They wait while a question is open.
    pub outbox: VecDeque<Outgoing>,
    /// A method was sent whose answer the program awaits.
    pub asking: bool,
    /// The broker closed it because of an error; the program may open it again.
    pub failed: bool,
    /// The queue whose declaration was answered last, for which the name "" stands.
    pub last_declared: Name,
    /// The consumers of this channel.
    pub consumers: Vec<Consumer>,
    /// The `basic.consume` or `basic.get` that awaits its answer.
    pub awaited: Option<Consumer>,
    /// In confirm mode, the last sequence number and the unconfirmed publishes.
    pub confirms: Option<Confirms>,
}

/// Something to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Outgoing {
    /// A method of the program's behaviour.
    Command(Command),
    /// A method of a statement.
    Statement(Method),
    /// Cancel the program's consumer and consume anew with the settings of that time.
    Resubscribe,
}

impl Outgoing {
    /// Returns the method, unless it depends on the state when it is sent.
    pub const fn command(&self) -> Option<&Command> {
        match self {
            Self::Command(command) | Self::Statement(Method { command, .. }) => Some(command),
            Self::Resubscribe => None,
        }
    }
}

/// A consumer, or a `basic.get` (without a tag).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Consumer {
    pub tag: Name,
    pub queue: Name,
    pub no_ack: bool,
}

/// The state of confirm mode.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Confirms {
    pub last: u64,
    /// The unconfirmed publishes, in order.
    pub open: Vec<u64>,
}

impl Confirms {
    /// Removes the publishes that a confirm settles and returns their number.
    pub fn settle(&mut self, settled: Settled) -> u64 {
        let places = settled.range_in(&self.open, |number| *number);
        u64::try_from(self.open.drain(places).count()).expect("there are fewer publishes than that")
    }
}

impl Channel {
    /// Takes out the next entry that may be sent now.
    pub fn next(&mut self) -> Option<Outgoing> {
        if self.asking { None } else { self.outbox.pop_front() }
    }

    /// Returns whether nothing is left to send and no answer is awaited.
    pub fn is_quiet(&self) -> bool {
        !self.asking && self.outbox.is_empty()
    }

    /// Splits the outbox when the broker closes the channel: keeps everything from the first `channel.open` on, which
    /// opens it again, and returns the rest, which can no longer be sent.
    pub fn split_at_open(&mut self) -> VecDeque<Outgoing> {
        let opens = |outgoing: &Outgoing| matches!(outgoing.command(), Some(Command::ChannelOpen));
        let from = self.outbox.iter().position(opens).unwrap_or(self.outbox.len());
        let stays = self.outbox.split_off(from);
        core::mem::replace(&mut self.outbox, stays)
    }

    /// Returns the queue that a name means on this channel.
    pub fn resolve(&self, queue: &Name) -> Name {
        if queue.is_empty() { self.last_declared.clone() } else { queue.clone() }
    }
}

/// Returns whether the client awaits an answer before it sends on.
pub const fn asks(command: &Command) -> bool {
    match command {
        Command::ChannelCloseOk
        | Command::BasicPublish(_)
        | Command::BasicAck { .. }
        | Command::BasicReject { .. }
        | Command::BasicNack { .. }
        | Command::BasicRecoverAsync { .. } => false,
        Command::ExchangeDeclare(declare) => !declare.no_wait,
        Command::ExchangeBind(bind) | Command::ExchangeUnbind(bind) => !bind.no_wait,
        Command::QueueDeclare(declare) => !declare.no_wait,
        Command::QueueBind(bind) => !bind.no_wait,
        Command::BasicConsume(consume) => !consume.no_wait,
        Command::ExchangeDelete { no_wait, .. }
        | Command::QueuePurge { no_wait, .. }
        | Command::QueueDelete { no_wait, .. }
        | Command::BasicCancel { no_wait, .. }
        | Command::ConfirmSelect { no_wait } => !*no_wait,
        Command::ChannelOpen
        | Command::ChannelClose
        | Command::ChannelFlow { .. }
        | Command::QueueUnbind(_)
        | Command::BasicQos { .. }
        | Command::BasicGet { .. }
        | Command::BasicRecover { .. }
        | Command::TxSelect
        | Command::TxCommit
        | Command::TxRollback => true,
    }
}

/// Returns whether a reply answers the open question. (Other replies come unasked.)
pub const fn answers(reply: &Reply) -> bool {
    match reply.kind() {
        ReplyKind::Delivery { fetched, .. } => fetched,
        ReplyKind::GetEmpty | ReplyKind::Ok => true,
        ReplyKind::Return(_) | ReplyKind::Confirm { .. } | ReplyKind::Cancel { .. } | ReplyKind::Close(_) => false,
    }
}

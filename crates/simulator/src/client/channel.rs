//! A client's side of a channel: what waits to be sent, what has been asked and not answered, what is not confirmed yet.
//! It does not know why the client sends what it sends.

use std::collections::VecDeque;

use warren_broker::reply::ReplyKind;
use warren_broker::{Command, Name, Reply, Settled};

use crate::scenario::Method;

/// One channel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Channel {
    /// What the program wants to send, in order; it waits while a question is open.
    pub outbox: VecDeque<Outgoing>,
    /// A method has been sent whose answer the program awaits.
    pub asking: bool,
    /// The broker has closed it because of a mistake; the program may open it again.
    pub failed: bool,
    /// The queue whose declaration was answered last: what the name "" means.
    pub last_declared: Name,
    /// Those who consume here.
    pub consumers: Vec<Consumer>,
    /// The `basic.consume` or `basic.get` that is not answered yet.
    pub awaited: Option<Consumer>,
    /// In confirm mode: the number of the last publish, and those that are open.
    pub confirms: Option<Confirms>,
}

/// Something to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Outgoing {
    /// A method that the program's behaviour sends.
    Command(Command),
    /// A method that a statement tells it to send.
    Statement(Method),
    /// Cancel the program's own consumer and consume anew by the settings then.
    Resubscribe,
}

impl Outgoing {
    /// The method that is to be sent, if it is known already.
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
    /// The publishes that are not confirmed, in order.
    pub open: Vec<u64>,
}

impl Confirms {
    /// How many publishes a confirm settles.
    pub fn settle(&mut self, settled: Settled) -> u64 {
        let places = settled.range_in(&self.open, |number| *number);
        u64::try_from(self.open.drain(places).count()).expect("there are fewer publishes than that")
    }
}

impl Channel {
    /// The next thing that may be sent now.
    pub fn next(&mut self) -> Option<Outgoing> {
        if self.asking { None } else { self.outbox.pop_front() }
    }

    /// Nothing is to be sent and nothing awaited.
    pub fn is_quiet(&self) -> bool {
        !self.asking && self.outbox.is_empty()
    }

    /// What stays in line when the broker closes the channel: all from the first `channel.open` on, which opens it again.
    /// What stands before that cannot be sent any more and comes back.
    pub fn split_at_open(&mut self) -> VecDeque<Outgoing> {
        let opens = |outgoing: &Outgoing| matches!(outgoing.command(), Some(Command::ChannelOpen));
        let from = self.outbox.iter().position(opens).unwrap_or(self.outbox.len());
        let stays = self.outbox.split_off(from);
        core::mem::replace(&mut self.outbox, stays)
    }

    /// A queue's name as this channel means it.
    pub fn resolve(&self, queue: &Name) -> Name {
        if queue.is_empty() { self.last_declared.clone() } else { queue.clone() }
    }
}

/// Whether the client awaits an answer before it sends on.
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

/// Whether a reply answers the open question (the others come by themselves).
pub const fn answers(reply: &Reply) -> bool {
    match reply.kind() {
        ReplyKind::Delivery { fetched, .. } => fetched,
        ReplyKind::GetEmpty | ReplyKind::Ok => true,
        ReplyKind::Return(_) | ReplyKind::Confirm { .. } | ReplyKind::Cancel { .. } | ReplyKind::Close(_) => false,
    }
}

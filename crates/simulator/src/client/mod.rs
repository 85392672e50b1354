//! A client program: started, stopped, killed, losing and regaining its connection. Like the broker it is a state
//! machine without I/O: it takes inputs and answers with [`Effects`].

mod behaviour;
mod channel;
mod consumer;
mod effects;
mod producer;
mod sending;
mod view;

use std::collections::VecDeque;
use std::sync::Arc;

use warren_broker::reply::Close;
use warren_broker::{Command, ConnectionId, ConnectionReply, Message, Name, Reply};

pub use effects::{Alarm, Effects};

use self::channel::{Channel, Outgoing};
use self::consumer::Consuming;
use self::producer::{Producing, Repeat};
use crate::dict::Dict;
use crate::scenario::{Action, Every, Method, Setting};
use crate::settings::{AckPolicy, Behaviour, Confirm, Settings};
use crate::{Answer, ClientId, ClientState, Refusal, Request};

/// RabbitMQ's reply code for an orderly shutdown, the one `connection.close` that is not the client's fault.
const CONNECTION_FORCED: u16 = 320;

/// A client program.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Client {
    id: ClientId,
    pub name: Name,
    behaviour: Behaviour,
    settings: Settings,
    state: ClientState,
    /// Exists from the attempt to connect until either side has closed it.
    connection: Option<ConnectionId>,
    /// `connection.open-ok` has arrived.
    connected: bool,
    /// It ends as soon as its outboxes are empty.
    stopping: bool,
    /// The methods of its start are not finished.
    starting: bool,
    /// By number. Channel 1 is the program's own.
    channels: Dict<u16, Channel>,
    /// The channels of a connection that the program has closed, kept until the broker's `connection.close-ok`:
    /// deliveries can still arrive on them.
    closing: Dict<u16, Channel>,
    consuming: Consuming,
    producing: Producing,
    repeats: Vec<Repeat>,
    counts: Counts,
    /// Whether it publishes, and whether it consumes.
    roles: (bool, bool),
}

/// Counts over all its starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Counts {
    sent: u64,
    confirmed: u64,
    nacked: u64,
    returned: u64,
    received: u64,
    acked: u64,
}

impl Client {
    pub fn new(id: ClientId, name: Name, behaviour: Behaviour, settings: &[Setting]) -> Self {
        let mut all = Settings::of(behaviour);
        settings.iter().for_each(|setting| all.apply(setting));
        let publishes = matches!(behaviour, Behaviour::Producer | Behaviour::Caller | Behaviour::Server);
        let consumes =
            matches!(behaviour, Behaviour::Worker | Behaviour::Subscriber | Behaviour::Server | Behaviour::Caller);
        Self {
            id,
            name,
            behaviour,
            settings: all,
            state: ClientState::Idle,
            connection: None,
            connected: false,
            stopping: false,
            starting: false,
            channels: Dict::new(),
            closing: Dict::new(),
            consuming: Consuming::default(),
            producing: Producing::default(),
            repeats: Vec::new(),
            counts: Counts::default(),
            roles: (publishes, consumes),
        }
    }

    pub fn id(&self) -> ClientId {
        self.id
    }

    pub fn connection(&self) -> Option<ConnectionId> {
        self.connection
    }

    /// Returns whether the program runs, connected or not.
    pub fn is_running(&self) -> bool {
        self.state == ClientState::Running
    }

    /// Derives the role of a scripted client from a statement of the scenario.
    pub fn note_role(&mut self, command: &Command) {
        let publishes = matches!(command, Command::BasicPublish(_));
        let consumes = matches!(command, Command::BasicConsume(_) | Command::BasicGet { .. });
        self.roles = (self.roles.0 || publishes, self.roles.1 || consumes);
    }

    /// Starts the program: it connects.
    pub fn start(&mut self, connection: ConnectionId, fx: &mut Effects<'_>) {
        self.forget(Refusal::ConnectionLost, fx);
        self.state = ClientState::Running;
        self.connection = Some(connection);
        self.starting = true;
        self.producing.begin();
        let outbox = self.startup().into_iter().map(Outgoing::Command).collect();
        self.channels.insert(1, Channel { outbox, asking: true, ..Channel::default() });
        fx.send(0, Request::ConnectionOpen);
        // Sent without waiting, so that a learner sees one step instead of three: nothing can happen in between.
        fx.send(1, Request::Command(Command::ChannelOpen));
    }

    /// Ends the program in order, once its outboxes are empty.
    pub fn stop(&mut self, fx: &mut Effects<'_>) {
        self.stopping = true;
        self.repeats.clear();
        self.producing.end();
        fx.strike(Alarm::Publish);
        if self.connection.is_none() {
            self.forget(Refusal::NotRunning, fx);
            self.state = ClientState::Stopped;
        }
        self.settle_down(fx);
    }

    /// Kills the program. The operating system closes its socket.
    pub fn kill(&mut self, fx: &mut Effects<'_>) {
        if self.connection.is_some() {
            fx.send(0, Request::SocketClosed);
        }
        self.forget(Refusal::NotRunning, fx);
        self.state = ClientState::Killed;
    }

    /// Handles an arrival from the broker.
    pub fn receive(&mut self, channel: u16, answer: &Answer, fx: &mut Effects<'_>) {
        match answer {
            Answer::Connection(ConnectionReply::OpenOk) => self.connected = true,
            Answer::Connection(ConnectionReply::CloseOk) => self.forget(Refusal::NotRunning, fx),
            Answer::Connection(ConnectionReply::Close(close)) if close.code == CONNECTION_FORCED => {
                self.lose_connection(ClientState::Closed(close.clone()), fx);
            }
            Answer::Connection(ConnectionReply::Close(close)) => {
                self.forget(Refusal::ConnectionLost, fx);
                self.state = ClientState::Closed(close.clone());
            }
            Answer::SocketClosed | Answer::Refused => self.lose_connection(ClientState::Disconnected, fx),
            Answer::Channel { reply, .. } if !self.channels.contains_key(&channel) => self.too_late(channel, reply, fx),
            Answer::Channel { reply, .. } => self.reply(channel, reply, fx),
        }
        self.flush_all(fx);
        self.settle_down(fx);
    }

    /// Handles an alarm. Returns the message whose work it ended, if any.
    pub fn alarm(&mut self, alarm: Alarm, fx: &mut Effects<'_>) -> Option<Arc<Message>> {
        let done = match alarm {
            Alarm::Publish => {
                self.publish_due(fx);
                None
            }
            Alarm::Repeat(index) => {
                self.repeat(index, fx);
                None
            }
            Alarm::Work => self.work_done(fx),
            Alarm::Reconnect => {
                fx.reconnects = true;
                None
            }
        };
        self.flush_all(fx);
        self.settle_down(fx);
        done
    }

    /// Returns whether statements can be carried out: the program runs, or its connection exists although all its
    /// channels are closed.
    pub fn takes_statements(&self) -> bool {
        self.is_running() || self.connected
    }

    /// Returns whether the program waits for its time to reconnect.
    pub fn has_lost_connection(&self) -> bool {
        self.is_running() && self.connection.is_none()
    }

    /// Returns the statements in the outboxes, as they would be written.
    pub fn waiting_statements(&self) -> impl Iterator<Item = Action> {
        let of_channel = |(number, channel): (&u16, &Channel)| {
            let number = *number;
            let statements = channel.outbox.iter().filter_map(|outgoing| match outgoing {
                Outgoing::Statement(method) => Some(method.clone()),
                Outgoing::Command(_) | Outgoing::Resubscribe => None,
            });
            statements.map(move |method| (number, method)).collect::<Vec<_>>()
        };
        let waiting = self.channels.iter().flat_map(of_channel);
        waiting.map(|(channel, method)| Action::Method { client: self.name.clone(), channel, every: None, method })
    }

    /// Returns whether the broker has closed this channel and the program has not opened it again.
    pub fn channel_failed(&self, channel: u16) -> bool {
        self.channels.get(&channel).is_some_and(|channel| channel.failed)
    }

    /// Makes the program send a method of a statement, once or repeatedly.
    pub fn tell(&mut self, channel: u16, every: Option<Every>, method: &Method, fx: &mut Effects<'_>) {
        self.note_role(&method.command);
        match every {
            None => self.enqueue_method(channel, method, None),
            Some(every) => {
                self.repeats.push(Repeat { channel, every, method: method.clone(), n: 0 });
                self.repeat(self.repeats.len() - 1, fx);
            }
        }
        self.flush_all(fx);
        self.settle_down(fx);
    }

    /// Changes settings, also while the program runs.
    pub fn set(&mut self, settings: &[Setting], fx: &mut Effects<'_>) {
        let before = self.settings.clone();
        settings.iter().for_each(|setting| self.settings.apply(setting));
        if !self.is_running() {
            return;
        }
        let automatic = |settings: &Settings| settings.ack == AckPolicy::Automatic;
        if before.prefetch != self.settings.prefetch || automatic(&before) != automatic(&self.settings) {
            self.resubscribe();
        }
        if before.confirm == Confirm::No && self.settings.confirm != Confirm::No {
            self.select_confirms();
        }
        if before.every != self.settings.every || before.times != self.settings.times {
            self.reschedule(fx);
        }
        self.flush_all(fx);
        self.settle_down(fx);
    }

    /// Returns whether the broker counts a delivery as settled once it is sent, because of `no_ack`.
    pub fn takes_without_ack(&self, channel: u16, consumer_tag: Option<&Name>) -> bool {
        let Some(channel) = self.channels.get(&channel).or_else(|| self.closing.get(&channel)) else { return false };
        let mut known = channel.consumers.iter().chain(&channel.awaited);
        match consumer_tag {
            Some(tag) => known.any(|consumer| consumer.tag == *tag && consumer.no_ack),
            None => channel.awaited.as_ref().is_some_and(|get| get.no_ack),
        }
    }

    /// Handles `channel.close` after an error. A program with a behaviour ends with that error, as client libraries
    /// raise it. A scripted one keeps running, so that the scenario can show what it does next.
    fn channel_closed(&mut self, number: u16, close: &Close, fx: &mut Effects<'_>) {
        fx.send(number, Request::Command(Command::ChannelCloseOk));
        self.drop_held(number, fx);
        if let Some(channel) = self.channels.get_mut(&number) {
            let abandoned = channel.split_at_open();
            let outbox = core::mem::take(&mut channel.outbox);
            *channel = Channel { failed: true, outbox, ..Channel::default() };
            abandon(number, abandoned, Refusal::ChannelClosed, fx);
        }
        self.state = ClientState::Closed(close.clone());
        if self.behaviour != Behaviour::Scripted {
            self.close_connection(Refusal::ConnectionLost, fx);
        } else if self.channels.values().any(|channel| !channel.failed) {
            self.state = ClientState::Running;
        }
    }

    /// Closes the connection. Until the broker's answer it still exists, and arrivals on it are ignored.
    fn close_connection(&mut self, because: Refusal, fx: &mut Effects<'_>) {
        fx.send(0, Request::ConnectionClose);
        let (connection, channels) = (self.connection, self.channels.clone());
        self.forget(because, fx);
        self.connection = connection;
        self.closing = channels;
    }

    /// Handles an arrival on a channel that the program has closed. A message that the broker counts as settled is
    /// lost.
    fn too_late(&self, channel: u16, reply: &Reply, fx: &mut Effects<'_>) {
        let Some((tag, message)) = handed_out(reply) else { return };
        if self.takes_without_ack(channel, tag) {
            fx.lost.push(message.clone());
        }
    }

    fn lose_connection(&mut self, otherwise: ClientState, fx: &mut Effects<'_>) {
        let ended = self.stopping || !self.is_running();
        self.forget(Refusal::ConnectionLost, fx);
        match self.settings.reconnect {
            _ if ended => {
                if self.state == ClientState::Running {
                    self.state = ClientState::Stopped;
                }
            }
            Some(after) => {
                self.state = ClientState::Running;
                fx.set(fx.now + after, Alarm::Reconnect);
            }
            None => self.state = otherwise,
        }
    }

    /// Drops everything that belongs to one run of the program and one connection. Statements not yet sent are
    /// abandoned for the given reason.
    fn forget(&mut self, because: Refusal, fx: &mut Effects<'_>) {
        while let Some((number, channel)) = self.channels.pop_first() {
            self.drop_held(number, fx);
            abandon(number, channel.outbox, because, fx);
        }
        for index in 0..self.repeats.len() {
            fx.strike(Alarm::Repeat(index));
        }
        for alarm in [Alarm::Publish, Alarm::Work, Alarm::Reconnect] {
            fx.strike(alarm);
        }
        self.connection = None;
        self.connected = false;
        self.stopping = false;
        self.starting = false;
        self.closing.clear();
        self.repeats.clear();
        self.producing.end();
    }

    /// Continues when the outboxes are empty: the program's own work begins, or it ends.
    fn settle_down(&mut self, fx: &mut Effects<'_>) {
        if !self.connected || !self.channels.values().all(Channel::is_quiet) {
            return;
        }
        if self.stopping {
            self.close_connection(Refusal::NotRunning, fx);
            self.state = ClientState::Stopped;
        } else if self.starting {
            self.starting = false;
            self.begin_publishing(fx);
        }
    }
}

/// Abandons the statements of an outbox. (The methods of the behaviour end with it silently.)
fn abandon(number: u16, outbox: VecDeque<Outgoing>, because: Refusal, fx: &mut Effects<'_>) {
    for outgoing in outbox {
        match outgoing {
            Outgoing::Statement(method) => fx.abandoned.push((number, method, because)),
            Outgoing::Command(_) | Outgoing::Resubscribe => {}
        }
    }
}

/// Returns the message that a reply delivers, with its consumer tag; the tag is `None` for the answer to a `basic.get`.
pub fn handed_out(reply: &Reply) -> Option<(Option<&Name>, &Arc<Message>)> {
    if let Reply::BasicDeliver { consumer_tag, message, .. } = reply {
        Some((Some(consumer_tag), message))
    } else if let Reply::BasicGetOk { message, .. } = reply {
        Some((None, message))
    } else {
        None
    }
}

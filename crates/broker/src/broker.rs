//! The broker's state and its one entry: time first, then the input, then what follows from it.

use core::time::Duration;
use std::collections::VecDeque;
use std::sync::Arc;

use crate::channel::Channel;
use crate::dict::{Dict, Set};
use crate::event::{ChannelEnd, ConnectionEnd, Event, QueueEnd};
use crate::exchange::{self, Exchange};
use crate::path::Death;
use crate::queue::Queue;
use crate::registry::Registry;
use crate::reply::Close;
use crate::{ChannelId, Config, ConnectionId, ConnectionReply, ExchangeId, Input, Message, Name, QueueId, Time};

/// A RabbitMQ broker with one virtual host, `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Broker {
    pub(crate) config: Config,
    pub(crate) now: Time,
    pub(crate) running: bool,
    pub(crate) exchanges: Registry<Exchange>,
    pub(crate) queues: Registry<Queue>,
    pub(crate) connections: Dict<ConnectionId, Connection>,
    pub(crate) channels: Dict<ChannelId, Channel>,
    /// Who waits for direct replies, by address.
    pub(crate) reply_addresses: Dict<Name, ChannelId>,
    pub(crate) next_message: u64,
    generated_names: u64,
    /// No timer is due before this. It may be too early, never too late.
    alarm: Time,
    /// Copies that died in this input and are still to be published anew. Empty between inputs.
    pub(crate) deaths: VecDeque<Death>,
    /// Channels with confirms to send at the end of this input. Empty between inputs.
    pub(crate) confirming: Set<ChannelId>,
    /// Direct replies on their way to their channels. Empty between inputs.
    pub(crate) replies: Vec<(ChannelId, Arc<Message>)>,
    /// What the next start will report.
    pub(crate) found: Vec<Event>,
    /// Kept for its memory only. Empty between inputs.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) targets: Vec<QueueId>,
}

/// A client's connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Connection {
    pub(crate) user: Name,
    pub(crate) opened_at: Time,
    /// Channels that the broker has closed and whose client has not said `close-ok` yet.
    pub(crate) closing: Set<u16>,
}

impl Broker {
    /// A broker that has just been installed: the predeclared exchanges and nothing else.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let mut exchanges = Registry::default();
        for exchange in exchange::predeclared() {
            let name = exchange.name.clone();
            exchanges.add(&name, exchange.kind.name(), |number| Exchange { id: ExchangeId(number), ..exchange });
        }
        Self {
            config,
            now: Time::ZERO,
            running: true,
            exchanges,
            queues: Registry::default(),
            connections: Dict::new(),
            channels: Dict::new(),
            reply_addresses: Dict::new(),
            next_message: 0,
            generated_names: 0,
            alarm: Time(u64::MAX),
            deaths: VecDeque::new(),
            confirming: Set::new(),
            replies: Vec::new(),
            found: Vec::new(),
            targets: Vec::new(),
        }
    }

    /// Handles one input at `now` and appends what happened to `out`. A `now` earlier than the last one counts as the last.
    ///
    /// A client's mistake is answered as RabbitMQ does, by closing the channel or the connection. Inputs that make no sense
    /// (from a connection that is not there, or while the broker is down) have no effect.
    pub fn handle(&mut self, now: Time, input: Input, out: &mut Vec<Event>) {
        self.pass_time(now.max(self.now), out);
        match input {
            Input::Start if !self.running => self.start(out),
            Input::Start | Input::Timeout => {}
            _ if !self.running => {}
            Input::ConnectionOpen { connection, user } => self.open_connection(connection, user, out),
            Input::ConnectionClose(connection) => {
                if self.connections.has(&connection) {
                    self.end_connection(connection, ConnectionEnd::Closed, out);
                    out.push(Event::ToConnection(connection, ConnectionReply::CloseOk));
                }
            }
            Input::ConnectionLost(connection) => self.end_connection(connection, ConnectionEnd::Lost, out),
            Input::Command(channel, command) => self.command(channel, command, out),
            Input::Stop(restart) => self.stop(restart, out),
            Input::Restart(restart) => {
                self.stop(restart, out);
                self.start(out);
            }
        }
        if !self.deaths.is_empty() || !self.confirming.is_empty() {
            self.follow_up(out);
        }
        debug_assert!(self.next_timeout().is_none_or(|due| self.alarm <= due), "a timer was set without the alarm");
    }

    /// When [`Input::Timeout`] should be given next, if nothing else comes before.
    #[must_use]
    pub fn next_timeout(&self) -> Option<Time> {
        if !self.running {
            return None;
        }
        let queues = self.queues.iter().filter_map(Queue::next_timeout);
        let channels = self.channels.values().filter_map(|channel| self.ack_timeout(channel));
        queues.chain(channels).min()
    }

    /// Whether the broker is up.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.running
    }

    /// Whether a channel is open.
    #[must_use]
    pub fn has_channel(&self, channel: ChannelId) -> bool {
        self.channels.has(&channel)
    }

    /// The name of a queue, also of one that is gone.
    #[must_use]
    pub fn queue_name(&self, queue: QueueId) -> Name {
        self.queues.name(queue.0)
    }

    /// The name of an exchange, also of one that is gone.
    #[must_use]
    pub fn exchange_name(&self, exchange: ExchangeId) -> Name {
        self.exchanges.name(exchange.0)
    }

    /// Everything that is due until `now` happens, each thing at its own time.
    #[inline]
    fn pass_time(&mut self, now: Time, out: &mut Vec<Event>) {
        if self.alarm <= now {
            self.ring(now, out);
        }
        self.now = now;
    }

    /// The alarm was right, or it was too early.
    #[cold]
    fn ring(&mut self, now: Time, out: &mut Vec<Event>) {
        while self.alarm <= now {
            self.alarm = self.next_timeout().unwrap_or(Time(u64::MAX));
            if self.alarm <= now {
                self.now = self.alarm.max(self.now);
                self.fire(out);
                self.follow_up(out);
            }
        }
    }

    /// Sets the alarm for whatever a queue waits for. To be called after every change that may set a timer.
    pub(crate) fn watch_queue(&mut self, id: QueueId) {
        if let Some(due) = self.queues.get(id.0).and_then(Queue::next_timeout) {
            self.alarm = self.alarm.min(due);
        }
    }

    /// The same for a delivery made now, which is to be acknowledged in time.
    pub(crate) fn watch_delivery(&mut self) {
        if let Some(timeout) = self.config.consumer_timeout {
            self.alarm = self.alarm.min(self.now + timeout);
        }
    }

    /// The same for deliveries that a transaction gives back. They may be overdue already, at a tick that is just now.
    pub(crate) fn watch_deliveries_that_came_back(&mut self, out: &mut Vec<Event>) {
        self.alarm = self.alarm.min(self.now);
        self.pass_time(self.now, out);
    }

    /// Does what is due now: queues in order of declaration, then channels.
    fn fire(&mut self, out: &mut Vec<Event>) {
        let now = self.now;
        let due = |at: Option<Time>| at.is_some_and(|at| at <= now);
        let queues: Vec<QueueId> = self.queues.iter().filter(|queue| due(queue.next_timeout())).map(|q| q.id).collect();
        for id in queues {
            if self.queues.get(id.0).is_some_and(|queue| due(queue.expires_at())) {
                self.delete_queue(id, QueueEnd::Expired, None, out);
                continue;
            }
            if self.queues.get_mut(id.0).is_some_and(|queue| queue.expiry_is_due(now)) {
                self.drop_expired(id, out);
            }
            self.advance_journal(id, out);
            self.watch_queue(id);
        }
        let late: Vec<ChannelId> =
            self.channels.values().filter(|channel| due(self.ack_timeout(channel))).map(|channel| channel.id).collect();
        for id in late {
            self.fail_channel(id, ChannelEnd::AckTimeout, self.ack_timeout_close(id), out);
        }
    }

    fn advance_journal(&mut self, id: QueueId, out: &mut Vec<Event>) {
        let (now, config) = (self.now, self.config);
        let Some(queue) = self.queues.get_mut(id.0) else { return };
        for progress in queue.journal.advance(now, &config) {
            let copy = crate::CopyId { queue: id, position: progress.position };
            out.push(Event::Persisted { copy, message: progress.message.id, stage: progress.stage });
            self.confirm(progress.confirmed);
        }
    }

    /// What an input leads to: dead letters, then confirms.
    fn follow_up(&mut self, out: &mut Vec<Event>) {
        self.publish_dead_letters(out);
        self.send_confirms(out);
    }

    /// The tick at which a channel finds its oldest delivery unacknowledged for too long: the first after the timeout that is
    /// still to come, for a transaction that is rolled back can return deliveries that are overdue.
    fn ack_timeout(&self, channel: &Channel) -> Option<Time> {
        let timeout = self.config.consumer_timeout?;
        let oldest = channel.unacked.front()?.delivered_at;
        let tick = self.config.channel_tick.max(Duration::from_micros(1));
        let micros = |span: Duration| u64::try_from(span.as_micros()).unwrap_or(u64::MAX);
        let late = micros(oldest + timeout - channel.opened_at) / micros(tick) + 1;
        let ticks = late.max(micros(self.now - channel.opened_at).div_ceil(micros(tick)));
        Some(channel.opened_at + Duration::from_micros(micros(tick).saturating_mul(ticks)))
    }

    fn ack_timeout_close(&self, id: ChannelId) -> Close {
        let timeout = self.config.consumer_timeout.unwrap_or_default();
        let millis = timeout.as_secs() * 1000 + u64::from(timeout.subsec_millis());
        let text = format!(
            "PRECONDITION_FAILED - delivery acknowledgement on channel {} timed out. Timeout value used: {millis} ms. This \
             timeout value can be configured, see consumers doc guide to learn more",
            id.number
        );
        Close { code: 406, text, class_id: 0, method_id: 0 }
    }

    /// The channels of a connection, in order.
    pub(crate) fn channels_of(&self, id: ConnectionId) -> Vec<ChannelId> {
        self.channels.keys().copied().filter(|channel| channel.connection == id).collect()
    }

    pub(crate) fn channel(&self, id: ChannelId) -> Option<&Channel> {
        self.channels.get(&id)
    }

    pub(crate) fn channel_mut(&mut self, id: ChannelId) -> Option<&mut Channel> {
        self.channels.get_mut(&id)
    }

    pub(crate) fn user(&self, id: ChannelId) -> &str {
        self.connections.get(&id.connection).map_or("", |connection| &connection.user)
    }

    /// A name as only a broker makes them: a prefix and 22 characters that no other name has.
    pub(crate) fn generate_name(&mut self, prefix: &str) -> Name {
        const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        self.generated_names += 1;
        let mut bits = u128::from(mixed(self.generated_names)) << 64 | u128::from(self.generated_names);
        let mut name = prefix.to_owned();
        for _ in 0..22 {
            name.push(char::from(ALPHABET[(bits & 63) as usize]));
            bits = bits.rotate_right(6);
        }
        name.into()
    }
}

/// Spreads a counter over all bits (the finaliser of SplitMix64), so that made names look as different as they are.
pub(crate) fn mixed(number: u64) -> u64 {
    let mut bits = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

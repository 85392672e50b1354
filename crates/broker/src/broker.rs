//! The broker's state and its one entry point. An input is handled in three steps: first the timers due by then, then
//! the input, then its consequences.

use core::time::Duration;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use crate::binding::Destination;
use crate::channel::Channel;
use crate::connections::Connections;
use crate::dict::{Dict, Set};
use crate::event::{ChannelEnd, ConnectionEnd, Event, QueueEnd};
use crate::exchange::{self, Exchange, Found};
use crate::path::{PendingDeadLetter, Sorted};
use crate::protocol_error::ProtocolError;
use crate::queue::Queue;
use crate::registry::Registry;
use crate::reply::Close;
use crate::scratch::Scratch;
use crate::splitmix::spread;
use crate::timers::{TimerId, Timers};
use crate::{ChannelId, Config, ConnectionReply, ExchangeId, Input, Message, Name, QueueId, Time};

/// A RabbitMQ broker with one virtual host, `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Broker {
    pub(crate) config: Config,
    pub(crate) now: Time,
    pub(crate) running: bool,
    pub(crate) exchanges: Registry<Exchange>,
    pub(crate) queues: Registry<Queue>,
    pub(crate) connections: Connections,
    /// The number of bindings by destination and source exchange.
    pub(crate) sources: BTreeMap<(Destination, ExchangeId), u64>,
    /// The channels that wait for direct replies, by address.
    pub(crate) reply_addresses: Dict<Name, ChannelId>,
    pub(crate) next_message: u64,
    generated_names: u64,
    pub(crate) timers: Timers,
    /// Copies that died in this input and are still to be dead-lettered. Empty between inputs.
    pub(crate) deaths: VecDeque<PendingDeadLetter>,
    /// Channels with confirms to send at the end of this input. Empty between inputs.
    pub(crate) confirming: Set<ChannelId>,
    /// Direct replies on their way to their channels. Empty between inputs.
    pub(crate) replies: Vec<(ChannelId, Arc<Message>)>,
    /// Events that the next start will report.
    pub(crate) found: Vec<Event>,
    /// Scratch memory of routing. Empty between inputs.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) targets: Vec<QueueId>,
    /// Scratch memory of routing: the matching bindings.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) found_bindings: Scratch<Found>,
    /// The targets of the last publish and their sorted order, kept to save time.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) last_sorted: Scratch<Sorted>,
}

impl Broker {
    /// Makes a broker as just installed, with the predeclared exchanges and nothing else.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let mut exchanges = Registry::default();
        for exchange in exchange::predeclared() {
            exchanges.add(|number| Exchange { id: ExchangeId(number), ..exchange });
        }
        Self {
            config,
            now: Time::ZERO,
            running: true,
            exchanges,
            queues: Registry::default(),
            connections: Connections::default(),
            sources: BTreeMap::new(),
            reply_addresses: Dict::new(),
            next_message: 0,
            generated_names: 0,
            timers: Timers::default(),
            deaths: VecDeque::new(),
            confirming: Set::new(),
            replies: Vec::new(),
            found: Vec::new(),
            targets: Vec::new(),
            found_bindings: Scratch::default(),
            last_sorted: Scratch::default(),
        }
    }

    /// Handles one input at `now` and appends what happened to `out`. A `now` earlier than the last one counts as the
    /// last.
    ///
    /// A client's mistake is answered as RabbitMQ does, by closing the channel or the connection. Inputs that make no
    /// sense (from a connection that does not exist, or while the broker is down) have no effect.
    pub fn handle(&mut self, now: Time, input: Input, out: &mut Vec<Event>) {
        self.pass_time(now.max(self.now), out);
        match input {
            Input::Start if !self.running => self.start(out),
            Input::Start | Input::Timeout => {}
            _ if !self.running => {}
            Input::ConnectionOpen { connection, user } => self.open_connection(connection, user, out),
            Input::ConnectionClose(connection) => {
                if self.connections.contains(connection) {
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
        debug_assert_eq!(self.next_timeout(), self.next_timeout_of_all(), "every change that moves a timer says so");
    }

    /// Returns when [`Input::Timeout`] is to be given next, if no other input comes before.
    #[must_use]
    pub fn next_timeout(&self) -> Option<Time> {
        if !self.running {
            return None;
        }
        let waits = |id: TimerId| match id {
            TimerId::Queue(_) => true,
            TimerId::Channel(id) => self.channel(id).is_some_and(|channel| !channel.unacked.is_empty()),
        };
        self.timers.iter().find(|(_, id)| waits(*id)).map(|(at, _)| at)
    }

    /// Computes the next timeout without the timers, by asking every queue and channel. Debug builds compare the two.
    fn next_timeout_of_all(&self) -> Option<Time> {
        if !self.running {
            return None;
        }
        let queues = self.queues.iter().filter_map(Queue::next_timeout);
        let channels = self.connections.channels().filter_map(|channel| self.ack_timeout(channel));
        queues.chain(channels).min()
    }

    /// Returns whether the broker is up.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.running
    }

    /// Returns whether a channel is open.
    #[must_use]
    pub fn has_channel(&self, channel: ChannelId) -> bool {
        self.channel(channel).is_some()
    }

    /// Returns the name of an existing queue, or the empty name.
    #[must_use]
    pub fn queue_name(&self, queue: QueueId) -> Name {
        self.queues.name(queue.0)
    }

    /// Returns the name of an existing exchange, or the empty name.
    #[must_use]
    pub fn exchange_name(&self, exchange: ExchangeId) -> Name {
        self.exchanges.name(exchange.0)
    }

    /// Fires all timers due up to `now`, each at its own time.
    #[inline]
    fn pass_time(&mut self, now: Time, out: &mut Vec<Event>) {
        if self.running && self.timers.first().is_some_and(|at| at <= now) {
            self.ring(now, out);
        }
        self.now = now;
    }

    #[cold]
    fn ring(&mut self, now: Time, out: &mut Vec<Event>) {
        while let Some(at) = self.timers.first().filter(|at| *at <= now) {
            self.now = at.max(self.now);
            self.fire(out);
            self.follow_up(out);
        }
    }

    /// Sets the timer of a queue to its next timeout. Call it after every change of that timeout.
    #[inline]
    pub(crate) fn watch_queue(&mut self, id: QueueId) {
        // One that is gone waits for nothing: whoever ran it may have deleted it.
        if let Some(queue) = self.queues.get_mut(id.0) {
            queue.set_timer(&mut self.timers);
        }
    }

    /// Sets the timer of a channel for its oldest delivery. Call it when [`Channel::timer_is_off`].
    #[cold]
    pub(crate) fn watch_channel(&mut self, id: ChannelId) {
        let channel = self.connections.channel_mut(id).expect("a channel whose deliveries change is open");
        if !channel.unacked.is_empty() {
            self.set_ack_timer(id);
        } else if channel.timer.is_some() && !channel.timer_is_left {
            channel.timer_is_left = true;
            if let Some(other) = self.timers.slacken(id) {
                // It may have ended, and its timer with it.
                if let Some(channel) = self.connections.channel_mut(other) {
                    channel.timer_is_left = false;
                    self.set_ack_timer(other);
                }
            }
        }
    }

    /// Sets a channel's timer to the tick at which its oldest delivery will be found late. Stops the timer if there is
    /// no delivery.
    pub(crate) fn set_ack_timer(&mut self, id: ChannelId) {
        let due = self.connections.channel(id).and_then(|channel| self.ack_timeout(channel));
        let channel = self.connections.channel_mut(id).expect("a channel that ends takes its timer along");
        self.timers.set(TimerId::Channel(id), &mut channel.timer, due);
        let timeout = self.config.consumer_timeout.unwrap_or_default();
        channel.timer_covers = Time(due.map_or(0, |due| due.micros()).saturating_sub(micros(timeout)));
    }

    /// Sets the timer after `tx.rollback`. The restored deliveries may already exceed the timeout, and a tick may be
    /// due at this instant.
    pub(crate) fn watch_deliveries_that_came_back(&mut self, id: ChannelId, out: &mut Vec<Event>) {
        self.set_ack_timer(id);
        self.pass_time(self.now, out);
    }

    /// Fires the timers due now: queues in order of declaration, then channels.
    fn fire(&mut self, out: &mut Vec<Event>) {
        let now = self.now;
        let (mut queues, mut channels) = (Set::new(), Set::new());
        for (_, id) in self.timers.iter().take_while(|(at, _)| *at <= now) {
            match id {
                TimerId::Queue(id) => queues.insert(id),
                TimerId::Channel(id) => channels.insert(id),
            }
        }
        for id in queues.into_iter() {
            let queue = self.queues.get_mut(id.0).expect("a queue that goes takes its timer along");
            if queue.expires_at().is_some_and(|at| at <= now) {
                self.delete_queue(id, QueueEnd::Expired, None, out);
                continue;
            }
            if queue.expiry_is_due(now) {
                self.drop_expired(id, out);
            }
            self.advance_journal(id, out);
            self.watch_queue(id);
        }
        for id in channels.into_iter() {
            if self.channel(id).and_then(|channel| self.ack_timeout(channel)).is_some_and(|at| at <= now) {
                self.fail_channel(id, ChannelEnd::AckTimeout, self.ack_timeout_close(id), out);
            } else {
                self.set_ack_timer(id);
            }
        }
    }

    fn advance_journal(&mut self, id: QueueId, out: &mut Vec<Event>) {
        let (now, config) = (self.now, self.config);
        let queue = self.queues.get_mut(id.0).expect("a queue that goes takes its timer along");
        for progress in queue.contents.advance(now, &config) {
            let copy = crate::CopyId { queue: id, position: progress.position };
            out.push(Event::Persisted { copy, message: progress.message.id, stage: progress.stage });
            self.confirm(progress.confirmed);
        }
    }

    /// Handles the consequences of an input: dead letters, then confirms.
    fn follow_up(&mut self, out: &mut Vec<Event>) {
        self.publish_dead_letters(out);
        self.send_confirms(out);
    }

    /// Returns the tick at which a channel finds its oldest delivery unacknowledged for too long. It is the first tick
    /// after the timeout that is still to come, because a rolled back transaction can return deliveries that are
    /// overdue.
    fn ack_timeout(&self, channel: &Channel) -> Option<Time> {
        let timeout = self.config.consumer_timeout?;
        let oldest = channel.unacked.first()?.delivered_at;
        let tick = self.config.channel_tick.max(Duration::from_micros(1));
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
        Close { code: 406, text: text.into(), class_id: 0, method_id: 0 }
    }

    /// Returns the exchange of this name, which cannot be the default one.
    pub(crate) fn named_exchange(&self, name: &str) -> Result<ExchangeId, ProtocolError> {
        if name.is_empty() {
            return Err(ProtocolError::default_exchange());
        }
        self.exchanges.find(name).map(ExchangeId).ok_or_else(|| ProtocolError::no_exchange(name))
    }

    pub(crate) fn channel(&self, id: ChannelId) -> Option<&Channel> {
        self.connections.channel(id)
    }

    pub(crate) fn channel_mut(&mut self, id: ChannelId) -> Option<&mut Channel> {
        self.connections.channel_mut(id)
    }

    pub(crate) fn user(&self, id: ChannelId) -> &str {
        self.connections.get(id.connection).map_or("", |connection| &connection.user)
    }

    /// Generates a name as RabbitMQ does: the prefix and 22 characters that no other name has.
    pub(crate) fn generate_name(&mut self, prefix: &str) -> Name {
        const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        self.generated_names += 1;
        let mut bits = u128::from(spread(self.generated_names)) << 64 | u128::from(self.generated_names);
        let mut name = prefix.to_owned();
        for _ in 0..22 {
            name.push(char::from(ALPHABET[(bits & 63) as usize]));
            bits = bits.rotate_right(6);
        }
        name.into()
    }
}

fn micros(span: Duration) -> u64 {
    u64::try_from(span.as_micros()).unwrap_or(u64::MAX)
}

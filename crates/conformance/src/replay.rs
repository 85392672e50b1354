//! Runs a recording's steps on the simulated broker in virtual time, and makes the trace that the recorder would have
//! written. Steps take no time; everything due at once happens within its step.

use std::time::Duration;

use serde_json::{Value as Json, json};
use warren_broker::command::QueueDeclare;
use warren_broker::event::StopCause;
use warren_broker::{
    Broker, ChannelId, Command, Config, ConnectionId, ConnectionReply, Event, Input, Reply, Restart, Time,
};

use crate::clients::Clients;
use crate::content::with_message;
use crate::error::RecordingError;
use crate::names::Names;
use crate::observe::Observed;
use crate::recording::{Recording, StepTrace, Trace};
use crate::step::Action;

/// The recorder's wait before it killed the broker.
const BEFORE_CRASH: Duration = Duration::from_millis(2_500);

/// The number of timeouts at one instant that shows that the broker never comes to rest.
const QUIET_WITHIN: u32 = 1_000_000;

/// Runs the recording's program on a new broker.
///
/// # Errors
///
/// The broker never comes to rest, or a variable stands where no name can stand.
pub fn replay(recording: &Recording) -> Result<Trace, RecordingError> {
    let mut session = Session::new();
    let mut steps = Vec::with_capacity(recording.len());
    for (number, step) in recording.steps.iter().enumerate() {
        let observed = Action::read(&session.names.put_into(step)).and_then(|action| session.step(&action));
        let op = step.get("op").and_then(Json::as_str).unwrap_or_default();
        steps.push(StepTrace { observed: observed.map_err(|error| error.in_step(number, op))? });
    }
    let queues = recording.queues();
    let open = session.counts(&queues)?;
    for connection in session.clients.open_connections() {
        session.give(Input::ConnectionClose(connection))?;
    }
    let closed = session.counts(&queues)?;
    let is_there = |counts: &Json| counts.get("code").is_none() && counts.get("error").is_none();
    let left = queues.iter().zip(&closed).filter(|(_, counts)| is_there(counts));
    let drained = session.drain(&left.map(|(queue, _)| *queue).collect::<Vec<_>>())?;
    Ok(Trace { steps, open, closed, drained })
}

/// A broker, its clients, and the time.
struct Session {
    broker: Broker,
    now: Time,
    clients: Clients,
    names: Names,
}

impl Session {
    fn new() -> Self {
        let at_once = Config {
            sync_interval: Duration::ZERO,
            idle_flush: Duration::ZERO,
            writeback: Duration::ZERO,
            ..Config::default()
        };
        Self { broker: Broker::new(at_once), now: Time::ZERO, clients: Clients::default(), names: Names::default() }
    }

    fn step(&mut self, action: &Action) -> Result<Vec<Json>, RecordingError> {
        let events = match action {
            Action::ConnectionOpen { connection } => {
                let connection = self.clients.open(connection);
                self.give(Input::ConnectionOpen { connection, user: "guest".into() })?
            }
            Action::ConnectionClose { connection } => match self.clients.connection(connection) {
                Some(connection) => self.give(Input::ConnectionClose(connection))?,
                None => Vec::new(),
            },
            Action::ConnectionDrop { connection } => match self.clients.connection(connection) {
                Some(connection) => self.drop_connection(connection)?,
                None => Vec::new(),
            },
            Action::Method { channel, connection, command, bind_name, bind_tag } => {
                match self.clients.channel(channel, connection.as_deref()) {
                    Some(id) => {
                        self.clients.sends(id, command);
                        let events = self.give(Input::Command(id, command.clone()))?;
                        self.bind(id, &events, bind_name.as_deref(), bind_tag.as_deref());
                        events
                    }
                    None => Vec::new(),
                }
            }
            Action::Wait(span) => self.run_until(self.now + *span)?,
            Action::Restart => return self.restart(StopCause::Clean),
            Action::Crash => {
                self.run_until(self.now + BEFORE_CRASH)?;
                return self.restart(StopCause::Killed);
            }
        };
        Ok(self.observe(&events))
    }

    /// Gives the broker one input, and fires the timers due at once.
    fn give(&mut self, input: Input) -> Result<Vec<Event>, RecordingError> {
        let mut events = Vec::new();
        self.broker.handle(self.now, input, &mut events);
        self.acknowledge_closes(&mut events);
        events.append(&mut self.run_until(self.now)?);
        Ok(events)
    }

    /// Answers `channel.close` at once, in the same step, as clients do.
    fn acknowledge_closes(&mut self, events: &mut Vec<Event>) {
        let closed = |event: &Event| {
            if let Event::To(channel, Reply::ChannelClose(_)) = event { Some(*channel) } else { None }
        };
        for channel in events.iter().filter_map(closed).collect::<Vec<_>>() {
            self.broker.handle(self.now, Input::Command(channel, Command::ChannelCloseOk), events);
        }
    }

    /// Lets time pass, from one timeout to the next.
    fn run_until(&mut self, end: Time) -> Result<Vec<Event>, RecordingError> {
        let mut events = Vec::new();
        let mut at_this_moment = 0;
        while let Some(due) = self.broker.next_timeout().filter(|due| *due <= end) {
            at_this_moment = if due > self.now { 0 } else { at_this_moment + 1 };
            if at_this_moment > QUIET_WITHIN {
                return Err(RecordingError::new(format!("the broker is never quiet at {}", self.now)));
            }
            self.now = self.now.max(due);
            let before = events.len();
            self.broker.handle(self.now, Input::Timeout, &mut events);
            let mut fired = events.split_off(before);
            self.acknowledge_closes(&mut fired);
            events.append(&mut fired);
        }
        self.now = end;
        Ok(events)
    }

    /// Closes the socket of a connection, on which nothing is received then.
    fn drop_connection(&mut self, connection: ConnectionId) -> Result<Vec<Event>, RecordingError> {
        self.clients.closed(connection);
        let mut events = self.give(Input::ConnectionLost(connection))?;
        events.retain(|event| receiver(event) != Some(connection));
        Ok(events)
    }

    /// Restarts the broker. The messages to connections when it stops are not recorded.
    fn restart(&mut self, cause: StopCause) -> Result<Vec<Json>, RecordingError> {
        self.give(Input::Restart(Restart { cause, luck: 0 }))?;
        self.clients.all_closed();
        Ok(vec![json!({"event": "broker.up"})])
    }

    /// Binds a step's variables to the names generated by the broker.
    fn bind(&mut self, channel: ChannelId, events: &[Event], bind_name: Option<&str>, bind_tag: Option<&str>) {
        for reply in events.iter().filter_map(|event| reply_on(event, channel)) {
            if let (Some(variable), Reply::QueueDeclareOk { queue, .. }) = (bind_name, reply) {
                self.names.bind(variable, queue);
            }
            if let (Some(variable), Reply::BasicConsumeOk { consumer_tag }) = (bind_tag, reply) {
                self.names.bind(variable, consumer_tag);
            }
        }
    }

    fn observe(&mut self, events: &[Event]) -> Vec<Json> {
        let mut observed = Observed::default();
        for event in events {
            if let Event::To(id, reply) = event {
                let name = self.clients.channel_name(*id).map_or_else(|| format!("?{id}"), ToOwned::to_owned);
                if let Reply::BasicAck { delivery_tag, multiple } = reply {
                    observed.acked(&name, self.clients.confirmed(*id, *delivery_tag, *multiple));
                } else if let Reply::BasicNack { delivery_tag, multiple } = reply {
                    observed.nacked(&name, self.clients.confirmed(*id, *delivery_tag, *multiple));
                } else {
                    observed.on_channel(&name, reply);
                }
            } else if let Event::ToConnection(id, reply) = event {
                let name = self.clients.connection_name(*id).map_or_else(|| format!("?{}", id.0), ToOwned::to_owned);
                observed.on_connection(&name, reply);
                match reply {
                    ConnectionReply::OpenOk => {}
                    ConnectionReply::CloseOk | ConnectionReply::Close(_) => self.clients.closed(*id),
                }
            }
        }
        let mut observed = observed.finish();
        observed.iter_mut().for_each(|event| self.names.take_out(event));
        observed
    }

    /// Counts each queue's messages from a fresh connection, on a channel of its own. If that ends the connection,
    /// another one is opened.
    fn counts(&mut self, queues: &[&str]) -> Result<Vec<Json>, RecordingError> {
        let mut connection = self.connect()?;
        let mut counts = Vec::new();
        for (queue, number) in queues.iter().zip(1..) {
            let count = self.count(ChannelId { connection, number }, queue)?;
            if count.get("error").is_some() {
                connection = self.connect()?;
            }
            counts.push(count);
        }
        self.give(Input::ConnectionClose(connection))?;
        Ok(counts)
    }

    fn count(&mut self, channel: ChannelId, queue: &str) -> Result<Json, RecordingError> {
        self.give(Input::Command(channel, Command::ChannelOpen))?;
        let declare = QueueDeclare { queue: self.names.real(queue).into(), passive: true, ..QueueDeclare::default() };
        let events = self.give(Input::Command(channel, Command::QueueDeclare(declare)))?;
        let mut counts = json!({"queue": queue});
        let closes = |event: &Event| matches!(event, Event::ToConnection(_, ConnectionReply::Close(_)));
        if events.iter().any(closes) {
            counts["error"] = json!("connection");
        }
        for reply in events.iter().filter_map(|event| reply_on(event, channel)) {
            if let Reply::QueueDeclareOk { message_count, consumer_count, .. } = reply {
                counts["message_count"] = json!(message_count);
                counts["consumer_count"] = json!(consumer_count);
            } else if let Reply::ChannelClose(close) = reply {
                counts["code"] = json!(close.code);
            }
        }
        Ok(counts)
    }

    /// Takes all messages out of the queues, one queue after the other.
    fn drain(&mut self, queues: &[&str]) -> Result<Vec<(String, Vec<Json>)>, RecordingError> {
        let connection = self.connect()?;
        let channels = (1..).map(|number| ChannelId { connection, number });
        queues
            .iter()
            .zip(channels)
            .map(|(queue, channel)| Ok(((*queue).to_owned(), self.drain_one(channel, queue)?)))
            .collect()
    }

    fn drain_one(&mut self, channel: ChannelId, queue: &str) -> Result<Vec<Json>, RecordingError> {
        self.give(Input::Command(channel, Command::ChannelOpen))?;
        let get = Command::BasicGet { queue: self.names.real(queue).into(), no_ack: true };
        let mut messages = Vec::new();
        loop {
            let events = self.give(Input::Command(channel, get.clone()))?;
            let Some(mut message) = events.iter().filter_map(|event| reply_on(event, channel)).find_map(fetched) else {
                return Ok(messages);
            };
            self.names.take_out(&mut message);
            messages.push(message);
        }
    }

    fn connect(&mut self) -> Result<ConnectionId, RecordingError> {
        let connection = self.clients.unnamed();
        self.give(Input::ConnectionOpen { connection, user: "guest".into() })?;
        Ok(connection)
    }
}

/// Returns the recipient of an event that is sent to a client.
fn receiver(event: &Event) -> Option<ConnectionId> {
    if let Event::To(channel, _) = event {
        Some(channel.connection)
    } else if let Event::ToConnection(connection, _) = event {
        Some(*connection)
    } else {
        None
    }
}

/// Returns the method sent on this channel.
fn reply_on(event: &Event, channel: ChannelId) -> Option<&Reply> {
    if let Event::To(to, reply) = event { (*to == channel).then_some(reply) } else { None }
}

/// Formats a message that was in a queue at the end.
fn fetched(reply: &Reply) -> Option<Json> {
    let Reply::BasicGetOk { redelivered, message, .. } = reply else { return None };
    let fields =
        json!({"redelivered": redelivered, "exchange": *message.exchange, "routing_key": *message.routing_key});
    Some(with_message(fields, message))
}

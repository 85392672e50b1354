//! Reads once from all moments of a run everything that will ever be on the stage, so that a queue declared late has
//! its place from the start and nothing jumps when it appears. Each fact has the position from which on it is known:
//! only places may depend on unknown facts.

use std::sync::Arc;

use warren_broker::binding::Binding;
use warren_broker::event::Route;
use warren_broker::{ChannelId, Command, ConnectionId, Event, ExchangeId, Name, QueueId, Reply, Table, Time, Value};
use warren_dict::{Dict, Set};
use warren_simulator::{ClientId, Moment, MomentKind, Request, Sent};

/// Everything on the stage at any moment of a run. Make one with [`Plan::of`] whenever the run changes.
///
/// The numbers are positions: how many moments have happened when the fact is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Every queue that was declared.
    pub(super) queues: Dict<QueueId, PlannedQueue>,
    /// Every exchange that was declared.
    pub(super) exchanges: Dict<ExchangeId, PlannedExchange>,
    /// Every binding.
    pub(super) bindings: Vec<(Arc<Binding>, usize)>,
    /// The queues that the default exchange routed to.
    pub(super) implied: Dict<QueueId, usize>,
    /// The keys with which clients published to the default exchange.
    pub(super) keys: Dict<Name, usize>,
    /// The publishers of each exchange.
    pub(super) publishes: Dict<(ClientId, Name), usize>,
    /// The consumers of each queue, including those that only got messages from it.
    pub(super) consumes: Dict<(QueueId, ClientId), usize>,
    /// The clients that got answers by direct reply-to.
    pub(super) replies: Dict<ClientId, usize>,
    /// The clients that published before anything was delivered to them: those that ask, not those that answer. Only
    /// places depend on it.
    pub(super) asks: Set<ClientId>,
    /// The client of each connection.
    pub(super) connections: Dict<ConnectionId, ClientId>,
    /// The source and time of a channel's deliveries, in order of their tags, which begin with 1.
    deliveries: Dict<ChannelId, Vec<(QueueId, Time)>>,
}

/// A queue that is declared at some time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PlannedQueue {
    /// The declared name, or the one chosen by the broker.
    pub name: Name,
    /// The dead letter exchange.
    pub dead_letter_exchange: Option<Name>,
    pub known: usize,
}

/// An exchange that is declared at some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PlannedExchange {
    pub name: Name,
    /// Its type.
    pub kind: Name,
    /// The alternate exchange.
    pub alternate: Option<Name>,
    pub known: usize,
}

impl Plan {
    /// Reads a run: all moments of a timeline, including the future ones.
    #[must_use]
    pub fn of(moments: &[Moment]) -> Self {
        let mut plan = Self::default();
        let mut talk = Talk::default();
        for (index, moment) in moments.iter().enumerate() {
            plan.read(moment, index + 1);
            talk.read(moment, &mut plan, index + 1);
        }
        plan
    }

    /// Returns the queue of a delivery, by what was known at some time; 0 is the tag of the last delivery then.
    pub(super) fn delivered_from(&self, channel: ChannelId, delivery_tag: u64, until: Time) -> Option<QueueId> {
        let deliveries = self.deliveries.get(&channel)?;
        let known = deliveries.partition_point(|(_, at)| *at <= until);
        let tag = if delivery_tag == 0 { known } else { usize::try_from(delivery_tag).ok()? };
        deliveries[..known].get(tag.checked_sub(1)?).map(|(queue, _)| *queue)
    }

    fn read(&mut self, moment: &Moment, known: usize) {
        let client = moment.what.client();
        let command = command_of(&moment.what);
        for event in &moment.events {
            if let Event::QueueDeclared(queue) = event {
                let name = declared_name(moment, command);
                let dead_letter_exchange = argument(command, "x-dead-letter-exchange");
                self.queues.insert(*queue, PlannedQueue { name, dead_letter_exchange, known });
            } else if let Event::ExchangeDeclared(exchange) = event
                && let Some(Command::ExchangeDeclare(declare)) = command
            {
                let alternate = argument(command, "alternate-exchange");
                let (name, kind) = (declare.exchange.clone(), declare.kind.clone());
                self.exchanges.insert(*exchange, PlannedExchange { name, kind, alternate, known });
            } else if let Event::Bound(binding) = event
                && !self.bindings.iter().any(|(other, _)| other == binding)
            {
                self.bindings.push((Arc::clone(binding), known));
            } else if let Event::Routed { route: Route::Default(queue), .. } = event {
                self.implied.entry(*queue).or_insert(known);
            }
            if let Event::Delivered { copy, channel, .. } = event {
                self.deliveries.entry(*channel).or_default().push((copy.queue, moment.at));
            }
            let Some(client) = client else { continue };
            if let Event::ConsumerAdded(consumer) = event {
                self.consumes.entry((consumer.queue, client)).or_insert(known);
            } else if let Event::Delivered { copy, consumer: None, .. } = event {
                self.consumes.entry((copy.queue, client)).or_insert(known);
            }
        }
        let Some(client) = client else { return };
        for publish in moment.sent.iter().filter_map(published) {
            self.publishes.entry((client, publish.0.clone())).or_insert(known);
            if publish.0.is_empty() {
                self.keys.entry(publish.1.clone()).or_insert(known);
            }
        }
    }
}

/// The clients that have talked with the broker so far.
#[derive(Default)]
struct Talk {
    given: Set<ClientId>,
    published: Set<ClientId>,
}

impl Talk {
    fn read(&mut self, moment: &Moment, plan: &mut Plan, known: usize) {
        let speaker = moment.what.client();
        if let MomentKind::Handled { client, channel, .. } = &moment.what {
            plan.connections.insert(channel.connection, *client);
        }
        for event in &moment.events {
            if let Event::Delivered { channel, .. } = event {
                self.given.extend(plan.connections.get(&channel.connection).copied());
            } else if let Event::Routed { route: Route::DirectReplyTo(channel), .. } = event {
                if let Some(client) = plan.connections.get(&channel.connection) {
                    plan.replies.entry(*client).or_insert(known);
                }
            } else if let Event::Published { .. } = event
                && let Some(speaker) = speaker
                && !self.published.contains(&speaker)
            {
                self.published.insert(speaker);
                if !self.given.contains(&speaker) {
                    plan.asks.insert(speaker);
                }
            }
        }
    }
}

/// Returns the method that the broker handled in a moment.
fn command_of(what: &MomentKind) -> Option<&Command> {
    if let MomentKind::Handled { request, .. } = what
        && let Request::Command(command) = &**request
    {
        Some(command)
    } else {
        None
    }
}

/// Returns the name of the queue declared in a moment.
fn declared_name(moment: &Moment, command: Option<&Command>) -> Name {
    let answer = moment.events.iter().find_map(|event| {
        if let Event::To(_, Reply::QueueDeclareOk { queue, .. }) = event { Some(queue.clone()) } else { None }
    });
    answer.unwrap_or_else(|| {
        if let Some(Command::QueueDeclare(declare)) = command { declare.queue.clone() } else { Name::default() }
    })
}

/// Returns the exchange and the routing key of a publish that a client sends.
pub(super) fn published(sent: &Sent) -> Option<(&Name, &Name)> {
    if let Request::Command(Command::BasicPublish(publish)) = &*sent.request {
        Some((&publish.exchange, &publish.routing_key))
    } else {
        None
    }
}

/// Returns an argument of a declaration that names an exchange.
fn argument(command: Option<&Command>, key: &str) -> Option<Name> {
    let arguments = if let Some(Command::QueueDeclare(declare)) = command {
        &declare.arguments
    } else if let Some(Command::ExchangeDeclare(declare)) = command {
        &declare.arguments
    } else {
        return None;
    };
    exchange_named(arguments, key)
}

/// Returns the exchange that an argument names.
pub(super) fn exchange_named(arguments: &Table, key: &str) -> Option<Name> {
    arguments.get(key).and_then(Value::as_str).map(Name::from)
}

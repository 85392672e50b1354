//! What will ever stand on the stage in a run: read once from all its moments, so that a queue which is declared late has
//! its place from the start and nothing jumps when it comes. It deliberately does not know places or pixels.

use std::collections::VecDeque;
use std::sync::Arc;

use warren_broker::binding::Binding;
use warren_broker::event::Route;
use warren_broker::{Command, ConnectionId, Event, ExchangeId, MessageId, Name, QueueId, Reply, Table, Value};
use warren_simulator::{ClientId, Happening, Moment, Request, Sent};

use warren_simulator::dict::{Dict, Set};

/// Everything that is on the stage at some moment of a run. Make one with [`Plan::of`] whenever the run changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Every queue that was declared.
    pub(super) queues: Dict<QueueId, PlannedQueue>,
    /// Every exchange that was declared.
    pub(super) exchanges: Dict<ExchangeId, PlannedExchange>,
    /// Every binding.
    pub(super) bindings: Vec<Arc<Binding>>,
    /// The queues that the default exchange routed to.
    pub(super) implied: Set<QueueId>,
    /// Who published to which exchange.
    pub(super) publishes: Set<(ClientId, Name)>,
    /// Who consumed from, or got from, which queue.
    pub(super) consumes: Set<(QueueId, ClientId)>,
    /// Who published before anything was delivered to it: those who ask, not those who answer.
    pub(super) asks: Set<ClientId>,
    /// Who got answers by direct reply-to.
    pub(super) replies: Set<ClientId>,
    /// Whose connection each one was.
    pub(super) connections: Dict<ConnectionId, ClientId>,
    /// The numbers of the messages that each client published, in order; nothing for one that never arrived.
    numbers: Dict<ClientId, Vec<Option<MessageId>>>,
}

/// A queue that is declared at some time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PlannedQueue {
    /// The broker's choice, if the client left it to the broker.
    pub name: Name,
    /// Where its dead letters go.
    pub dead_letter_exchange: Option<Name>,
}

/// An exchange that is declared at some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PlannedExchange {
    pub name: Name,
    /// Its type.
    pub kind: Name,
    /// Where goes what it cannot route.
    pub alternate: Option<Name>,
}

impl Plan {
    /// Reads a run: all moments of a timeline, the future ones included.
    #[must_use]
    pub fn of(moments: &[Moment]) -> Self {
        let mut plan = Self::default();
        let mut under_way = UnderWay::default();
        let mut talk = Talk::default();
        for moment in moments {
            plan.read(moment);
            talk.read(moment, &mut plan);
            under_way.read(moment, &mut plan.numbers);
        }
        plan
    }

    /// The number that the broker gave to the `index`th message (from 0) a client published.
    pub(super) fn number(&self, client: ClientId, index: u64) -> Option<MessageId> {
        let index = usize::try_from(index).ok()?;
        *self.numbers.get(&client)?.get(index)?
    }

    fn read(&mut self, moment: &Moment) {
        let client = moment.what.client();
        let command = command_of(&moment.what);
        for event in &moment.events {
            if let Event::QueueDeclared(queue) = event {
                let name = declared_name(moment, command);
                let dead_letter_exchange = argument(command, "x-dead-letter-exchange");
                self.queues.insert(*queue, PlannedQueue { name, dead_letter_exchange });
            } else if let Event::ExchangeDeclared(exchange) = event
                && let Some(Command::ExchangeDeclare(declare)) = command
            {
                let alternate = argument(command, "alternate-exchange");
                let (name, kind) = (declare.exchange.clone(), declare.kind.clone());
                self.exchanges.insert(*exchange, PlannedExchange { name, kind, alternate });
            } else if let Event::Bound(binding) = event
                && !self.bindings.contains(binding)
            {
                self.bindings.push(Arc::clone(binding));
            } else if let Event::Routed { route: Route::Default(queue), .. } = event {
                self.implied.put(*queue);
            }
            let Some(client) = client else { continue };
            if let Event::Published { message, .. } = event {
                self.publishes.put((client, message.exchange.clone()));
            } else if let Event::ConsumerAdded(consumer) = event {
                self.consumes.put((consumer.queue, client));
            } else if let Event::Delivered { copy, fetched: true, .. } = event {
                self.consumes.put((copy.queue, client));
            }
        }
    }
}

/// Who has spoken with the broker so far.
#[derive(Default)]
struct Talk {
    given: Set<ClientId>,
    published: Set<ClientId>,
}

impl Talk {
    fn read(&mut self, moment: &Moment, plan: &mut Plan) {
        let speaker = moment.what.client();
        if let Happening::Handled { client, channel, .. } = &moment.what {
            plan.connections.insert(channel.connection, *client);
        }
        for event in &moment.events {
            if let Event::Delivered { channel, .. } = event {
                self.given.extend(plan.connections.get(&channel.connection).map(|client| (*client, ())));
            } else if let Event::Routed { route: Route::DirectReplyTo(channel), .. } = event {
                plan.replies.extend(plan.connections.get(&channel.connection).map(|client| (*client, ())));
            } else if let Event::Published { .. } = event
                && let Some(speaker) = speaker
                && !self.published.has(&speaker)
            {
                self.published.put(speaker);
                if !self.given.has(&speaker) {
                    plan.asks.put(speaker);
                }
            }
        }
    }
}

/// What was published and has not arrived yet, client by client: places in `Plan::numbers`.
#[derive(Default)]
struct UnderWay {
    waiting: Dict<ClientId, VecDeque<usize>>,
}

impl UnderWay {
    fn read(&mut self, moment: &Moment, numbers: &mut Dict<ClientId, Vec<Option<MessageId>>>) {
        if let Happening::Killed(client) = &moment.what {
            self.waiting.remove(client);
        }
        if let Happening::BrokerStopped(_) = moment.what {
            self.waiting.clear();
        }
        let Some(client) = moment.what.client() else { return };
        let known = numbers.or_insert(client, Vec::new());
        let waiting = self.waiting.or_insert(client, VecDeque::new());
        if let Some(Command::BasicPublish(_)) = command_of(&moment.what)
            && let Some(place) = waiting.pop_front()
        {
            known[place] = moment.events.iter().find_map(published);
        }
        for _ in moment.sent.iter().filter(|sent| publish(sent)) {
            waiting.push_back(known.len());
            known.push(None);
        }
    }
}

/// The method that the broker handled in a moment.
fn command_of(what: &Happening) -> Option<&Command> {
    if let Happening::Handled { request, .. } = what
        && let Request::Command(command) = &**request
    {
        Some(command)
    } else {
        None
    }
}

/// The name of the queue that was declared in a moment.
fn declared_name(moment: &Moment, command: Option<&Command>) -> Name {
    let answer = moment.events.iter().find_map(|event| {
        if let Event::To(_, Reply::QueueDeclareOk { queue, .. }) = event { Some(queue.clone()) } else { None }
    });
    answer.unwrap_or_else(|| {
        if let Some(Command::QueueDeclare(declare)) = command { declare.queue.clone() } else { Name::default() }
    })
}

fn published(event: &Event) -> Option<MessageId> {
    if let Event::Published { message, .. } = event { Some(message.id) } else { None }
}

fn publish(sent: &Sent) -> bool {
    matches!(&*sent.request, Request::Command(Command::BasicPublish(_)))
}

/// A declaration's argument that names an exchange.
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

/// The exchange that an argument names.
pub(super) fn exchange_named(arguments: &Table, key: &str) -> Option<Name> {
    arguments.get(key).and_then(Value::as_str).map(Name::from)
}

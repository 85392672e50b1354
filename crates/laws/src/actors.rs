//! The clients and the operator of a random program. They turn an [`Op`] into an input that makes sense for them now,
//! most of the time. They know what clients know (their channels, the tags they hold) and what they can see (the
//! overview).

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use warren_broker::command::{BasicConsume, BasicPublish, ExchangeBind, ExchangeDeclare, QueueBind, QueueDeclare};
use warren_broker::event::StopCause;
use warren_broker::overview::ChannelMode;
use warren_broker::splitmix::mixed;
use warren_broker::{
    ChannelId, Command, ConnectionId, ConnectionReply, Content, Event, Input, Name, Overview, Reply, Restart, Table,
};

use crate::generators::{
    BINDING_KEYS, KEYS, PREDECLARED, QUEUES, TAGS, binding_arguments, exchange, properties, queue_kind,
};
use crate::op::{Choice, Method, Op};

/// See the module documentation.
#[derive(Default)]
pub(crate) struct Actors {
    /// Selects the kinds of queues that are frequent in this program.
    salt: u64,
    /// The open connection of each place.
    connections: BTreeMap<u64, ConnectionId>,
    last_connection: u32,
    channels: BTreeSet<ChannelId>,
    /// The delivery tags not settled yet.
    held: BTreeMap<ChannelId, Vec<u64>>,
    /// The broker is down, and only the operator can act.
    down: bool,
}

impl Actors {
    pub(crate) fn new(salt: u64) -> Self {
        Self { salt, ..Self::default() }
    }

    /// Returns the time that passes, and then the input.
    pub(crate) fn act(&mut self, op: Op, seen: &Overview) -> (Duration, Input) {
        let at_once = |input| (Duration::ZERO, input);
        match op {
            Op::Wait { mut choice } => {
                let millis = choice.of(&[0, 1, 10, 50, 120, 300, 120, 50, 10, 1, 1_000, 40_000, 2_000_000]);
                (Duration::from_millis(millis), Input::Timeout)
            }
            Op::Disconnect { connection, lost } => match self.connections.remove(&connection) {
                Some(id) if lost => at_once(Input::ConnectionLost(id)),
                Some(id) => at_once(Input::ConnectionClose(id)),
                None => at_once(self.connect(connection)),
            },
            Op::Restart { cause, luck } => at_once(Input::Restart(restart(cause, luck))),
            Op::Stop { cause, luck } => at_once(Input::Stop(restart(cause, luck))),
            Op::Start => at_once(Input::Start),
            Op::Method { number: 0, .. } if self.down => at_once(Input::Start),
            Op::Method { connection, number, raw, method } => {
                let Some(id) = self.connections.get(&connection) else { return at_once(self.connect(connection)) };
                let number = u16::try_from(number + 1).expect("there are few channels");
                let channel = ChannelId { connection: *id, number };
                let command = if raw || self.channels.contains(&channel) {
                    self.command(channel, method, seen)
                } else {
                    Command::ChannelOpen
                };
                at_once(Input::Command(channel, command))
            }
        }
    }

    fn connect(&mut self, place: u64) -> Input {
        self.last_connection += 1;
        let connection = ConnectionId(self.last_connection);
        self.connections.insert(place, connection);
        Input::ConnectionOpen { connection, user: "guest".into() }
    }

    /// Takes in the broker's events.
    pub(crate) fn hear(&mut self, events: &[Event]) {
        for event in events {
            if let Event::To(channel, Reply::ChannelOpenOk) = event {
                self.channels.insert(*channel);
            } else if let Event::To(channel, Reply::ChannelClose(_) | Reply::ChannelCloseOk) = event {
                self.channels.remove(channel);
                self.held.remove(channel);
            } else if let Event::ToConnection(id, ConnectionReply::Close(_) | ConnectionReply::CloseOk)
            | Event::ConnectionClosed(id, _) = event
            {
                self.connections.retain(|_, open| open != id);
                self.channels.retain(|channel| channel.connection != *id);
                self.held.retain(|channel, _| channel.connection != *id);
            } else if let Event::Stopped(_) = event {
                self.down = true;
            } else if let Event::Started = event {
                self.down = false;
            } else if let Event::Delivered { channel, delivery_tag, no_ack: false, .. } = event {
                self.held.entry(*channel).or_default().push(*delivery_tag);
            }
        }
    }

    fn command(&mut self, channel: ChannelId, method: Method, seen: &Overview) -> Command {
        match method {
            Method::Publish(choice) | Method::Consume(choice) | Method::Get(choice) if seen.queues.is_empty() => {
                Command::QueueDeclare(self.queue(choice))
            }
            Method::Publish(choice) => publish(choice, seen),
            Method::Settle(mut choice) => {
                let nothing_held = self.held.get(&channel).is_none_or(Vec::is_empty);
                if nothing_held && !choice.once_in(32) { publish(choice, seen) } else { self.settle(channel, choice) }
            }
            Method::Consume(choice) => consume(choice, seen),
            Method::Get(mut choice) => {
                Command::BasicGet { queue: some_queue(&mut choice, seen), no_ack: choice.once_in(2) }
            }
            Method::DeclareQueue(choice) => Command::QueueDeclare(self.queue(choice)),
            Method::DeclareExchange(choice) => Command::ExchangeDeclare(self.exchange(choice)),
            Method::BindQueue(mut choice) => {
                let unbind = choice.once_in(4);
                let bind = QueueBind {
                    queue: some_queue(&mut choice, seen),
                    exchange: some_exchange(&mut choice, seen),
                    routing_key: choice.of(&BINDING_KEYS).into(),
                    arguments: binding_arguments(&mut choice),
                    no_wait: choice.once_in(16),
                };
                if unbind { Command::QueueUnbind(bind) } else { Command::QueueBind(bind) }
            }
            Method::BindExchange(mut choice) => {
                let unbind = choice.once_in(4);
                let bind = ExchangeBind {
                    destination: some_exchange(&mut choice, seen),
                    source: some_exchange(&mut choice, seen),
                    routing_key: choice.of(&BINDING_KEYS).into(),
                    arguments: binding_arguments(&mut choice),
                    no_wait: choice.once_in(16),
                };
                if unbind { Command::ExchangeUnbind(bind) } else { Command::ExchangeBind(bind) }
            }
            Method::Cancel(mut choice) => {
                Command::BasicCancel { consumer_tag: choice.of(&TAGS).into(), no_wait: choice.once_in(8) }
            }
            Method::Qos(mut choice) => Command::BasicQos {
                prefetch_count: choice.of(&[1, 2, 3, 0]),
                global: choice.once_in(3),
                prefetch_size: u32::from(choice.once_in(64)),
            },
            Method::Recover(mut choice) => {
                let requeue = !choice.once_in(32);
                if choice.once_in(3) {
                    Command::BasicRecoverAsync { requeue }
                } else {
                    Command::BasicRecover { requeue }
                }
            }
            Method::Purge(mut choice) => {
                Command::QueuePurge { queue: some_queue(&mut choice, seen), no_wait: choice.once_in(8) }
            }
            Method::DeleteQueue(mut choice) => Command::QueueDelete {
                queue: some_queue(&mut choice, seen),
                if_unused: choice.once_in(4),
                if_empty: choice.once_in(4),
                no_wait: choice.once_in(8),
            },
            Method::DeleteExchange(mut choice) => Command::ExchangeDelete {
                exchange: some_exchange(&mut choice, seen),
                if_unused: choice.once_in(4),
                no_wait: choice.once_in(8),
            },
            Method::Confirm => match mode(channel, seen) {
                ChannelMode::Plain => Command::ConfirmSelect { no_wait: false },
                ChannelMode::Confirm | ChannelMode::Transaction => Command::BasicRecover { requeue: true },
            },
            Method::Transaction(choice) => transaction(choice, mode(channel, seen), seen),
            Method::Flow(mut choice) => Command::ChannelFlow { active: !choice.once_in(8) },
            Method::OpenAgain => Command::ChannelOpen,
            Method::Close => Command::ChannelClose,
            Method::CloseOk => Command::ChannelCloseOk,
        }
    }

    /// Acks, rejects or nacks an unacked delivery, or an invalid one.
    fn settle(&mut self, channel: ChannelId, mut choice: Choice) -> Command {
        let held = self.held.entry(channel).or_default();
        let kind = choice.below(8);
        let multiple = choice.once_in(4) && kind != 4;
        let delivery_tag = match choice.below(32) {
            30 => 0,
            31 => choice.below(40),
            _ if held.is_empty() => 0,
            _ => held[usize::try_from(choice.below(held.len() as u64)).expect("it is an index")],
        };
        let multiple = multiple || delivery_tag == 0 && kind != 4 && !choice.once_in(16);
        if multiple {
            held.retain(|tag| delivery_tag != 0 && *tag > delivery_tag);
        } else {
            held.retain(|tag| *tag != delivery_tag);
        }
        let requeue = choice.once_in(2);
        match kind {
            4 if delivery_tag == 0 => Command::BasicRecover { requeue: true },
            4 => Command::BasicReject { delivery_tag, requeue },
            5..8 => Command::BasicNack { delivery_tag, multiple, requeue },
            _ => Command::BasicAck { delivery_tag, multiple },
        }
    }

    fn queue(&self, mut choice: Choice) -> QueueDeclare {
        let index = choice.below(QUEUES.len() as u64);
        let usual = mixed(self.salt, index);
        let passive = choice.once_in(8);
        let no_wait = choice.once_in(16);
        let unusual = choice.once_in(24);
        let server_named = choice.once_in(32);
        let kind = queue_kind(&mut if unusual { choice } else { Choice(usual.into()) });
        let queue = if server_named { "" } else { QUEUES[usize::try_from(index).expect("it is an index")] };
        QueueDeclare {
            queue: queue.into(),
            passive,
            durable: kind.durable,
            exclusive: kind.exclusive,
            auto_delete: kind.auto_delete,
            no_wait,
            arguments: kind.arguments,
        }
    }

    fn exchange(&self, mut choice: Choice) -> ExchangeDeclare {
        let (exchange, kind) = exchange(&mut choice);
        let mut usual = Choice(mixed(self.salt, kind.len() as u64).into());
        let mut arguments = Table::default();
        if usual.once_in(3) {
            arguments.set("alternate-exchange", usual.of(&["x1", "x3", "amq.fanout"]));
        }
        ExchangeDeclare {
            exchange,
            kind: kind.into(),
            durable: usual.once_in(2),
            auto_delete: usual.once_in(6),
            internal: usual.once_in(16),
            passive: choice.once_in(8),
            no_wait: choice.once_in(16),
            arguments,
        }
    }
}

fn publish(mut choice: Choice, seen: &Overview) -> Command {
    let to_queue = !choice.once_in(3);
    let (exchange, routing_key) = if to_queue {
        (Name::default(), some_queue(&mut choice, seen))
    } else {
        (some_exchange(&mut choice, seen), choice.of(&KEYS).into())
    };
    let mandatory = choice.once_in(4);
    let immediate = choice.once_in(256);
    let body = choice.of(&[&b"m"[..], b"", b"four", b"nine byte"]).into();
    let content = Content { properties: properties(&mut choice), body }.into();
    Command::BasicPublish(BasicPublish { exchange, routing_key, mandatory, immediate, content, id: None })
}

fn mode(channel: ChannelId, seen: &Overview) -> ChannelMode {
    seen.channels.iter().find(|view| view.id == channel).map(|view| view.mode).unwrap_or_default()
}

/// Begins, continues or ends a transaction, or makes a mistake; seldom on a channel without one.
fn transaction(mut choice: Choice, mode: ChannelMode, seen: &Overview) -> Command {
    match (choice.below(64), mode) {
        (63, _) => Command::TxCommit,
        (62, _) => Command::TxSelect,
        (0..4, ChannelMode::Plain) => Command::TxSelect,
        (_, ChannelMode::Plain | ChannelMode::Confirm) => publish(choice, seen),
        (0..40, ChannelMode::Transaction) => Command::TxCommit,
        (_, ChannelMode::Transaction) => Command::TxRollback,
    }
}

fn consume(mut choice: Choice, seen: &Overview) -> Command {
    let replies = choice.once_in(24);
    let mut arguments = Table::default();
    let queue = if replies { "amq.rabbitmq.reply-to".into() } else { some_queue(&mut choice, seen) };
    let consumer_tag = choice.of(&TAGS).into();
    let no_ack = choice.once_in(4) || replies;
    let exclusive = choice.once_in(24);
    if choice.once_in(4) {
        arguments.set("x-priority", choice.of(&[1, -1, 5]));
    }
    let no_wait = choice.once_in(16);
    Command::BasicConsume(BasicConsume { queue, consumer_tag, no_local: false, no_ack, exclusive, no_wait, arguments })
}

/// Returns the name of a queue, mostly an existing one.
fn some_queue(choice: &mut Choice, seen: &Overview) -> Name {
    let any = choice.once_in(48);
    if any || seen.queues.is_empty() {
        return choice.of(&QUEUES).into();
    }
    let index = usize::try_from(choice.below(seen.queues.len() as u64)).expect("it is an index");
    seen.queues[index].name.clone()
}

/// Returns the name of an exchange, mostly an existing one.
fn some_exchange(choice: &mut Choice, seen: &Overview) -> Name {
    match choice.below(24) {
        0..16 => {
            let ours: Vec<&Name> = seen.exchanges.iter().filter(|e| !e.predeclared).map(|e| &e.name).collect();
            if ours.is_empty() { choice.of(&PREDECLARED[1..]).into() } else { choice.of(&ours).clone() }
        }
        16..23 => choice.of(&PREDECLARED[1..]).into(),
        _ => choice.of(&["", "x0", "x2", "x3"]).into(),
    }
}

fn restart(cause: u64, luck: u64) -> Restart {
    let cause = match cause {
        0 => StopCause::Clean,
        1 => StopCause::Killed,
        _ => StopCause::PowerLoss,
    };
    Restart { cause, luck }
}

//! The methods that a program's behaviour sends at its start: declare, bind, consume.

use warren_broker::command::{BasicConsume, ExchangeDeclare, QueueBind, QueueDeclare};
use warren_broker::{Command, Name};

use super::Client;
use super::channel::Outgoing;
use crate::settings::{AckPolicy, Behaviour, Confirm, Settings};

impl Client {
    /// Returns the methods sent after `channel.open`, each after the answer to the previous one.
    pub(super) fn startup(&self) -> Vec<Command> {
        let settings = &self.settings;
        let mut commands = Vec::new();
        match self.behaviour {
            Behaviour::Scripted => {}
            Behaviour::Producer | Behaviour::Caller => {
                commands.extend(declare_exchange(settings));
                commands.extend(settings.queue.clone().map(|queue| declare_queue(settings, queue)));
                if settings.confirm != Confirm::No {
                    commands.push(Command::ConfirmSelect { no_wait: false });
                }
                if self.behaviour == Behaviour::Caller {
                    let callback = QueueDeclare { exclusive: true, ..QueueDeclare::default() };
                    commands.push(Command::QueueDeclare(callback));
                    commands.push(self.consume(Name::default()));
                }
            }
            Behaviour::Worker | Behaviour::Subscriber | Behaviour::Server => {
                let queue = settings.queue.clone().unwrap_or_default();
                commands.extend(declare_exchange(settings));
                commands.push(declare_queue(settings, queue.clone()));
                if let Some(exchange) = &settings.exchange {
                    commands.extend(settings.bind.iter().map(|key| bind(&queue, exchange, key)));
                }
                if settings.prefetch > 0 {
                    commands.push(self.qos());
                }
                commands.push(self.consume(queue));
            }
        }
        commands
    }

    /// Consumes anew after a change of a setting that is fixed for the life of a consumer.
    pub(super) fn resubscribe(&mut self) {
        match self.behaviour {
            Behaviour::Worker | Behaviour::Subscriber | Behaviour::Server => self.enqueue(1, Outgoing::Resubscribe),
            Behaviour::Scripted | Behaviour::Producer | Behaviour::Caller => {}
        }
    }

    /// Switches publisher confirms on. A channel can enter confirm mode at any time and never leaves it.
    pub(super) fn select_confirms(&mut self) {
        let confirmed = self.channels.get(&1).is_some_and(|channel| channel.confirms.is_some());
        if matches!(self.behaviour, Behaviour::Producer | Behaviour::Caller) && !confirmed {
            self.enqueue(1, Outgoing::Command(Command::ConfirmSelect { no_wait: false }));
        }
    }

    /// Puts cancel, qos and consume in front of the outbox.
    pub(super) fn subscribe_anew(&mut self, number: u16) {
        let (qos, queue) = (self.qos(), self.settings.queue.clone().unwrap_or_default());
        let consume = self.consume(queue);
        let Some(channel) = self.channels.get_mut(&number) else { return };
        let cancel = channel
            .consumers
            .iter()
            .map(|consumer| Command::BasicCancel { consumer_tag: consumer.tag.clone(), no_wait: false });
        let commands: Vec<Command> = cancel.chain([qos, consume]).collect();
        for command in commands.into_iter().rev() {
            channel.outbox.push_front(Outgoing::Command(command));
        }
    }

    /// Returns the queue on which a caller receives its answers: the one it declared last.
    pub(super) fn callback_queue(&self) -> Option<Name> {
        self.channels.get(&1).map(|channel| channel.last_declared.clone())
    }

    fn qos(&self) -> Command {
        Command::BasicQos { prefetch_size: 0, prefetch_count: self.settings.prefetch, global: false }
    }

    fn consume(&self, queue: Name) -> Command {
        let no_ack = self.settings.ack == AckPolicy::Automatic;
        Command::BasicConsume(BasicConsume { queue, no_ack, ..BasicConsume::default() })
    }
}

fn declare_exchange(settings: &Settings) -> Option<Command> {
    let (exchange, kind) = (settings.exchange.clone()?, settings.exchange_type.clone()?);
    let declare = ExchangeDeclare { exchange, kind, durable: settings.durable, ..ExchangeDeclare::default() };
    Some(Command::ExchangeDeclare(declare))
}

fn declare_queue(settings: &Settings, queue: Name) -> Command {
    Command::QueueDeclare(QueueDeclare {
        exclusive: settings.exclusive || queue.is_empty(),
        durable: settings.durable && !queue.is_empty(),
        queue,
        auto_delete: settings.auto_delete,
        arguments: settings.arguments.clone(),
        ..QueueDeclare::default()
    })
}

fn bind(queue: &Name, exchange: &Name, key: &Name) -> Command {
    let (queue, exchange, routing_key) = (queue.clone(), exchange.clone(), key.clone());
    Command::QueueBind(QueueBind { queue, exchange, routing_key, ..QueueBind::default() })
}

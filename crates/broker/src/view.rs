//! [`Broker::overview`]: the state as plain data.

use std::sync::Arc;

use crate::broker::Broker;
use crate::channel::{Channel, Mode, Unacked};
use crate::dict::Dict;
use crate::exchange::Exchange;
use crate::overview::{
    ChannelMode, ChannelView, ConnectionView, ConsumerView, ExchangeView, MESSAGES_LISTED, MessageView, Overview,
    QueueView, UnackedView,
};
use crate::queue::{Entry, Queue, Subscription};
use crate::{ExchangeId, Message, Name, QueueId};

/// The outstanding deliveries of one queue, with their channels.
type Held<'a> = Vec<(&'a Channel, &'a Unacked)>;

impl Broker {
    /// Returns the number of ready and unacked messages of each queue, in order of declaration: a cheap part of the
    /// overview.
    #[must_use]
    pub fn depths(&self) -> Vec<(QueueId, u64, u64)> {
        self.queues
            .iter()
            .map(|queue| (queue.id, queue.contents.ready().len() as u64, queue.contents.unacked()))
            .collect()
    }

    /// Returns the whole state as plain data.
    #[must_use]
    pub fn overview(&self) -> Overview {
        let held = self.held();
        let nothing = Held::new();
        let of = |queue: &Queue| held.get(&queue.id).unwrap_or(&nothing);
        Overview {
            now: self.now,
            connections: self
                .connections
                .iter()
                .map(|c| ConnectionView { id: c.id, user: c.user.clone(), opened_at: c.opened_at })
                .collect(),
            channels: self.connections.channels().map(channel_view).collect(),
            exchanges: self.exchanges.iter().map(exchange_view).collect(),
            bindings: self.exchanges.iter().flat_map(|exchange| exchange.bindings.iter().cloned()).collect(),
            queues: self.queues.iter().map(|queue| queue_view(queue, of(queue))).collect(),
            consumers: self
                .queues
                .iter()
                .flat_map(|queue| queue.consumers().iter().map(|consumer| consumer_view(queue, consumer, of(queue))))
                .collect(),
        }
    }

    /// Returns the message of each copy in any queue, ready or unacked. (An [`Overview`] lists only the first ones of
    /// each queue.)
    pub fn messages(&self) -> impl Iterator<Item = &Arc<Message>> {
        let ready = self.queues.iter().flat_map(|queue| queue.contents.ready().iter());
        let unacked = self.connections.channels().flat_map(Channel::outstanding).map(|unacked| &unacked.entry);
        ready.chain(unacked).map(|entry| &entry.message)
    }

    /// Returns the type of an existing exchange, or the empty name.
    #[must_use]
    pub fn exchange_kind(&self, exchange: ExchangeId) -> Name {
        self.exchanges.get(exchange.0).map(|exchange| exchange.kind().name().into()).unwrap_or_default()
    }

    /// Returns the type of an existing queue, `classic` or `quorum`, or the empty name.
    #[must_use]
    pub fn queue_kind(&self, queue: QueueId) -> Name {
        self.queues.get(queue.0).map(|queue| queue.arguments.kind.name().into()).unwrap_or_default()
    }

    fn held(&self) -> Dict<QueueId, Held<'_>> {
        let mut held: Dict<QueueId, Held<'_>> = Dict::new();
        for channel in self.connections.channels() {
            for unacked in channel.outstanding() {
                held.entry(unacked.queue).or_default().push((channel, unacked));
            }
        }
        held
    }
}

fn channel_view(channel: &Channel) -> ChannelView {
    let (mode, unconfirmed, publishes, acks) = match &channel.mode {
        Mode::Plain => (ChannelMode::Plain, 0, 0, 0),
        Mode::Confirm(confirms) => (ChannelMode::Confirm, confirms.waiting(), 0, 0),
        Mode::Transaction(transaction) => {
            let acks = transaction.settlements.iter().map(|(_, unacked)| unacked.len()).sum();
            (ChannelMode::Transaction, 0, transaction.publishes.len(), acks)
        }
    };
    ChannelView {
        id: channel.id,
        mode,
        prefetch_count: channel.prefetch,
        global_prefetch_count: channel.limiter.limit(),
        messages_unacknowledged: channel.outstanding().count() as u64,
        messages_unconfirmed: unconfirmed as u64,
        messages_uncommitted: publishes as u64,
        acks_uncommitted: acks as u64,
        consumer_count: u32::try_from(channel.consumers.len()).unwrap_or(u32::MAX),
        last_delivery_tag: channel.last_delivery_tag(),
    }
}

fn exchange_view(exchange: &Exchange) -> ExchangeView {
    ExchangeView {
        id: exchange.id,
        name: exchange.name.clone(),
        kind: Name::from(exchange.kind().name()),
        durable: exchange.durable,
        auto_delete: exchange.auto_delete,
        internal: exchange.internal,
        predeclared: exchange.predeclared,
        arguments: exchange.arguments.clone(),
    }
}

fn queue_view(queue: &Queue, held: &[(&Channel, &Unacked)]) -> QueueView {
    QueueView {
        id: queue.id,
        name: queue.name.clone(),
        kind: Name::from(queue.arguments.kind.name()),
        durable: queue.durable,
        auto_delete: queue.auto_delete,
        exclusive: queue.owner,
        arguments: queue.table.clone(),
        messages_ready: queue.contents.ready().len() as u64,
        messages_unacknowledged: queue.contents.unacked(),
        message_bytes_ready: queue.contents.ready().bytes(),
        consumer_count: u32::try_from(queue.consumers().len()).unwrap_or(u32::MAX),
        messages: messages(queue, held),
    }
}

/// Lists ready and unacked messages together in the order of delivery: by priority, then by position.
fn messages(queue: &Queue, held: &[(&Channel, &Unacked)]) -> Vec<MessageView> {
    let place = |entry: &Entry| {
        (core::cmp::Reverse(queue.contents.ready().level(&entry.message, entry.returns)), entry.position)
    };
    let mut all: Vec<(&Entry, Option<UnackedView>)> =
        queue.contents.ready().iter().take(MESSAGES_LISTED).map(|entry| (entry, None)).collect();
    for (channel, unacked) in held {
        let at = all.partition_point(|(other, _)| place(other) < place(&unacked.entry));
        if at == MESSAGES_LISTED {
            continue;
        }
        all.truncate(MESSAGES_LISTED - 1);
        let view = UnackedView {
            channel: channel.id,
            delivery_tag: unacked.delivery_tag,
            consumer_tag: unacked.tag.map(|tag| channel.tag(tag).clone()),
            delivered_at: unacked.delivered_at,
        };
        all.insert(at, (&unacked.entry, Some(view)));
    }
    let view = |(entry, unacked): (&Entry, _)| MessageView {
        position: entry.position,
        level: queue.contents.ready().level(&entry.message, entry.returns),
        message: entry.message.clone(),
        redelivered: entry.redelivered,
        stage: queue.contents.stage(entry.position),
        expires_at: entry.expires_at,
        unacked,
    };
    all.into_iter().map(view).collect()
}

fn consumer_view(queue: &Queue, consumer: &Subscription, held: &[(&Channel, &Unacked)]) -> ConsumerView {
    let holds = held
        .iter()
        .filter(|(channel, unacked)| channel.id == consumer.channel && unacked.tag == Some(consumer.tag_number));
    ConsumerView {
        queue: queue.id,
        channel: consumer.channel,
        tag: consumer.consumer.tag.clone(),
        ack_required: consumer.ack_required,
        prefetch_count: consumer.prefetch,
        active: !queue.arguments.single_active_consumer
            || queue.consumers().active().is_some_and(|active| active.number == consumer.number),
        exclusive: consumer.exclusive,
        priority: consumer.priority,
        arguments: consumer.arguments.clone(),
        messages_unacknowledged: holds.count() as u64,
        blocked: queue.consumers().is_blocked(consumer),
    }
}

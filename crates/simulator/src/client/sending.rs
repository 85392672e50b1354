//! The outboxes of a client: the order of sending, the bookkeeping of sent methods, and the answers to them.

use std::sync::Arc;

use warren_broker::{Command, Content, Name, Properties, Reply, Settled, Value};

use super::Client;
use super::channel::{Channel, Confirms, Consumer, Outgoing, answers, asks};
use super::effects::Effects;
use crate::scenario::{Method, fill, has_placeholder};
use crate::{ClientState, Request};

impl Client {
    /// Puts a statement's method into the outbox. Placeholders are filled with the number of the turn, or of the
    /// client's next publish.
    pub(super) fn enqueue_method(&mut self, channel: u16, method: &Method, turn: Option<u64>) {
        let waiting = self.channels.values().flat_map(|channel| &channel.outbox);
        let unsent = waiting.filter(|out| matches!(out.command(), Some(Command::BasicPublish(_)))).count();
        let number = turn.unwrap_or(self.counts.sent + u64::try_from(unsent).unwrap_or(0) + 1);
        let command = filled(&method.command, number);
        self.enqueue(channel, Outgoing::Statement(Method { command, oldest: method.oldest }));
    }

    pub(super) fn enqueue(&mut self, channel: u16, outgoing: Outgoing) {
        self.channels.entry(channel).or_default().outbox.push_back(outgoing);
    }

    /// Sends everything that may be sent.
    pub(super) fn flush_all(&mut self, fx: &mut Effects<'_>) {
        if !self.connected {
            return;
        }
        let channels: Vec<u16> = self.channels.keys().copied().collect();
        for channel in channels {
            while let Some(outgoing) = self.channels.get_mut(&channel).and_then(Channel::next) {
                match outgoing {
                    Outgoing::Command(command) | Outgoing::Statement(Method { command, oldest: false }) => {
                        self.send(channel, command, fx);
                    }
                    Outgoing::Statement(Method { command, oldest: true }) => {
                        let tag = self.oldest_held(channel);
                        self.send(channel, with_tag(command, tag), fx);
                    }
                    Outgoing::Resubscribe => self.subscribe_anew(channel),
                }
            }
        }
    }

    fn send(&mut self, channel: u16, command: Command, fx: &mut Effects<'_>) {
        self.note_sent(channel, &command, fx);
        fx.send(channel, Request::Command(command));
    }

    fn note_sent(&mut self, number: u16, command: &Command, fx: &mut Effects<'_>) {
        let Some(channel) = self.channels.get_mut(&number) else { return };
        channel.asking = asks(command);
        let later = channel.asking;
        match command {
            Command::ChannelOpen => channel.failed = false,
            Command::BasicPublish(_) => {
                self.counts.sent += 1;
                if let Some(confirms) = &mut channel.confirms {
                    confirms.last += 1;
                    confirms.open.push(confirms.last);
                }
            }
            Command::ConfirmSelect { .. } => {
                channel.confirms.get_or_insert_default();
            }
            Command::QueueDeclare(declare) if !later => channel.last_declared = declare.queue.clone(),
            Command::BasicConsume(consume) => {
                let tag = consume.consumer_tag.clone();
                let consumer = Consumer { tag, queue: channel.resolve(&consume.queue), no_ack: consume.no_ack };
                if later {
                    channel.awaited = Some(consumer);
                } else {
                    channel.consumers.push(consumer);
                }
            }
            Command::BasicGet { queue, no_ack } => {
                let queue = channel.resolve(queue);
                channel.awaited = Some(Consumer { tag: Name::default(), queue, no_ack: *no_ack });
            }
            Command::BasicCancel { consumer_tag, .. } if !later => {
                channel.consumers.retain(|consumer| consumer.tag != *consumer_tag);
            }
            Command::BasicAck { delivery_tag, multiple } => {
                self.counts.acked += self.settle_held(number, Settled { tag: *delivery_tag, multiple: *multiple });
            }
            Command::BasicReject { delivery_tag, .. } => {
                self.settle_held(number, Settled { tag: *delivery_tag, multiple: false });
            }
            Command::BasicNack { delivery_tag, multiple, .. } => {
                self.settle_held(number, Settled { tag: *delivery_tag, multiple: *multiple });
            }
            Command::BasicRecover { requeue: true } | Command::BasicRecoverAsync { requeue: true } => {
                self.drop_held(number, fx);
            }
            Command::BasicRecover { requeue: false }
            | Command::BasicRecoverAsync { requeue: false }
            | Command::ChannelClose
            | Command::ChannelCloseOk
            | Command::ChannelFlow { .. }
            | Command::ExchangeDeclare(_)
            | Command::ExchangeDelete { .. }
            | Command::ExchangeBind(_)
            | Command::ExchangeUnbind(_)
            | Command::QueueDeclare(_)
            | Command::QueueBind(_)
            | Command::QueueUnbind(_)
            | Command::QueuePurge { .. }
            | Command::QueueDelete { .. }
            | Command::BasicQos { .. }
            | Command::BasicCancel { .. }
            | Command::TxSelect
            | Command::TxCommit
            | Command::TxRollback => {}
        }
    }

    pub(super) fn reply(&mut self, number: u16, reply: &Reply, fx: &mut Effects<'_>) {
        let Some(channel) = self.channels.get_mut(&number) else { return };
        channel.asking &= !answers(reply);
        match reply {
            Reply::ChannelOpenOk => {
                if matches!(self.state, ClientState::Closed(_)) {
                    self.state = ClientState::Running;
                }
            }
            Reply::ChannelCloseOk => {
                self.drop_held(number, fx);
                // The rest of the outbox is sent all the same: a `channel.open`, or a mistake that the broker answers.
                let outbox = self.channels.remove(&number).map(|channel| channel.outbox).unwrap_or_default();
                if !outbox.is_empty() {
                    self.channels.insert(number, Channel { outbox, ..Channel::default() });
                }
            }
            Reply::ChannelClose(close) => self.channel_closed(number, close, fx),
            Reply::QueueDeclareOk { queue, .. } => channel.last_declared = queue.clone(),
            Reply::BasicConsumeOk { consumer_tag } => {
                if let Some(consumer) = channel.awaited.take() {
                    channel.consumers.push(Consumer { tag: consumer_tag.clone(), ..consumer });
                }
            }
            Reply::BasicCancelOk { consumer_tag } | Reply::BasicCancel { consumer_tag } => {
                channel.consumers.retain(|consumer| consumer.tag != *consumer_tag);
            }
            Reply::BasicDeliver { consumer_tag, delivery_tag, redelivered, message } => {
                let known = channel.consumers.iter().find(|consumer| consumer.tag == *consumer_tag);
                let consumer = known.cloned().unwrap_or_default();
                self.delivered(number, consumer, *delivery_tag, *redelivered, message.clone(), fx);
            }
            Reply::BasicGetOk { delivery_tag, redelivered, message, .. } => {
                let consumer = channel.awaited.take().unwrap_or_default();
                self.delivered(number, consumer, *delivery_tag, *redelivered, message.clone(), fx);
            }
            Reply::BasicGetEmpty => channel.awaited = None,
            Reply::BasicReturn { .. } => self.counts.returned += 1,
            Reply::BasicAck { delivery_tag, multiple } => {
                self.counts.confirmed += confirmed(channel, Settled { tag: *delivery_tag, multiple: *multiple });
                self.publish_overdue(fx);
            }
            Reply::BasicNack { delivery_tag, multiple } => {
                self.counts.nacked += confirmed(channel, Settled { tag: *delivery_tag, multiple: *multiple });
                self.publish_overdue(fx);
            }
            Reply::ChannelFlowOk { .. }
            | Reply::ExchangeDeclareOk
            | Reply::ExchangeDeleteOk
            | Reply::ExchangeBindOk
            | Reply::ExchangeUnbindOk
            | Reply::QueueBindOk
            | Reply::QueueUnbindOk
            | Reply::QueuePurgeOk { .. }
            | Reply::QueueDeleteOk { .. }
            | Reply::BasicQosOk
            | Reply::BasicRecoverOk
            | Reply::ConfirmSelectOk
            | Reply::TxSelectOk
            | Reply::TxCommitOk
            | Reply::TxRollbackOk => {}
        }
    }
}

fn confirmed(channel: &mut Channel, settled: Settled) -> u64 {
    channel.confirms.as_mut().map_or(0, |confirms: &mut Confirms| confirms.settle(settled))
}

fn with_tag(mut command: Command, tag: u64) -> Command {
    if let Command::BasicAck { delivery_tag, .. }
    | Command::BasicReject { delivery_tag, .. }
    | Command::BasicNack { delivery_tag, .. } = &mut command
    {
        *delivery_tag = tag;
    }
    command
}

/// Returns the method with its placeholders filled if it is a publish, the `n`th. A method without placeholders stays
/// shared.
fn filled(command: &Command, n: u64) -> Command {
    let mut command = command.clone();
    let Command::BasicPublish(publish) = &mut command else { return command };
    fill_in(&mut publish.routing_key, n);
    let mut content = Content::clone(&publish.content);
    let mut changed = false;
    if let Ok(body) = core::str::from_utf8(&publish.content.body)
        && has_placeholder(body)
    {
        content.body = fill(body, n, None).as_bytes().into();
        changed = true;
    }
    for text in texts(&mut content.properties) {
        changed |= fill_in(text, n);
    }
    if changed {
        publish.content = Arc::new(content);
    }
    command
}

/// Fills the placeholders of a text and returns whether it has any.
fn fill_in(text: &mut Name, n: u64) -> bool {
    let has = has_placeholder(text);
    if has {
        *text = fill(text, n, None).into();
    }
    has
}

/// Returns all texts in a message's properties.
fn texts(properties: &mut Properties) -> impl Iterator<Item = &mut Name> {
    let own = [
        &mut properties.content_type,
        &mut properties.content_encoding,
        &mut properties.correlation_id,
        &mut properties.reply_to,
        &mut properties.expiration,
        &mut properties.message_id,
        &mut properties.kind,
        &mut properties.user_id,
        &mut properties.app_id,
        &mut properties.cluster_id,
    ];
    let headers = properties.headers.iter_mut().flat_map(|table| &mut table.0);
    let headers = headers.filter_map(|(_, value)| if let Value::Str(text) = value { Some(text) } else { None });
    own.into_iter().flatten().chain(headers)
}

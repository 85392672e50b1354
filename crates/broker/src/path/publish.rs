//! The first step: a client publishes. The message is checked, routed, and enqueued, at once or at `tx.commit`.

use std::sync::Arc;

use super::route::keys;
use crate::broker::Broker;
use crate::channel::{Mode, Publication, Publisher};
use crate::command::BasicPublish;
use crate::event::{Emit, Event};
use crate::protocol_error::{self, ProtocolError};
use crate::publishing;
use crate::queue::Awaited;
use crate::reply_to::is_malformed;
use crate::{ChannelId, ExchangeId, Message, MessageId, QueueId, Reply};

impl Broker {
    /// Handles `basic.publish`: checks, routes and enqueues the message, at once or at `tx.commit`.
    pub(crate) fn publish(
        &mut self,
        Publisher { channel, publish_seq_no, transactional }: Publisher,
        mut publish: BasicPublish,
        out: &mut Vec<Event>,
    ) -> Result<(), ProtocolError> {
        if publish.immediate {
            return Err(ProtocolError::not_implemented("immediate=true"));
        }
        let exchange = self.exchange_to_publish_to(&publish.exchange)?;
        self.address_for_reply(channel, &mut publish.content)?;
        publishing::check_properties(&publish.content.properties, || self.user(channel))?;
        publishing::check_delivery_mode(&publish.content.properties)?;
        let cc = publishing::carbon_copies(&mut publish.content)?;
        if exchange == ExchangeId::default()
            && core::iter::once(&publish.routing_key).chain(&cc).any(|key| is_malformed(key))
        {
            return Err(ProtocolError::internal_error());
        }
        let BasicPublish { exchange: name, routing_key, mandatory, content, id, .. } = publish;
        let id = id.unwrap_or_else(|| self.take_message_id());
        let message = Arc::new(Message { id, exchange: name, routing_key, cc, content });
        out.emit(|| Event::Published { channel, message: message.clone(), publish_seq_no });
        let mut targets = core::mem::take(&mut self.targets);
        self.route(exchange, &message, mandatory, out, &mut targets);
        if transactional {
            let queues = if exchange == ExchangeId::default() {
                keys(&message).cloned().collect()
            } else {
                targets.iter().map(|queue| self.queues.name(queue.0)).collect()
            };
            if let Some(Mode::Transaction(transaction)) = self.channel_mut(channel).map(|channel| &mut channel.mode) {
                transaction.publishes.push(Publication { message, queues, mandatory });
            }
        } else {
            self.enqueue_all(channel, message, &targets, mandatory, publish_seq_no, out);
        }
        if !self.replies.is_empty() {
            self.send_replies(out);
        }
        targets.clear();
        self.targets = targets;
        Ok(())
    }

    /// Returns the exchange of a publish: any but an internal one, including the default one.
    fn exchange_to_publish_to(&self, name: &str) -> Result<ExchangeId, ProtocolError> {
        let id = if name.is_empty() { ExchangeId::default() } else { self.named_exchange(name)? };
        match self.exchanges.get(id.0) {
            Some(exchange) if exchange.internal => Err(ProtocolError::access_refused(&format!(
                "cannot publish to internal {}",
                protocol_error::exchange(&exchange.name)
            ))),
            Some(_) | None => Ok(id),
        }
    }

    fn take_message_id(&mut self) -> MessageId {
        self.next_message += 1;
        MessageId(self.next_message)
    }

    /// Enqueues a routed message; a mandatory one without queues is returned. Returns whether all queues took it.
    pub(crate) fn enqueue_all(
        &mut self,
        channel: ChannelId,
        message: Arc<Message>,
        targets: &[QueueId],
        mandatory: bool,
        publish_seq_no: Option<u64>,
        out: &mut Vec<Event>,
    ) -> bool {
        let awaited = publish_seq_no.map(|publish_seq_no| Awaited { channel, publish_seq_no });
        if let Some(seq_no) = publish_seq_no {
            self.with_confirms(channel, |confirms| confirms.published(seq_no, targets.len()));
        }
        let Some((last, others)) = targets.split_last() else {
            if mandatory {
                out.push(Event::To(channel, Reply::BasicReturn { message }));
            }
            return true;
        };
        let mut taken = true;
        for queue in others {
            taken &= self.accept(*queue, message.clone(), awaited, out);
        }
        taken & self.accept(*last, message, awaited, out)
    }
}

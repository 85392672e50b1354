//! The methods of clients, class by class: checks, changes and answers.

pub(crate) mod basic;
mod channel;
pub(crate) mod exchange;
mod queue;
mod transaction;

use crate::broker::Broker;
use crate::channel::Settlement;
use crate::event::{Event, RequeueCause};
use crate::protocol_error::ProtocolError;
use crate::{ChannelId, Command, Reply};

impl Broker {
    /// Handles a method on an open channel.
    #[inline(always)]
    fn method(&mut self, id: ChannelId, command: Command, out: &mut Vec<Event>) -> Result<(), ProtocolError> {
        let Some(channel) = self.connections.channel_mut(id) else { return self.unopened(id, &command, out) };
        match command {
            Command::ChannelOpen => return Err(ProtocolError::channel_error("second 'channel.open' seen")),
            Command::ChannelCloseOk => return Err(ProtocolError::channel_error("unexpected method")),
            Command::ChannelClose => self.close_channel(id, out),
            Command::ChannelFlow { active: true } => out.push(Event::To(id, Reply::ChannelFlowOk { active: true })),
            Command::ChannelFlow { active: false } => return Err(ProtocolError::not_implemented("active=false")),
            Command::ExchangeDeclare(declare) => self.declare_exchange(id, declare, out)?,
            Command::ExchangeDelete { exchange, if_unused, no_wait } => {
                self.delete_exchange_on_request(id, &exchange, if_unused, no_wait, out)?;
            }
            Command::ExchangeBind(bind) => self.bind_exchange(id, bind, true, out)?,
            Command::ExchangeUnbind(bind) => self.bind_exchange(id, bind, false, out)?,
            Command::QueueDeclare(declare) => self.declare_queue(id, declare, out)?,
            Command::QueueBind(bind) => self.bind_queue(id, bind, true, out)?,
            Command::QueueUnbind(bind) => self.bind_queue(id, bind, false, out)?,
            Command::QueuePurge { queue, no_wait } => self.purge_queue(id, &queue, no_wait, out)?,
            Command::QueueDelete { queue, if_unused, if_empty, no_wait } => {
                self.delete_queue_on_request(id, &queue, (if_unused, if_empty, no_wait), out)?;
            }
            Command::BasicQos { prefetch_size, prefetch_count, global } => {
                self.qos(id, (prefetch_size, prefetch_count, global), out)?;
            }
            Command::BasicConsume(consume) => self.consume(id, consume, out)?,
            Command::BasicCancel { consumer_tag, no_wait } => self.cancel(id, consumer_tag, no_wait, out),
            Command::BasicPublish(publish) => {
                let publisher = channel.publisher();
                self.publish(publisher, publish, out)?;
            }
            Command::BasicGet { queue, no_ack } => self.get(id, &queue, no_ack, out)?,
            Command::BasicAck { delivery_tag, multiple } => {
                if let Some(oldest) = channel.take_oldest(delivery_tag) {
                    let settling = channel.settling(Settlement::Ack);
                    self.settle_one(settling, oldest, out);
                } else {
                    self.settle_tags(id, delivery_tag, multiple, Settlement::Ack, out)?;
                }
            }
            Command::BasicReject { delivery_tag, requeue } => {
                self.settle_tags(id, delivery_tag, false, refused(requeue, RequeueCause::Reject), out)?;
            }
            Command::BasicNack { delivery_tag, multiple, requeue } => {
                self.settle_tags(id, delivery_tag, multiple, refused(requeue, RequeueCause::Nack), out)?;
            }
            Command::BasicRecover { requeue } => self.recover(id, requeue, true, out)?,
            Command::BasicRecoverAsync { requeue } => self.recover(id, requeue, false, out)?,
            Command::ConfirmSelect { no_wait } => self.select_confirm(id, no_wait, out)?,
            Command::TxSelect => self.select_transaction(id, out)?,
            Command::TxCommit => self.commit(id, out)?,
            Command::TxRollback => self.roll_back(id, out)?,
        }
        Ok(())
    }

    /// Sends the answer, unless the client set `no_wait`.
    fn answer(&self, id: ChannelId, no_wait: bool, reply: Reply, out: &mut Vec<Event>) {
        if !no_wait {
            out.push(Event::To(id, reply));
        }
    }
}

fn refused(requeue: bool, cause: RequeueCause) -> Settlement {
    if requeue { Settlement::Requeue(cause) } else { Settlement::Discard }
}

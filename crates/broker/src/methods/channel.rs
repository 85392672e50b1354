//! Class channel, and the end of channels and connections.

use crate::broker::Broker;
use crate::channel::{Channel, Unacked};
use crate::command::Command;
use crate::connections::Connection;
use crate::dict::Dict;
use crate::event::{ChannelEnd, ConnectionEnd, ConsumerEnd, Event, QueueEnd, RequeueCause};
use crate::protocol_error::{INTERNAL_ERROR, ProtocolError};
use crate::reply::Close;
use crate::timers::TimerId;
use crate::{ChannelId, ConnectionId, ConnectionReply, Name, QueueId, Reply};

impl Broker {
    pub(crate) fn open_connection(&mut self, id: ConnectionId, user: Name, out: &mut Vec<Event>) {
        // An input that makes no sense: it is open already.
        if self.connections.contains(id) {
            return;
        }
        self.connections.open(Connection::new(id, user, self.now));
        out.push(Event::ConnectionOpened(id));
        out.push(Event::ToConnection(id, ConnectionReply::OpenOk));
    }

    /// Handles every method on a channel. A protocol error ends the channel or the connection.
    #[inline(always)]
    pub(crate) fn command(&mut self, id: ChannelId, command: Command, out: &mut Vec<Event>) {
        let method_id = command.id();
        if let Err(error) = self.method(id, command, out) {
            self.fail(id, error, method_id, out);
        }
    }

    /// Handles a method on a channel that is not open.
    #[cold]
    pub(super) fn unopened(
        &mut self,
        id: ChannelId,
        command: &Command,
        out: &mut Vec<Event>,
    ) -> Result<(), ProtocolError> {
        // An input that makes no sense: there is no such connection.
        let Some(connection) = self.connections.get_mut(id.connection) else { return Ok(()) };
        let closing = connection.closing.contains(&id.number);
        let opens = matches!(command, Command::ChannelOpen);
        if opens || matches!(command, Command::ChannelCloseOk) {
            connection.closing.remove(&id.number);
        }
        if opens {
            self.connections.open_channel(Channel::new(id, self.now));
            out.push(Event::ChannelOpened(id));
            out.push(Event::To(id, Reply::ChannelOpenOk));
            Ok(())
        } else if closing {
            // The client has not received the close of its channel yet.
            Ok(())
        } else {
            Err(ProtocolError::channel_error("expected 'channel.open'"))
        }
    }

    /// Ends the channel or the connection after a client's mistake.
    #[cold]
    fn fail(&mut self, id: ChannelId, error: ProtocolError, (class_id, method_id): (u16, u16), out: &mut Vec<Event>) {
        let (class_id, method_id) = if error.code == INTERNAL_ERROR { (0, 0) } else { (class_id, method_id) };
        let close = Close { code: error.code, text: error.text.into(), class_id, method_id };
        if error.closes_connection {
            // The connection is told only then: what the channel gives back reaches the connection's other channels
            // (recording theme `groups`).
            self.end_channel(id, ChannelEnd::Connection(ConnectionEnd::Error), out);
            self.end_connection(id.connection, ConnectionEnd::Error, out);
            out.push(Event::ToConnection(id.connection, ConnectionReply::Close(close)));
        } else {
            self.fail_channel(id, ChannelEnd::Error, close, out);
        }
    }

    /// Closes a channel from the broker's side. Its deliveries are handed out again before anything else happens.
    pub(crate) fn fail_channel(&mut self, id: ChannelId, end: ChannelEnd, close: Close, out: &mut Vec<Event>) {
        self.end_channel(id, end, out);
        if let Some(connection) = self.connections.get_mut(id.connection) {
            connection.closing.insert(id.number);
        }
        out.push(Event::To(id, Reply::ChannelClose(close)));
    }

    pub(crate) fn close_channel(&mut self, id: ChannelId, out: &mut Vec<Event>) {
        self.end_channel(id, ChannelEnd::Closed, out);
        out.push(Event::To(id, Reply::ChannelCloseOk));
    }

    /// Ends a channel: removes its consumers, queue by queue, and requeues its deliveries.
    pub(crate) fn end_channel(&mut self, id: ChannelId, end: ChannelEnd, out: &mut Vec<Event>) {
        // A mistake on a channel that was never opened ends its connection.
        let Some(mut channel) = self.connections.close_channel(id) else { return };
        self.timers.set(TimerId::Channel(id), &mut channel.timer, None);
        if let Some(consumer) = &channel.reply_consumer {
            self.reply_addresses.remove(&*consumer.address);
        }
        out.push(Event::ChannelClosed(id, end));
        self.confirming.remove(&id);
        let mut held: Dict<Name, (QueueId, Vec<Unacked>)> = Dict::new();
        let known = channel.consumers.values().chain(channel.queues_to_notify_on_close.iter()).copied();
        for queue in known.filter(|queue| self.queues.get(queue.0).is_some()) {
            held.entry(self.queues.name(queue.0)).or_insert((queue, Vec::new()));
        }
        for unacked in channel.into_outstanding().filter(|unacked| self.queues.get(unacked.queue.0).is_some()) {
            let queue = unacked.queue;
            held.entry(self.queues.name(queue.0)).or_insert((queue, Vec::new())).1.push(unacked);
        }
        for (queue, unacked) in held.into_values() {
            self.channel_left(id, queue, unacked, end, out);
        }
    }

    fn channel_left(
        &mut self,
        id: ChannelId,
        queue_id: QueueId,
        unacked: Vec<Unacked>,
        end: ChannelEnd,
        out: &mut Vec<Event>,
    ) {
        let now = self.now;
        // The queue may have been deleted with an earlier queue of this channel: their consumers were the last of an
        // auto-delete exchange.
        let Some(queue) = self.queues.get_mut(queue_id.0) else { return };
        let gone = queue.unsubscribe_channel(id, now);
        let had_consumers = !gone.is_empty();
        for consumer in gone {
            out.push(Event::ConsumerRemoved(consumer.consumer, ConsumerEnd::ChannelClosed));
        }
        if had_consumers && queue.consumers().is_empty() && queue.auto_delete {
            self.delete_queue(queue_id, QueueEnd::LastConsumerGone, None, out);
            return;
        }
        queue.contents.settle(unacked.len());
        self.activate_consumer(queue_id, out);
        self.requeue(queue_id, unacked, RequeueCause::ChannelClosed(end), out);
    }

    /// Ends a connection: its channels first, then its exclusive queues.
    pub(crate) fn end_connection(&mut self, id: ConnectionId, end: ConnectionEnd, out: &mut Vec<Event>) {
        // The broker had closed it already, or it was never there.
        if !self.connections.contains(id) {
            return;
        }
        let before = out.len();
        for channel in self.connections.channels_of(id) {
            self.end_channel(channel, ChannelEnd::Connection(end), out);
        }
        // The first channel's deliveries may be handed to the next one, but nobody reads that connection any more.
        let spoken_to = |event: &Event| matches!(event, Event::To(channel, _) if channel.connection == id);
        let after = out.split_off(before);
        out.extend(after.into_iter().filter(|event| !spoken_to(event)));
        let exclusive = self.connections.close(id).map(|connection| connection.exclusive);
        out.push(Event::ConnectionClosed(id, end));
        for queue in exclusive.unwrap_or_default() {
            self.delete_queue(queue, QueueEnd::OwnerGone, None, out);
        }
    }
}

//! Class channel, and what ends a channel or a connection.

use crate::broker::{Broker, Connection};
use crate::channel::{Channel, Unacked};
use crate::command::Command;
use crate::dict::Dict;
use crate::event::{ChannelEnd, ConnectionEnd, ConsumerEnd, Event, QueueEnd, RequeueCause};
use crate::fault::{Fault, INTERNAL_ERROR, shortened};
use crate::reply::Close;
use crate::{ChannelId, ConnectionId, ConnectionReply, Name, QueueId, Reply};

impl Broker {
    pub(crate) fn open_connection(&mut self, id: ConnectionId, user: Name, out: &mut Vec<Event>) {
        if self.connections.has(&id) {
            return;
        }
        self.connections.insert(id, Connection { user, opened_at: self.now, ..Connection::default() });
        out.push(Event::ConnectionOpened(id));
        out.push(Event::ToConnection(id, ConnectionReply::OpenOk));
    }

    /// Everything that a client does on a channel comes through here; its mistakes end the channel or the connection.
    pub(crate) fn command(&mut self, id: ChannelId, command: Command, out: &mut Vec<Event>) {
        let Some(connection) = self.connections.get_mut(&id.connection) else { return };
        let (class_id, method_id) = command.id();
        if !connection.closing.is_empty() && connection.closing.has(&id.number) {
            // The client has not heard yet that its channel is gone. An open says that it has.
            let heard = matches!(command, Command::ChannelCloseOk | Command::ChannelOpen);
            if heard {
                connection.closing.remove(&id.number);
            }
            if !matches!(command, Command::ChannelOpen) {
                return;
            }
        }
        let open = connection.channels.has(&id.number);
        let result = match (&command, open) {
            (Command::ChannelOpen, false) => {
                self.open_channel(id, out);
                Ok(())
            }
            (Command::ChannelOpen, true) => Err(Fault::channel_error("second 'channel.open' seen")),
            (_, false) => Err(Fault::channel_error("expected 'channel.open'")),
            (_, true) => self.method(id, command, out),
        };
        let Err(fault) = result else { return };
        let (class_id, method_id) = if fault.code == INTERNAL_ERROR { (0, 0) } else { (class_id, method_id) };
        let close = Close { code: fault.code, text: shortened(fault.text), class_id, method_id };
        if fault.hard {
            self.end_connection(id.connection, ConnectionEnd::Error, out);
            out.push(Event::ToConnection(id.connection, ConnectionReply::Close(close)));
        } else {
            self.fail_channel(id, ChannelEnd::Error, close, out);
        }
    }

    /// The broker closes a channel. What it held is handed out again before anything else happens.
    pub(crate) fn fail_channel(&mut self, id: ChannelId, end: ChannelEnd, close: Close, out: &mut Vec<Event>) {
        self.end_channel(id, end, out);
        if let Some(connection) = self.connections.get_mut(&id.connection) {
            connection.closing.put(id.number);
        }
        out.push(Event::To(id, Reply::ChannelClose(close)));
    }

    fn open_channel(&mut self, id: ChannelId, out: &mut Vec<Event>) {
        let now = self.now;
        if let Some(connection) = self.connections.get_mut(&id.connection) {
            connection.channels.insert(id.number, Channel::new(id, now));
            out.push(Event::ChannelOpened(id));
            out.push(Event::To(id, Reply::ChannelOpenOk));
        }
    }

    pub(crate) fn close_channel(&mut self, id: ChannelId, out: &mut Vec<Event>) {
        self.end_channel(id, ChannelEnd::Closed, out);
        out.push(Event::To(id, Reply::ChannelCloseOk));
    }

    /// Its consumers go, queue by queue, and what it held goes back to its place.
    pub(crate) fn end_channel(&mut self, id: ChannelId, end: ChannelEnd, out: &mut Vec<Event>) {
        let Some(connection) = self.connections.get_mut(&id.connection) else { return };
        let Some(channel) = connection.channels.remove(&id.number) else { return };
        out.push(Event::ChannelClosed(id, end));
        self.confirming.remove(&id);
        let mut held: Dict<Name, (QueueId, Vec<Unacked>)> = Dict::new();
        let known = channel.consumers.values().chain(channel.remembered_by.keys()).copied();
        for queue in known.filter(|queue| self.queues.get(queue.0).is_some()) {
            held.or_insert(self.queues.name(queue.0), (queue, Vec::new()));
        }
        let uncommitted = match channel.mode {
            crate::channel::Mode::Transaction(transaction) => transaction.settlements,
            crate::channel::Mode::Plain | crate::channel::Mode::Confirm(_) => Vec::new(),
        };
        let unacked = channel.unacked.into_iter().chain(uncommitted.into_iter().flat_map(|(_, unacked)| unacked));
        for unacked in unacked.filter(|unacked| self.queues.get(unacked.queue.0).is_some()) {
            let queue = unacked.queue;
            held.or_insert(self.queues.name(queue.0), (queue, Vec::new())).1.push(unacked);
        }
        for (queue, unacked) in held.into_values() {
            self.channel_left(id, queue, unacked, end, out);
        }
    }

    fn channel_left(
        &mut self,
        id: ChannelId,
        queue_id: QueueId,
        mut unacked: Vec<Unacked>,
        end: ChannelEnd,
        out: &mut Vec<Event>,
    ) {
        let now = self.now;
        let Some(queue) = self.queues.get_mut(queue_id.0) else { return };
        queue.unacked -= unacked.len() as u64;
        let gone = queue.consumers.remove_channel(id);
        let had_consumers = !gone.is_empty();
        for consumer in gone {
            out.push(Event::ConsumerRemoved(consumer.named(queue_id), ConsumerEnd::ChannelClosed));
        }
        if had_consumers && queue.consumers.is_empty() {
            queue.idle_since = now;
            if queue.auto_delete {
                queue.unacked += unacked.len() as u64;
                self.delete_queue(queue_id, QueueEnd::LastConsumerGone, None, out);
                return;
            }
        }
        self.activate_consumer(queue_id, out);
        self.requeue(queue_id, &mut unacked, RequeueCause::ChannelClosed(end), out);
    }

    /// Channels first, then the queues that belonged to the connection alone.
    pub(crate) fn end_connection(&mut self, id: ConnectionId, end: ConnectionEnd, out: &mut Vec<Event>) {
        let Some(connection) = self.connections.get(&id) else { return };
        let numbers: Vec<u16> = connection.channels.keys().copied().collect();
        let before = out.len();
        for number in numbers {
            self.end_channel(ChannelId { connection: id, number }, ChannelEnd::Connection(end), out);
        }
        // What the first channel gives back may be handed to the next one, but nobody reads that connection any more.
        let spoken_to = |event: &Event| matches!(event, Event::To(channel, _) if channel.connection == id);
        let after = out.split_off(before);
        out.extend(after.into_iter().filter(|event| !spoken_to(event)));
        self.connections.remove(&id);
        out.push(Event::ConnectionClosed(id, end));
        let owned: Vec<QueueId> = self.queues.iter().filter(|queue| queue.owner == Some(id)).map(|q| q.id).collect();
        for queue in owned {
            self.delete_queue(queue, QueueEnd::OwnerGone, None, out);
        }
    }
}

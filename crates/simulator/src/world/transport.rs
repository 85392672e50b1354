//! Arrivals at either end, and what clients do about them.

use std::sync::Arc;

use warren_broker::{ChannelId, Command, ConnectionId, ConnectionReply, Event, Input, Message, MessageId};

use super::{Handled, Item, World};
use crate::client::{Alarm, Client, Effects, handed_out};
use crate::network::Direction;
use crate::scenario::Action;
use crate::{Actor, Answer, ClientId, Endpoint, InFlight, Loss, Lost, Moment, MomentKind, Packet, Request, Sent};

/// The user of all clients.
const USER: &str = "guest";

/// The effects of a client, after the network and the agenda have taken them.
pub(super) struct Done {
    pub sent: Vec<Sent>,
    pub starts_work: bool,
    pub lost: Vec<Loss>,
    pub reconnects: bool,
}

impl World {
    pub(super) fn arrival(&mut self, packet: InFlight) -> Option<Moment> {
        let InFlight { from, to, channel, what, .. } = packet;
        match (what, from, to) {
            (Packet::Request(request), Endpoint::Client(client), _) => self.at_broker(client, channel, request),
            (Packet::Answer(answer), _, Endpoint::Client(client)) => self.at_client(client, channel, answer),
            (Packet::Request(_) | Packet::Answer(_), ..) => None,
        }
    }

    fn at_broker(&mut self, client: ClientId, channel: ChannelId, request: Arc<Request>) -> Option<Moment> {
        let connection = channel.connection;
        let input = match &*request {
            // Only the handshake is behind it, so nothing is missed.
            Request::ConnectionOpen if !self.broker.is_running() => {
                self.lose_in_flight(connection, Endpoint::Broker);
                self.send_to_client(ChannelId { connection, number: 0 }, Answer::Refused);
                return None;
            }
            Request::ConnectionOpen => Input::ConnectionOpen { connection, user: USER.into() },
            Request::ConnectionClose => Input::ConnectionClose(connection),
            Request::SocketClosed => Input::ConnectionLost(connection),
            Request::Command(command) => Input::Command(channel, command.clone()),
        };
        let closed = matches!(input, Input::Command(..)) && !self.broker.has_channel(channel);
        let Handled { mut events, mut lost } = self.tell_broker(input);
        if let Request::ConnectionOpen = &*request {
            events.extend(self.first_channel(connection));
        }
        if closed && events.is_empty() && !matches!(&*request, Request::Command(Command::ChannelCloseOk)) {
            // The client has not received the close of its channel yet, and the broker ignores what it sends.
            lost.push(Loss { client, what: Lost::Request(request.clone()) });
        }
        Some(Moment { lost, ..self.moment(Actor::Broker, MomentKind::Handled { client, channel, request }, events) })
    }

    /// Handles the `channel.open` that comes with a handshake, in the same moment.
    fn first_channel(&mut self, connection: ConnectionId) -> Vec<Event> {
        let now = self.now;
        let mut first = |item: &Item| match item {
            Item::Arrival(InFlight { channel, arrives_at, what: Packet::Request(request), .. }) => {
                let opens = matches!(&**request, Request::Command(Command::ChannelOpen));
                opens && channel.connection == connection && *arrives_at == now
            }
            Item::Arrival(_) | Item::Alarm(..) | Item::BrokerUp => false,
        };
        if self.agenda.strike(&mut first).is_empty() {
            return Vec::new();
        }
        self.tell_broker(Input::Command(ChannelId { connection, number: 1 }, Command::ChannelOpen)).events
    }

    fn at_client(&mut self, client: ClientId, channel: ChannelId, answer: Arc<Answer>) -> Option<Moment> {
        let done = self.with_client(client, &mut |client, fx| client.receive(channel.number, &answer, fx));
        if self.client(client).and_then(Client::connection).is_none() {
            self.network.disconnect(channel.connection);
        }
        let what = match &*answer {
            // `channel.open-ok` follows at once.
            Answer::Connection(ConnectionReply::OpenOk) if done.sent.is_empty() => return None,
            Answer::Refused => MomentKind::ConnectionRefused(client),
            Answer::Connection(_) | Answer::Channel { .. } | Answer::SocketClosed => {
                MomentKind::Received { client, channel, answer, starts_work: done.starts_work }
            }
        };
        Some(self.done(Actor::Client(client), what, done))
    }

    pub(super) fn alarm(&mut self, client: ClientId, alarm: Alarm) -> Option<Moment> {
        let mut message = None;
        let done = self.with_client(client, &mut |client, fx| message = client.alarm(alarm, fx));
        if done.reconnects {
            return Some(self.start(client, Actor::Client(client)));
        }
        let what = match message {
            Some(message) => {
                let next = self.client(client).and_then(Client::working_on).cloned();
                MomentKind::WorkDone { client, message, next }
            }
            // A method that waits for an answer before it is sent is not visible.
            None if done.sent.is_empty() => return None,
            None => MomentKind::Sends(client),
        };
        Some(self.done(Actor::Client(client), what, done))
    }

    /// Starts a client program on a new connection. An old one that still exists is closed without a word.
    pub(super) fn start(&mut self, client: ClientId, actor: Actor) -> Moment {
        let old = self.client(client).and_then(Client::connection);
        let cut = old.map(|old| self.cut(client, old)).unwrap_or_default();
        let connection = self.network.connect(client);
        let done = self.with_client(client, &mut |client, fx| client.start(connection, fx));
        let mut moment = self.done(actor, MomentKind::Started(client), done);
        moment.lost.splice(0..0, cut);
        moment
    }

    /// Kills a client's program. Everything in flight is lost, and the broker learns of it by the socket.
    pub(super) fn kill(&mut self, client: ClientId, actor: Actor) -> Moment {
        let connection = self.client(client).and_then(Client::connection);
        let cut = connection.map(|connection| self.lose_both_ways(client, connection)).unwrap_or_default();
        let done = self.with_client(client, &mut Client::kill);
        if let Some(connection) = connection {
            self.network.disconnect(connection);
        }
        let mut moment = self.done(actor, MomentKind::Killed(client), done);
        moment.lost.extend(cut);
        moment
    }

    /// Makes a moment of a client's effects.
    pub(super) fn done(&self, actor: Actor, what: MomentKind, done: Done) -> Moment {
        Moment { sent: done.sent, lost: done.lost, ..self.moment(actor, what, Vec::new()) }
    }

    /// Runs an action of a client and carries out its effects.
    pub(super) fn with_client(&mut self, id: ClientId, act: &mut dyn FnMut(&mut Client, &mut Effects<'_>)) -> Done {
        let mut random = self.random.clone();
        let before = self.client(id).and_then(Client::connection);
        let mut fx = Effects::new(self.now, &mut random);
        act(self.client_mut(id), &mut fx);
        let Effects { sent, alarms, struck, starts_work, lost, abandoned, reconnects, .. } = fx;
        self.random = random;
        let lost = lost.into_iter().map(Lost::Message);
        let abandoned = abandoned.into_iter().map(|(channel, method, because)| {
            let statement = Action::Method { client: self.client_name(id), channel, every: None, method };
            Lost::Statement { statement: statement.to_string().into(), because }
        });
        let lost: Vec<Loss> = lost.chain(abandoned).map(|what| Loss { client: id, what }).collect();
        let struck: Vec<Alarm> = struck.into_iter().filter(|alarm| self.alarms.remove(&(id, *alarm))).collect();
        if !struck.is_empty() {
            self.agenda.strike(
                &mut |item| matches!(item, Item::Alarm(owner, alarm) if *owner == id && struck.contains(alarm)),
            );
        }
        for (at, alarm) in alarms {
            self.alarms.insert((id, alarm));
            self.agenda.put(at, Item::Alarm(id, alarm));
        }
        let connection = self.client(id).and_then(Client::connection).or(before);
        let sent = sent.into_iter().filter_map(|(number, request)| {
            let channel = ChannelId { connection: connection?, number };
            Some(self.send_to_broker(id, channel, request))
        });
        let sent = sent.collect();
        Done { sent, starts_work, lost, reconnects }
    }

    fn send_to_broker(&mut self, client: ClientId, channel: ChannelId, mut request: Request) -> Sent {
        if let Request::Command(Command::BasicPublish(publish)) = &mut request {
            self.messages_sent += 1;
            publish.id = Some(MessageId(self.messages_sent));
        }
        let request = Arc::new(request);
        let arrives_at = self.network.arrival(self.now, channel.connection, Direction::ToBroker, &mut self.random);
        self.put_packet(InFlight {
            from: Endpoint::Client(client),
            to: Endpoint::Broker,
            channel,
            sent_at: self.now,
            arrives_at,
            what: Packet::Request(request.clone()),
        });
        Sent { channel, request }
    }

    /// Abandons an old connection and returns what is lost with it.
    fn cut(&mut self, client: ClientId, connection: ConnectionId) -> Vec<Loss> {
        let lost = self.lose_both_ways(client, connection);
        self.send_to_broker(client, ChannelId { connection, number: 0 }, Request::SocketClosed);
        self.network.disconnect(connection);
        lost
    }

    /// Removes everything in flight on a connection, in both directions, and returns what is lost.
    pub(super) fn lose_both_ways(&mut self, client: ClientId, connection: ConnectionId) -> Vec<Loss> {
        let mut lost = self.lose_to_client(client, connection);
        lost.extend(self.lose_to_broker(connection));
        lost
    }

    /// Removes everything in flight to a client, and returns the messages that the broker counts as settled.
    pub(super) fn lose_to_client(&mut self, client: ClientId, connection: ConnectionId) -> Vec<Loss> {
        let packets = self.lose_in_flight(connection, Endpoint::Client(client));
        let messages = packets.iter().filter_map(|packet| self.taken_without_ack(client, packet));
        messages.map(|message| Loss { client, what: Lost::Message(message) }).collect()
    }

    /// Removes everything in flight to the broker, and returns it.
    pub(super) fn lose_to_broker(&mut self, connection: ConnectionId) -> Vec<Loss> {
        let Some(client) = self.network.owner(connection) else { return Vec::new() };
        let requests =
            self.lose_in_flight(connection, Endpoint::Broker).into_iter().filter_map(|packet| match packet.what {
                Packet::Request(request) => Some(Loss { client, what: Lost::Request(request) }),
                Packet::Answer(_) => None,
            });
        requests.collect()
    }

    /// Returns the message if it is a delivery that the broker counts as settled.
    fn taken_without_ack(&self, client: ClientId, packet: &InFlight) -> Option<Arc<Message>> {
        let Packet::Answer(answer) = &packet.what else { return None };
        let Answer::Channel { reply, .. } = &**answer else { return None };
        let (tag, message) = handed_out(reply)?;
        self.client(client)?.takes_without_ack(packet.channel.number, tag).then(|| message.clone())
    }
}

//! What arrives at either end and what clients do about it. It does not know statements.

use std::sync::Arc;

use warren_broker::{ChannelId, Command, ConnectionId, ConnectionReply, Event, Input, Message, MessageId, Name, Reply};

use super::{Item, World};
use crate::client::{Alarm, Client, Effects};
use crate::network::Way;
use crate::{Actor, Answer, ClientId, Endpoint, Freight, Happening, InFlight, Moment, Request, Sent};

/// Who clients say they are.
const USER: &str = "guest";

/// What a client did, once the network and the agenda have taken it.
pub(super) struct Done {
    pub sent: Vec<Sent>,
    pub starts_work: bool,
    pub lost: Vec<Arc<Message>>,
    pub reconnects: bool,
}

impl World {
    pub(super) fn arrival(&mut self, packet: InFlight) -> Option<Moment> {
        let InFlight { from, to, channel, what, .. } = packet;
        match (what, from, to) {
            (Freight::Request(request), Endpoint::Client(client), _) => self.at_broker(client, channel, request),
            (Freight::Answer(answer), _, Endpoint::Client(client)) => self.at_client(client, channel, answer),
            (Freight::Request(_) | Freight::Answer(_), ..) => None,
        }
    }

    fn at_broker(&mut self, client: ClientId, channel: ChannelId, request: Arc<Request>) -> Option<Moment> {
        let connection = channel.connection;
        let input = match &*request {
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
        let mut events = self.tell_broker(input);
        if let Request::ConnectionOpen = &*request {
            events.extend(self.first_channel(connection));
        }
        Some(self.moment(Actor::Broker, Happening::Handled { client, channel, request }, events))
    }

    /// The `channel.open` that comes with a handshake is handled in the same moment.
    fn first_channel(&mut self, connection: ConnectionId) -> Vec<Event> {
        let now = self.now;
        let mut first = |item: &Item| match item {
            Item::Arrival(InFlight { channel, arrives_at, what: Freight::Request(request), .. }) => {
                let opens = matches!(&**request, Request::Command(Command::ChannelOpen));
                opens && channel.connection == connection && *arrives_at == now
            }
            Item::Arrival(_) | Item::Alarm(..) | Item::BrokerUp => false,
        };
        if self.agenda.strike(&mut first).is_empty() {
            return Vec::new();
        }
        self.tell_broker(Input::Command(ChannelId { connection, number: 1 }, Command::ChannelOpen))
    }

    fn at_client(&mut self, client: ClientId, channel: ChannelId, answer: Arc<Answer>) -> Option<Moment> {
        let done = self.with_client(client, &mut |client, fx| client.receive(channel.number, &answer, fx));
        if self.client(client).and_then(Client::connection).is_none() {
            self.network.disconnect(channel.connection);
        }
        let what = match &*answer {
            // `channel.open-ok` follows at once.
            Answer::Connection(ConnectionReply::OpenOk) if done.sent.is_empty() => return None,
            Answer::Refused => Happening::ConnectionRefused(client),
            Answer::Connection(_) | Answer::Channel { .. } | Answer::SocketClosed => {
                Happening::Received { client, channel, answer, starts_work: done.starts_work, lost: done.lost }
            }
        };
        Some(Moment { sent: done.sent, ..self.moment(Actor::Client(client), what, Vec::new()) })
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
                Happening::WorkDone { client, message, next }
            }
            // What waits for an answer before it is sent cannot be seen.
            None if done.sent.is_empty() => return None,
            None => Happening::Sends(client),
        };
        Some(Moment { sent: done.sent, ..self.moment(Actor::Client(client), what, Vec::new()) })
    }

    /// A client program starts on a new connection; an old one that may still be there is closed without a word.
    pub(super) fn start(&mut self, client: ClientId, actor: Actor) -> Moment {
        if let Some(old) = self.client(client).and_then(Client::connection) {
            self.cut(client, old);
        }
        let connection = self.network.connect(client);
        let done = self.with_client(client, &mut |client, fx| client.start(connection, fx));
        Moment { sent: done.sent, ..self.moment(actor, Happening::Started(client), Vec::new()) }
    }

    /// A client's program dies; what is on its wires dies with it, and the broker is told by the socket.
    pub(super) fn kill(&mut self, client: ClientId, actor: Actor) -> Moment {
        let mut lost = Vec::new();
        let mut unheard = Vec::new();
        let connection = self.client(client).and_then(Client::connection);
        if let Some(connection) = connection {
            for packet in self.lose_in_flight(connection, Endpoint::Client(client)) {
                lost.extend(self.taken_without_ack(client, &packet));
            }
            for packet in self.lose_in_flight(connection, Endpoint::Broker) {
                if let Freight::Request(request) = packet.what {
                    unheard.push(request);
                }
            }
        }
        let done = self.with_client(client, &mut Client::kill);
        if let Some(connection) = connection {
            self.network.disconnect(connection);
        }
        let lost = done.lost.into_iter().chain(lost).collect();
        let what = Happening::Killed { client, lost, unheard };
        Moment { sent: done.sent, ..self.moment(actor, what, Vec::new()) }
    }

    /// Lets a client do something and puts into effect what it wants.
    pub(super) fn with_client(&mut self, id: ClientId, act: &mut dyn FnMut(&mut Client, &mut Effects<'_>)) -> Done {
        let mut random = self.random.clone();
        let before = self.client(id).and_then(Client::connection);
        let mut fx = Effects::new(self.now, &mut random);
        act(self.client_mut(id), &mut fx);
        let Effects { sent, alarms, struck, starts_work, lost, reconnects, .. } = fx;
        self.random = random;
        let struck: Vec<Alarm> =
            struck.into_iter().filter(|alarm| self.alarms.remove(&(id, *alarm)).is_some()).collect();
        if !struck.is_empty() {
            self.agenda.strike(
                &mut |item| matches!(item, Item::Alarm(owner, alarm) if *owner == id && struck.contains(alarm)),
            );
        }
        for (at, alarm) in alarms {
            self.alarms.put((id, alarm));
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
        let arrives_at = self.network.arrival(self.now, channel.connection, Way::ToBroker, &mut self.random);
        self.put_packet(InFlight {
            from: Endpoint::Client(client),
            to: Endpoint::Broker,
            channel,
            sent_at: self.now,
            arrives_at,
            what: Freight::Request(request.clone()),
        });
        Sent { channel, request }
    }

    /// An old connection is left behind.
    fn cut(&mut self, client: ClientId, connection: ConnectionId) {
        self.lose_in_flight(connection, Endpoint::Client(client));
        self.lose_in_flight(connection, Endpoint::Broker);
        self.send_to_broker(client, ChannelId { connection, number: 0 }, Request::SocketClosed);
        self.network.disconnect(connection);
    }

    /// A delivery that the broker counts as settled, if this is one.
    fn taken_without_ack(&self, client: ClientId, packet: &InFlight) -> Option<Arc<Message>> {
        let Freight::Answer(answer) = &packet.what else { return None };
        let Answer::Channel { reply, .. } = &**answer else { return None };
        let (tag, message): (Option<&Name>, _) = if let Reply::BasicDeliver { consumer_tag, message, .. } = reply {
            (Some(consumer_tag), message)
        } else if let Reply::BasicGetOk { message, .. } = reply {
            (None, message)
        } else {
            return None;
        };
        self.client(client)?.takes_without_ack(packet.channel.number, tag).then(|| message.clone())
    }
}

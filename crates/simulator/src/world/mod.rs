//! The world: broker, clients, network and agenda, advanced one moment at a time.

mod act;
mod script;
mod transport;

use std::sync::Arc;

use warren_broker::event::{Event, NearMisses, copy_on_wire};
use warren_broker::{
    Broker, ChannelId, Config, ConnectionId, ExchangeId, ExchangeType, Input, Message, MessageId, Name, QueueId, Time,
};

use crate::agenda::Agenda;
use crate::client::{Alarm, Client};
use crate::dict::Set;
use crate::name_history::NameHistory;
use crate::network::{Direction, Network};
use crate::random::Random;
use crate::scenario::{Action, ConfigSetting, Scenario};
use crate::{Actor, Answer, ClientId, Endpoint, InFlight, Loss, Moment, MomentKind, Overview, Packet};

/// A broker and everything around it, as plain data.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct World {
    now: Time,
    broker: Broker,
    names: NameHistory,
    clients: Vec<Client>,
    network: Network,
    agenda: Agenda<Item>,
    /// The alarms on the agenda.
    alarms: Set<(ClientId, Alarm)>,
    random: Random,
    /// The number of messages sent by clients. Each gets its number as it is sent, whether it arrives or not.
    messages_sent: u64,
    scenario: Scenario,
    /// The scenario's next statement.
    next_line: usize,
    /// The time of the next statement.
    cursor: Time,
    /// The name from `mark` for the coming moment.
    mark: Option<Name>,
    /// The time of the scenario's last statement, or the end of the time that the learner lets pass.
    script_end: Time,
    /// The end of the time that the learner's last `advance` lets pass.
    waits_until: Time,
}

/// An entry of the agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
enum Item {
    /// A packet arrives.
    Arrival(InFlight),
    /// An alarm of a client's own clock.
    Alarm(ClientId, Alarm),
    /// The broker starts again.
    BrokerUp,
}

/// The number of near misses kept one by one for each message.
const NEAR_MISSES: usize = 32;

/// The effects of an input to the broker.
struct Handled {
    events: Vec<Event>,
    /// Requests on their way to the broker on connections that it closed.
    lost: Vec<Loss>,
}

/// The source of the next change.
#[derive(Clone, Copy)]
enum Turn {
    Broker,
    Agenda,
    Script,
}

impl World {
    /// Makes the world before the scenario's first statement: its clients exist and are idle.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let actions = || scenario.lines().iter().map(|line| line.statement.action());
        let seed = actions().find_map(|action| if let Action::Seed(seed) = action { Some(*seed) } else { None });
        let broker = Broker::new(config(actions()));
        let mut world = Self {
            now: Time::ZERO,
            names: NameHistory::of(&broker),
            broker,
            clients: Vec::new(),
            network: Network::new(),
            agenda: Agenda::default(),
            alarms: Set::new(),
            random: Random::new(seed.unwrap_or(0)),
            messages_sent: 0,
            scenario: scenario.clone(),
            next_line: 0,
            cursor: Time::ZERO,
            mark: None,
            script_end: script_end(actions()),
            waits_until: Time::ZERO,
        };
        for action in actions() {
            if let Action::Client { name, behaviour, settings } = action {
                world.add_client(name, *behaviour, settings);
            }
        }
        for action in actions() {
            let action = if let Action::At(_, inner) = action { inner } else { action };
            if let Action::Method { client, method, .. } = action
                && let Some(id) = world.find(client)
            {
                world.client_mut(id).note_role(&method.command);
            }
        }
        world
    }

    /// Makes the next visible thing happen; `None` when nothing is left.
    pub fn step(&mut self) -> Option<Moment> {
        self.step_until(Time(u64::MAX))
    }

    /// Like `step`, up to `limit`. If nothing visible happens by then, nothing visible changes.
    pub fn step_until(&mut self, limit: Time) -> Option<Moment> {
        while let Some((turn, at)) = self.turn().filter(|(_, at)| *at <= limit) {
            self.now = at;
            let moment = match turn {
                Turn::Broker => self.broker_timer(),
                Turn::Agenda => self.agenda.take().and_then(|item| self.due(item)),
                Turn::Script => self.next_statement(),
            };
            if let Some(moment) = moment {
                return Some(Moment { mark: self.mark.take(), ..moment });
            }
        }
        None
    }

    /// Returns whether nothing is left to happen.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        self.turn().is_none()
    }

    /// Returns the time of the scenario's last statement, or the end of the time that the learner lets pass, whichever
    /// is later.
    #[must_use]
    pub const fn script_end(&self) -> Time {
        self.script_end
    }

    /// Returns the time of the last change.
    #[must_use]
    pub const fn now(&self) -> Time {
        self.now
    }

    /// Returns the whole state now.
    #[must_use]
    pub fn overview(&self) -> Overview {
        let in_flight = self.agenda.iter().filter_map(|(_, item)| match item {
            Item::Arrival(packet) => Some(packet.clone()),
            Item::Alarm(..) | Item::BrokerUp => None,
        });
        Overview {
            now: self.now,
            broker_up: self.broker.is_running(),
            broker: self.broker.overview(),
            clients: self.clients.iter().map(Client::view).collect(),
            in_flight: in_flight.collect(),
        }
    }

    /// Returns the statements that clients cannot send yet because they await an answer, as they would be written.
    pub fn waiting_statements(&self) -> impl Iterator<Item = Action> {
        self.clients.iter().flat_map(Client::waiting_statements)
    }

    /// Returns the scenario it plays.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Returns the broker itself.
    #[must_use]
    pub const fn broker(&self) -> &Broker {
        &self.broker
    }

    /// Returns the name of a client.
    #[must_use]
    pub fn client_name(&self, client: ClientId) -> Name {
        self.client(client).map(|client| client.name.clone()).unwrap_or_default()
    }

    /// Returns the client of a connection, also of a closed one.
    #[must_use]
    pub fn client_of(&self, connection: ConnectionId) -> Option<ClientId> {
        self.network.owner(connection)
    }

    /// Returns the message of each copy in a queue, ready or unacked.
    pub fn messages(&self) -> impl Iterator<Item = &Arc<Message>> {
        self.broker.messages()
    }

    /// Returns the name of a queue, also of a deleted one.
    #[must_use]
    pub fn queue_name(&self, queue: QueueId) -> Name {
        self.names.queue(queue)
    }

    /// Returns the name of an exchange, also of a deleted one.
    #[must_use]
    pub fn exchange_name(&self, exchange: ExchangeId) -> Name {
        self.names.exchange(exchange)
    }

    /// Returns the type of an exchange, also of a deleted one.
    #[must_use]
    pub fn exchange_type(&self, exchange: ExchangeId) -> Option<&'static ExchangeType> {
        self.names.exchange_type(exchange)
    }

    /// Returns the source and time of the next change. At one instant the broker's timers come first, then the agenda,
    /// then the script.
    fn turn(&self) -> Option<(Turn, Time)> {
        let script = (self.next_line < self.scenario.lines().len()).then_some(self.cursor);
        let candidates = [
            (Turn::Broker, self.broker.next_timeout().map(|at| at.max(self.now))),
            (Turn::Agenda, self.agenda.due()),
            (Turn::Script, script.map(|at| at.max(self.now))),
        ];
        candidates.into_iter().filter_map(|(turn, at)| Some((turn, at?))).min_by_key(|(_, at)| *at)
    }

    fn broker_timer(&mut self) -> Option<Moment> {
        let Handled { events, lost } = self.tell_broker(Input::Timeout);
        let later = self.broker.next_timeout().is_none_or(|next| next > self.now);
        assert!(later || !events.is_empty(), "a timer that is due does something or is gone");
        (!events.is_empty()).then(|| Moment { lost, ..self.moment(Actor::Broker, MomentKind::Timer, events) })
    }

    fn due(&mut self, item: Item) -> Option<Moment> {
        match item {
            Item::Arrival(packet) => self.arrival(packet),
            Item::Alarm(client, alarm) => {
                self.alarms.remove(&(client, alarm));
                self.alarm(client, alarm)
            }
            Item::BrokerUp => Some(self.broker_up(Actor::Broker)),
        }
    }

    fn moment(&self, actor: Actor, what: MomentKind, mut events: Vec<Event>) -> Moment {
        // A history has many of these.
        events.shrink_to_fit();
        let near_misses = near_misses(&self.broker, &events);
        Moment { at: self.now, actor, what, sent: Vec::new(), events, lost: Vec::new(), near_misses, mark: None }
    }

    /// Gives the broker an input; its answers go onto the network.
    fn tell_broker(&mut self, input: Input) -> Handled {
        let mut events = Vec::new();
        let mut lost = Vec::new();
        self.broker.handle(self.now, input, &mut events);
        self.names.note(&self.broker, &events);
        for (index, event) in events.iter().enumerate() {
            if let Event::To(channel, reply) = event {
                let answer = Answer::Channel { reply: reply.clone(), copy: copy_on_wire(&events, index) };
                self.send_to_client(*channel, answer);
            } else if let Event::ToConnection(connection, reply) = event {
                self.send_to_client(
                    ChannelId { connection: *connection, number: 0 },
                    Answer::Connection(reply.clone()),
                );
            } else if let Event::ConnectionClosed(connection, _) = event {
                // Nobody reads any more what is still on its way to the broker.
                lost.extend(self.lose_to_broker(*connection));
            }
        }
        Handled { events, lost }
    }

    fn send_to_client(&mut self, channel: ChannelId, answer: Answer) {
        let Some(client) = self.network.owner(channel.connection) else { return };
        if self.client(client).and_then(Client::connection) != Some(channel.connection) {
            return;
        }
        let arrives_at = self.network.arrival(self.now, channel.connection, Direction::ToClient, &mut self.random);
        self.put_packet(InFlight {
            from: Endpoint::Broker,
            to: Endpoint::Client(client),
            channel,
            sent_at: self.now,
            arrives_at,
            what: Packet::Answer(Arc::new(answer)),
        });
    }

    fn put_packet(&mut self, packet: InFlight) {
        self.agenda.put(packet.arrives_at, Item::Arrival(packet));
    }

    /// Removes everything in flight on a connection to one of its ends.
    fn lose_in_flight(&mut self, connection: ConnectionId, to: Endpoint) -> Vec<InFlight> {
        let struck = self.agenda.strike(
            &mut |item| matches!(item, Item::Arrival(packet) if packet.channel.connection == connection && packet.to == to),
        );
        let packets = struck.into_iter().filter_map(|item| match item {
            Item::Arrival(packet) => Some(packet),
            Item::Alarm(..) | Item::BrokerUp => None,
        });
        packets.collect()
    }

    fn find(&self, name: &str) -> Option<ClientId> {
        self.clients.iter().find(|client| *client.name == *name).map(Client::id)
    }

    fn client(&self, id: ClientId) -> Option<&Client> {
        self.clients.get(usize::try_from(id.0).ok()?)
    }

    fn client_mut(&mut self, id: ClientId) -> &mut Client {
        let index = usize::try_from(id.0).expect("there are fewer clients than that");
        &mut self.clients[index]
    }
}

fn config<'a>(actions: impl Iterator<Item = &'a Action>) -> Config {
    let mut config = Config::default();
    for action in actions {
        if let Action::Configure(settings) = action {
            for setting in settings {
                match *setting {
                    ConfigSetting::ConsumerTimeout(time) => config.consumer_timeout = time,
                    ConfigSetting::ChannelTick(time) => config.channel_tick = time,
                    ConfigSetting::SyncInterval(time) => config.sync_interval = time,
                    ConfigSetting::IdleFlush(time) => config.idle_flush = time,
                    ConfigSetting::Writeback(time) => config.writeback = time,
                    ConfigSetting::SchemaFlush(time) => config.schema_flush = time,
                }
            }
        }
    }
    config
}

/// Returns the end of the script: where `advance` and `at` lead.
fn script_end<'a>(actions: impl Iterator<Item = &'a Action>) -> Time {
    actions.fold(Time::ZERO, after)
}

fn after(time: Time, action: &Action) -> Time {
    if let Action::Advance(by) = action {
        time + *by
    } else if let Action::At(at, inner) = action {
        after(time.max(Time::ZERO + *at), inner)
    } else {
        time
    }
}

/// Returns the near misses of the messages that found no queue, while the broker's state is still that of the routing.
pub fn near_misses(broker: &Broker, events: &[Event]) -> Box<[(MessageId, NearMisses)]> {
    let of = |event: &Event| {
        let Event::Unroutable { message: id, exchange, .. } = event else { return None };
        let message = events.iter().find_map(|event| event.published().filter(|message| message.id == *id))?;
        Some((*id, broker.near_misses(*exchange, message, NEAR_MISSES)))
    };
    events.iter().filter_map(of).collect()
}

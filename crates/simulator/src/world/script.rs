//! Carries out statements, both the scenario's and the learner's.

use warren_broker::event::StopCause;
use warren_broker::{ChannelId, Command, Event, Input, Name, Restart, Time};

use super::{Handled, Item, World};
use crate::client::{Client, Effects};
use crate::scenario::{Action, Every, Method, Setting, Statement, When};
use crate::settings::Behaviour;
use crate::{Actor, Answer, Change, ClientId, Moment, MomentKind, Refusal};

impl World {
    /// Carries out the scenario's next statement; `None` if it made no moment.
    pub(super) fn next_statement(&mut self) -> Option<Moment> {
        let line = self.scenario.lines()[self.next_line].clone();
        // The statement of an `at` is carried out when its time has come.
        if let Action::At(time, _) = line.statement.action()
            && self.cursor < Time::ZERO + *time
        {
            self.cursor = Time::ZERO + *time;
            return None;
        }
        self.next_line += 1;
        let action = line.statement.action();
        let action = if let Action::At(_, inner) = action { inner } else { action };
        if let Action::Advance(by) = action {
            self.cursor = self.cursor + *by;
            return None;
        }
        if let Action::Mark(name) = action {
            self.mark = Some(name.clone());
            return None;
        }
        // The world was made with these.
        let definition = [When::First, When::Beginning, When::Definition];
        if action.spec().is_some_and(|spec| definition.contains(&spec.when)) {
            return None;
        }
        match self.carry_out(action, Actor::Scenario) {
            // The network's settings are not visible by themselves.
            Ok(Some(Moment { what: MomentKind::Changed { change: Change::Network, .. }, .. })) => None,
            Ok(moment) => moment,
            Err(because) => self.ignored(action, &line.statement, because),
        }
    }

    /// Carries out a statement that both the scenario and the learner may use. Returns `None` if nothing visible
    /// happens.
    pub(super) fn carry_out(&mut self, action: &Action, actor: Actor) -> Result<Option<Moment>, Refusal> {
        match action {
            Action::Start(name) => {
                let client = self.named(name)?;
                if self.client(client).is_some_and(Client::is_running) {
                    return Err(Refusal::Running);
                }
                Ok(Some(self.start(client, actor)))
            }
            Action::Stop(name) => {
                let client = self.running(name)?;
                let done = self.with_client(client, &mut Client::stop);
                Ok(Some(self.done(actor, MomentKind::Stopped(client), done)))
            }
            Action::Kill(name) => {
                let client = self.named(name)?;
                let there =
                    self.client(client).is_some_and(|client| client.is_running() || client.connection().is_some());
                if !there {
                    return Err(Refusal::NotRunning);
                }
                Ok(Some(self.kill(client, actor)))
            }
            Action::Disconnect(name) => self.disconnect(name, action, actor).map(Some),
            Action::Latency(latency) => {
                self.network.latency = *latency;
                Ok(Some(self.network_changed(action, actor)))
            }
            Action::Jitter(jitter) => {
                self.network.jitter = *jitter;
                Ok(Some(self.network_changed(action, actor)))
            }
            Action::Set { client, settings } => self.set(client, settings, actor).map(Some),
            Action::Method { client, channel, every, method } => self.method(client, *channel, *every, method, actor),
            Action::Restart { how, down } => {
                let moment = self.stop_broker(*how, actor)?;
                self.agenda.put(self.now + *down, Item::BrokerUp);
                Ok(Some(moment))
            }
            Action::StopBroker => self.stop_broker(StopCause::Clean, actor).map(Some),
            Action::StartBroker if self.broker.is_running() => Err(Refusal::BrokerUp),
            Action::StartBroker => Ok(Some(self.broker_up(actor))),
            Action::Version(_)
            | Action::Seed(_)
            | Action::Configure(_)
            | Action::Client { .. }
            | Action::Advance(_)
            | Action::At(..)
            | Action::Mark(_) => Err(Refusal::OnlyInScenario),
        }
    }

    pub(super) fn add_client(&mut self, name: &Name, behaviour: Behaviour, settings: &[Setting]) -> ClientId {
        let id = ClientId(u32::try_from(self.clients.len()).expect("there are fewer clients than that"));
        self.clients.push(Client::new(id, name.clone(), behaviour, settings));
        id
    }

    pub(super) fn broker_up(&mut self, actor: Actor) -> Moment {
        self.agenda.strike(&mut |item| matches!(item, Item::BrokerUp));
        let Handled { events, lost } = self.tell_broker(Input::Start);
        Moment { lost, ..self.moment(actor, MomentKind::BrokerStarted, events) }
    }

    /// Makes the moment of a change of the network.
    fn network_changed(&self, action: &Action, actor: Actor) -> Moment {
        let what = MomentKind::Changed { change: Change::Network, client: None, statement: written(action) };
        self.moment(actor, what, Vec::new())
    }

    /// Breaks a client's connection. Both ends notice at once, and everything in flight is lost.
    fn disconnect(&mut self, name: &Name, action: &Action, actor: Actor) -> Result<Moment, Refusal> {
        let client = self.named(name)?;
        let connection = self.client(client).and_then(Client::connection).ok_or(Refusal::ConnectionLost)?;
        let mut lost = self.lose_both_ways(client, connection);
        let Handled { events, .. } = self.tell_broker(Input::ConnectionLost(connection));
        let done = self.with_client(client, &mut |client, fx| client.receive(0, &Answer::SocketClosed, fx));
        self.network.disconnect(connection);
        lost.extend(done.lost);
        let what =
            MomentKind::Changed { change: Change::Disconnected, client: Some(client), statement: written(action) };
        Ok(Moment { lost, ..self.moment(actor, what, events) })
    }

    fn set(&mut self, name: &Name, settings: &[Setting], actor: Actor) -> Result<Moment, Refusal> {
        let client = self.named(name)?;
        let done = self.with_client(client, &mut |client, fx: &mut Effects<'_>| client.set(settings, fx));
        let change: Vec<String> = settings.iter().map(ToString::to_string).collect();
        let what = MomentKind::Set { client, change: change.join(" ").into() };
        Ok(self.done(actor, what, done))
    }

    fn method(
        &mut self,
        name: &Name,
        channel: u16,
        every: Option<Every>,
        method: &Method,
        actor: Actor,
    ) -> Result<Option<Moment>, Refusal> {
        let client = self.named(name)?;
        let opens = matches!(method.command, Command::ChannelOpen);
        match self.client(client).filter(|client| client.takes_statements()) {
            None => return Err(Refusal::NotRunning),
            Some(program) if program.has_lost_connection() => return Err(Refusal::ConnectionLost),
            Some(program) if program.channel_failed(channel) && !opens => {
                return Err(Refusal::ChannelClosed);
            }
            Some(_) => {}
        }
        let done = self.with_client(client, &mut |client, fx| client.tell(channel, every, method, fx));
        if done.sent.is_empty() && actor == Actor::Scenario {
            return Ok(None);
        }
        Ok(Some(self.done(actor, MomentKind::Sends(client), done)))
    }

    fn stop_broker(&mut self, cause: StopCause, actor: Actor) -> Result<Moment, Refusal> {
        if !self.broker.is_running() {
            return Err(Refusal::BrokerDown);
        }
        let connections: Vec<_> =
            self.clients.iter().filter_map(|client| Some((client.id(), client.connection()?))).collect();
        let mut cut = Vec::new();
        if cause != StopCause::Clean {
            for (client, connection) in &connections {
                cut.extend(self.lose_to_client(*client, *connection));
            }
        }
        let luck = self.random.next();
        let Handled { events, mut lost } = self.tell_broker(Input::Stop(Restart { cause, luck }));
        lost.splice(0..0, cut);
        for (_, connection) in connections {
            // This also ends a handshake that had not arrived; after an orderly `connection.close` it has no effect.
            lost.extend(self.lose_to_broker(connection));
            let told = events.iter().any(|event| matches!(event, Event::ToConnection(to, _) if *to == connection));
            if !told {
                let channel = ChannelId { connection, number: 0 };
                self.send_to_client(channel, Answer::SocketClosed);
            }
        }
        Ok(Moment { lost, ..self.moment(actor, MomentKind::BrokerStopped(cause), events) })
    }

    /// Passes over a statement that does not fit, visibly, in a moment of its client.
    fn ignored(&self, action: &Action, statement: &Statement, because: Refusal) -> Option<Moment> {
        let client = self.find(action.client()?)?;
        let what = MomentKind::Ignored { client, statement: statement.to_string().into(), because };
        Some(self.moment(Actor::Scenario, what, Vec::new()))
    }

    fn named(&self, name: &Name) -> Result<ClientId, Refusal> {
        self.find(name).ok_or(Refusal::NoSuchClient)
    }

    fn running(&self, name: &Name) -> Result<ClientId, Refusal> {
        let client = self.named(name)?;
        if self.client(client).is_some_and(Client::is_running) { Ok(client) } else { Err(Refusal::NotRunning) }
    }
}

fn written(action: &Action) -> Name {
    action.to_string().into()
}

//! The arrows of a sequence diagram from clients and to clients.

mod inside;

use std::sync::Arc;

use warren_broker::command::Target;
use warren_broker::event::StopCause;
use warren_broker::reply::ReplyKind;
use warren_broker::{ChannelId, Command, ConnectionReply, Event, Message, Name, Reply};
use warren_simulator::{Answer, ClientId, Moment, MomentKind, Request, World};

use super::Sequence;
use super::lanes::{Life, Owner, lanes};
use super::marks::{ArrowKind, Label, Mark, Shape};
use crate::text::{begin, body};

/// Reads the rows of a run; `world` is at its end and has all names.
pub fn read(moments: &[Moment], world: &World) -> Sequence {
    let lanes = lanes(moments, world);
    let broker = lanes.iter().position(|lane| lane.owner == Owner::Broker).unwrap_or_default();
    let rows = Vec::with_capacity(moments.len());
    let (asked, answers, tags) = (Vec::new(), Vec::new(), Vec::new());
    let mut reader = Reader { diagram: Sequence { lanes, rows }, world, broker, asked, answers, tags };
    for moment in moments {
        reader.diagram.rows.push(Vec::new());
        reader.read(moment);
    }
    reader.diagram
}

/// The state needed further on in a run.
struct Reader<'a> {
    diagram: Sequence,
    world: &'a World,
    broker: usize,
    /// Methods sent by clients and not handled by the broker yet, with the row and the mark of their departure. Which
    /// queue a method concerns is certain only when it is handled.
    asked: Vec<(Arc<Request>, usize, usize)>,
    /// Methods sent by the broker and not arrived yet, with the lane they come from.
    answers: Vec<(ChannelId, &'static str, usize)>,
    /// The lane of the queue of each delivery tag of a channel.
    tags: Vec<(ChannelId, u64, usize)>,
}

impl Reader<'_> {
    fn read(&mut self, moment: &Moment) {
        match &moment.what {
            MomentKind::Started(client) => {
                let lane = self.client(*client);
                self.turn(lane, Life::There);
                self.at(Shape::Begin, lane, Label::Word("sequence.started", None));
            }
            MomentKind::Killed(client) => {
                let lane = self.client(*client);
                self.gone(*client);
                self.at(Shape::Cross, lane, Label::Word("sequence.killed", None));
            }
            MomentKind::Stopped(client) => {
                self.at(Shape::Note, self.client(*client), Label::Word("sequence.stopping", None));
            }
            MomentKind::Handled { channel, request, .. } => self.handled(moment, *channel, request),
            MomentKind::Received { client, channel, answer, starts_work, .. } => {
                self.received(*client, *channel, answer, *starts_work);
            }
            MomentKind::WorkDone { client, next, .. } => {
                let lane = self.client(*client);
                self.turn(lane, if next.is_some() { Life::Busy } else { Life::There });
                if moment.sent.is_empty() {
                    self.at(Shape::Note, lane, Label::Word("sequence.done", None));
                }
            }
            MomentKind::ConnectionRefused(client) => {
                let what = Label::Method(Answer::Refused.name(), None);
                self.put(Shape::Arrow, ArrowKind::Trouble, self.broker, self.client(*client), what);
            }
            MomentKind::BrokerStopped(cause) => {
                let (shape, word) = match cause {
                    StopCause::Clean => (Shape::End, "sequence.broker-stopped"),
                    StopCause::Killed => (Shape::Cross, "sequence.broker-killed"),
                    StopCause::PowerLoss => (Shape::Cross, "sequence.power-lost"),
                };
                self.turn(self.broker, Life::Absent);
                self.at(shape, self.broker, Label::Word(word, None));
            }
            MomentKind::BrokerStarted => {
                self.turn(self.broker, Life::There);
                self.at(Shape::Begin, self.broker, Label::Word("sequence.started", None));
            }
            MomentKind::Set { client, change } => {
                self.at(Shape::Note, self.client(*client), Label::Statement(change.clone()));
            }
            MomentKind::Changed { statement, .. } => {
                self.at(Shape::Note, self.broker, Label::Statement(statement.clone()));
            }
            MomentKind::ClientAdded(client) => {
                self.at(Shape::Note, self.client(*client), Label::Word("sequence.added", None));
            }
            MomentKind::Ignored { client, statement, .. } => {
                self.at(Shape::Note, self.client(*client), Label::Statement(statement.clone()));
            }
            MomentKind::Sends(_) | MomentKind::Timer | MomentKind::Waits(_) => {}
        }
        self.sent(moment);
        for event in &moment.events {
            self.inside(moment, event);
        }
    }

    /// Adds the departure of a client's method.
    fn sent(&mut self, moment: &Moment) {
        let row = self.diagram.rows.len() - 1;
        for sent in &moment.sent {
            let from = self.lane_of(sent.channel);
            let to = match &*sent.request {
                Request::Command(command) => self.addressee(command, sent.channel),
                Request::ConnectionOpen | Request::ConnectionClose | Request::SocketClosed => self.broker,
            };
            self.put(Shape::Leaves, kind_of_request(&sent.request), from, to, label_of_request(&sent.request));
            let mark = self.diagram.rows[row].len() - 1;
            self.asked.push((Arc::clone(&sent.request), row, mark));
        }
    }

    /// Adds the arrival of a client's method at the broker.
    fn handled(&mut self, moment: &Moment, channel: ChannelId, request: &Arc<Request>) {
        let from = self.lane_of(channel);
        let about = match &**request {
            Request::Command(command) => self.about(moment, command, channel),
            Request::ConnectionOpen | Request::ConnectionClose | Request::SocketClosed => vec![self.broker],
        };
        if let Some(place) = self.asked.iter().position(|(asked, ..)| Arc::ptr_eq(asked, request)) {
            let (_, row, mark) = self.asked.remove(place);
            self.diagram.rows[row][mark].to = about[0];
        }
        for to in about {
            self.put(Shape::Arrow, kind_of_request(request), from, to, label_of_request(request));
        }
    }

    /// Adds the arrival of the broker's method.
    fn received(&mut self, client: ClientId, channel: ChannelId, answer: &Answer, starts_work: bool) {
        let lane = self.client(client);
        let awaited = self.answers.iter().position(|(on, name, _)| *on == channel && *name == answer.name());
        let from = awaited.map_or(self.broker, |place| self.answers.remove(place).2);
        let (kind, what) = match answer {
            Answer::Channel { reply, .. } => arrow_of_reply(reply),
            Answer::Connection(reply) => arrow_of_connection_reply(reply),
            Answer::SocketClosed | Answer::Refused => (ArrowKind::Trouble, Label::Method(answer.name(), None)),
        };
        self.put(Shape::Arrow, kind, from, self.lane_of(channel), what);
        if *answer == Answer::Connection(ConnectionReply::CloseOk) {
            self.gone(client);
            self.at(Shape::End, lane, Label::Word("sequence.stopped", None));
        } else if starts_work {
            self.turn(lane, Life::Busy);
        } else if kind == ArrowKind::Trouble {
            // Its work, if any, ends.
            self.turn(lane, Life::There);
        }
    }

    /// Adds the departure of the broker's method.
    fn answered(&mut self, moment: &Moment, channel: ChannelId, reply: &Reply) {
        let (kind, what) = arrow_of_reply(reply);
        let from = self.origin(moment, channel, reply);
        self.put(Shape::Leaves, kind, from, self.lane_of(channel), what);
        self.answers.push((channel, reply.name(), from));
    }

    /// Returns the lane that a method of the broker's comes from.
    fn origin(&self, moment: &Moment, channel: ChannelId, reply: &Reply) -> usize {
        if let Reply::BasicDeliver { delivery_tag, .. } | Reply::BasicGetOk { delivery_tag, .. } = reply {
            return self.tagged(channel, *delivery_tag).unwrap_or(self.broker);
        }
        match reply.kind() {
            ReplyKind::Return(message) => self.exchange(&message.exchange),
            // Confirms and the closing of a channel come from the broker itself.
            ReplyKind::Confirm { .. } | ReplyKind::Cancel { .. } | ReplyKind::Close(_) | ReplyKind::Delivery { .. } => {
                self.broker
            }
            // All others answer a request, and come from its subject.
            ReplyKind::GetEmpty | ReplyKind::Ok => self.handled_in(moment, channel).unwrap_or(self.broker),
        }
    }

    /// Returns the lane that the method handled in a moment concerns.
    fn handled_in(&self, moment: &Moment, channel: ChannelId) -> Option<usize> {
        let MomentKind::Handled { request, .. } = &moment.what else { return None };
        let Request::Command(command) = &**request else { return None };
        self.about(moment, command, channel).first().copied()
    }

    /// Returns the lanes that a method concerns, as the broker found; at least one.
    fn about(&self, moment: &Moment, command: &Command, channel: ChannelId) -> Vec<usize> {
        let asked = self.addressee(command, channel);
        if matches!(self.diagram.lanes[asked].owner, Owner::Exchange(_)) {
            return vec![asked];
        }
        let mut lanes = Vec::new();
        for event in &moment.events {
            let queue = if settles(command) {
                event.settles().map(|copy| copy.queue)
            } else if of_queues(command) {
                event.queue()
            } else {
                None
            };
            let lane = queue.map(|queue| self.queue(&self.world.queue_name(queue)));
            // One queue is declared, bound, consumed from; several may get acks at once.
            if let Some(lane) = lane
                && !lanes.contains(&lane)
                && (settles(command) || lanes.is_empty())
            {
                lanes.push(lane);
            }
            if let (Event::To(_, Reply::QueueDeclareOk { queue, .. }), true) = (event, lanes.is_empty()) {
                lanes.push(self.queue(queue));
            }
        }
        if lanes.is_empty() {
            lanes.push(asked);
        }
        lanes
    }

    /// Returns the lane that a client addresses.
    fn addressee(&self, command: &Command, channel: ChannelId) -> usize {
        match command.target() {
            Target::Exchange(name) => self.exchange(name),
            Target::Queue(name) => self.queue(name),
            Target::Delivery { delivery_tag, .. } => self.tagged(channel, delivery_tag).unwrap_or(self.broker),
            Target::Consumer(_) | Target::Channel => self.broker,
        }
    }

    fn tagged(&self, channel: ChannelId, tag: u64) -> Option<usize> {
        self.tags.iter().rev().find(|(on, number, _)| (*on, *number) == (channel, tag)).map(|(_, _, lane)| *lane)
    }

    fn client(&self, client: ClientId) -> usize {
        self.lane(&Owner::Client(client))
    }

    /// Returns the lane of a channel: its own, or its client's.
    fn lane_of(&self, channel: ChannelId) -> usize {
        let Some(client) = self.world.client_of(channel.connection) else { return self.broker };
        let own = Owner::Channel(client, channel.number);
        self.diagram.lanes.iter().position(|lane| lane.owner == own).unwrap_or_else(|| self.client(client))
    }

    /// Opens or closes a channel with a lane of its own.
    fn turn_channel(&mut self, channel: ChannelId, life: Life) {
        let lane = self.lane_of(channel);
        if matches!(self.diagram.lanes[lane].owner, Owner::Channel(..)) {
            self.turn(lane, life);
        }
    }

    /// Ends a client and its channels.
    fn gone(&mut self, client: ClientId) {
        let position = self.diagram.rows.len();
        for lane in &mut self.diagram.lanes {
            if matches!(lane.owner, Owner::Client(id) | Owner::Channel(id, _) if id == client) {
                lane.turn(position, Life::Absent);
            }
        }
    }

    fn queue(&self, name: &Name) -> usize {
        self.lane(&Owner::Queue(name.clone()))
    }

    fn exchange(&self, name: &Name) -> usize {
        self.lane(&Owner::Exchange(name.clone()))
    }

    /// Returns the lane of an owner; without one, the broker's.
    fn lane(&self, owner: &Owner) -> usize {
        self.diagram.lanes.iter().position(|lane| lane.owner == *owner).unwrap_or(self.broker)
    }

    fn turn(&mut self, lane: usize, life: Life) {
        let position = self.diagram.rows.len();
        self.diagram.lanes[lane].turn(position, life);
    }

    /// Adds a mark at one lane.
    fn at(&mut self, shape: Shape, lane: usize, label: Label) {
        let kind = if shape == Shape::Cross { ArrowKind::Trouble } else { ArrowKind::Request };
        self.put(shape, kind, lane, lane, label);
    }

    /// Adds a mark to the last row; a repetition of the previous mark is counted there.
    fn put(&mut self, shape: Shape, kind: ArrowKind, from: usize, to: usize, label: Label) {
        let mark = Mark { shape, kind, from, to, label, count: 1 };
        let row = self.diagram.rows.last_mut().expect("a row is begun before anything is put into it");
        match row.last_mut() {
            Some(last) if shape != Shape::Leaves && mark == (Mark { count: 1, ..last.clone() }) => last.count += 1,
            Some(_) | None => row.push(mark),
        }
    }
}

fn settles(command: &Command) -> bool {
    matches!(command, Command::BasicAck { .. } | Command::BasicReject { .. } | Command::BasicNack { .. })
}

fn of_queues(command: &Command) -> bool {
    matches!(
        command,
        Command::QueueDeclare(_)
            | Command::QueueBind(_)
            | Command::QueueUnbind(_)
            | Command::QueuePurge { .. }
            | Command::QueueDelete { .. }
            | Command::BasicConsume(_)
            | Command::BasicCancel { .. }
            | Command::BasicGet { .. }
    )
}

fn kind_of_request(request: &Request) -> ArrowKind {
    match request {
        Request::SocketClosed => ArrowKind::Trouble,
        Request::Command(Command::ChannelCloseOk) => ArrowKind::Answer,
        Request::ConnectionOpen | Request::ConnectionClose | Request::Command(_) => ArrowKind::Request,
    }
}

fn label_of_request(request: &Request) -> Label {
    let content = if let Request::Command(Command::BasicPublish(publish)) = request {
        Some(shortened(&publish.content.body))
    } else {
        None
    };
    Label::Method(request.name(), content)
}

/// Returns the kind of arrow and the label of a method of the broker's.
fn arrow_of_reply(reply: &Reply) -> (ArrowKind, Label) {
    let with = |message: &Message| Label::Method(reply.name(), Some(shortened(&message.content.body)));
    let plain = Label::Method(reply.name(), None);
    match reply.kind() {
        ReplyKind::Delivery { message, fetched, .. } => {
            (if fetched { ArrowKind::Answer } else { ArrowKind::Request }, with(message))
        }
        ReplyKind::Return(message) => (ArrowKind::Trouble, with(message)),
        ReplyKind::Close(_) | ReplyKind::Confirm { acked: false, .. } => (ArrowKind::Trouble, plain),
        ReplyKind::Cancel { .. } => (ArrowKind::Request, plain),
        ReplyKind::Confirm { acked: true, .. } | ReplyKind::GetEmpty | ReplyKind::Ok => (ArrowKind::Answer, plain),
    }
}

fn arrow_of_connection_reply(reply: &ConnectionReply) -> (ArrowKind, Label) {
    let kind = match reply {
        ConnectionReply::OpenOk | ConnectionReply::CloseOk => ArrowKind::Answer,
        ConnectionReply::Close(_) => ArrowKind::Trouble,
    };
    (kind, Label::Method(reply.name(), None))
}

/// Shortens a body to the room beside a method's name.
fn shortened(bytes: &[u8]) -> Name {
    const ROOM: usize = 12;
    begin(&body(bytes), ROOM).into()
}

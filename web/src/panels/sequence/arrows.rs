//! Which arrows the moments of a run make in a sequence diagram: what clients do and what they are sent. It deliberately
//! knows neither pixels nor languages.

mod inside;

use std::sync::Arc;

use warren_broker::event::StopCause;
use warren_broker::reply::ReplyKind;
use warren_broker::{ChannelId, Command, ConnectionReply, Event, Message, Name, QueueId, Reply};
use warren_simulator::{Answer, ClientId, Happening, Moment, Request, World};

use super::lanes::{Lane, Life, Owner, lanes};
use super::marks::{Mark, Shape, Way, What};
use crate::panels::table::body;
use crate::subject::queue_of;
use warren_drawing::text_width::begin;

/// A run as a sequence diagram.
#[derive(Debug)]
pub struct Sequence {
    /// From left to right.
    pub lanes: Vec<Lane>,
    /// One for each moment, in order.
    pub rows: Vec<Vec<Mark>>,
}

impl Sequence {
    /// Reads a run; `world` is at its end and knows the names of all that ever was.
    pub fn of(moments: &[Moment], world: &World) -> Self {
        let lanes = lanes(moments, world);
        let broker = lanes.iter().position(|lane| lane.owner == Owner::Broker).unwrap_or_default();
        let rows = Vec::with_capacity(moments.len());
        let (asked, answers, tags) = (Vec::new(), Vec::new(), Vec::new());
        let mut reader = Reader { diagram: Self { lanes, rows }, world, broker, asked, answers, tags };
        for moment in moments {
            reader.diagram.rows.push(Vec::new());
            reader.read(moment);
        }
        reader.diagram
    }
}

/// What is known on the way through a run.
struct Reader<'a> {
    diagram: Sequence,
    world: &'a World,
    broker: usize,
    /// What clients sent and the broker has not handled yet, with the row and the mark in which it set out. Only when it is
    /// handled it is certain which queue it is about.
    asked: Vec<(Arc<Request>, usize, usize)>,
    /// What the broker sent and has not arrived yet, with the lane that it comes from.
    answers: Vec<(ChannelId, &'static str, usize)>,
    /// The lane of the queue that a delivery tag of a channel is about.
    tags: Vec<(ChannelId, u64, usize)>,
}

impl Reader<'_> {
    fn read(&mut self, moment: &Moment) {
        match &moment.what {
            Happening::Started(client) => {
                let lane = self.client(*client);
                self.turn(lane, Life::There);
                self.at(Shape::Begin, lane, What::Word("sequence.started", None));
            }
            Happening::Killed(client) => {
                let lane = self.client(*client);
                self.gone(*client);
                self.at(Shape::Cross, lane, What::Word("sequence.killed", None));
            }
            Happening::Stopped(client) => {
                self.at(Shape::Note, self.client(*client), What::Word("sequence.stopping", None));
            }
            Happening::Handled { channel, request, .. } => self.handled(moment, *channel, request),
            Happening::Received { client, channel, answer, starts_work, .. } => {
                self.received(*client, *channel, answer, *starts_work);
            }
            Happening::WorkDone { client, next, .. } => {
                let lane = self.client(*client);
                self.turn(lane, if next.is_some() { Life::Busy } else { Life::There });
                if moment.sent.is_empty() {
                    self.at(Shape::Note, lane, What::Word("sequence.done", None));
                }
            }
            Happening::ConnectionRefused(client) => {
                let what = What::Method(Answer::Refused.name(), None);
                self.put(Shape::Arrow, Way::Trouble, self.broker, self.client(*client), what);
            }
            Happening::BrokerStopped(cause) => {
                let (shape, word) = match cause {
                    StopCause::Clean => (Shape::End, "sequence.broker-stopped"),
                    StopCause::Killed => (Shape::Cross, "sequence.broker-killed"),
                    StopCause::PowerLoss => (Shape::Cross, "sequence.power-lost"),
                };
                self.turn(self.broker, Life::Absent);
                self.at(shape, self.broker, What::Word(word, None));
            }
            Happening::BrokerStarted => {
                self.turn(self.broker, Life::There);
                self.at(Shape::Begin, self.broker, What::Word("sequence.started", None));
            }
            Happening::Set { client, change } => {
                self.at(Shape::Note, self.client(*client), What::Said(change.clone()));
            }
            Happening::Changed { statement, .. } => self.at(Shape::Note, self.broker, What::Said(statement.clone())),
            Happening::ClientAdded(client) => {
                self.at(Shape::Note, self.client(*client), What::Word("sequence.added", None));
            }
            Happening::Ignored { client, statement, .. } => {
                self.at(Shape::Note, self.client(*client), What::Said(statement.clone()));
            }
            Happening::Sends(_) | Happening::Timer | Happening::Waits(_) => {}
        }
        self.sent(moment);
        for event in &moment.events {
            self.inside(moment, event);
        }
    }

    /// What a client sends sets out.
    fn sent(&mut self, moment: &Moment) {
        let row = self.diagram.rows.len() - 1;
        for sent in &moment.sent {
            let from = self.lane_of(sent.channel);
            let to = match &*sent.request {
                Request::Command(command) => self.addressee(command, sent.channel),
                Request::ConnectionOpen | Request::ConnectionClose | Request::SocketClosed => self.broker,
            };
            self.put(Shape::Leaves, way_of(&sent.request), from, to, said(&sent.request));
            let mark = self.diagram.rows[row].len() - 1;
            self.asked.push((Arc::clone(&sent.request), row, mark));
        }
    }

    /// The broker handles what has arrived.
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
            self.put(Shape::Arrow, way_of(request), from, to, said(request));
        }
    }

    /// What the broker sent has arrived.
    fn received(&mut self, client: ClientId, channel: ChannelId, answer: &Answer, starts_work: bool) {
        let lane = self.client(client);
        let awaited = self.answers.iter().position(|(on, name, _)| *on == channel && *name == answer.name());
        let from = awaited.map_or(self.broker, |place| self.answers.remove(place).2);
        let (way, what) = match answer {
            Answer::Channel(reply) => told(reply),
            Answer::Connection(reply) => told_on_connection(reply),
            Answer::SocketClosed | Answer::Refused => (Way::Trouble, What::Method(answer.name(), None)),
        };
        self.put(Shape::Arrow, way, from, self.lane_of(channel), what);
        if *answer == Answer::Connection(ConnectionReply::CloseOk) {
            self.gone(client);
            self.at(Shape::End, lane, What::Word("sequence.stopped", None));
        } else if starts_work {
            self.turn(lane, Life::Busy);
        } else if way == Way::Trouble {
            // Whatever it was working on, it works on no more.
            self.turn(lane, Life::There);
        }
    }

    /// What the broker sends sets out.
    fn answered(&mut self, moment: &Moment, channel: ChannelId, reply: &Reply) {
        let (way, what) = told(reply);
        let from = self.origin(moment, channel, reply);
        self.put(Shape::Leaves, way, from, self.lane_of(channel), what);
        self.answers.push((channel, reply.name(), from));
    }

    /// The lane that a method of the broker's comes from.
    #[allow(clippy::wildcard_enum_match_arm)] // All others answer a request, and come from what it was about.
    fn origin(&self, moment: &Moment, channel: ChannelId, reply: &Reply) -> usize {
        match (reply, &moment.what) {
            (Reply::BasicDeliver { delivery_tag, .. } | Reply::BasicGetOk { delivery_tag, .. }, _) => {
                self.tagged(channel, *delivery_tag).unwrap_or(self.broker)
            }
            (Reply::BasicReturn { message }, _) => self.exchange(&message.exchange),
            // Confirms and whatever closes a channel are the broker's own.
            (
                Reply::BasicAck { .. } | Reply::BasicNack { .. } | Reply::BasicCancel { .. } | Reply::ChannelClose(_),
                _,
            ) => self.broker,
            (_, Happening::Handled { request, .. }) => match &**request {
                Request::Command(command) => self.about(moment, command, channel)[0],
                Request::ConnectionOpen | Request::ConnectionClose | Request::SocketClosed => self.broker,
            },
            _ => self.broker,
        }
    }

    /// The lanes that a method is about, as the broker found; at least one.
    fn about(&self, moment: &Moment, command: &Command, channel: ChannelId) -> Vec<usize> {
        let asked = self.addressee(command, channel);
        if matches!(self.diagram.lanes[asked].owner, Owner::Exchange(_)) {
            return vec![asked];
        }
        let mut lanes = Vec::new();
        for event in &moment.events {
            let queue = if settles(command) {
                settled(event)
            } else if of_queues(command) {
                queue_of(event)
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

    /// The lane that a client means.
    #[allow(clippy::wildcard_enum_match_arm)] // All other methods are about connections, channels and their settings.
    fn addressee(&self, command: &Command, channel: ChannelId) -> usize {
        match command {
            Command::BasicPublish(publish) => self.exchange(&publish.exchange),
            Command::ExchangeDeclare(declare) => self.exchange(&declare.exchange),
            Command::ExchangeDelete { exchange, .. } => self.exchange(exchange),
            Command::ExchangeBind(bind) | Command::ExchangeUnbind(bind) => self.exchange(&bind.source),
            Command::QueueDeclare(declare) => self.queue(&declare.queue),
            Command::QueueBind(bind) | Command::QueueUnbind(bind) => self.queue(&bind.queue),
            Command::QueuePurge { queue, .. }
            | Command::QueueDelete { queue, .. }
            | Command::BasicGet { queue, .. } => self.queue(queue),
            Command::BasicConsume(consume) => self.queue(&consume.queue),
            Command::BasicAck { delivery_tag, .. }
            | Command::BasicReject { delivery_tag, .. }
            | Command::BasicNack { delivery_tag, .. } => self.tagged(channel, *delivery_tag).unwrap_or(self.broker),
            _ => self.broker,
        }
    }

    fn tagged(&self, channel: ChannelId, tag: u64) -> Option<usize> {
        self.tags.iter().rev().find(|(on, number, _)| (*on, *number) == (channel, tag)).map(|(_, _, lane)| *lane)
    }

    fn client(&self, client: ClientId) -> usize {
        self.lane(&Owner::Client(client))
    }

    /// The lane of a channel: its own, or its client's.
    fn lane_of(&self, channel: ChannelId) -> usize {
        let Some(client) = self.world.client_of(channel.connection) else { return self.broker };
        let own = Owner::Channel(client, channel.number);
        self.diagram.lanes.iter().position(|lane| lane.owner == own).unwrap_or_else(|| self.client(client))
    }

    /// A channel that has a lane of its own is opened or closed.
    fn turn_channel(&mut self, channel: ChannelId, life: Life) {
        let lane = self.lane_of(channel);
        if matches!(self.diagram.lanes[lane].owner, Owner::Channel(..)) {
            self.turn(lane, life);
        }
    }

    /// A client is gone, and its channels with it.
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

    /// The lane of an owner; what has none is the broker's business.
    fn lane(&self, owner: &Owner) -> usize {
        self.diagram.lanes.iter().position(|lane| lane.owner == *owner).unwrap_or(self.broker)
    }

    fn turn(&mut self, lane: usize, life: Life) {
        let position = self.diagram.rows.len();
        self.diagram.lanes[lane].turn(position, life);
    }

    /// Something happens at one lane.
    fn at(&mut self, shape: Shape, lane: usize, what: What) {
        let way = if shape == Shape::Cross { Way::Trouble } else { Way::Request };
        self.put(shape, way, lane, lane, what);
    }

    /// A mark in the last row; one that is like the one before it is counted there.
    fn put(&mut self, shape: Shape, way: Way, from: usize, to: usize, what: What) {
        let mark = Mark { shape, way, from, to, what, count: 1 };
        let row = self.diagram.rows.last_mut().expect("a row is begun before anything is put into it");
        match row.last_mut() {
            Some(last) if shape != Shape::Leaves && mark == (Mark { count: 1, ..last.clone() }) => last.count += 1,
            Some(_) | None => row.push(mark),
        }
    }
}

/// The queue of a copy that a client settles.
#[allow(clippy::wildcard_enum_match_arm)] // These are the three ways to settle.
fn settled(event: &Event) -> Option<QueueId> {
    match event {
        Event::Acked { copy, .. } | Event::Rejected { copy, .. } | Event::Requeued { copy, .. } => Some(copy.queue),
        _ => None,
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

fn way_of(request: &Request) -> Way {
    match request {
        Request::SocketClosed => Way::Trouble,
        Request::Command(Command::ChannelCloseOk) => Way::Answer,
        Request::ConnectionOpen | Request::ConnectionClose | Request::Command(_) => Way::Request,
    }
}

fn said(request: &Request) -> What {
    let content = if let Request::Command(Command::BasicPublish(publish)) = request {
        Some(shortened(&publish.content.body))
    } else {
        None
    };
    What::Method(request.name(), content)
}

/// What a method of the broker's is drawn as.
fn told(reply: &Reply) -> (Way, What) {
    let with = |message: &Message| What::Method(reply.name(), Some(shortened(&message.content.body)));
    let plain = What::Method(reply.name(), None);
    match reply.kind() {
        ReplyKind::Delivery { message, fetched, .. } => {
            (if fetched { Way::Answer } else { Way::Request }, with(message))
        }
        ReplyKind::Return(message) => (Way::Trouble, with(message)),
        ReplyKind::Close(_) | ReplyKind::Confirm { acked: false, .. } => (Way::Trouble, plain),
        ReplyKind::Cancel { .. } => (Way::Request, plain),
        ReplyKind::Confirm { acked: true, .. } | ReplyKind::GetEmpty | ReplyKind::Ok => (Way::Answer, plain),
    }
}

fn told_on_connection(reply: &ConnectionReply) -> (Way, What) {
    let way = match reply {
        ConnectionReply::OpenOk | ConnectionReply::CloseOk => Way::Answer,
        ConnectionReply::Close(_) => Way::Trouble,
    };
    (way, What::Method(reply.name(), None))
}

/// As much of a body as has room beside a method's name.
fn shortened(bytes: &[u8]) -> Name {
    const ROOM: usize = 12;
    begin(&body(bytes), ROOM).into()
}

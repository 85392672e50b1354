//! A broker and a small vocabulary for its tests.

use std::time::Duration;

use warren_broker::command::{BasicConsume, BasicPublish, QueueDeclare};
use warren_broker::event::{Event, StopCause};
use warren_broker::{
    Broker, ChannelId, Command, Config, ConnectionId, Content, Input, Name, Overview, Properties, Reply, Restart,
    Table, Time,
};

pub struct World {
    pub broker: Broker,
    pub now: Time,
    /// The events of the last call.
    pub events: Vec<Event>,
}

impl World {
    pub fn new() -> Self {
        Self::with(Config::default())
    }

    pub fn with(config: Config) -> Self {
        Self { broker: Broker::new(config), now: Time::ZERO, events: Vec::new() }
    }

    pub fn input(&mut self, input: Input) -> &[Event] {
        self.events.clear();
        self.broker.handle(self.now, input, &mut self.events);
        &self.events
    }

    /// Opens a connection and a channel of this number.
    pub fn client(&mut self, number: u32) -> ChannelId {
        let connection = ConnectionId(number);
        self.input(Input::ConnectionOpen { connection, user: "guest".into() });
        let channel = ChannelId { connection, number: 1 };
        self.send(channel, Command::ChannelOpen);
        channel
    }

    /// Sends a method and returns the answers on this channel.
    pub fn send(&mut self, channel: ChannelId, command: Command) -> Vec<Reply> {
        self.input(Input::Command(channel, command));
        self.replies(channel)
    }

    pub fn replies(&self, channel: ChannelId) -> Vec<Reply> {
        let to = |event: &Event| {
            if let Event::To(to, reply) = event { (*to == channel).then(|| reply.clone()) } else { None }
        };
        self.events.iter().filter_map(to).collect()
    }

    pub fn declare(&mut self, channel: ChannelId, queue: &str, durable: bool, arguments: Table) -> Vec<Reply> {
        let queue = Name::from(queue);
        self.send(channel, Command::QueueDeclare(QueueDeclare { queue, durable, arguments, ..Default::default() }))
    }

    pub fn publish(&mut self, channel: ChannelId, key: &str, body: &str, persistent: bool) -> Vec<Reply> {
        let properties = Properties { delivery_mode: persistent.then_some(2), ..Default::default() };
        self.publish_with(channel, key, body, properties)
    }

    pub fn publish_with(&mut self, channel: ChannelId, key: &str, body: &str, properties: Properties) -> Vec<Reply> {
        let content = Content { properties, body: body.as_bytes().into() }.into();
        self.send(
            channel,
            Command::BasicPublish(BasicPublish { routing_key: key.into(), content, ..Default::default() }),
        )
    }

    pub fn consume(&mut self, channel: ChannelId, queue: &str, tag: &str, no_ack: bool) -> Vec<Reply> {
        let consume = BasicConsume { queue: queue.into(), consumer_tag: tag.into(), no_ack, ..Default::default() };
        self.send(channel, Command::BasicConsume(consume))
    }

    /// Lets time pass and returns the events meanwhile.
    pub fn wait(&mut self, span: Duration) -> Vec<Event> {
        let until = self.now + span;
        let mut all = Vec::new();
        while let Some(due) = self.broker.next_timeout().filter(|due| *due <= until) {
            self.now = due;
            all.extend_from_slice(self.input(Input::Timeout));
        }
        self.now = until;
        all.extend_from_slice(self.input(Input::Timeout));
        all
    }

    pub fn restart(&mut self, cause: StopCause) -> &[Event] {
        self.input(Input::Restart(Restart { cause, luck: 1 }))
    }

    pub fn overview(&self) -> Overview {
        self.broker.overview()
    }

    /// Returns the bodies in a queue, head first.
    pub fn bodies(&self, queue: &str) -> Vec<String> {
        let overview = self.overview();
        let Some(queue) = overview.queues.iter().find(|other| &*other.name == queue) else { return Vec::new() };
        let text = |body: &[u8]| String::from_utf8_lossy(body).into_owned();
        queue.messages.iter().map(|message| text(&message.message.content.body)).collect()
    }
}

/// Returns the bodies of deliveries.
pub fn delivered(replies: &[Reply]) -> Vec<String> {
    let body = |reply: &Reply| {
        if let Reply::BasicDeliver { message, .. } = reply {
            Some(String::from_utf8_lossy(&message.content.body).into_owned())
        } else {
            None
        }
    };
    replies.iter().filter_map(body).collect()
}

//! A type that only tests have, added as ARCHITECTURE says: it routes by the binding that was made last, so it chooses among
//! bindings, which none of RabbitMQ's own types does.

use std::sync::Arc;

use super::bindings::{Found, Numbered};
use super::types::{Comparison, Decides, ExchangeType, Router};
use crate::Message;
use crate::binding::Binding;

pub(super) static TYPE: ExchangeType = ExchangeType {
    name: "x-latest",
    decides: Decides::Nothing,
    rule: "latest-match",
    matched: "why.routed.latest",
    missed: None,
    check_binding: |_| Ok(()),
    router: || Box::new(Latest),
    compare: |_, message| Comparison { matched: true, key: message.routing_key.clone(), ..Comparison::default() },
};

#[derive(Debug)]
struct Latest;

impl Router for Latest {
    fn add(&mut self, _: u64, _: &Arc<Binding>) {}

    fn remove(&mut self, _: u64, _: &Binding) {}

    fn route(&self, all: &Numbered, _: &Message, found: &mut Found) {
        found.bindings.extend(all.last_key_value().map(|(number, binding)| (*number, binding.clone())));
    }

    fn boxed_clone(&self) -> Box<dyn Router> {
        Box::new(Self)
    }
}

mod tests {
    use crate::command::{BasicPublish, ExchangeDeclare, QueueBind, QueueDeclare};
    use crate::event::{Event, StopCause};
    use crate::exchange::ExchangeType;
    use crate::{Broker, ChannelId, Command, Config, ConnectionId, Input, Reply, Restart, Time};

    const CHANNEL: ChannelId = ChannelId { connection: ConnectionId(1), number: 1 };

    fn connect(broker: &mut Broker) {
        let connection = CHANNEL.connection;
        broker.handle(Time::ZERO, Input::ConnectionOpen { connection, user: "guest".into() }, &mut Vec::new());
        send(broker, Command::ChannelOpen);
    }

    fn send(broker: &mut Broker, command: Command) -> Vec<Event> {
        let mut events = Vec::new();
        broker.handle(Time::ZERO, Input::Command(CHANNEL, command), &mut events);
        events
    }

    fn declare(kind: &str) -> Command {
        let declare = ExchangeDeclare { exchange: "x".into(), kind: kind.into(), durable: true, ..Default::default() };
        Command::ExchangeDeclare(declare)
    }

    fn bind(queue: &str) -> QueueBind {
        QueueBind { queue: queue.into(), exchange: "x".into(), ..Default::default() }
    }

    /// Publishes a message and returns the names of the queues that get it.
    fn routed(broker: &mut Broker) -> Vec<String> {
        let events = send(broker, Command::BasicPublish(BasicPublish { exchange: "x".into(), ..Default::default() }));
        let queue = |event: &Event| {
            if let Event::Enqueued { copy, .. } = event {
                Some(broker.queue_name(copy.queue).to_string())
            } else {
                None
            }
        };
        events.iter().filter_map(queue).collect()
    }

    #[test]
    fn a_type_of_one_file_and_one_line_is_declared_compared_and_routes_as_it_chooses() {
        assert!(ExchangeType::all().iter().any(|kind| kind.name == "x-latest"));
        let mut broker = Broker::new(Config::default());
        connect(&mut broker);
        assert!(send(&mut broker, declare("x-latest")).contains(&Event::To(CHANNEL, Reply::ExchangeDeclareOk)));
        for queue in ["a", "b"] {
            let declare = QueueDeclare { queue: queue.into(), durable: true, ..Default::default() };
            send(&mut broker, Command::QueueDeclare(declare));
            send(&mut broker, Command::QueueBind(bind(queue)));
        }
        assert_eq!(routed(&mut broker), ["b"]);
        let mut copy = broker.clone();
        send(&mut copy, Command::QueueUnbind(bind("b")));
        assert_eq!((routed(&mut copy), routed(&mut broker)), (vec!["a".to_owned()], vec!["b".to_owned()]));

        broker.handle(Time::ZERO, Input::Restart(Restart { cause: StopCause::Clean, luck: 0 }), &mut Vec::new());
        connect(&mut broker);
        assert_eq!(routed(&mut broker), ["b"], "after a restart, too");
        let other = send(&mut broker, declare("direct"));
        let closed = |event: &Event| matches!(event, Event::To(_, Reply::ChannelClose(close)) if close.text.to_string().contains("'x-latest'"));
        assert!(other.iter().any(closed), "{other:?}");
    }
}

//! Writes statements of the scenario language for the learner's buttons and forms. The simulator reads them like any
//! others.

use warren_simulator::scenario::{Quoted, Word};

/// An action of the learner on a client program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientAction {
    /// Start.
    Start,
    /// Stop in order.
    Stop,
    /// Kill: its socket is closed.
    Kill,
}

/// An action of the learner on the broker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrokerAction {
    /// Stop in order, and start again.
    Restart,
    /// `kill -9`, and start again.
    Crash,
    /// The machine loses power, and starts again.
    PowerLoss,
    /// Stop in order, until further notice.
    Stop,
    /// Start again.
    Start,
}

/// A message that the learner publishes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)] // The fields have AMQP's own names.
pub struct Publish {
    /// The client program that publishes it.
    pub client: String,
    pub exchange: String,
    pub routing_key: String,
    pub body: String,
    pub persistent: bool,
    pub mandatory: bool,
}

impl ClientAction {
    /// Writes the statement.
    #[must_use]
    pub fn statement(self, client: &str) -> String {
        let verb = match self {
            Self::Start => "start",
            Self::Stop => "stop",
            Self::Kill => "kill",
        };
        format!("{verb} {client}")
    }
}

impl BrokerAction {
    /// Writes the statement.
    #[must_use]
    pub const fn statement(self) -> &'static str {
        match self {
            Self::Restart => "restart broker",
            Self::Crash => "crash broker",
            Self::PowerLoss => "crash broker power",
            Self::Stop => "stop broker",
            Self::Start => "start broker",
        }
    }
}

impl Publish {
    /// Writes the statement.
    #[must_use]
    pub fn statement(&self) -> String {
        let mut text = format!(
            "{}: basic.publish {} {} {}",
            self.client,
            Word(&self.exchange),
            Word(&self.routing_key),
            Quoted(&self.body)
        );
        if self.mandatory {
            text.push_str(" mandatory");
        }
        if self.persistent {
            text.push_str(" delivery_mode=2");
        }
        text
    }
}

/// Writes the statement that sets when a client acknowledges; `policy` is one of its words.
#[must_use]
pub fn set_ack(client: &str, policy: &str) -> String {
    format!("set {client} ack={policy}")
}

/// Writes the statement that sets a client's prefetch; 0 is unlimited.
#[must_use]
pub fn set_prefetch(client: &str, prefetch: u16) -> String {
    format!("set {client} prefetch={prefetch}")
}

#[cfg(test)]
mod tests {
    use warren_broker::Command;
    use warren_simulator::Statement;
    use warren_simulator::scenario::Action;

    use super::*;

    fn publish(body: &str) -> Publish {
        Publish { client: "you".into(), routing_key: "task_queue".into(), body: body.into(), ..Publish::default() }
    }

    #[test]
    fn a_publish_is_written_in_the_scenarios_words() {
        assert_eq!(publish("Hello").statement(), "you: basic.publish \"\" task_queue \"Hello\"");
        let full = Publish { exchange: "logs".into(), persistent: true, mandatory: true, ..publish("a \"b\"\n#") };
        assert_eq!(
            full.statement(),
            "you: basic.publish logs task_queue \"a \\\"b\\\"\\n#\" mandatory delivery_mode=2"
        );
    }

    #[test]
    fn whatever_is_typed_can_be_read_again() {
        let odd =
            ["", " ", "#", "[a", "\"", "\\", "日本語 🐇", "a=b", "\u{7}\t\r\n", "{n} {dots}", "ж", "mandatory", "1.5"];
        for typed in odd {
            let text = Publish { routing_key: typed.into(), exchange: typed.into(), ..publish(typed) }.statement();
            let statement = Statement::parse(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
            let Action::Method { method, .. } = statement.action() else { panic!("{text} is a method") };
            let Command::BasicPublish(publish) = &method.command else { panic!("{text} publishes") };
            let Ok(body) = str::from_utf8(&publish.content.body) else { panic!("{text} publishes text") };
            assert_eq!([&*publish.exchange, &*publish.routing_key, body], [typed; 3], "{text}");
        }
    }
}

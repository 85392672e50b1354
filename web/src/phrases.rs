//! Writes statements of the scenario language for what the learner asks for by buttons and forms. It deliberately does not
//! know what they do: the simulator reads them like anybody's.

use warren_simulator::{AckPolicy, Diagnostic, Statement};

/// What the learner can do to a client program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Starts it.
    Start,
    /// Ends it in order.
    Stop,
    /// Drops its socket.
    Kill,
}

/// What the learner can do to the broker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrokerDeed {
    /// In order, and up again.
    Restart,
    /// `kill -9`, and up again.
    Crash,
    /// The machine loses power, and up again.
    PowerLoss,
    /// In order, until further notice.
    Stop,
    /// Up again.
    Start,
}

/// A message that the learner publishes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)] // AMQP's own names.
pub struct Publish {
    /// The client program that publishes it.
    pub client: String,
    pub exchange: String,
    pub routing_key: String,
    pub body: String,
    pub persistent: bool,
    pub mandatory: bool,
}

impl Deed {
    /// The statement.
    pub fn statement(self, client: &str) -> String {
        let verb = match self {
            Self::Start => "start",
            Self::Stop => "stop",
            Self::Kill => "kill",
        };
        format!("{verb} {client}")
    }
}

impl BrokerDeed {
    /// The statement.
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
    /// The statement.
    pub fn statement(&self) -> String {
        let mut text = format!(
            "{}: basic.publish {} {} {}",
            self.client,
            quoted(&self.exchange),
            quoted(&self.routing_key),
            always_quoted(&self.body)
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

/// The policies, as settings spell them.
pub const POLICIES: [(AckPolicy, &str); 4] = [
    (AckPolicy::AfterWork, "after"),
    (AckPolicy::BeforeWork, "before"),
    (AckPolicy::Never, "never"),
    (AckPolicy::Automatic, "auto"),
];

/// Sets when a client acknowledges; `policy` is spelt as in [`POLICIES`].
pub fn set_ack(client: &str, policy: &str) -> String {
    format!("set {client} ack={policy}")
}

/// Sets a client's prefetch.
pub fn set_prefetch(client: &str, prefetch: u16) -> String {
    format!("set {client} prefetch={prefetch}")
}

/// Reads what was written.
pub fn read(text: &str) -> Result<Statement, Diagnostic> {
    Statement::parse(text)
}

/// A word as it is, anything else in quotes.
fn quoted(text: &str) -> String {
    let plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '.' | '*' | '-');
    if !text.is_empty() && text.chars().all(plain) { text.to_owned() } else { always_quoted(text) }
}

fn always_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for sign in text.chars() {
        match sign {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control.is_control() => out.push_str(&format!("\\u{{{:X}}}", u32::from(control))),
            plain => out.push(plain),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
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
        for body in ["", " ", "#", "[a", "\"", "\\", "日本語 🐇", "a=b", "\u{7}\t\r\n", "{n} {dots}"] {
            let text = Publish { routing_key: body.into(), exchange: body.into(), ..publish(body) }.statement();
            let statement = read(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(statement.to_string(), text);
        }
    }
}

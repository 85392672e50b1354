//! The statements: each one's action, as data, and one table that reads, prints and completes them. A test compares
//! `docs/scenario-language.md` with the table. Methods have a table of their own (`method.rs`); the actions are carried
//! out in `world/script.rs`.

use core::fmt;
use core::time::Duration;

use warren_broker::Name;
use warren_broker::event::StopCause;

use super::arguments::{Arguments, client_name, number, parse_span, positive, short};
use super::method::{Every, Method};
use super::parse::{self, Parsed, one};
use super::print::{Word, word_for};
use super::setting::{ConfigSetting, Setting};
use super::span::print as span;
use super::token::Token;
use crate::Behaviour;
use crate::diagnostic::Diagnostic;

/// The language's version, which a scenario's first statement names: `warren 1`. A scenario without it is of version 1.
pub const LANGUAGE: u32 = 1;

/// The action of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The fields are the statement's own words.
pub enum Action {
    /// `warren 1`
    Version(u32),
    /// `seed 7`
    Seed(u64),
    /// `latency 2ms`
    Latency(Duration),
    /// `jitter 1ms`
    Jitter(Duration),
    /// `broker consumer_timeout=30m`
    Configure(Vec<ConfigSetting>),
    /// `client worker1 worker queue=q`
    Client { name: Name, behaviour: Behaviour, settings: Vec<Setting> },
    /// `set worker1 prefetch=1`
    Set { client: Name, settings: Vec<Setting> },
    /// `start worker1`
    Start(Name),
    /// `stop worker1`
    Stop(Name),
    /// `kill worker1`
    Kill(Name),
    /// `disconnect worker1`
    Disconnect(Name),
    /// `restart broker`, `crash broker`: the broker is down for this long.
    Restart { how: StopCause, down: Duration },
    /// `stop broker`
    StopBroker,
    /// `start broker`
    StartBroker,
    /// `advance 5s`
    Advance(Duration),
    /// `at 7s kill worker1`
    At(Duration, Box<Action>),
    /// `mark worker-dies`
    Mark(Name),
    /// `p: basic.publish "" q hello`
    Method { client: Name, channel: u16, every: Option<Every>, method: Method },
}

impl Action {
    /// Returns the client it concerns.
    #[must_use]
    pub fn client(&self) -> Option<&Name> {
        match self {
            Self::Client { name: client, .. }
            | Self::Set { client, .. }
            | Self::Start(client)
            | Self::Stop(client)
            | Self::Kill(client)
            | Self::Disconnect(client)
            | Self::Method { client, .. } => Some(client),
            Self::At(_, action) => action.client(),
            Self::Version(_)
            | Self::Seed(_)
            | Self::Latency(_)
            | Self::Jitter(_)
            | Self::Configure(_)
            | Self::Restart { .. }
            | Self::StopBroker
            | Self::StartBroker
            | Self::Advance(_)
            | Self::Mark(_) => None,
        }
    }
    /// Returns its entry in the table; `None` for a method, which begins with its client's name and has a table of its
    /// own.
    #[must_use]
    pub fn spec(&self) -> Option<&'static Spec> {
        let name = match self {
            Self::Version(_) => "warren",
            Self::Seed(_) => "seed",
            Self::Latency(_) => "latency",
            Self::Jitter(_) => "jitter",
            Self::Configure(_) => "broker",
            Self::Client { .. } => "client",
            Self::Set { .. } => "set",
            Self::Start(_) | Self::StartBroker => "start",
            Self::Stop(_) | Self::StopBroker => "stop",
            Self::Kill(_) => "kill",
            Self::Disconnect(_) => "disconnect",
            Self::Restart { how: StopCause::Clean, .. } => "restart",
            Self::Restart { how: StopCause::Killed | StopCause::PowerLoss, .. } => "crash",
            Self::Advance(_) => "advance",
            Self::At(..) => "at",
            Self::Mark(_) => "mark",
            Self::Method { .. } => return None,
        };
        named(name)
    }
}

/// How long the broker is down by default.
pub const DOWN: Duration = Duration::from_secs(1);

/// The syntax of a statement.
pub struct Spec {
    /// Its first word.
    pub name: &'static str,
    /// Its forms; help shows the first.
    pub forms: &'static [&'static str],
    /// Where it may stand.
    pub when: When,
    /// The completions after its first word, by place; keys and settings repeat.
    pub next: &'static [Next],
    /// Reads the words after the first word, which is given.
    pub(super) read: fn(Arguments, Token) -> Result<Parsed, Diagnostic>,
    print: fn(&Action, &mut fmt::Formatter<'_>) -> fmt::Result,
}

/// Where a statement may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Before all others.
    First,
    /// In a scenario, once, before anything happens.
    Beginning,
    /// A definition, in effect from the scenario's beginning; the learner can add one.
    Definition,
    /// Anywhere in a scenario's text, for statements about the text itself.
    Script,
    /// At any time; it makes no moment.
    Setting,
    /// At any time.
    Anytime,
}

/// The kinds of words possible in a place of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Something new, or a number.
    Anything,
    Spans,
    /// Clients, stopped ones first, and the broker if it is down.
    Startable,
    /// Clients, running ones first, and the broker if it is up.
    Stoppable,
    /// Clients, running ones first.
    Running,
    Clients,
    Broker,
    Keys(&'static [&'static str]),
    Settings,
    /// A behaviour or settings.
    Behaviours,
}

impl Spec {
    /// Returns its syntax, for help.
    pub const fn usage(&self) -> &'static str {
        self.forms[0]
    }

    /// Returns whether it is allowed only in a scenario's text and not for the learner.
    pub const fn only_in_scenarios(&self) -> bool {
        matches!(self.when, When::First | When::Beginning | When::Script)
    }
}

/// Returns the statement of this name.
pub fn named(name: &str) -> Option<&'static Spec> {
    STATEMENTS.iter().find(|spec| spec.name == name)
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, self.spec()) {
            (_, Some(spec)) => (spec.print)(self, f),
            (Self::Method { client, channel, every, method }, None) => {
                super::print::method(f, client, *channel, *every, method)
            }
            (_, None) => Err(fmt::Error),
        }
    }
}

/// Prints the actions of one statement. A test prints every statement, so that none is without its printer.
macro_rules! print {
    ($($pattern:pat => $format:literal $(, $argument:expr)*);+) => {
        |action, f| {
            $(if let $pattern = action {
                return write!(f, $format $(, $argument)*);
            })+
            Err(fmt::Error)
        }
    };
}

/// All statements except methods, in the order in which they are listed.
pub const STATEMENTS: &[Spec] = &[
    Spec {
        name: "warren",
        forms: &["warren VERSION"],
        when: When::First,
        next: &[],
        read: |arguments, _| one(arguments, "warren", parse::version),
        print: print!(Action::Version(version) => "warren {version}"),
    },
    Spec {
        name: "seed",
        forms: &["seed NUMBER"],
        when: When::Beginning,
        next: &[],
        read: |arguments, _| one(arguments, "seed", |text, token| number(text, token, "seed").map(Action::Seed)),
        print: print!(Action::Seed(seed) => "seed {seed}"),
    },
    Spec {
        name: "latency",
        forms: &["latency SPAN"],
        when: When::Setting,
        next: &[],
        read: |arguments, _| one(arguments, "latency", |text, token| parse_span(text, token).map(Action::Latency)),
        print: print!(Action::Latency(latency) => "latency {}", span(*latency)),
    },
    Spec {
        name: "jitter",
        forms: &["jitter SPAN"],
        when: When::Setting,
        next: &[],
        read: |arguments, _| one(arguments, "jitter", |text, token| parse_span(text, token).map(Action::Jitter)),
        print: print!(Action::Jitter(jitter) => "jitter {}", span(*jitter)),
    },
    Spec {
        name: "broker",
        forms: &["broker SETTING=VALUE ..."],
        when: When::Beginning,
        next: &[],
        read: parse::configure,
        print: print!(Action::Configure(settings) => "broker{}", Spaced(settings)),
    },
    Spec {
        name: "client",
        forms: &["client NAME [BEHAVIOUR] SETTINGS"],
        when: When::Definition,
        next: &[Next::Anything, Next::Behaviours, Next::Settings],
        read: parse::client,
        print: print!(
            Action::Client { name, behaviour: Behaviour::Scripted, settings } => "client {name}{}", Spaced(settings);
            Action::Client { name, behaviour, settings } =>
                "client {name} {}{}", word_for(parse::BEHAVIOURS, *behaviour), Spaced(settings)
        ),
    },
    Spec {
        name: "set",
        forms: &["set NAME SETTING=VALUE ..."],
        when: When::Anytime,
        next: &[Next::Clients, Next::Settings],
        read: parse::set,
        print: print!(Action::Set { client, settings } => "set {client}{}", Spaced(settings)),
    },
    Spec {
        name: "start",
        forms: &["start NAME", "start broker"],
        when: When::Anytime,
        next: &[Next::Startable],
        read: |arguments, _| {
            one(arguments, "start", |text, token| match text {
                "broker" => Ok(Action::StartBroker),
                _ => client_name(text, token).map(Action::Start),
            })
        },
        print: print!(Action::Start(client) => "start {client}"; Action::StartBroker => "start broker"),
    },
    Spec {
        name: "stop",
        forms: &["stop NAME", "stop broker"],
        when: When::Anytime,
        next: &[Next::Stoppable],
        read: |arguments, _| {
            one(arguments, "stop", |text, token| match text {
                "broker" => Ok(Action::StopBroker),
                _ => client_name(text, token).map(Action::Stop),
            })
        },
        print: print!(Action::Stop(client) => "stop {client}"; Action::StopBroker => "stop broker"),
    },
    Spec {
        name: "kill",
        forms: &["kill NAME"],
        when: When::Anytime,
        next: &[Next::Running],
        read: |arguments, _| one(arguments, "kill", |text, token| client_name(text, token).map(Action::Kill)),
        print: print!(Action::Kill(client) => "kill {client}"),
    },
    Spec {
        name: "disconnect",
        forms: &["disconnect NAME"],
        when: When::Anytime,
        next: &[Next::Running],
        read: |arguments, _| {
            one(arguments, "disconnect", |text, token| client_name(text, token).map(Action::Disconnect))
        },
        print: print!(Action::Disconnect(client) => "disconnect {client}"),
    },
    Spec {
        name: "restart",
        forms: &["restart broker [down=SPAN]"],
        when: When::Anytime,
        next: &[Next::Broker, Next::Keys(&["down="])],
        read: |arguments, first| parse::outage(arguments, "restart", first),
        print: print!(Action::Restart { down, .. } => "restart broker{}", Down(*down)),
    },
    Spec {
        name: "crash",
        forms: &["crash broker [power] [down=SPAN]"],
        when: When::Anytime,
        next: &[Next::Broker, Next::Keys(&["power", "down="])],
        read: |arguments, first| parse::outage(arguments, "crash", first),
        print: print!(
            Action::Restart { how: StopCause::PowerLoss, down } => "crash broker power{}", Down(*down);
            Action::Restart { down, .. } => "crash broker{}", Down(*down)
        ),
    },
    Spec {
        name: "advance",
        forms: &["advance SPAN"],
        when: When::Anytime,
        next: &[Next::Spans],
        read: |arguments, _| {
            one(arguments, "advance", |text, token| positive(parse_span(text, token)?, token).map(Action::Advance))
        },
        print: print!(Action::Advance(by) => "advance {}", span(*by)),
    },
    Spec {
        name: "at",
        forms: &["at SPAN STATEMENT"],
        when: When::Script,
        next: &[],
        read: parse::at,
        print: print!(Action::At(time, action) => "at {} {action}", span(*time)),
    },
    Spec {
        name: "mark",
        forms: &["mark NAME"],
        when: When::Script,
        next: &[],
        read: |arguments, _| one(arguments, "mark", |text, token| short(text, token).map(Action::Mark)),
        print: print!(Action::Mark(name) => "mark {}", Word(name)),
    },
];

/// Prints each with a space before it.
struct Spaced<'a, T>(&'a [T]);

impl<T: fmt::Display> fmt::Display for Spaced<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|item| write!(f, " {item}"))
    }
}

/// Prints how long the broker is down, unless that is the default.
struct Down(Duration);

impl fmt::Display for Down {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == DOWN { Ok(()) } else { write!(f, " down={}", span(self.0)) }
    }
}

#[cfg(test)]
mod tests;

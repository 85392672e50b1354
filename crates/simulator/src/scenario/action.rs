//! What a statement says, as data: the language's abstract syntax. It does not know how statements are written or
//! carried out.

use core::time::Duration;

use warren_broker::event::StopCause;
use warren_broker::{Command, Name, Value};

use crate::settings::Confirm;
use crate::{AckPolicy, Behaviour, Settle, Think};

/// A statement's meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The fields are the statement's own words.
pub enum Action {
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
    /// `restart broker`, `crash broker`: it is down for so long.
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
    /// The client it is about.
    #[must_use]
    pub fn client(&self) -> Option<&Name> {
        match self {
            Self::Client { name: client, .. }
            | Self::Set { client, .. }
            | Self::Start(client)
            | Self::Stop(client)
            | Self::Kill(client)
            | Self::Method { client, .. } => Some(client),
            Self::At(_, action) => action.client(),
            Self::Seed(_)
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
}

/// How long the broker is down if nothing else is said.
pub const DOWN: Duration = Duration::from_secs(1);

/// Again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Every {
    /// The rhythm; never zero.
    pub period: Duration,
    /// How often; nothing: for ever.
    pub times: Option<u64>,
}

/// A method to send. Texts of a publish may have placeholders.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Method {
    /// The method with its arguments.
    pub command: Command,
    /// No delivery tag was given: the oldest delivery held is meant.
    pub oldest: bool,
}

/// One setting of the broker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfigSetting {
    /// `consumer_timeout=30m`, or `none`
    ConsumerTimeout(Option<Duration>),
    /// `channel_tick=60s`
    ChannelTick(Duration),
    /// `sync_interval=200ms`
    SyncInterval(Duration),
    /// `idle_flush=1ms`
    IdleFlush(Duration),
    /// `writeback=30s`
    Writeback(Duration),
    /// `schema_flush=2s`
    SchemaFlush(Duration),
}

/// One setting of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // Their meaning stands at `Settings`.
pub enum Setting {
    Queue(Name),
    Exchange(Name),
    Type(Name),
    RoutingKey(Name),
    Bind(Vec<Name>),
    Durable(bool),
    Exclusive(bool),
    AutoDelete(bool),
    Argument(Name, Value),
    Body(Name),
    Every(Duration),
    Times(Option<u64>),
    Persistent(bool),
    Mandatory(bool),
    Confirm(Confirm),
    Ack(AckPolicy),
    Settle(Settle),
    SettleIf(Name),
    Prefetch(u16),
    Think(Think),
    Answer(Name),
    Reconnect(Option<Duration>),
}

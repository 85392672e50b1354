//! A deterministic world around a [`warren_broker::Broker`]: client programs that behave, a network with latency, an
//! agenda in virtual time. Screens, lessons and wall clocks are unknown here.
//!
//! A [`Scenario`] is text, one [`Statement`] a line. A [`World`] plays it, one visible [`Moment`] at a time, and is
//! plain data. A [`Timeline`] holds a whole run and moves through it in both directions: going back is replaying from a
//! checkpoint, acting in the past forks. [`Overview`] is the view of a state that user interfaces, command lines and
//! tests read. [`explain`] says as data what happened in a moment and why, and [`text::Catalog`] turns that into a
//! language.

mod agenda;
pub mod change;
mod client;
mod diagnostic;
pub mod explain;
mod fingerprint;
mod moment;
mod name_history;
mod network;
mod overview;
pub mod plurals;
pub mod probe;
mod random;
pub mod scenario;
pub mod series;
mod settings;
pub mod text;
mod timeline;
mod world;

use warren_dict as dict;

pub use diagnostic::{Diagnostic, LocalizedText};
pub use fingerprint::fingerprint;
pub use moment::{
    Actor, Answer, Arrival, Change, ClientId, Endpoint, InFlight, Loss, Lost, Moment, MomentKind, Packet, Refusal,
    Request, Sent,
};
pub use overview::{ClientState, ClientView, Held, Overview, Work};
pub use scenario::{Scenario, Statement};
pub use settings::{AckPolicy, Behaviour, Confirm, Settings, Settle, Think};
pub use timeline::{ActionError, End, Fork, MAX_CHECKPOINTS, MOMENT_LIMIT, TIME_LIMIT, Timeline};
pub use world::World;

//! RabbitMQ 3.10's AMQP 0-9-1 semantics as a deterministic state machine without I/O.
//!
//! A [`Broker`] is plain data. It takes one [`Input`] at a time (a client's [`Command`], a connection that opens or is
//! lost, a timer that is due, a restart) together with the current virtual [`Time`], and answers with an ordered list of
//! [`Event`]s: what it sends to clients ([`Event::To`]) and what happened inside, each with its cause.
//! [`Broker::overview`] is the one view that user interfaces, command lines and tests read.
//!
//! It has no clock, no randomness, no threads and no I/O: time, identifiers of connections and the luck of a crash come
//! in from outside, so the same inputs always give the same events.

pub mod binding;
mod broker;
mod channel;
pub mod command;
mod config;
mod connections;
mod dead_letter;
mod erlang_float;
pub mod event;
mod exchange;
mod ids;
mod index;
mod input;
mod message;
mod methods;
mod name;
mod near_misses;
pub mod overview;
mod pages;
mod path;
mod protocol_error;
mod publishing;
mod queue;
mod registry;
mod replies;
pub mod reply;
mod reply_text;
mod reply_to;
mod restart;
mod scratch;
mod sequence;
mod settled;
pub mod splitmix;
mod time;
mod timers;
mod value;
mod view;

pub use broker::Broker;
pub use command::Command;
pub use config::Config;
pub use event::Event;
pub use exchange::{Comparison, Decides, ExchangeType, Part, headers, topic};
pub use ids::{ChannelId, ConnectionId, CopyId, ExchangeId, MessageId, QueueId};
pub use input::{Input, Restart};
pub use message::{Content, Message, Properties};
pub use name::Name;
pub use overview::Overview;
pub use reply::{ConnectionReply, Reply};
pub use reply_text::ReplyText;
pub use settled::Settled;
pub use time::Time;
pub use value::{Table, Term, Value};
pub use warren_dict as dict;

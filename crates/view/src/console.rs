//! The console's two languages, the scenario language and `rabbitmqctl`'s listings: it reads lines, completes them,
//! prints listings and reports errors.

mod complete;
mod error;
mod examples;
mod read;

pub use complete::{Completion, complete, next_words};
pub use error::{LineError, Words};
pub use examples::examples;
pub use read::{CLEAR, Entered, HELP, is_listing, list, read};

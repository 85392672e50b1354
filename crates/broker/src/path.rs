//! The path of a message, one step a file, in order: publish, route, enqueue, dispatch, settle, dead-letter, confirm.
//! Every decision about a message is made here; exchanges, queues and channels only compute.
//!
//! One law holds after every input: a queue is empty, or none of its consumers can take a message.

mod confirm;
mod crash;
mod dead_letters;
mod dispatch;
mod enqueue;
mod publish;
mod route;
mod settle;

pub(crate) use dead_letters::PendingDeadLetter;
pub(crate) use route::Sorted;

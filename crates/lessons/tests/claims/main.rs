//! Compares the lessons' texts with their scenarios: the numbers, names and outcomes that the prose mentions are read
//! off the run. Recordings of the real broker judge the rules themselves.

mod durability;
mod hello_world;
mod publish_subscribe;
mod publisher_confirms;
mod routing;
mod rpc;
mod run;
mod topics;
mod work_queues;

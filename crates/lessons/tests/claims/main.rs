//! What the lessons say, against what their scenarios do: the numbers, names and outcomes that the prose mentions are read
//! off the run. It does not judge the rules themselves; recordings of the real broker do that.

mod durability;
mod hello_world;
mod publish_subscribe;
mod publisher_confirms;
mod routing;
mod rpc;
mod run;
mod topics;
mod work_queues;

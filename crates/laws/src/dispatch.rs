//! The law of dispatch: a queue is empty, or none of its consumers can take a message; and a consumer is passed over
//! only as long as it has no room.

use warren_broker::Overview;

use crate::conservation::Conservation;
use crate::prefetch::Prefetch;

/// Checks a state. A single active consumer that took over after a cancel is the one exception: RabbitMQ 3.10 gives it
/// nothing until something else happens to the queue.
pub(crate) fn check(state: &Overview, conservation: &Conservation, prefetch: &Prefetch) -> Result<(), String> {
    for queue in state.queues.iter().filter(|queue| queue.messages_ready > 0) {
        let lazy = conservation.queues.get(&queue.id).is_some_and(|contents| contents.lazy);
        for consumer in state.consumers.iter().filter(|consumer| consumer.queue == queue.id && consumer.active) {
            let room = prefetch.has_room(queue.id, consumer.channel, &consumer.tag);
            let who = || format!("{} on {}", consumer.tag, consumer.channel);
            if !lazy && room == Some(true) {
                let blocked = if consumer.blocked { " (said to be blocked)" } else { "" };
                let ready = queue.messages_ready;
                return Err(format!("{} has {ready} ready, and {}{blocked} has room", queue.name, who()));
            }
        }
    }
    Ok(())
}

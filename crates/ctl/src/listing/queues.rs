//! `list_queues`

use warren_broker::overview::{ConsumerView, Overview, QueueView};

use crate::listing::Column;
use crate::synthetic_ids::{channel_pid, connection_pid, queue_pid};
use crate::terms::table;

pub(crate) const COLUMNS: &[Column<QueueView>] = &[
    ("name", |_, queue| queue.name.to_string()),
    ("durable", |_, queue| queue.durable.to_string()),
    ("auto_delete", |_, queue| queue.auto_delete.to_string()),
    ("arguments", |_, queue| table(&queue.arguments)),
    // Policies are not simulated.
    ("policy", |_, _| String::new()),
    ("pid", |_, queue| queue_pid(queue.id)),
    ("owner_pid", |_, queue| queue.exclusive.map(connection_pid).unwrap_or_default()),
    ("exclusive", |_, queue| queue.exclusive.is_some().to_string()),
    ("exclusive_consumer_pid", |overview, queue| {
        exclusive_consumer(overview, queue).map(|consumer| channel_pid(consumer.channel)).unwrap_or_default()
    }),
    ("exclusive_consumer_tag", |overview, queue| {
        exclusive_consumer(overview, queue).map(|consumer| consumer.tag.to_string()).unwrap_or_default()
    }),
    ("messages_ready", |_, queue| queue.messages_ready.to_string()),
    ("messages_unacknowledged", |_, queue| queue.messages_unacknowledged.to_string()),
    ("messages", |_, queue| (queue.messages_ready + queue.messages_unacknowledged).to_string()),
    ("message_bytes_ready", |_, queue| queue.message_bytes_ready.to_string()),
    ("consumers", |_, queue| queue.consumer_count.to_string()),
    ("state", |_, _| "running".to_owned()),
    ("type", |_, queue| queue.kind.to_string()),
];

pub(crate) const NOT_SIMULATED: &[&str] = &[
    "messages_ready_ram",
    "messages_unacknowledged_ram",
    "messages_ram",
    "messages_persistent",
    "message_bytes",
    "message_bytes_unacknowledged",
    "message_bytes_ram",
    "message_bytes_persistent",
    "head_message_timestamp",
    "disk_reads",
    "disk_writes",
    "consumer_utilisation",
    "consumer_capacity",
    "memory",
    "slave_pids",
    "synchronised_slave_pids",
    "leader",
    "members",
    "online",
];

fn exclusive_consumer<'a>(overview: &'a Overview, queue: &QueueView) -> Option<&'a ConsumerView> {
    overview.consumers.iter().find(|consumer| consumer.queue == queue.id && consumer.exclusive)
}

//! `list_consumers`

use warren_broker::overview::{ConsumerView, Overview};

use crate::listing::{Column, queue_name};
use crate::synthetic_ids::channel_pid;
use crate::terms::table;

pub(crate) const COLUMNS: &[Column<ConsumerView>] = &[
    ("queue_name", |overview, consumer| queue_name(overview, consumer.queue).to_string()),
    ("channel_pid", |_, consumer| channel_pid(consumer.channel)),
    ("consumer_tag", |_, consumer| consumer.tag.to_string()),
    ("ack_required", |_, consumer| consumer.ack_required.to_string()),
    ("prefetch_count", |_, consumer| consumer.prefetch_count.to_string()),
    ("active", |_, consumer| consumer.active.to_string()),
    // `up` is a consumer that may get messages, because all may or because it is the single active one.
    ("activity_status", |overview, consumer| status(overview, consumer).to_owned()),
    ("arguments", |_, consumer| table(&consumer.arguments)),
];

fn status(overview: &Overview, consumer: &ConsumerView) -> &'static str {
    let queue = overview.queues.iter().find(|queue| queue.id == consumer.queue);
    let single = queue.is_some_and(|queue| queue.arguments.get("x-single-active-consumer") == Some(&true.into()));
    match (single, consumer.active) {
        (false, _) => "up",
        (true, true) => "single_active",
        (true, false) => "waiting",
    }
}

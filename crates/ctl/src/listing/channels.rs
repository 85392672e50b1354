//! `list_channels`

use warren_broker::overview::{ChannelMode, ChannelView};

use crate::listing::{Column, user};
use crate::synthetic_ids::{channel_pid, connection_name, connection_pid};

pub(crate) const COLUMNS: &[Column<ChannelView>] = &[
    ("pid", |_, channel| channel_pid(channel.id)),
    ("connection", |_, channel| connection_pid(channel.id.connection)),
    ("name", |_, channel| format!("{} ({})", connection_name(channel.id.connection), channel.id.number)),
    ("number", |_, channel| channel.id.number.to_string()),
    ("user", |overview, channel| user(overview, channel.id.connection)),
    ("vhost", |_, _| "/".to_owned()),
    ("transactional", |_, channel| (channel.mode == ChannelMode::Transaction).to_string()),
    ("confirm", |_, channel| (channel.mode == ChannelMode::Confirm).to_string()),
    ("consumer_count", |_, channel| channel.consumer_count.to_string()),
    ("messages_unacknowledged", |_, channel| channel.messages_unacknowledged.to_string()),
    ("messages_uncommitted", |_, channel| channel.messages_uncommitted.to_string()),
    ("acks_uncommitted", |_, channel| channel.acks_uncommitted.to_string()),
    ("messages_unconfirmed", |_, channel| channel.messages_unconfirmed.to_string()),
    ("prefetch_count", |_, channel| channel.prefetch_count.to_string()),
    ("global_prefetch_count", |_, channel| channel.global_prefetch_count.to_string()),
];

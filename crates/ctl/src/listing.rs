//! The listings with their commands, banners, columns and rows. The values of the columns are computed in the module of
//! each listing.

mod bindings;
mod channels;
mod connections;
mod consumers;
mod exchanges;
mod queues;

use warren_broker::{ConnectionId, ExchangeId, Name, Overview, QueueId};

/// A listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listing {
    Queues,
    Exchanges,
    Bindings,
    Consumers,
    Channels,
    Connections,
}

/// A column: its name, and its value for a row.
type Column<Row> = (&'static str, fn(&Overview, &Row) -> String);

impl Listing {
    pub(crate) const ALL: [Self; 6] =
        [Self::Queues, Self::Exchanges, Self::Bindings, Self::Consumers, Self::Channels, Self::Connections];

    pub(crate) fn find(command: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|listing| listing.command() == command)
    }

    pub(crate) fn command(self) -> &'static str {
        match self {
            Self::Queues => "list_queues",
            Self::Exchanges => "list_exchanges",
            Self::Bindings => "list_bindings",
            Self::Consumers => "list_consumers",
            Self::Channels => "list_channels",
            Self::Connections => "list_connections",
        }
    }

    /// Returns the lines above the table. RabbitMQ is inconsistent about the space after the virtual host.
    pub(crate) fn banner(self) -> &'static [&'static str] {
        match self {
            Self::Queues => &["Timeout: 60.0 seconds ...", "Listing queues for vhost / ..."],
            Self::Exchanges => &["Listing exchanges for vhost / ..."],
            Self::Bindings => &["Listing bindings for vhost /..."],
            Self::Consumers => &["Listing consumers in vhost / ..."],
            Self::Channels => &["Listing channels ..."],
            Self::Connections => &["Listing connections ..."],
        }
    }

    /// Returns the default columns.
    pub(crate) fn defaults(self) -> &'static [&'static str] {
        match self {
            Self::Queues => &["name", "messages"],
            Self::Exchanges => &["name", "type"],
            Self::Bindings => {
                &["source_name", "source_kind", "destination_name", "destination_kind", "routing_key", "arguments"]
            }
            Self::Consumers => {
                &["queue_name", "channel_pid", "consumer_tag", "ack_required", "prefetch_count", "active", "arguments"]
            }
            Self::Channels => &["pid", "user", "consumer_count", "messages_unacknowledged"],
            Self::Connections => &["user", "peer_host", "peer_port", "state"],
        }
    }

    /// Returns all columns, in RabbitMQ's order.
    pub(crate) fn columns(self) -> Vec<&'static str> {
        match self {
            Self::Queues => names(queues::COLUMNS),
            Self::Exchanges => names(exchanges::COLUMNS),
            Self::Bindings => names(bindings::COLUMNS),
            Self::Consumers => names(consumers::COLUMNS),
            Self::Channels => names(channels::COLUMNS),
            Self::Connections => names(connections::COLUMNS),
        }
    }

    /// Returns the columns of `rabbitmqctl` for which a simulation has no values.
    pub(crate) fn not_simulated(self) -> &'static [&'static str] {
        match self {
            Self::Queues => queues::NOT_SIMULATED,
            Self::Connections => connections::NOT_SIMULATED,
            Self::Exchanges | Self::Bindings | Self::Consumers | Self::Channels => &[],
        }
    }

    /// Returns the table's cells.
    pub(crate) fn rows(self, overview: &Overview, columns: &[&str]) -> Vec<Vec<String>> {
        match self {
            Self::Queues => cells(queues::COLUMNS, columns, overview, &overview.queues),
            Self::Exchanges => cells(exchanges::COLUMNS, columns, overview, &overview.exchanges),
            Self::Bindings => cells(bindings::COLUMNS, columns, overview, &bindings::rows(overview)),
            Self::Consumers => cells(consumers::COLUMNS, columns, overview, &overview.consumers),
            Self::Channels => cells(channels::COLUMNS, columns, overview, &overview.channels),
            Self::Connections => cells(connections::COLUMNS, columns, overview, &overview.connections),
        }
    }
}

fn names<Row>(columns: &[Column<Row>]) -> Vec<&'static str> {
    columns.iter().map(|(name, _)| *name).collect()
}

fn cells<Row>(known: &[Column<Row>], asked: &[&str], overview: &Overview, rows: &[Row]) -> Vec<Vec<String>> {
    let values: Vec<_> = asked.iter().filter_map(|name| known.iter().find(|(column, _)| column == name)).collect();
    rows.iter().map(|row| values.iter().map(|(_, value)| value(overview, row)).collect()).collect()
}

fn queue_name(overview: &Overview, id: QueueId) -> Name {
    overview.queues.iter().find(|queue| queue.id == id).map(|queue| queue.name.clone()).unwrap_or_default()
}

fn exchange_name(overview: &Overview, id: ExchangeId) -> Name {
    overview
        .exchanges
        .iter()
        .find(|exchange| exchange.id == id)
        .map(|exchange| exchange.name.clone())
        .unwrap_or_default()
}

fn user(overview: &Overview, id: ConnectionId) -> String {
    let connection = overview.connections.iter().find(|connection| connection.id == id);
    connection.map(|connection| connection.user.to_string()).unwrap_or_default()
}

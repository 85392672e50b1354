//! `list_connections`

use warren_broker::overview::ConnectionView;

use crate::listing::Column;
use crate::synthetic_ids::{HOST, PORT, connection_name, connection_pid, peer_port};

pub(crate) const COLUMNS: &[Column<ConnectionView>] = &[
    ("pid", |_, connection| connection_pid(connection.id)),
    ("name", |_, connection| connection_name(connection.id)),
    ("port", |_, _| PORT.to_string()),
    ("host", |_, _| HOST.to_owned()),
    ("peer_port", |_, connection| peer_port(connection.id).to_string()),
    ("peer_host", |_, _| HOST.to_owned()),
    ("ssl", |_, _| false.to_string()),
    ("state", |_, _| "running".to_owned()),
    ("channels", |overview, connection| {
        overview.channels.iter().filter(|channel| channel.id.connection == connection.id).count().to_string()
    }),
    ("protocol", |_, _| "{0,9,1}".to_owned()),
    ("auth_mechanism", |_, _| "PLAIN".to_owned()),
    ("user", |_, connection| connection.user.to_string()),
    ("vhost", |_, _| "/".to_owned()),
];

pub(crate) const NOT_SIMULATED: &[&str] = &[
    "ssl_protocol",
    "ssl_key_exchange",
    "ssl_cipher",
    "ssl_hash",
    "peer_cert_subject",
    "peer_cert_issuer",
    "peer_cert_validity",
    "timeout",
    "frame_max",
    "channel_max",
    "client_properties",
    "recv_oct",
    "recv_cnt",
    "send_oct",
    "send_cnt",
    "send_pend",
    "connected_at",
];

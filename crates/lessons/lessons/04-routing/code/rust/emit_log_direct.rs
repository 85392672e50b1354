//! Send a line of log to those who listen for its severity.
//!
//! usage: emit_log_direct error "disk full"

use std::env;

use lapin::{
    BasicProperties, Connection, ConnectionProperties, ExchangeKind,
    Result,
    options::{BasicPublishOptions, ExchangeDeclareOptions},
    types::FieldTable,
};

#[tokio::main]
async fn main() -> Result<()> {
    // ANCHOR: severity
    let severity = env::args().nth(1).unwrap_or("info".into());
    // ANCHOR_END: severity
    let text = env::args().nth(2).unwrap_or("all is well".into());
    let line = format!("{severity}: {text}");

    let connection = Connection::connect(
        "amqp://localhost",
        ConnectionProperties::default(),
    )
    .await?;
    let channel = connection.create_channel().await?;

    // ANCHOR: declare-exchange
    channel
        .exchange_declare(
            "direct_logs".into(),
            ExchangeKind::Direct,
            ExchangeDeclareOptions::default(),
            FieldTable::default(),
        )
        .await?;
    // ANCHOR_END: declare-exchange

    // ANCHOR: publish
    channel
        .basic_publish(
            "direct_logs".into(),
            // ANCHOR: routing-key
            severity.into(),
            // ANCHOR_END: routing-key
            BasicPublishOptions::default(),
            line.as_bytes(),
            BasicProperties::default(),
        )
        .await?;
    // ANCHOR_END: publish
    println!("sent: {line}");

    connection.close(200, "done".into()).await
}

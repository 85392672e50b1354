//! Send a line of log to everybody who listens.
//!
//! usage: emit_log "info: all is well"

use std::env;

use lapin::{
    BasicProperties, Connection, ConnectionProperties, ExchangeKind,
    Result,
    options::{BasicPublishOptions, ExchangeDeclareOptions},
    types::FieldTable,
};

#[tokio::main]
async fn main() -> Result<()> {
    let line = env::args().nth(1);
    let line = line.unwrap_or("info: all is well".into());

    let connection = Connection::connect(
        "amqp://localhost",
        ConnectionProperties::default(),
    )
    .await?;
    let channel = connection.create_channel().await?;

    // ANCHOR: declare-exchange
    channel
        .exchange_declare(
            "logs".into(),
            ExchangeKind::Fanout,
            ExchangeDeclareOptions::default(),
            FieldTable::default(),
        )
        .await?;
    // ANCHOR_END: declare-exchange

    // ANCHOR: publish
    channel
        .basic_publish(
            "logs".into(),
            // ANCHOR_END: publish
            // ANCHOR: routing-key
            "".into(), // a fanout exchange does not look at it
            // ANCHOR_END: routing-key
            // ANCHOR: publish
            BasicPublishOptions::default(),
            line.as_bytes(),
            BasicProperties::default(),
        )
        .await?;
    // ANCHOR_END: publish
    println!("sent: {line}");

    connection.close(200, "done".into()).await
}

//! Print the lines of log of some severities.
//!
//! usage: receive_logs_direct info warning error

use std::env;

use futures_lite::StreamExt;
use lapin::{
    Connection, ConnectionProperties, ExchangeKind, Result,
    options::{
        BasicConsumeOptions, ExchangeDeclareOptions, QueueBindOptions,
        QueueDeclareOptions,
    },
    types::FieldTable,
};

#[tokio::main]
async fn main() -> Result<()> {
    // ANCHOR: severities
    let mut severities: Vec<String> = env::args().skip(1).collect();
    if severities.is_empty() {
        severities.push("error".into());
    }
    // ANCHOR_END: severities

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

    // ANCHOR: temporary-queue
    let queue = channel
        .queue_declare(
            "".into(), // the broker makes a name
            QueueDeclareOptions {
                exclusive: true,
                ..QueueDeclareOptions::default()
            },
            FieldTable::default(),
        )
        .await?;
    // ANCHOR_END: temporary-queue

    // ANCHOR: bind
    for severity in severities {
        channel
            .queue_bind(
                queue.name().clone(),
                "direct_logs".into(),
                severity.into(), // binding key
                QueueBindOptions::default(),
                FieldTable::default(),
            )
            .await?;
    }
    // ANCHOR_END: bind

    let mut deliveries = channel
        .basic_consume(
            queue.name().clone(),
            "".into(), // consumer tag: let the broker choose
            BasicConsumeOptions {
                no_ack: true,
                ..BasicConsumeOptions::default()
            },
            FieldTable::default(),
        )
        .await?;

    // ANCHOR: callback
    while let Some(delivery) = deliveries.next().await {
        let body = delivery?.data;
        println!("{}", String::from_utf8_lossy(&body));
    }
    // ANCHOR_END: callback
    Ok(())
}

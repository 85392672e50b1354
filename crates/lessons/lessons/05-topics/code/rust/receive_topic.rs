//! Print what is told of the animals that some patterns match.
//!
//! usage: receive_topic Q2 "*.*.rabbit" "lazy.#"

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
    // ANCHOR: patterns
    let queue = env::args().nth(1).unwrap_or("Q3".into());
    let mut patterns: Vec<String> = env::args().skip(2).collect();
    if patterns.is_empty() {
        patterns.push("#".into());
    }
    // ANCHOR_END: patterns

    let connection = Connection::connect(
        "amqp://localhost",
        ConnectionProperties::default(),
    )
    .await?;
    let channel = connection.create_channel().await?;

    // ANCHOR: declare-exchange
    channel
        .exchange_declare(
            "animals".into(),
            ExchangeKind::Topic,
            ExchangeDeclareOptions::default(),
            FieldTable::default(),
        )
        .await?;
    // ANCHOR_END: declare-exchange

    // ANCHOR: declare-queue
    channel
        .queue_declare(
            queue.as_str().into(),
            QueueDeclareOptions::default(),
            FieldTable::default(),
        )
        .await?;
    // ANCHOR_END: declare-queue

    // ANCHOR: bind
    for pattern in patterns {
        channel
            .queue_bind(
                queue.as_str().into(),
                "animals".into(),
                pattern.into(), // binding key
                QueueBindOptions::default(),
                FieldTable::default(),
            )
            .await?;
    }
    // ANCHOR_END: bind

    let mut deliveries = channel
        .basic_consume(
            queue.as_str().into(),
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
        let delivery = delivery?;
        let text = String::from_utf8_lossy(&delivery.data);
        println!("{}: {text}", delivery.routing_key);
    }
    // ANCHOR_END: callback
    Ok(())
}

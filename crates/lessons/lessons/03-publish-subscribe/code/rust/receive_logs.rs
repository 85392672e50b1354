//! Print every line of log that is sent from now on.

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
    // ANCHOR: listener-connect
    let connection = Connection::connect(
        "amqp://localhost",
        ConnectionProperties::default(),
    )
    .await?;
    let channel = connection.create_channel().await?;
    // ANCHOR_END: listener-connect

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
    channel
        .queue_bind(
            queue.name().clone(),
            "logs".into(),
            "".into(), // routing key
            QueueBindOptions::default(),
            FieldTable::default(),
        )
        .await?;
    // ANCHOR_END: bind

    // ANCHOR: consume
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
    // ANCHOR_END: consume

    while let Some(delivery) = deliveries.next().await {
        let body = delivery?.data;
        println!("{}", String::from_utf8_lossy(&body));
    }
    Ok(())
}

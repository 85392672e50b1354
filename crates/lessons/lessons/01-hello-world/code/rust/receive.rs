//! Print every message of the queue "hello" until Ctrl+C.

use futures_lite::StreamExt;
use lapin::{
    Connection, ConnectionProperties, Result,
    options::{BasicConsumeOptions, QueueDeclareOptions},
    types::FieldTable,
};

#[tokio::main]
async fn main() -> Result<()> {
    // ANCHOR: receiver-connect
    let connection = Connection::connect(
        "amqp://localhost",
        ConnectionProperties::default(),
    )
    .await?;
    let channel = connection.create_channel().await?;
    // ANCHOR_END: receiver-connect

    // ANCHOR: declare-again
    channel
        .queue_declare(
            "hello".into(),
            QueueDeclareOptions::default(),
            FieldTable::default(),
        )
        .await?;
    // ANCHOR_END: declare-again

    // ANCHOR: consume
    let mut deliveries = channel
        .basic_consume(
            "hello".into(),
            "".into(), // consumer tag: let the broker choose
            BasicConsumeOptions {
                // ANCHOR: auto-ack
                no_ack: true,
                // ANCHOR_END: auto-ack
                ..BasicConsumeOptions::default()
            },
            FieldTable::default(),
        )
        .await?;
    // ANCHOR_END: consume

    // ANCHOR: callback
    while let Some(delivery) = deliveries.next().await {
        let body = delivery?.data;
        println!("received: {}", String::from_utf8_lossy(&body));
    }
    // ANCHOR_END: callback
    Ok(())
}

//! Do the tasks of the queue "hello": a second for each dot.

use std::time::Duration;

use futures_lite::StreamExt;
use lapin::{
    Connection, ConnectionProperties, Result,
    options::{BasicConsumeOptions, QueueDeclareOptions},
    types::FieldTable,
};

#[tokio::main]
async fn main() -> Result<()> {
    let connection = Connection::connect(
        "amqp://localhost",
        ConnectionProperties::default(),
    )
    .await?;
    let channel = connection.create_channel().await?;

    // ANCHOR: first-declare
    channel
        .queue_declare(
            "hello".into(),
            QueueDeclareOptions::default(),
            FieldTable::default(),
        )
        .await?;
    // ANCHOR_END: first-declare

    // ANCHOR: first-consume
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
    // ANCHOR_END: first-consume

    // ANCHOR: first-work
    while let Some(delivery) = deliveries.next().await {
        let body = delivery?.data;
        println!("begin: {}", String::from_utf8_lossy(&body));
        let dots = body.iter().filter(|byte| **byte == b'.').count();
        tokio::time::sleep(Duration::from_secs(dots as u64)).await;
        println!("done");
    }
    // ANCHOR_END: first-work
    Ok(())
}

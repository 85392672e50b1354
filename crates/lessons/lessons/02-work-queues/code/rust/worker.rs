//! Do the tasks of "task_queue", one at a time, and lose none.

use std::time::Duration;

use futures_lite::StreamExt;
use lapin::{
    Connection, ConnectionProperties, Result,
    options::{
        BasicAckOptions, BasicConsumeOptions, BasicQosOptions,
        QueueDeclareOptions,
    },
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

    channel
        .queue_declare(
            "task_queue".into(),
            // ANCHOR: durable
            QueueDeclareOptions::durable(),
            // ANCHOR_END: durable
            FieldTable::default(),
        )
        .await?;

    // ANCHOR: prefetch
    channel.basic_qos(1, BasicQosOptions::default()).await?;
    // ANCHOR_END: prefetch

    // ANCHOR: consume
    let mut deliveries = channel
        .basic_consume(
            "task_queue".into(),
            "".into(), // consumer tag: let the broker choose
            BasicConsumeOptions {
                // ANCHOR: manual-ack
                no_ack: false,
                // ANCHOR_END: manual-ack
                ..BasicConsumeOptions::default()
            },
            FieldTable::default(),
        )
        .await?;
    // ANCHOR_END: consume

    // ANCHOR: work
    while let Some(delivery) = deliveries.next().await {
        let delivery = delivery?;
        let body = &delivery.data;
        println!("begin: {}", String::from_utf8_lossy(body));
        let dots = body.iter().filter(|byte| **byte == b'.').count();
        tokio::time::sleep(Duration::from_secs(dots as u64)).await;
        println!("done");
        // ANCHOR_END: work
        // ANCHOR: ack
        delivery.ack(BasicAckOptions::default()).await?;
        // ANCHOR_END: ack
    }
    Ok(())
}

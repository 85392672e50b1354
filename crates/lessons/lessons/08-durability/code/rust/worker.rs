//! Take what is in "lasting" and say what comes for the first time.

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

    // ANCHOR: lasting
    channel
        .queue_declare(
            "lasting".into(),
            QueueDeclareOptions::durable(),
            FieldTable::default(),
        )
        .await?;
    // ANCHOR_END: lasting
    channel.basic_qos(1, BasicQosOptions::default()).await?;
    let mut deliveries = channel
        .basic_consume(
            "lasting".into(),
            "".into(), // consumer tag: let the broker choose
            BasicConsumeOptions::default(),
            FieldTable::default(),
        )
        .await?;

    while let Some(delivery) = deliveries.next().await {
        let delivery = delivery?;
        // ANCHOR: redelivered
        let again = if delivery.redelivered { "again" } else { "new" };
        // ANCHOR_END: redelivered
        println!("{again}: {}", String::from_utf8_lossy(&delivery.data));
        // ANCHOR: ack
        delivery.ack(BasicAckOptions::default()).await?;
        // ANCHOR_END: ack
    }
    Ok(())
}

//! Send orders in batches of five and await each batch's confirms.

use lapin::{
    BasicProperties, Connection, ConnectionProperties, Result,
    options::{
        BasicPublishOptions, ConfirmSelectOptions, QueueDeclareOptions,
    },
    types::FieldTable,
};

const BATCH: u64 = 5;

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
            "batch".into(),
            QueueDeclareOptions::durable(),
            FieldTable::default(),
        )
        .await?;

    // ANCHOR: select
    channel.confirm_select(ConfirmSelectOptions::default()).await?;
    // ANCHOR_END: select

    let mut unconfirmed = Vec::new();
    for n in 1..=10 {
        // ANCHOR: batch
        let confirm = channel
            .basic_publish(
                "".into(), // the default exchange
                "batch".into(),
                BasicPublishOptions::default(),
                format!("Order {n}").as_bytes(),
                // ANCHOR: persistent
                BasicProperties::default().with_delivery_mode(2),
                // ANCHOR_END: persistent
            )
            .await?;
        unconfirmed.push((n, confirm));
        // ANCHOR_END: batch

        // ANCHOR: await-batch
        if n % BATCH == 0 {
            for (n, confirm) in unconfirmed.drain(..) {
                if confirm.await?.is_nack() {
                    println!("refused: Order {n}");
                }
            }
            println!("confirmed: all up to {n}");
        }
        // ANCHOR_END: await-batch
    }

    connection.close(200, "done".into()).await
}

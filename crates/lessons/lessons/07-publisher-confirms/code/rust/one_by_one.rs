//! Send ten orders and await the broker's confirm of each.

use lapin::{
    BasicProperties, Connection, ConnectionProperties, Result,
    options::{
        BasicPublishOptions, ConfirmSelectOptions, QueueDeclareOptions,
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
            "single".into(),
            QueueDeclareOptions::durable(),
            FieldTable::default(),
        )
        .await?;

    // ANCHOR: select
    channel.confirm_select(ConfirmSelectOptions::default()).await?;
    // ANCHOR_END: select

    for n in 1..=10 {
        let order = format!("Order {n}");
        // ANCHOR: one-by-one
        let confirm = channel
            .basic_publish(
                "".into(), // the default exchange
                "single".into(),
                BasicPublishOptions::default(),
                order.as_bytes(),
                // ANCHOR: persistent
                BasicProperties::default().with_delivery_mode(2),
                // ANCHOR_END: persistent
            )
            .await? // sent
            .await?; // confirmed
        if confirm.is_nack() {
            println!("refused: {order}");
        } else {
            println!("confirmed: {order}");
        }
        // ANCHOR_END: one-by-one
    }

    connection.close(200, "done".into()).await
}

//! Put a transient and a persistent message into two queues.
//!
//! usage: store [confirm]

use std::env;

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

    // ANCHOR: fleeting
    channel
        .queue_declare(
            "fleeting".into(),
            QueueDeclareOptions::default(),
            FieldTable::default(),
        )
        .await?;
    // ANCHOR_END: fleeting
    // ANCHOR: lasting
    channel
        .queue_declare(
            "lasting".into(),
            QueueDeclareOptions::durable(),
            FieldTable::default(),
        )
        .await?;
    // ANCHOR_END: lasting

    // ANCHOR: select
    if env::args().nth(1).as_deref() == Some("confirm") {
        channel.confirm_select(ConfirmSelectOptions::default()).await?;
    }
    // ANCHOR_END: select

    let messages = [
        // ANCHOR: transient
        ("transient", BasicProperties::default()),
        // ANCHOR_END: transient
        // ANCHOR: persistent
        ("persistent", BasicProperties::default().with_delivery_mode(2)),
        // ANCHOR_END: persistent
    ];
    for queue in ["fleeting", "lasting"] {
        for (body, properties) in &messages {
            // ANCHOR: confirmed
            let confirm = channel
                .basic_publish(
                    "".into(), // the default exchange
                    queue.into(),
                    BasicPublishOptions::default(),
                    body.as_bytes(),
                    properties.clone(),
                )
                .await?
                .await?; // at once, without confirms
            if confirm.is_nack() {
                println!("refused: {body}");
            }
            // ANCHOR_END: confirmed
        }
    }

    connection.close(200, "done".into()).await
}

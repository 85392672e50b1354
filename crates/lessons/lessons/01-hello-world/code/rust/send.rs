//! Send one greeting to the queue "hello" and leave.

use lapin::{
    BasicProperties, Connection, ConnectionProperties, Result,
    options::{BasicPublishOptions, QueueDeclareOptions},
    types::FieldTable,
};

#[tokio::main]
async fn main() -> Result<()> {
    // ANCHOR: connect
    let connection = Connection::connect(
        "amqp://localhost",
        ConnectionProperties::default(),
    )
    .await?;
    let channel = connection.create_channel().await?;
    // ANCHOR_END: connect

    // ANCHOR: declare
    channel
        .queue_declare(
            "hello".into(),
            QueueDeclareOptions::default(),
            FieldTable::default(),
        )
        .await?;
    // ANCHOR_END: declare

    // ANCHOR: publish
    channel
        .basic_publish(
            // ANCHOR: exchange
            "".into(), // the default exchange
            // ANCHOR_END: exchange
            // ANCHOR: routing-key
            "hello".into(), // routing key: the queue's name
            // ANCHOR_END: routing-key
            BasicPublishOptions::default(),
            b"Hello World!",
            BasicProperties::default(),
        )
        .await?;
    // ANCHOR_END: publish
    println!("sent");

    // ANCHOR: close
    connection.close(200, "done".into()).await
    // ANCHOR_END: close
}

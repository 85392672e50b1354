//! Queue one task that survives a restart of the broker.
//!
//! usage: new_task "Task 1..."

use std::env;

use lapin::{
    BasicProperties, Connection, ConnectionProperties, Result,
    options::{BasicPublishOptions, QueueDeclareOptions},
    types::FieldTable,
};

#[tokio::main]
async fn main() -> Result<()> {
    let task = env::args().nth(1).unwrap_or("Task.".into());

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

    // ANCHOR: publish
    channel
        .basic_publish(
            "".into(),
            "task_queue".into(),
            BasicPublishOptions::default(),
            task.as_bytes(),
            // ANCHOR: persistent
            BasicProperties::default().with_delivery_mode(2),
            // ANCHOR_END: persistent
        )
        .await?;
    // ANCHOR_END: publish
    println!("queued: {task}");

    connection.close(200, "done".into()).await
}

//! Queue one task; each dot in it stands for a second of work.
//!
//! usage: first_task "Task 1..."

use std::env;

use lapin::{
    BasicProperties, Connection, ConnectionProperties, Result,
    options::{BasicPublishOptions, QueueDeclareOptions},
    types::FieldTable,
};

#[tokio::main]
async fn main() -> Result<()> {
    // ANCHOR: task
    let task = env::args().nth(1).unwrap_or("Task.".into());
    // ANCHOR_END: task

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

    // ANCHOR: first-publish
    channel
        .basic_publish(
            "".into(),
            "hello".into(),
            BasicPublishOptions::default(),
            task.as_bytes(),
            BasicProperties::default(),
        )
        .await?;
    // ANCHOR_END: first-publish
    println!("queued: {task}");

    connection.close(200, "done".into()).await
}

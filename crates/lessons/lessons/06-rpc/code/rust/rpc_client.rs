//! Ask for Fibonacci numbers and print the answers as they come.
//!
//! usage: rpc_client 30 20

use std::collections::HashMap;
use std::env;

use futures_lite::StreamExt;
use lapin::{
    BasicProperties, Connection, ConnectionProperties, Result,
    options::{
        BasicConsumeOptions, BasicPublishOptions, QueueDeclareOptions,
    },
    types::FieldTable,
};

#[tokio::main]
async fn main() -> Result<()> {
    let mut numbers: Vec<String> = env::args().skip(1).collect();
    if numbers.is_empty() {
        numbers.push("30".into());
    }

    let connection = Connection::connect(
        "amqp://localhost",
        ConnectionProperties::default(),
    )
    .await?;
    let channel = connection.create_channel().await?;

    // ANCHOR: declare-queue
    channel
        .queue_declare(
            "rpc_queue".into(),
            QueueDeclareOptions::default(),
            FieldTable::default(),
        )
        .await?;
    // ANCHOR_END: declare-queue

    // ANCHOR: callback-queue
    let callback = channel
        .queue_declare(
            "".into(), // the broker makes a name
            QueueDeclareOptions {
                exclusive: true,
                ..QueueDeclareOptions::default()
            },
            FieldTable::default(),
        )
        .await?;
    let mut answers = channel
        .basic_consume(
            callback.name().clone(),
            "".into(), // consumer tag: let the broker choose
            BasicConsumeOptions {
                no_ack: true,
                ..BasicConsumeOptions::default()
            },
            FieldTable::default(),
        )
        .await?;
    // ANCHOR_END: callback-queue

    let mut waiting = HashMap::new(); // correlation id to number
    for (i, n) in numbers.into_iter().enumerate() {
        // ANCHOR: correlation-id
        let id = format!("{}", i + 1);
        waiting.insert(id.clone(), n.clone());
        // ANCHOR_END: correlation-id

        // ANCHOR: request
        channel
            .basic_publish(
                "".into(), // the default exchange
                "rpc_queue".into(),
                BasicPublishOptions::default(),
                n.as_bytes(),
                BasicProperties::default()
                    // ANCHOR: reply-to
                    .with_reply_to(callback.name().clone())
                    // ANCHOR_END: reply-to
                    .with_correlation_id(id.into()),
            )
            .await?;
        // ANCHOR_END: request
    }

    // ANCHOR: on-answer
    while let Some(answer) = answers.next().await {
        let answer = answer?;
        let id = answer.properties.correlation_id();
        let id = id.as_ref().map_or("", |id| id.as_str());
        let Some(n) = waiting.remove(id) else {
            continue; // not asked for, or answered before
        };
        println!("fib({n}) = {}", String::from_utf8_lossy(&answer.data));
        if waiting.is_empty() {
            break;
        }
    }
    // ANCHOR_END: on-answer

    connection.close(200, "done".into()).await
}

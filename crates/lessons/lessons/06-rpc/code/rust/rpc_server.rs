//! Answer requests for Fibonacci numbers until Ctrl+C.

use futures_lite::StreamExt;
use lapin::{
    BasicProperties, Connection, ConnectionProperties, Result,
    options::{
        BasicAckOptions, BasicConsumeOptions, BasicPublishOptions,
        BasicQosOptions, QueueDeclareOptions,
    },
    types::FieldTable,
};

// ANCHOR: fib
/// Slow on purpose: it stands for real work.
fn fib(n: u64) -> u64 {
    if n < 2 { n } else { fib(n - 1) + fib(n - 2) }
}
// ANCHOR_END: fib

#[tokio::main]
async fn main() -> Result<()> {
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

    // ANCHOR: prefetch
    channel.basic_qos(1, BasicQosOptions::default()).await?;
    // ANCHOR_END: prefetch

    // ANCHOR: consume
    let mut requests = channel
        .basic_consume(
            "rpc_queue".into(),
            "".into(), // consumer tag: let the broker choose
            BasicConsumeOptions::default(),
            FieldTable::default(),
        )
        .await?;
    // ANCHOR_END: consume

    while let Some(request) = requests.next().await {
        let request = request?;
        let asked = String::from_utf8_lossy(&request.data);
        let n = asked.parse().unwrap_or(0);
        let answer = fib(n);
        println!("fib({n}) = {answer}");

        // ANCHOR: reply
        let asked = &request.properties;
        let reply_to = asked.reply_to().clone().unwrap_or_default();
        let id = asked.correlation_id().clone().unwrap_or_default();
        channel
            .basic_publish(
                "".into(), // the default exchange
                reply_to,
                BasicPublishOptions::default(),
                answer.to_string().as_bytes(),
                BasicProperties::default().with_correlation_id(id),
            )
            .await?;
        // ANCHOR_END: reply
        // ANCHOR: ack
        request.ack(BasicAckOptions::default()).await?;
        // ANCHOR_END: ack
    }
    Ok(())
}

//! Send ten orders at once and take the confirms as they come.
//!
//! usage: asynchronous [QUEUE [ROUTING_KEY [mandatory]]]

use std::env;

use lapin::{
    BasicProperties, Confirmation, Connection, ConnectionProperties,
    Result,
    options::{
        BasicPublishOptions, ConfirmSelectOptions, QueueDeclareOptions,
    },
    types::{AMQPValue, FieldTable},
};
use tokio::task::JoinSet;

#[tokio::main]
async fn main() -> Result<()> {
    let queue = env::args().nth(1).unwrap_or("async".into());
    // ANCHOR: routing-key
    let routing_key = env::args().nth(2).unwrap_or(queue.clone());
    // ANCHOR_END: routing-key
    // ANCHOR: mandatory
    let mandatory = env::args().nth(3).as_deref() == Some("mandatory");
    // ANCHOR_END: mandatory

    let connection = Connection::connect(
        "amqp://localhost",
        ConnectionProperties::default(),
    )
    .await?;
    let channel = connection.create_channel().await?;

    // ANCHOR: limit
    let mut arguments = FieldTable::default();
    if queue == "small" {
        let overflow = AMQPValue::LongString("reject-publish".into());
        arguments.insert("x-max-length".into(), AMQPValue::LongInt(2));
        arguments.insert("x-overflow".into(), overflow);
    }
    // ANCHOR_END: limit
    channel
        .queue_declare(
            queue.into(),
            QueueDeclareOptions::durable(),
            arguments,
        )
        .await?;

    // ANCHOR: select
    channel.confirm_select(ConfirmSelectOptions::default()).await?;
    // ANCHOR_END: select

    let mut unconfirmed = JoinSet::new();
    for n in 1..=10 {
        let order = format!("Order {n}");
        // ANCHOR: publish-all
        let confirm = channel
            .basic_publish(
                "".into(), // the default exchange
                routing_key.as_str().into(),
                BasicPublishOptions {
                    // ANCHOR_END: publish-all
                    // ANCHOR: mandatory
                    mandatory,
                    // ANCHOR_END: mandatory
                    // ANCHOR: publish-all
                    ..BasicPublishOptions::default()
                },
                order.as_bytes(),
                // ANCHOR: persistent
                BasicProperties::default().with_delivery_mode(2),
                // ANCHOR_END: persistent
            )
            .await?;
        unconfirmed.spawn(async move { (order, confirm.await) });
        // ANCHOR_END: publish-all
    }

    while let Some(done) = unconfirmed.join_next().await {
        let (order, confirm) = done.expect("the tasks do not panic");
        match confirm? {
            // ANCHOR: on-return
            // The library hands a returned message over with its ack.
            Confirmation::Ack(Some(returned)) => {
                println!("returned: {order}: {}", returned.reply_text);
            }
            // ANCHOR_END: on-return
            // ANCHOR: on-ack
            Confirmation::Ack(None) => println!("confirmed: {order}"),
            // ANCHOR_END: on-ack
            // ANCHOR: on-nack
            // To be sent again, or logged.
            Confirmation::Nack(_) => println!("refused: {order}"),
            // ANCHOR_END: on-nack
            Confirmation::NotRequested => {}
        }
    }

    connection.close(200, "done".into()).await
}

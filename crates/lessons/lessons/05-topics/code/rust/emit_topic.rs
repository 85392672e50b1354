//! Tell of an animal, with a routing key of several words.
//!
//! usage: emit_topic quick.orange.rabbit "a quick orange rabbit"

use std::env;

use lapin::{
    BasicProperties, Connection, ConnectionProperties, ExchangeKind,
    Result,
    options::{BasicPublishOptions, ExchangeDeclareOptions},
    types::FieldTable,
};

#[tokio::main]
async fn main() -> Result<()> {
    // ANCHOR: key
    let key = env::args().nth(1);
    let key = key.unwrap_or("quick.orange.rabbit".into());
    // ANCHOR_END: key
    let text = env::args().nth(2).unwrap_or("some animal".into());

    let connection = Connection::connect(
        "amqp://localhost",
        ConnectionProperties::default(),
    )
    .await?;
    let channel = connection.create_channel().await?;

    // ANCHOR: declare-exchange
    channel
        .exchange_declare(
            "animals".into(),
            ExchangeKind::Topic,
            ExchangeDeclareOptions::default(),
            FieldTable::default(),
        )
        .await?;
    // ANCHOR_END: declare-exchange

    // ANCHOR: publish
    channel
        .basic_publish(
            "animals".into(),
            // ANCHOR: routing-key
            key.as_str().into(),
            // ANCHOR_END: routing-key
            BasicPublishOptions::default(),
            text.as_bytes(),
            BasicProperties::default(),
        )
        .await?;
    // ANCHOR_END: publish
    println!("sent: {key}: {text}");

    connection.close(200, "done".into()).await
}

//! Send to "helo" by mistake: first dropped, then returned.

use lapin::{
    BasicProperties, Connection, ConnectionProperties, Result,
    options::BasicPublishOptions,
};

#[tokio::main]
async fn main() -> Result<()> {
    let connection = Connection::connect(
        "amqp://localhost",
        ConnectionProperties::default(),
    )
    .await?;
    let channel = connection.create_channel().await?;

    // ANCHOR: slip
    channel
        .basic_publish(
            "".into(),     // the default exchange
            "helo".into(), // routing key: no queue has this name
            BasicPublishOptions::default(),
            b"Hello?",
            BasicProperties::default(),
        )
        .await?;
    // ANCHOR_END: slip

    // ANCHOR: mandatory
    channel
        .basic_publish(
            "".into(),
            "helo".into(),
            BasicPublishOptions {
                mandatory: true,
                ..BasicPublishOptions::default()
            },
            b"Hello?",
            BasicProperties::default(),
        )
        .await?;
    // A returned message arrives before the answer to this.
    channel.close(200, "done".into()).await?;
    // ANCHOR_END: mandatory

    // ANCHOR: on-return
    // Without confirms there is nothing else to wait for.
    for returned in channel.wait_for_confirms().await? {
        let body = String::from_utf8_lossy(&returned.delivery.data);
        println!("returned: {body}: {}", returned.reply_text);
    }
    // ANCHOR_END: on-return
    // ANCHOR: mandatory
    connection.close(200, "done".into()).await
    // ANCHOR_END: mandatory
}

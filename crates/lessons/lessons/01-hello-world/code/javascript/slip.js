// Send to "helo" by mistake: first dropped, then returned.
import { once } from "node:events";

import amqp from "amqplib";

const connection = await amqp.connect("amqp://localhost");
const channel = await connection.createChannel();

// ANCHOR: on-return
channel.on("return", ({ content, fields }) => {
  console.log(`returned: ${content.toString()}: ${fields.replyText}`);
});
// ANCHOR_END: on-return

// ANCHOR: slip
channel.publish(
  "",
  "helo", // routing key: no queue has this name
  Buffer.from("Hello?"),
);
// ANCHOR_END: slip

// ANCHOR: mandatory
channel.publish("", "helo", Buffer.from("Hello?"), {
  mandatory: true,
});
await once(channel, "return"); // until it is back
await connection.close();
// ANCHOR_END: mandatory

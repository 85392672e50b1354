// Send one greeting to the queue "hello" and leave.
import amqp from "amqplib";

// ANCHOR: connect
const connection = await amqp.connect("amqp://localhost");
const channel = await connection.createChannel();
// ANCHOR_END: connect

// ANCHOR: declare
await channel.assertQueue("hello", { durable: false });
// ANCHOR_END: declare

// ANCHOR: publish
channel.publish(
  // ANCHOR: exchange
  "", // the default exchange
  // ANCHOR_END: exchange
  // ANCHOR: routing-key
  "hello", // routing key: the queue's name
  // ANCHOR_END: routing-key
  Buffer.from("Hello World!"),
);
// ANCHOR_END: publish
console.log("sent");

// ANCHOR: close
await channel.close(); // sends what is still buffered
await connection.close();
// ANCHOR_END: close

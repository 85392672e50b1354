// Print every message of the queue "hello" until Ctrl+C.
import amqp from "amqplib";

// ANCHOR: receiver-connect
const connection = await amqp.connect("amqp://localhost");
const channel = await connection.createChannel();
// ANCHOR_END: receiver-connect
process.once("SIGINT", () => connection.close());

// ANCHOR: declare-again
await channel.assertQueue("hello", { durable: false });
// ANCHOR_END: declare-again

// ANCHOR: callback
function onMessage(message) {
  // null: the broker cancelled the consumer
  if (message === null) return;
  console.log("received:", message.content.toString());
}
// ANCHOR_END: callback

// ANCHOR: consume
await channel.consume("hello", onMessage, {
  // ANCHOR: auto-ack
  noAck: true,
  // ANCHOR_END: auto-ack
});
// ANCHOR_END: consume

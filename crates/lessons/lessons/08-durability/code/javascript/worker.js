// Take what is in "lasting" and say what comes for the first time.
import amqp from "amqplib";

const connection = await amqp.connect("amqp://localhost");
const channel = await connection.createChannel();
process.once("SIGINT", () => connection.close());

// ANCHOR: lasting
await channel.assertQueue("lasting", { durable: true });
// ANCHOR_END: lasting
await channel.prefetch(1);
await channel.consume("lasting", onMessage);

function onMessage(message) {
  // null: the broker cancelled the consumer
  if (message === null) return;
  // ANCHOR: redelivered
  const again = message.fields.redelivered ? "again" : "new";
  // ANCHOR_END: redelivered
  console.log(`${again}: ${message.content.toString()}`);
  // ANCHOR: ack
  channel.ack(message);
  // ANCHOR_END: ack
}

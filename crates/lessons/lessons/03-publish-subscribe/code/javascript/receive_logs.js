// Print every line of log that is sent from now on.
import amqp from "amqplib";

// ANCHOR: listener-connect
const connection = await amqp.connect("amqp://localhost");
const channel = await connection.createChannel();
// ANCHOR_END: listener-connect
process.once("SIGINT", () => connection.close());

// ANCHOR: declare-exchange
await channel.assertExchange("logs", "fanout", { durable: false });
// ANCHOR_END: declare-exchange

// ANCHOR: temporary-queue
// The empty name: the broker makes one.
const { queue } = await channel.assertQueue("", { exclusive: true });
// ANCHOR_END: temporary-queue

// ANCHOR: bind
await channel.bindQueue(queue, "logs", "");
// ANCHOR_END: bind

// ANCHOR: consume
await channel.consume(queue, onLine, { noAck: true });
// ANCHOR_END: consume

function onLine(message) {
  // null: the broker cancelled the consumer
  if (message === null) return;
  console.log(message.content.toString());
}

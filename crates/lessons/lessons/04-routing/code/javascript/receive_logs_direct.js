// Print the lines of log of some severities.
// usage: node receive_logs_direct.js info warning error
import amqp from "amqplib";

// ANCHOR: severities
const given = process.argv.slice(2);
const severities = given.length > 0 ? given : ["error"];
// ANCHOR_END: severities

const connection = await amqp.connect("amqp://localhost");
const channel = await connection.createChannel();
process.once("SIGINT", () => connection.close());

// ANCHOR: declare-exchange
await channel.assertExchange("direct_logs", "direct", { durable: false });
// ANCHOR_END: declare-exchange

// ANCHOR: temporary-queue
// The empty name: the broker makes one.
const { queue } = await channel.assertQueue("", { exclusive: true });
// ANCHOR_END: temporary-queue

// ANCHOR: bind
for (const severity of severities) {
  await channel.bindQueue(queue, "direct_logs", severity);
}
// ANCHOR_END: bind

await channel.consume(queue, onLine, { noAck: true });

// ANCHOR: callback
function onLine(message) {
  // null: the broker cancelled the consumer
  if (message === null) return;
  console.log(message.content.toString());
}
// ANCHOR_END: callback

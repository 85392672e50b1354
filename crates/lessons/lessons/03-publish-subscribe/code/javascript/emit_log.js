// Send a line of log to everybody who listens.
// usage: node emit_log.js "info: all is well"
import amqp from "amqplib";

const line = process.argv.slice(2).join(" ") || "info: all is well";

const connection = await amqp.connect("amqp://localhost");
const channel = await connection.createChannel();

// ANCHOR: declare-exchange
await channel.assertExchange("logs", "fanout", { durable: false });
// ANCHOR_END: declare-exchange

// ANCHOR: publish
channel.publish(
  "logs",
  // ANCHOR_END: publish
  // ANCHOR: routing-key
  "", // routing key: a fanout exchange does not look at it
  // ANCHOR_END: routing-key
  // ANCHOR: publish
  Buffer.from(line),
);
// ANCHOR_END: publish
console.log("sent:", line);

await channel.close(); // sends what is still buffered
await connection.close();

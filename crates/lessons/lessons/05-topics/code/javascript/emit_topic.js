// Tell of an animal, with a routing key of several words.
// usage: node emit_topic.js quick.orange.rabbit "a quick orange rabbit"
import amqp from "amqplib";

const [first, ...words] = process.argv.slice(2);
// ANCHOR: key
const key = first ?? "quick.orange.rabbit";
// ANCHOR_END: key
const text = words.join(" ") || "some animal";

const connection = await amqp.connect("amqp://localhost");
const channel = await connection.createChannel();

// ANCHOR: declare-exchange
await channel.assertExchange("animals", "topic", { durable: false });
// ANCHOR_END: declare-exchange

// ANCHOR: publish
channel.publish(
  "animals",
  // ANCHOR: routing-key
  key,
  // ANCHOR_END: routing-key
  Buffer.from(text),
);
// ANCHOR_END: publish
console.log(`sent: ${key}: ${text}`);

await channel.close(); // sends what is still buffered
await connection.close();

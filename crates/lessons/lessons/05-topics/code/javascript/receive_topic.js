// Print what is told of the animals that some patterns match.
// usage: node receive_topic.js Q2 "*.*.rabbit" "lazy.#"
import amqp from "amqplib";

// ANCHOR: patterns
const [queue = "Q3", ...given] = process.argv.slice(2);
const patterns = given.length > 0 ? given : ["#"];
// ANCHOR_END: patterns

const connection = await amqp.connect("amqp://localhost");
const channel = await connection.createChannel();
process.once("SIGINT", () => connection.close());

// ANCHOR: declare-exchange
await channel.assertExchange("animals", "topic", { durable: false });
// ANCHOR_END: declare-exchange

// ANCHOR: declare-queue
await channel.assertQueue(queue, { durable: false });
// ANCHOR_END: declare-queue

// ANCHOR: bind
for (const pattern of patterns) {
  await channel.bindQueue(queue, "animals", pattern);
}
// ANCHOR_END: bind

await channel.consume(queue, onAnimal, { noAck: true });

// ANCHOR: callback
function onAnimal(message) {
  // null: the broker cancelled the consumer
  if (message === null) return;
  const { fields, content } = message;
  console.log(`${fields.routingKey}: ${content.toString()}`);
}
// ANCHOR_END: callback

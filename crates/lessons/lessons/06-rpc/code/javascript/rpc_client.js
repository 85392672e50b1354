// Ask for Fibonacci numbers and print the answers as they come.
// usage: node rpc_client.js 30 20
import { randomUUID } from "node:crypto";

import amqp from "amqplib";

const given = process.argv.slice(2);
const numbers = given.length > 0 ? given : ["30"];
const waiting = new Map(); // correlation id to number

const connection = await amqp.connect("amqp://localhost");
const channel = await connection.createChannel();

// ANCHOR: declare-queue
await channel.assertQueue("rpc_queue", { durable: false });
// ANCHOR_END: declare-queue

// ANCHOR: callback-queue
const { queue } = await channel.assertQueue("", { exclusive: true });
await channel.consume(queue, onAnswer, { noAck: true });
// ANCHOR_END: callback-queue

for (const n of numbers) {
  // ANCHOR: correlation-id
  const correlationId = randomUUID();
  waiting.set(correlationId, n);
  // ANCHOR_END: correlation-id

  // ANCHOR: request
  channel.publish("", "rpc_queue", Buffer.from(n), {
    // ANCHOR: reply-to
    replyTo: queue,
    // ANCHOR_END: reply-to
    correlationId,
  });
  // ANCHOR_END: request
}

// ANCHOR: on-answer
async function onAnswer(message) {
  // null: the broker cancelled the consumer
  if (message === null) return;
  const { correlationId } = message.properties;
  const n = waiting.get(correlationId);
  if (!waiting.delete(correlationId)) {
    return; // not asked for, or answered before
  }
  console.log(`fib(${n}) = ${message.content.toString()}`);
  if (waiting.size === 0) await connection.close();
}
// ANCHOR_END: on-answer

// Answer requests for Fibonacci numbers until Ctrl+C.
import amqp from "amqplib";

// ANCHOR: fib
// Slow on purpose: it stands for real work.
function fib(n) {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}
// ANCHOR_END: fib

const connection = await amqp.connect("amqp://localhost");
const channel = await connection.createChannel();
process.once("SIGINT", () => connection.close());

// ANCHOR: declare-queue
await channel.assertQueue("rpc_queue", { durable: false });
// ANCHOR_END: declare-queue

// ANCHOR: prefetch
await channel.prefetch(1);
// ANCHOR_END: prefetch

// ANCHOR: consume
await channel.consume("rpc_queue", onRequest);
// ANCHOR_END: consume

function onRequest(message) {
  // null: the broker cancelled the consumer
  if (message === null) return;
  const n = Number(message.content.toString());
  const answer = fib(n);
  console.log(`fib(${n}) = ${answer}`);

  // ANCHOR: reply
  const { replyTo, correlationId } = message.properties;
  const body = Buffer.from(String(answer));
  channel.publish("", replyTo, body, { correlationId });
  // ANCHOR_END: reply
  // ANCHOR: ack
  channel.ack(message);
  // ANCHOR_END: ack
}

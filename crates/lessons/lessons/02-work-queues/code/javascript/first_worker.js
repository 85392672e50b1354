// Do the tasks of the queue "hello": a second for each dot.
import { setTimeout as sleep } from "node:timers/promises";

import amqp from "amqplib";

const connection = await amqp.connect("amqp://localhost");
const channel = await connection.createChannel();
process.once("SIGINT", () => connection.close());

// ANCHOR: first-declare
await channel.assertQueue("hello", { durable: false });
// ANCHOR_END: first-declare

// ANCHOR: first-work
// JavaScript does not wait by itself: each task follows the last.
let last = Promise.resolve();

function onTask(message) {
  // null: the broker cancelled the consumer
  if (message === null) return;
  last = last.then(() => work(message.content.toString()));
}

async function work(task) {
  console.log("begin:", task);
  await sleep(1000 * (task.split(".").length - 1));
  console.log("done");
}
// ANCHOR_END: first-work

// ANCHOR: first-consume
await channel.consume("hello", onTask, {
  // ANCHOR: auto-ack
  noAck: true,
  // ANCHOR_END: auto-ack
});
// ANCHOR_END: first-consume

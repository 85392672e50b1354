// Do the tasks of "task_queue", one at a time, and lose none.
import { setTimeout as sleep } from "node:timers/promises";

import amqp from "amqplib";

const connection = await amqp.connect("amqp://localhost");
const channel = await connection.createChannel();
process.once("SIGINT", () => connection.close());

await channel.assertQueue("task_queue", {
  // ANCHOR: durable
  durable: true,
  // ANCHOR_END: durable
});

// ANCHOR: prefetch
await channel.prefetch(1);
// ANCHOR_END: prefetch

// ANCHOR: work
async function onTask(message) {
  // null: the broker cancelled the consumer
  if (message === null) return;
  const task = message.content.toString();
  console.log("begin:", task);
  await sleep(1000 * (task.split(".").length - 1));
  console.log("done");
  // ANCHOR_END: work
  // ANCHOR: ack
  channel.ack(message);
  // ANCHOR_END: ack
}

// ANCHOR: consume
await channel.consume("task_queue", onTask, {
  // ANCHOR: manual-ack
  noAck: false,
  // ANCHOR_END: manual-ack
});
// ANCHOR_END: consume

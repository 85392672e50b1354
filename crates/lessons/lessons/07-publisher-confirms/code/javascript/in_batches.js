// Send orders in batches of five and await each batch's confirms.
import amqp from "amqplib";

const BATCH = 5;

const connection = await amqp.connect("amqp://localhost");
// ANCHOR: select
const channel = await connection.createConfirmChannel();
// ANCHOR_END: select
await channel.assertQueue("batch", { durable: true });

for (let n = 1; n <= 10; n += 1) {
  // ANCHOR: batch
  channel.sendToQueue(
    "batch",
    Buffer.from(`Order ${n}`),
    // ANCHOR: persistent
    { persistent: true },
    // ANCHOR_END: persistent
  );
  // ANCHOR_END: batch
  // ANCHOR: await-batch
  if (n % BATCH === 0) {
    await channel.waitForConfirms(); // throws if one was refused
    console.log(`confirmed: all up to ${n}`);
  }
  // ANCHOR_END: await-batch
}

await connection.close();

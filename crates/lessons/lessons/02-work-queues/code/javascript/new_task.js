// Queue one task that survives a restart of the broker.
// usage: node new_task.js "Task 1..."
import amqp from "amqplib";

const task = process.argv.slice(2).join(" ") || "Task.";

const connection = await amqp.connect("amqp://localhost");
const channel = await connection.createChannel();

await channel.assertQueue("task_queue", {
  // ANCHOR: durable
  durable: true,
  // ANCHOR_END: durable
});

// ANCHOR: publish
channel.sendToQueue("task_queue", Buffer.from(task), {
  // ANCHOR: persistent
  persistent: true, // delivery_mode 2
  // ANCHOR_END: persistent
});
// ANCHOR_END: publish
console.log("queued:", task);

await channel.close(); // sends what is still buffered
await connection.close();

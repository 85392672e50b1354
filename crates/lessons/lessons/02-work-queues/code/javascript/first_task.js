// Queue one task; each dot in it stands for a second of work.
// usage: node first_task.js "Task 1..."
import amqp from "amqplib";

// ANCHOR: task
const task = process.argv.slice(2).join(" ") || "Task.";
// ANCHOR_END: task

const connection = await amqp.connect("amqp://localhost");
const channel = await connection.createChannel();

// ANCHOR: first-declare
await channel.assertQueue("hello", { durable: false });
// ANCHOR_END: first-declare

// ANCHOR: first-publish
channel.sendToQueue("hello", Buffer.from(task));
// ANCHOR_END: first-publish
console.log("queued:", task);

await channel.close(); // sends what is still buffered
await connection.close();

// Put a transient and a persistent message into two queues.
// usage: node store.js [confirm]
import amqp from "amqplib";

const connection = await amqp.connect("amqp://localhost");
// ANCHOR: select
const confirm = process.argv[2] === "confirm";
const channel = confirm
  ? await connection.createConfirmChannel()
  : await connection.createChannel();
// ANCHOR_END: select

// ANCHOR: fleeting
await channel.assertQueue("fleeting", { durable: false });
// ANCHOR_END: fleeting
// ANCHOR: lasting
await channel.assertQueue("lasting", { durable: true });
// ANCHOR_END: lasting

for (const queue of ["fleeting", "lasting"]) {
  // ANCHOR: transient
  channel.sendToQueue(queue, Buffer.from("transient"));
  // ANCHOR_END: transient
  // ANCHOR: persistent
  channel.sendToQueue(queue, Buffer.from("persistent"), {
    persistent: true, // delivery_mode 2
  });
  // ANCHOR_END: persistent
}

// ANCHOR: confirmed
if (confirm) await channel.waitForConfirms();
// ANCHOR_END: confirmed

await channel.close(); // sends what is still buffered
await connection.close();

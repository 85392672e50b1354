// Send ten orders and await the broker's confirm of each.
import amqp from "amqplib";

const connection = await amqp.connect("amqp://localhost");
// ANCHOR: select
const channel = await connection.createConfirmChannel();
// ANCHOR_END: select
await channel.assertQueue("single", { durable: true });

// ANCHOR: one-by-one
// Settles when the confirm is there.
function publish(order) {
  return new Promise((resolve, reject) => {
    channel.sendToQueue(
      "single",
      Buffer.from(order),
      // ANCHOR: persistent
      { persistent: true },
      // ANCHOR_END: persistent
      (refused) => (refused ? reject(refused) : resolve()),
    );
  });
}

for (let n = 1; n <= 10; n += 1) {
  try {
    await publish(`Order ${n}`);
    console.log(`confirmed: Order ${n}`);
  } catch {
    console.log(`refused: Order ${n}`);
  }
}
// ANCHOR_END: one-by-one

await connection.close();

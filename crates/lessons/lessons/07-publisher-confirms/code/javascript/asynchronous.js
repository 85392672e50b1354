// Send ten orders at once and take the confirms as they come.
// usage: node asynchronous.js [QUEUE [ROUTING_KEY [mandatory]]]
import amqp from "amqplib";

const queue = process.argv[2] ?? "async";
// ANCHOR: routing-key
const routingKey = process.argv[3] ?? queue;
// ANCHOR_END: routing-key
// ANCHOR: mandatory
const mandatory = process.argv[4] === "mandatory";
// ANCHOR_END: mandatory

// ANCHOR: limit
const limit = { maxLength: 2, overflow: "reject-publish" };
const limits = queue === "small" ? limit : {};
// ANCHOR_END: limit

const connection = await amqp.connect("amqp://localhost");
// ANCHOR: select
const channel = await connection.createConfirmChannel();
// ANCHOR_END: select
await channel.assertQueue(queue, { durable: true, ...limits });

// ANCHOR: on-return
channel.on("return", ({ content, fields }) => {
  console.log(`returned: ${content.toString()}: ${fields.replyText}`);
});
// ANCHOR_END: on-return

// ANCHOR: publish-all
function publish(order, onConfirm) {
  channel.publish(
    "",
    routingKey,
    Buffer.from(order),
    {
      // ANCHOR: persistent
      persistent: true,
      // ANCHOR_END: persistent
      // ANCHOR_END: publish-all
      // ANCHOR: mandatory
      mandatory,
      // ANCHOR_END: mandatory
      // ANCHOR: publish-all
    },
    onConfirm,
  );
}
// ANCHOR_END: publish-all

let unconfirmed = 10;
for (let n = 1; n <= 10; n += 1) {
  const order = `Order ${n}`;
  publish(order, (refused) => onConfirm(order, refused));
}

async function onConfirm(order, refused) {
  if (!refused) {
    // ANCHOR: on-ack
    console.log(`confirmed: ${order}`);
    // ANCHOR_END: on-ack
  } else {
    // ANCHOR: on-nack
    console.log(`refused: ${order}`); // to be sent again, or logged
    // ANCHOR_END: on-nack
  }
  unconfirmed -= 1;
  if (unconfirmed === 0) await connection.close();
}

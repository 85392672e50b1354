// Send a line of log to those who listen for its severity.
// usage: node emit_log_direct.js error "disk full"
import amqp from "amqplib";

const [first, ...words] = process.argv.slice(2);
// ANCHOR: severity
const severity = first ?? "info";
// ANCHOR_END: severity
const line = `${severity}: ${words.join(" ") || "all is well"}`;

const connection = await amqp.connect("amqp://localhost");
const channel = await connection.createChannel();

// ANCHOR: declare-exchange
await channel.assertExchange("direct_logs", "direct", { durable: false });
// ANCHOR_END: declare-exchange

// ANCHOR: publish
channel.publish(
  "direct_logs",
  // ANCHOR: routing-key
  severity,
  // ANCHOR_END: routing-key
  Buffer.from(line),
);
// ANCHOR_END: publish
console.log("sent:", line);

await channel.close(); // sends what is still buffered
await connection.close();

"""Print every message of the queue "hello" until Ctrl+C."""

import pika


# ANCHOR: callback
def on_message(channel, method, properties, body):
    print("received:", body.decode())
# ANCHOR_END: callback


# ANCHOR: receiver-connect
parameters = pika.ConnectionParameters("localhost")
connection = pika.BlockingConnection(parameters)
channel = connection.channel()
# ANCHOR_END: receiver-connect

# ANCHOR: declare-again
channel.queue_declare(queue="hello")
# ANCHOR_END: declare-again

# ANCHOR: consume
channel.basic_consume(
    queue="hello",
    on_message_callback=on_message,
    # ANCHOR: auto-ack
    auto_ack=True,
    # ANCHOR_END: auto-ack
)
# ANCHOR_END: consume

try:
    channel.start_consuming()
except KeyboardInterrupt:
    connection.close()

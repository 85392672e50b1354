"""Send one greeting to the queue "hello" and leave."""

import pika

# ANCHOR: connect
parameters = pika.ConnectionParameters("localhost")
connection = pika.BlockingConnection(parameters)
channel = connection.channel()
# ANCHOR_END: connect

# ANCHOR: declare
channel.queue_declare(queue="hello")
# ANCHOR_END: declare

# ANCHOR: publish
channel.basic_publish(
    # ANCHOR: exchange
    exchange="",  # the default exchange
    # ANCHOR_END: exchange
    # ANCHOR: routing-key
    routing_key="hello",  # the queue's name
    # ANCHOR_END: routing-key
    body="Hello World!",
)
# ANCHOR_END: publish
print("sent")

# ANCHOR: close
connection.close()
# ANCHOR_END: close

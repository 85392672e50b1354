"""Print what is told of the animals that some patterns match.

usage: receive_topic.py Q2 "*.*.rabbit" "lazy.#"
"""

import sys

import pika

# ANCHOR: patterns
queue = sys.argv[1] if len(sys.argv) > 1 else "Q3"
patterns = sys.argv[2:] or ["#"]
# ANCHOR_END: patterns


# ANCHOR: callback
def on_animal(channel, method, properties, body):
    print(f"{method.routing_key}: {body.decode()}")
# ANCHOR_END: callback


parameters = pika.ConnectionParameters("localhost")
connection = pika.BlockingConnection(parameters)
channel = connection.channel()

# ANCHOR: declare-exchange
channel.exchange_declare(exchange="animals", exchange_type="topic")
# ANCHOR_END: declare-exchange

# ANCHOR: declare-queue
channel.queue_declare(queue=queue)
# ANCHOR_END: declare-queue

# ANCHOR: bind
for pattern in patterns:
    channel.queue_bind(
        queue=queue,
        exchange="animals",
        routing_key=pattern,
    )
# ANCHOR_END: bind

channel.basic_consume(
    queue=queue,
    on_message_callback=on_animal,
    auto_ack=True,
)

try:
    channel.start_consuming()
except KeyboardInterrupt:
    connection.close()

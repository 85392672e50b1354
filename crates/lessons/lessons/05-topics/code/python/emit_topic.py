"""Tell of an animal, with a routing key of several words.

usage: emit_topic.py quick.orange.rabbit "a quick orange rabbit"
"""

import sys

import pika

# ANCHOR: key
key = sys.argv[1] if len(sys.argv) > 1 else "quick.orange.rabbit"
# ANCHOR_END: key
text = " ".join(sys.argv[2:]) or "some animal"

parameters = pika.ConnectionParameters("localhost")
connection = pika.BlockingConnection(parameters)
channel = connection.channel()

# ANCHOR: declare-exchange
channel.exchange_declare(exchange="animals", exchange_type="topic")
# ANCHOR_END: declare-exchange

# ANCHOR: publish
channel.basic_publish(
    exchange="animals",
    # ANCHOR: routing-key
    routing_key=key,
    # ANCHOR_END: routing-key
    body=text,
)
# ANCHOR_END: publish
print(f"sent: {key}: {text}")

connection.close()

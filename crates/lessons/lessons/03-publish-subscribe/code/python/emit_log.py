"""Send a line of log to everybody who listens.

usage: emit_log.py "info: all is well"
"""

import sys

import pika

line = " ".join(sys.argv[1:]) or "info: all is well"

parameters = pika.ConnectionParameters("localhost")
connection = pika.BlockingConnection(parameters)
channel = connection.channel()

# ANCHOR: declare-exchange
channel.exchange_declare(exchange="logs", exchange_type="fanout")
# ANCHOR_END: declare-exchange

# ANCHOR: publish
channel.basic_publish(
    exchange="logs",
    # ANCHOR_END: publish
    # ANCHOR: routing-key
    routing_key="",  # a fanout exchange does not look at it
    # ANCHOR_END: routing-key
    # ANCHOR: publish
    body=line,
)
# ANCHOR_END: publish
print("sent:", line)

connection.close()

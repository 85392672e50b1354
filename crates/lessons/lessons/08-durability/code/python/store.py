"""Put a transient and a persistent message into two queues.

usage: store.py [confirm]
"""

import sys

import pika

parameters = pika.ConnectionParameters("localhost")
connection = pika.BlockingConnection(parameters)
channel = connection.channel()

# ANCHOR: fleeting
channel.queue_declare(queue="fleeting", durable=False)
# ANCHOR_END: fleeting
# ANCHOR: lasting
channel.queue_declare(queue="lasting", durable=True)
# ANCHOR_END: lasting

# ANCHOR: select
if sys.argv[1:] == ["confirm"]:
    channel.confirm_delivery()
# ANCHOR_END: select

for queue in ("fleeting", "lasting"):
    # ANCHOR: confirmed
    # With confirms, each call returns when its confirm is there.
    # ANCHOR_END: confirmed
    # ANCHOR: transient
    channel.basic_publish(
        exchange="",
        routing_key=queue,
        body="transient",
    )
    # ANCHOR_END: transient
    # ANCHOR: persistent
    channel.basic_publish(
        exchange="",
        routing_key=queue,
        body="persistent",
        properties=pika.BasicProperties(
            delivery_mode=pika.DeliveryMode.Persistent,
        ),
    )
    # ANCHOR_END: persistent

connection.close()

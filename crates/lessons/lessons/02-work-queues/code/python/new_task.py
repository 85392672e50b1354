"""Queue one task that survives a restart of the broker.

usage: new_task.py "Task 1..."
"""

import sys

import pika

task = " ".join(sys.argv[1:]) or "Task."

parameters = pika.ConnectionParameters("localhost")
connection = pika.BlockingConnection(parameters)
channel = connection.channel()

channel.queue_declare(
    queue="task_queue",
    # ANCHOR: durable
    durable=True,
    # ANCHOR_END: durable
)

# ANCHOR: publish
channel.basic_publish(
    exchange="",
    routing_key="task_queue",
    body=task,
    # ANCHOR: persistent
    properties=pika.BasicProperties(
        delivery_mode=pika.DeliveryMode.Persistent,
    ),
    # ANCHOR_END: persistent
)
# ANCHOR_END: publish
print("queued:", task)

connection.close()

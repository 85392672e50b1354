"""Queue one task; each dot in it stands for a second of work.

usage: first_task.py "Task 1..."
"""

import sys

import pika

# ANCHOR: task
task = " ".join(sys.argv[1:]) or "Task."
# ANCHOR_END: task

parameters = pika.ConnectionParameters("localhost")
connection = pika.BlockingConnection(parameters)
channel = connection.channel()

# ANCHOR: first-declare
channel.queue_declare(queue="hello")
# ANCHOR_END: first-declare

# ANCHOR: first-publish
channel.basic_publish(exchange="", routing_key="hello", body=task)
# ANCHOR_END: first-publish
print("queued:", task)

connection.close()

"""Do the tasks of the queue "hello": a second for each dot."""

import time

import pika


# ANCHOR: first-work
def on_task(channel, method, properties, body):
    print("begin:", body.decode())
    time.sleep(body.count(b"."))
    print("done")
# ANCHOR_END: first-work


parameters = pika.ConnectionParameters("localhost")
connection = pika.BlockingConnection(parameters)
channel = connection.channel()

# ANCHOR: first-declare
channel.queue_declare(queue="hello")
# ANCHOR_END: first-declare

# ANCHOR: first-consume
channel.basic_consume(
    queue="hello",
    on_message_callback=on_task,
    # ANCHOR: auto-ack
    auto_ack=True,
    # ANCHOR_END: auto-ack
)
# ANCHOR_END: first-consume

try:
    channel.start_consuming()
except KeyboardInterrupt:
    connection.close()

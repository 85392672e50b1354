"""Do the tasks of "task_queue", one at a time, and lose none."""

import time

import pika


# ANCHOR: work
def on_task(channel, method, properties, body):
    print("begin:", body.decode())
    time.sleep(body.count(b"."))
    print("done")
    # ANCHOR_END: work
    # ANCHOR: ack
    channel.basic_ack(delivery_tag=method.delivery_tag)
    # ANCHOR_END: ack


parameters = pika.ConnectionParameters("localhost")
connection = pika.BlockingConnection(parameters)
channel = connection.channel()

channel.queue_declare(
    queue="task_queue",
    # ANCHOR: durable
    durable=True,
    # ANCHOR_END: durable
)

# ANCHOR: prefetch
channel.basic_qos(prefetch_count=1)
# ANCHOR_END: prefetch

# ANCHOR: consume
channel.basic_consume(
    queue="task_queue",
    on_message_callback=on_task,
    # ANCHOR: manual-ack
    auto_ack=False,
    # ANCHOR_END: manual-ack
)
# ANCHOR_END: consume

try:
    channel.start_consuming()
except KeyboardInterrupt:
    connection.close()

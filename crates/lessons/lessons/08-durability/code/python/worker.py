"""Take what is in "lasting" and say what comes for the first time."""

import pika


def on_message(channel, method, properties, body):
    # ANCHOR: redelivered
    again = "again" if method.redelivered else "new"
    # ANCHOR_END: redelivered
    print(f"{again}: {body.decode()}")
    # ANCHOR: ack
    channel.basic_ack(delivery_tag=method.delivery_tag)
    # ANCHOR_END: ack


parameters = pika.ConnectionParameters("localhost")
connection = pika.BlockingConnection(parameters)
channel = connection.channel()

# ANCHOR: lasting
channel.queue_declare(queue="lasting", durable=True)
# ANCHOR_END: lasting
channel.basic_qos(prefetch_count=1)
channel.basic_consume(queue="lasting", on_message_callback=on_message)

try:
    channel.start_consuming()
except KeyboardInterrupt:
    connection.close()

"""Send ten orders and await the broker's confirm of each."""

import pika

parameters = pika.ConnectionParameters("localhost")
connection = pika.BlockingConnection(parameters)
channel = connection.channel()
channel.queue_declare(queue="single", durable=True)

# ANCHOR: select
channel.confirm_delivery()
# ANCHOR_END: select

for n in range(1, 11):
    # ANCHOR: one-by-one
    try:
        # Returns when the confirm is there.
        channel.basic_publish(
            exchange="",
            routing_key="single",
            body=f"Order {n}",
            # ANCHOR: persistent
            properties=pika.BasicProperties(
                delivery_mode=pika.DeliveryMode.Persistent,
            ),
            # ANCHOR_END: persistent
        )
        print(f"confirmed: Order {n}")
    except pika.exceptions.NackError:
        print(f"refused: Order {n}")
    # ANCHOR_END: one-by-one

connection.close()

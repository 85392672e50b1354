"""Send orders in batches of five and await each batch's confirms."""

import pika

BATCH = 5
orders = [f"Order {n}" for n in range(1, 11)]
unconfirmed = set()  # delivery tags
sent = 0


def on_channel(channel):
    channel.queue_declare(
        queue="batch",
        durable=True,
        callback=lambda _: begin(channel),
    )


def begin(channel):
    # ANCHOR: select
    channel.confirm_delivery(
        lambda frame: on_confirm(channel, frame.method)
    )
    # ANCHOR_END: select
    send_batch(channel)


# ANCHOR: batch
def send_batch(channel):
    global sent
    for order in orders[sent : sent + BATCH]:
        sent += 1
        unconfirmed.add(sent)
        channel.basic_publish(
            exchange="",
            routing_key="batch",
            body=order,
            # ANCHOR: persistent
            properties=pika.BasicProperties(
                delivery_mode=pika.DeliveryMode.Persistent,
            ),
            # ANCHOR_END: persistent
        )
# ANCHOR_END: batch


# ANCHOR: await-batch
def on_confirm(channel, method):
    last = method.delivery_tag
    if method.multiple:  # all up to this one
        unconfirmed.difference_update(range(1, last + 1))
    else:
        unconfirmed.discard(last)
    if unconfirmed:
        return
    print(f"confirmed: all up to {sent}")
    if sent < len(orders):
        send_batch(channel)
    else:
        channel.connection.close()
# ANCHOR_END: await-batch


connection = pika.SelectConnection(
    pika.ConnectionParameters("localhost"),
    on_open_callback=lambda connection: connection.channel(
        on_open_callback=on_channel
    ),
    on_close_callback=lambda connection, _: connection.ioloop.stop(),
)
connection.ioloop.start()

"""Send ten orders at once and take the confirms as they come.

usage: asynchronous.py [QUEUE [ROUTING_KEY [mandatory]]]
"""

import sys

import pika

queue = sys.argv[1] if len(sys.argv) > 1 else "async"
# ANCHOR: routing-key
routing_key = sys.argv[2] if len(sys.argv) > 2 else queue
# ANCHOR_END: routing-key
# ANCHOR: mandatory
mandatory = sys.argv[3:] == ["mandatory"]
# ANCHOR_END: mandatory
unconfirmed = {}  # delivery tag to order

# ANCHOR: limit
limit = {"x-max-length": 2, "x-overflow": "reject-publish"}
arguments = limit if queue == "small" else None
# ANCHOR_END: limit


def on_channel(channel):
    # ANCHOR: on-return
    channel.add_on_return_callback(
        lambda channel, method, properties, body: print(
            f"returned: {body.decode()}: {method.reply_text}"
        )
    )
    # ANCHOR_END: on-return
    channel.queue_declare(
        queue=queue,
        durable=True,
        arguments=arguments,
        callback=lambda _: send(channel),
    )


def send(channel):
    # ANCHOR: select
    channel.confirm_delivery(
        lambda frame: on_confirm(channel, frame.method)
    )
    # ANCHOR_END: select
    for n in range(1, 11):
        # ANCHOR: publish-all
        unconfirmed[n] = f"Order {n}"  # n is its delivery tag
        channel.basic_publish(
            exchange="",
            routing_key=routing_key,
            body=unconfirmed[n],
            # ANCHOR: persistent
            properties=pika.BasicProperties(
                delivery_mode=pika.DeliveryMode.Persistent,
            ),
            # ANCHOR_END: persistent
            # ANCHOR_END: publish-all
            # ANCHOR: mandatory
            mandatory=mandatory,
            # ANCHOR_END: mandatory
            # ANCHOR: publish-all
        )
        # ANCHOR_END: publish-all


def on_confirm(channel, method):
    last = method.delivery_tag
    first = 1 if method.multiple else last
    for tag in [tag for tag in unconfirmed if first <= tag <= last]:
        order = unconfirmed.pop(tag)
        if isinstance(method, pika.spec.Basic.Ack):
            # ANCHOR: on-ack
            print(f"confirmed: {order}")
            # ANCHOR_END: on-ack
        else:
            # ANCHOR: on-nack
            print(f"refused: {order}")  # to be sent again, or logged
            # ANCHOR_END: on-nack
    if not unconfirmed:
        channel.connection.close()


connection = pika.SelectConnection(
    pika.ConnectionParameters("localhost"),
    on_open_callback=lambda connection: connection.channel(
        on_open_callback=on_channel
    ),
    on_close_callback=lambda connection, _: connection.ioloop.stop(),
)
connection.ioloop.start()

"""Print every line of log that is sent from now on."""

import pika


def on_line(channel, method, properties, body):
    print(body.decode())


# ANCHOR: listener-connect
parameters = pika.ConnectionParameters("localhost")
connection = pika.BlockingConnection(parameters)
channel = connection.channel()
# ANCHOR_END: listener-connect

# ANCHOR: declare-exchange
channel.exchange_declare(exchange="logs", exchange_type="fanout")
# ANCHOR_END: declare-exchange

# ANCHOR: temporary-queue
declared = channel.queue_declare(queue="", exclusive=True)
queue = declared.method.queue  # the name that the broker made
# ANCHOR_END: temporary-queue

# ANCHOR: bind
channel.queue_bind(queue=queue, exchange="logs")
# ANCHOR_END: bind

# ANCHOR: consume
channel.basic_consume(
    queue=queue,
    on_message_callback=on_line,
    auto_ack=True,
)
# ANCHOR_END: consume

try:
    channel.start_consuming()
except KeyboardInterrupt:
    connection.close()

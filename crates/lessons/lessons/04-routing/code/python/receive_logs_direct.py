"""Print the lines of log of some severities.

usage: receive_logs_direct.py info warning error
"""

import sys

import pika

# ANCHOR: severities
severities = sys.argv[1:] or ["error"]
# ANCHOR_END: severities


# ANCHOR: callback
def on_line(channel, method, properties, body):
    print(body.decode())
# ANCHOR_END: callback


parameters = pika.ConnectionParameters("localhost")
connection = pika.BlockingConnection(parameters)
channel = connection.channel()

# ANCHOR: declare-exchange
channel.exchange_declare(exchange="direct_logs", exchange_type="direct")
# ANCHOR_END: declare-exchange

# ANCHOR: temporary-queue
declared = channel.queue_declare(queue="", exclusive=True)
queue = declared.method.queue  # the name that the broker made
# ANCHOR_END: temporary-queue

# ANCHOR: bind
for severity in severities:
    channel.queue_bind(
        queue=queue,
        exchange="direct_logs",
        routing_key=severity,
    )
# ANCHOR_END: bind

channel.basic_consume(
    queue=queue,
    on_message_callback=on_line,
    auto_ack=True,
)

try:
    channel.start_consuming()
except KeyboardInterrupt:
    connection.close()

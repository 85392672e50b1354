"""Ask for Fibonacci numbers and print the answers as they come.

usage: rpc_client.py 30 20
"""

import sys
import uuid

import pika

numbers = sys.argv[1:] or ["30"]
waiting = {}  # correlation id to number


# ANCHOR: on-answer
def on_answer(channel, method, properties, body):
    n = waiting.pop(properties.correlation_id, None)
    if n is None:
        return  # not asked for, or answered before
    print(f"fib({n}) = {body.decode()}")
    if not waiting:
        channel.stop_consuming()
# ANCHOR_END: on-answer


parameters = pika.ConnectionParameters("localhost")
connection = pika.BlockingConnection(parameters)
channel = connection.channel()

# ANCHOR: declare-queue
channel.queue_declare(queue="rpc_queue")
# ANCHOR_END: declare-queue

# ANCHOR: callback-queue
declared = channel.queue_declare(queue="", exclusive=True)
callback_queue = declared.method.queue
channel.basic_consume(
    queue=callback_queue,
    on_message_callback=on_answer,
    auto_ack=True,
)
# ANCHOR_END: callback-queue

for n in numbers:
    # ANCHOR: correlation-id
    correlation_id = str(uuid.uuid4())
    waiting[correlation_id] = n
    # ANCHOR_END: correlation-id

    # ANCHOR: request
    channel.basic_publish(
        exchange="",
        routing_key="rpc_queue",
        properties=pika.BasicProperties(
            # ANCHOR: reply-to
            reply_to=callback_queue,
            # ANCHOR_END: reply-to
            correlation_id=correlation_id,
        ),
        body=n,
    )
    # ANCHOR_END: request

channel.start_consuming()  # until on_answer stops it
connection.close()

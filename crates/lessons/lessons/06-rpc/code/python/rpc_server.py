"""Answer requests for Fibonacci numbers until Ctrl+C."""

import pika


# ANCHOR: fib
def fib(n):
    """Slow on purpose: it stands for real work."""
    return n if n < 2 else fib(n - 1) + fib(n - 2)
# ANCHOR_END: fib


def on_request(channel, method, properties, body):
    answer = fib(int(body))
    print(f"fib({body.decode()}) = {answer}")

    # ANCHOR: reply
    channel.basic_publish(
        exchange="",
        routing_key=properties.reply_to,
        properties=pika.BasicProperties(
            correlation_id=properties.correlation_id,
        ),
        body=str(answer),
    )
    # ANCHOR_END: reply
    # ANCHOR: ack
    channel.basic_ack(delivery_tag=method.delivery_tag)
    # ANCHOR_END: ack


parameters = pika.ConnectionParameters("localhost")
connection = pika.BlockingConnection(parameters)
channel = connection.channel()

# ANCHOR: declare-queue
channel.queue_declare(queue="rpc_queue")
# ANCHOR_END: declare-queue

# ANCHOR: prefetch
channel.basic_qos(prefetch_count=1)
# ANCHOR_END: prefetch

# ANCHOR: consume
channel.basic_consume(
    queue="rpc_queue",
    on_message_callback=on_request,
)
# ANCHOR_END: consume

try:
    channel.start_consuming()
except KeyboardInterrupt:
    connection.close()

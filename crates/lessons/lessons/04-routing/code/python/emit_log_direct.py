"""Send a line of log to those who listen for its severity.

usage: emit_log_direct.py error "disk full"
"""

import sys

import pika

# ANCHOR: severity
severity = sys.argv[1] if len(sys.argv) > 1 else "info"
# ANCHOR_END: severity
text = " ".join(sys.argv[2:]) or "all is well"

parameters = pika.ConnectionParameters("localhost")
connection = pika.BlockingConnection(parameters)
channel = connection.channel()

# ANCHOR: declare-exchange
channel.exchange_declare(exchange="direct_logs", exchange_type="direct")
# ANCHOR_END: declare-exchange

# ANCHOR: publish
channel.basic_publish(
    exchange="direct_logs",
    # ANCHOR: routing-key
    routing_key=severity,
    # ANCHOR_END: routing-key
    body=f"{severity}: {text}",
)
# ANCHOR_END: publish
print(f"sent: {severity}: {text}")

connection.close()

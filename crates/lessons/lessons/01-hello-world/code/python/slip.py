"""Send to "helo" by mistake: first dropped, then returned."""

import pika


# ANCHOR: on-return
def on_return(channel, method, properties, body):
    print(f"returned: {body.decode()}: {method.reply_text}")
# ANCHOR_END: on-return


parameters = pika.ConnectionParameters("localhost")
connection = pika.BlockingConnection(parameters)
channel = connection.channel()
# ANCHOR: on-return
channel.add_on_return_callback(on_return)
# ANCHOR_END: on-return

# ANCHOR: slip
channel.basic_publish(
    exchange="",
    routing_key="helo",  # no queue has this name
    body="Hello?",
)
# ANCHOR_END: slip

# ANCHOR: mandatory
channel.basic_publish(
    exchange="",
    routing_key="helo",
    body="Hello?",
    mandatory=True,
)
connection.process_data_events(time_limit=None)  # until it is back
connection.close()
# ANCHOR_END: mandatory

// Print every message of the queue "hello" until Ctrl+C.
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;

public class Receive {
    public static void main(String[] args) throws Exception {
        // ANCHOR: receiver-connect
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        Connection connection = factory.newConnection();
        Channel channel = connection.createChannel();
        // ANCHOR_END: receiver-connect

        // ANCHOR: declare-again
        channel.queueDeclare(
            "hello",
            false, // durable
            false, // exclusive
            false, // auto-delete
            null); // arguments
        // ANCHOR_END: declare-again

        // ANCHOR: consume
        channel.basicConsume(
            "hello",
            // ANCHOR: auto-ack
            true, // auto-ack
            // ANCHOR_END: auto-ack
            (tag, delivery) -> onMessage(delivery),
            tag -> {}); // the broker cancelled the consumer
        // ANCHOR_END: consume
    }

    // ANCHOR: callback
    private static void onMessage(Delivery delivery) {
        String text = new String(delivery.getBody(), UTF_8);
        System.out.println("received: " + text);
    }
    // ANCHOR_END: callback
}

// Print every line of log that is sent from now on.
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;

public class ReceiveLogs {
    public static void main(String[] args) throws Exception {
        // ANCHOR: listener-connect
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        Connection connection = factory.newConnection();
        Channel channel = connection.createChannel();
        // ANCHOR_END: listener-connect

        // ANCHOR: declare-exchange
        channel.exchangeDeclare("logs", BuiltinExchangeType.FANOUT);
        // ANCHOR_END: declare-exchange

        // ANCHOR: temporary-queue
        // Without arguments: exclusive, and the broker makes the name.
        String queue = channel.queueDeclare().getQueue();
        // ANCHOR_END: temporary-queue

        // ANCHOR: bind
        channel.queueBind(queue, "logs", "");
        // ANCHOR_END: bind

        // ANCHOR: consume
        channel.basicConsume(
            queue,
            true, // auto-ack
            (tag, delivery) -> onLine(delivery),
            tag -> {}); // the broker cancelled the consumer
        // ANCHOR_END: consume
    }

    private static void onLine(Delivery delivery) {
        System.out.println(new String(delivery.getBody(), UTF_8));
    }
}

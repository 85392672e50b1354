// Print the lines of log of some severities.
// usage: java ReceiveLogsDirect info warning error
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;

public class ReceiveLogsDirect {
    public static void main(String[] args) throws Exception {
        // ANCHOR: severities
        String[] severities =
            args.length > 0 ? args : new String[] {"error"};
        // ANCHOR_END: severities

        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        Connection connection = factory.newConnection();
        Channel channel = connection.createChannel();

        // ANCHOR: declare-exchange
        channel.exchangeDeclare("direct_logs", BuiltinExchangeType.DIRECT);
        // ANCHOR_END: declare-exchange

        // ANCHOR: temporary-queue
        // Without arguments: exclusive, and the broker makes the name.
        String queue = channel.queueDeclare().getQueue();
        // ANCHOR_END: temporary-queue

        // ANCHOR: bind
        for (String severity : severities) {
            channel.queueBind(queue, "direct_logs", severity);
        }
        // ANCHOR_END: bind

        channel.basicConsume(
            queue,
            true, // auto-ack
            (tag, delivery) -> onLine(delivery),
            tag -> {}); // the broker cancelled the consumer
    }

    // ANCHOR: callback
    private static void onLine(Delivery delivery) {
        System.out.println(new String(delivery.getBody(), UTF_8));
    }
    // ANCHOR_END: callback
}

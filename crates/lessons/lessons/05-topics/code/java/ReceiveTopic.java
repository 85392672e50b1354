// Print what is told of the animals that some patterns match.
// usage: java ReceiveTopic Q2 "*.*.rabbit" "lazy.#"
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import java.util.Arrays;

public class ReceiveTopic {
    public static void main(String[] args) throws Exception {
        // ANCHOR: patterns
        String queue = args.length > 0 ? args[0] : "Q3";
        String[] patterns = args.length > 1
            ? Arrays.copyOfRange(args, 1, args.length)
            : new String[] {"#"};
        // ANCHOR_END: patterns

        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        Connection connection = factory.newConnection();
        Channel channel = connection.createChannel();

        // ANCHOR: declare-exchange
        channel.exchangeDeclare("animals", BuiltinExchangeType.TOPIC);
        // ANCHOR_END: declare-exchange

        // ANCHOR: declare-queue
        channel.queueDeclare(queue, false, false, false, null);
        // ANCHOR_END: declare-queue

        // ANCHOR: bind
        for (String pattern : patterns) {
            channel.queueBind(queue, "animals", pattern);
        }
        // ANCHOR_END: bind

        channel.basicConsume(
            queue,
            true, // auto-ack
            (tag, delivery) -> onAnimal(delivery),
            tag -> {}); // the broker cancelled the consumer
    }

    // ANCHOR: callback
    private static void onAnimal(Delivery delivery) {
        String key = delivery.getEnvelope().getRoutingKey();
        String text = new String(delivery.getBody(), UTF_8);
        System.out.println(key + ": " + text);
    }
    // ANCHOR_END: callback
}

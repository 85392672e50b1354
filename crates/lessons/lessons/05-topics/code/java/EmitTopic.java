// Tell of an animal, with a routing key of several words.
// usage: java EmitTopic quick.orange.rabbit "a quick orange rabbit"
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;

public class EmitTopic {
    public static void main(String[] args) throws Exception {
        // ANCHOR: key
        String key = args.length > 0 ? args[0] : "quick.orange.rabbit";
        // ANCHOR_END: key
        String text = args.length > 1 ? args[1] : "some animal";

        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        try (Connection connection = factory.newConnection();
             Channel channel = connection.createChannel()) {
            // ANCHOR: declare-exchange
            channel.exchangeDeclare("animals", BuiltinExchangeType.TOPIC);
            // ANCHOR_END: declare-exchange

            // ANCHOR: publish
            channel.basicPublish(
                "animals",
                // ANCHOR: routing-key
                key,
                // ANCHOR_END: routing-key
                null, // properties
                text.getBytes(UTF_8));
            // ANCHOR_END: publish
            System.out.println("sent: " + key + ": " + text);
        }
    }
}

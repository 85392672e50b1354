// Send a line of log to everybody who listens.
// usage: java EmitLog "info: all is well"
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;

public class EmitLog {
    public static void main(String[] args) throws Exception {
        String given = String.join(" ", args);
        String line = given.isEmpty() ? "info: all is well" : given;

        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        try (Connection connection = factory.newConnection();
             Channel channel = connection.createChannel()) {
            // ANCHOR: declare-exchange
            channel.exchangeDeclare("logs", BuiltinExchangeType.FANOUT);
            // ANCHOR_END: declare-exchange

            // ANCHOR: publish
            channel.basicPublish(
                "logs",
                // ANCHOR_END: publish
                // ANCHOR: routing-key
                "", // routing key: a fanout exchange does not look at it
                // ANCHOR_END: routing-key
                // ANCHOR: publish
                null, // properties
                line.getBytes(UTF_8));
            // ANCHOR_END: publish
            System.out.println("sent: " + line);
        }
    }
}

// Send a line of log to those who listen for its severity.
// usage: java EmitLogDirect error "disk full"
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;

public class EmitLogDirect {
    public static void main(String[] args) throws Exception {
        // ANCHOR: severity
        String severity = args.length > 0 ? args[0] : "info";
        // ANCHOR_END: severity
        String text = args.length > 1 ? args[1] : "all is well";
        String line = severity + ": " + text;

        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        try (Connection connection = factory.newConnection();
             Channel channel = connection.createChannel()) {
            // ANCHOR: declare-exchange
            channel.exchangeDeclare(
                "direct_logs", BuiltinExchangeType.DIRECT);
            // ANCHOR_END: declare-exchange

            // ANCHOR: publish
            channel.basicPublish(
                "direct_logs",
                // ANCHOR: routing-key
                severity,
                // ANCHOR_END: routing-key
                null, // properties
                line.getBytes(UTF_8));
            // ANCHOR_END: publish
            System.out.println("sent: " + line);
        }
    }
}

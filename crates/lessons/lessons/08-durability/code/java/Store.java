// Put a transient and a persistent message into two queues.
// usage: java Store [confirm]
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;

public class Store {
    public static void main(String[] args) throws Exception {
        boolean confirm = args.length > 0 && args[0].equals("confirm");

        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        try (Connection connection = factory.newConnection();
             Channel channel = connection.createChannel()) {
            // ANCHOR: fleeting
            channel.queueDeclare(
                "fleeting",
                false, // durable
                false, // exclusive
                false, // auto-delete
                null); // arguments
            // ANCHOR_END: fleeting
            // ANCHOR: lasting
            channel.queueDeclare(
                "lasting",
                true, // durable
                false, // exclusive
                false, // auto-delete
                null); // arguments
            // ANCHOR_END: lasting

            // ANCHOR: select
            if (confirm) {
                channel.confirmSelect();
            }
            // ANCHOR_END: select

            for (String queue : new String[] {"fleeting", "lasting"}) {
                // ANCHOR: transient
                channel.basicPublish(
                    "", // the default exchange
                    queue,
                    MessageProperties.TEXT_PLAIN,
                    "transient".getBytes(UTF_8));
                // ANCHOR_END: transient
                // ANCHOR: persistent
                channel.basicPublish(
                    "", // the default exchange
                    queue,
                    MessageProperties.PERSISTENT_TEXT_PLAIN,
                    "persistent".getBytes(UTF_8));
                // ANCHOR_END: persistent
            }

            // ANCHOR: confirmed
            if (confirm) {
                channel.waitForConfirmsOrDie();
            }
            // ANCHOR_END: confirmed
        }
    }
}

// Send orders in batches of five and await each batch's confirms.
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;

public class InBatches {
    private static final int BATCH = 5;

    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        try (Connection connection = factory.newConnection();
             Channel channel = connection.createChannel()) {
            channel.queueDeclare("batch", true, false, false, null);

            // ANCHOR: select
            channel.confirmSelect();
            // ANCHOR_END: select

            for (int n = 1; n <= 10; n++) {
                String order = "Order " + n;
                // ANCHOR: batch
                channel.basicPublish(
                    "", // the default exchange
                    "batch",
                    // ANCHOR: persistent
                    MessageProperties.PERSISTENT_TEXT_PLAIN,
                    // ANCHOR_END: persistent
                    order.getBytes(UTF_8));
                // ANCHOR_END: batch
                // ANCHOR: await-batch
                if (n % BATCH == 0) {
                    // Throws if one was refused.
                    channel.waitForConfirmsOrDie();
                    System.out.println("confirmed: all up to " + n);
                }
                // ANCHOR_END: await-batch
            }
        }
    }
}

// Send ten orders and await the broker's confirm of each.
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;

public class OneByOne {
    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        try (Connection connection = factory.newConnection();
             Channel channel = connection.createChannel()) {
            channel.queueDeclare("single", true, false, false, null);

            // ANCHOR: select
            channel.confirmSelect();
            // ANCHOR_END: select

            for (int n = 1; n <= 10; n++) {
                String order = "Order " + n;
                // ANCHOR: one-by-one
                channel.basicPublish(
                    "", // the default exchange
                    "single",
                    // ANCHOR: persistent
                    MessageProperties.PERSISTENT_TEXT_PLAIN,
                    // ANCHOR_END: persistent
                    order.getBytes(UTF_8));
                if (channel.waitForConfirms()) {
                    System.out.println("confirmed: " + order);
                } else {
                    System.out.println("refused: " + order);
                }
                // ANCHOR_END: one-by-one
            }
        }
    }
}

// Send one greeting to the queue "hello" and leave.
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;

public class Send {
    public static void main(String[] args) throws Exception {
        // ANCHOR: connect
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        Connection connection = factory.newConnection();
        Channel channel = connection.createChannel();
        // ANCHOR_END: connect

        // ANCHOR: declare
        channel.queueDeclare(
            "hello",
            false, // durable
            false, // exclusive
            false, // auto-delete
            null); // arguments
        // ANCHOR_END: declare

        // ANCHOR: publish
        channel.basicPublish(
            // ANCHOR: exchange
            "", // the default exchange
            // ANCHOR_END: exchange
            // ANCHOR: routing-key
            "hello", // routing key: the queue's name
            // ANCHOR_END: routing-key
            null, // properties
            "Hello World!".getBytes(UTF_8));
        // ANCHOR_END: publish
        System.out.println("sent");

        // ANCHOR: close
        connection.close();
        // ANCHOR_END: close
    }
}

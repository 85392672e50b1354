// Queue one task that survives a restart of the broker.
// usage: java NewTask "Task 1..."
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;

public class NewTask {
    public static void main(String[] args) throws Exception {
        String task = args.length > 0 ? String.join(" ", args) : "Task.";

        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        try (Connection connection = factory.newConnection();
             Channel channel = connection.createChannel()) {
            channel.queueDeclare(
                "task_queue",
                // ANCHOR: durable
                true, // durable
                // ANCHOR_END: durable
                false, // exclusive
                false, // auto-delete
                null); // arguments

            // ANCHOR: publish
            channel.basicPublish(
                "", // the default exchange
                "task_queue",
                // ANCHOR: persistent
                MessageProperties.PERSISTENT_TEXT_PLAIN,
                // ANCHOR_END: persistent
                task.getBytes(UTF_8));
            // ANCHOR_END: publish
            System.out.println("queued: " + task);
        }
    }
}

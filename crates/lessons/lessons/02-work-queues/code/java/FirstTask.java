// Queue one task; each dot in it stands for a second of work.
// usage: java FirstTask "Task 1..."
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;

public class FirstTask {
    public static void main(String[] args) throws Exception {
        // ANCHOR: task
        String task = args.length > 0 ? String.join(" ", args) : "Task.";
        // ANCHOR_END: task

        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        try (Connection connection = factory.newConnection();
             Channel channel = connection.createChannel()) {
            // ANCHOR: first-declare
            channel.queueDeclare("hello", false, false, false, null);
            // ANCHOR_END: first-declare

            // ANCHOR: first-publish
            channel.basicPublish("", "hello", null, task.getBytes(UTF_8));
            // ANCHOR_END: first-publish
            System.out.println("queued: " + task);
        }
    }
}

// Do the tasks of the queue "hello": a second for each dot.
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import java.util.concurrent.TimeUnit;

public class FirstWorker {
    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        Connection connection = factory.newConnection();
        Channel channel = connection.createChannel();

        // ANCHOR: first-declare
        channel.queueDeclare("hello", false, false, false, null);
        // ANCHOR_END: first-declare

        // ANCHOR: first-consume
        channel.basicConsume(
            "hello",
            // ANCHOR: auto-ack
            true, // auto-ack
            // ANCHOR_END: auto-ack
            (tag, delivery) -> onTask(delivery),
            tag -> {}); // the broker cancelled the consumer
        // ANCHOR_END: first-consume
    }

    // ANCHOR: first-work
    private static void onTask(Delivery delivery) {
        String task = new String(delivery.getBody(), UTF_8);
        System.out.println("begin: " + task);
        long dots = task.chars().filter(c -> c == '.').count();
        try {
            TimeUnit.SECONDS.sleep(dots);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return;
        }
        System.out.println("done");
    }
    // ANCHOR_END: first-work
}

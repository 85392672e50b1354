// Do the tasks of "task_queue", one at a time, and lose none.
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

public class Worker {
    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        Connection connection = factory.newConnection();
        Channel channel = connection.createChannel();

        channel.queueDeclare(
            "task_queue",
            // ANCHOR: durable
            true, // durable
            // ANCHOR_END: durable
            false, // exclusive
            false, // auto-delete
            null); // arguments

        // ANCHOR: prefetch
        channel.basicQos(1);
        // ANCHOR_END: prefetch

        // ANCHOR: consume
        channel.basicConsume(
            "task_queue",
            // ANCHOR: manual-ack
            false, // auto-ack
            // ANCHOR_END: manual-ack
            (tag, delivery) -> onTask(channel, delivery),
            tag -> {}); // the broker cancelled the consumer
        // ANCHOR_END: consume
    }

    // ANCHOR: work
    private static void onTask(Channel channel, Delivery delivery)
            throws IOException {
        String task = new String(delivery.getBody(), UTF_8);
        System.out.println("begin: " + task);
        long dots = task.chars().filter(c -> c == '.').count();
        try {
            TimeUnit.SECONDS.sleep(dots);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return; // not done, so not acknowledged
        }
        System.out.println("done");
        // ANCHOR_END: work
        // ANCHOR: ack
        long deliveryTag = delivery.getEnvelope().getDeliveryTag();
        channel.basicAck(deliveryTag, false); // this one only
        // ANCHOR_END: ack
    }
}

// Take what is in "lasting" and say what comes for the first time.
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import java.io.IOException;

public class Worker {
    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        Connection connection = factory.newConnection();
        Channel channel = connection.createChannel();

        // ANCHOR: lasting
        channel.queueDeclare("lasting", true, false, false, null);
        // ANCHOR_END: lasting
        channel.basicQos(1);
        channel.basicConsume(
            "lasting",
            false, // auto-ack
            (tag, delivery) -> onMessage(channel, delivery),
            tag -> {}); // the broker cancelled the consumer
    }

    private static void onMessage(Channel channel, Delivery delivery)
            throws IOException {
        Envelope envelope = delivery.getEnvelope();
        // ANCHOR: redelivered
        String again = envelope.isRedeliver() ? "again" : "new";
        // ANCHOR_END: redelivered
        String text = new String(delivery.getBody(), UTF_8);
        System.out.println(again + ": " + text);
        // ANCHOR: ack
        channel.basicAck(envelope.getDeliveryTag(), false);
        // ANCHOR_END: ack
    }
}

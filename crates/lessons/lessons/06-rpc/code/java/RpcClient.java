// Ask for Fibonacci numbers and print the answers as they come.
// usage: java RpcClient 30 20
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

public class RpcClient {
    /** Correlation id to number. */
    private static final Map<String, String> waiting =
        new ConcurrentHashMap<>();

    public static void main(String[] args) throws Exception {
        String[] numbers = args.length > 0 ? args : new String[] {"30"};
        CountDownLatch open = new CountDownLatch(numbers.length);

        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        try (Connection connection = factory.newConnection();
             Channel channel = connection.createChannel()) {
            // ANCHOR: declare-queue
            channel.queueDeclare("rpc_queue", false, false, false, null);
            // ANCHOR_END: declare-queue

            // ANCHOR: callback-queue
            String callback = channel.queueDeclare().getQueue();
            channel.basicConsume(
                callback,
                true, // auto-ack
                (tag, delivery) -> onAnswer(delivery, open),
                tag -> {}); // the broker cancelled the consumer
            // ANCHOR_END: callback-queue

            for (String n : numbers) {
                // ANCHOR: correlation-id
                String correlationId = UUID.randomUUID().toString();
                waiting.put(correlationId, n);
                // ANCHOR_END: correlation-id

                // ANCHOR: request
                channel.basicPublish(
                    "", // the default exchange
                    "rpc_queue",
                    new BasicProperties.Builder()
                        // ANCHOR: reply-to
                        .replyTo(callback)
                        // ANCHOR_END: reply-to
                        .correlationId(correlationId)
                        .build(),
                    n.getBytes(UTF_8));
                // ANCHOR_END: request
            }
            open.await(); // until each has its answer
        }
    }

    // ANCHOR: on-answer
    private static void onAnswer(Delivery answer, CountDownLatch open) {
        String id = answer.getProperties().getCorrelationId();
        String n = waiting.remove(id);
        if (n == null) {
            return; // not asked for, or answered before
        }
        String text = new String(answer.getBody(), UTF_8);
        System.out.println("fib(" + n + ") = " + text);
        open.countDown();
    }
    // ANCHOR_END: on-answer
}

// Answer requests for Fibonacci numbers until Ctrl+C.
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import java.io.IOException;

public class RpcServer {
    // ANCHOR: fib
    /** Slow on purpose: it stands for real work. */
    private static long fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }
    // ANCHOR_END: fib

    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        Connection connection = factory.newConnection();
        Channel channel = connection.createChannel();

        // ANCHOR: declare-queue
        channel.queueDeclare("rpc_queue", false, false, false, null);
        // ANCHOR_END: declare-queue

        // ANCHOR: prefetch
        channel.basicQos(1);
        // ANCHOR_END: prefetch

        // ANCHOR: consume
        channel.basicConsume(
            "rpc_queue",
            false, // auto-ack
            (tag, delivery) -> onRequest(channel, delivery),
            tag -> {}); // the broker cancelled the consumer
        // ANCHOR_END: consume
    }

    private static void onRequest(Channel channel, Delivery request)
            throws IOException {
        int n = Integer.parseInt(new String(request.getBody(), UTF_8));
        long answer = fib(n);
        System.out.println("fib(" + n + ") = " + answer);

        // ANCHOR: reply
        BasicProperties asked = request.getProperties();
        channel.basicPublish(
            "", // the default exchange
            asked.getReplyTo(),
            new BasicProperties.Builder()
                .correlationId(asked.getCorrelationId())
                .build(),
            Long.toString(answer).getBytes(UTF_8));
        // ANCHOR_END: reply
        // ANCHOR: ack
        long deliveryTag = request.getEnvelope().getDeliveryTag();
        channel.basicAck(deliveryTag, false);
        // ANCHOR_END: ack
    }
}

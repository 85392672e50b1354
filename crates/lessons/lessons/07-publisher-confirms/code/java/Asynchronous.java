// Send ten orders at once and take the confirms as they come.
// usage: java Asynchronous [QUEUE [ROUTING_KEY [mandatory]]]
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;

public class Asynchronous {
    private static final int ORDERS = 10;

    /** Delivery tag to order. */
    private static final ConcurrentSkipListMap<Long, String> unconfirmed =
        new ConcurrentSkipListMap<>();

    public static void main(String[] args) throws Exception {
        String queue = args.length > 0 ? args[0] : "async";
        // ANCHOR: routing-key
        String routingKey = args.length > 1 ? args[1] : queue;
        // ANCHOR_END: routing-key
        // ANCHOR: mandatory
        boolean mandatory = args.length > 2 && args[2].equals("mandatory");
        // ANCHOR_END: mandatory
        CountDownLatch open = new CountDownLatch(ORDERS);

        // ANCHOR: limit
        Map<String, Object> arguments = new HashMap<>();
        if (queue.equals("small")) {
            arguments.put("x-max-length", 2);
            arguments.put("x-overflow", "reject-publish");
        }
        // ANCHOR_END: limit

        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        try (Connection connection = factory.newConnection();
             Channel channel = connection.createChannel()) {
            channel.queueDeclare(queue, true, false, false, arguments);

            // ANCHOR: select
            channel.confirmSelect();
            channel.addConfirmListener(
                (tag, multiple) -> onConfirm(tag, multiple, true, open),
                (tag, multiple) -> onConfirm(tag, multiple, false, open));
            // ANCHOR_END: select

            // ANCHOR: on-return
            channel.addReturnListener(returned -> {
                String order = new String(returned.getBody(), UTF_8);
                String why = returned.getReplyText();
                System.out.println("returned: " + order + ": " + why);
            });
            // ANCHOR_END: on-return

            for (int n = 1; n <= ORDERS; n++) {
                String order = "Order " + n;
                // ANCHOR: publish-all
                unconfirmed.put(channel.getNextPublishSeqNo(), order);
                channel.basicPublish(
                    "", // the default exchange
                    routingKey,
                    // ANCHOR_END: publish-all
                    // ANCHOR: mandatory
                    mandatory,
                    // ANCHOR_END: mandatory
                    // ANCHOR: publish-all
                    // ANCHOR: persistent
                    MessageProperties.PERSISTENT_TEXT_PLAIN,
                    // ANCHOR_END: persistent
                    order.getBytes(UTF_8));
                // ANCHOR_END: publish-all
            }
            open.await(); // until each has its confirm
        }
    }

    private static void onConfirm(
            long tag, boolean multiple, boolean ack, CountDownLatch open) {
        Collection<String> settled = multiple
            ? unconfirmed.headMap(tag, true).values()
            : unconfirmed.subMap(tag, true, tag, true).values();
        for (String order : new ArrayList<>(settled)) {
            if (ack) {
                // ANCHOR: on-ack
                System.out.println("confirmed: " + order);
                // ANCHOR_END: on-ack
            } else {
                // ANCHOR: on-nack
                // To be sent again, or logged.
                System.out.println("refused: " + order);
                // ANCHOR_END: on-nack
            }
            open.countDown();
        }
        settled.clear(); // takes them out of the map
    }
}

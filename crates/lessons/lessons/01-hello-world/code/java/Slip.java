// Send to "helo" by mistake: first dropped, then returned.
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.util.concurrent.CountDownLatch;

public class Slip {
    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        Connection connection = factory.newConnection();
        Channel channel = connection.createChannel();

        // ANCHOR: on-return
        CountDownLatch back = new CountDownLatch(1);
        channel.addReturnListener(returned -> {
            String text = new String(returned.getBody(), UTF_8);
            String why = returned.getReplyText();
            System.out.println("returned: " + text + ": " + why);
            back.countDown();
        });
        // ANCHOR_END: on-return

        // ANCHOR: slip
        channel.basicPublish(
            "", // the default exchange
            "helo", // routing key: no queue has this name
            null, // properties
            "Hello?".getBytes(UTF_8));
        // ANCHOR_END: slip

        // ANCHOR: mandatory
        channel.basicPublish(
            "",
            "helo",
            true, // mandatory
            null, // properties
            "Hello?".getBytes(UTF_8));
        back.await();
        connection.close();
        // ANCHOR_END: mandatory
    }
}

// Send ten orders at once and take the confirms as they come.
//
// usage: asynchronous [QUEUE [ROUTING_KEY [mandatory]]]
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	amqp "github.com/rabbitmq/amqp091-go"
)

const orders = 10

func main() {
	queue := "async"
	if len(os.Args) > 1 {
		queue = os.Args[1]
	}
	// ANCHOR: routing-key
	key := queue
	if len(os.Args) > 2 {
		key = os.Args[2]
	}
	// ANCHOR_END: routing-key
	// ANCHOR: mandatory
	mandatory := len(os.Args) > 3 && os.Args[3] == "mandatory"
	// ANCHOR_END: mandatory
	err := send(context.Background(), queue, key, mandatory)
	if err != nil {
		log.Fatal(err)
	}
}

func send(
	ctx context.Context, queue, key string, mandatory bool,
) error {
	conn, err := amqp.Dial("amqp://guest:guest@localhost:5672/")
	if err != nil {
		return err
	}
	defer conn.Close()

	ch, err := conn.Channel()
	if err != nil {
		return err
	}

	// ANCHOR: limit
	var arguments amqp.Table
	if queue == "small" {
		arguments = amqp.Table{
			"x-max-length": 2,
			"x-overflow":   "reject-publish",
		}
	}
	// ANCHOR_END: limit
	_, err = ch.QueueDeclare(
		queue, // name
		true,  // durable
		false, // auto-delete
		false, // exclusive
		false, // no-wait
		arguments,
	)
	if err != nil {
		return err
	}

	// ANCHOR: select
	if err := ch.Confirm(false); err != nil {
		return err
	}
	confirms := ch.NotifyPublish(make(chan amqp.Confirmation, orders))
	// ANCHOR_END: select
	returns := ch.NotifyReturn(make(chan amqp.Return, orders))

	for n := 1; n <= orders; n++ {
		// ANCHOR: publish-all
		err := ch.PublishWithContext(ctx,
			"", // exchange: the default one
			key,
			// ANCHOR_END: publish-all
			// ANCHOR: mandatory
			mandatory,
			// ANCHOR_END: mandatory
			// ANCHOR: publish-all
			false, // immediate
			amqp.Publishing{
				// ANCHOR: persistent
				DeliveryMode: amqp.Persistent,
				// ANCHOR_END: persistent
				ContentType: "text/plain",
				Body:        []byte(fmt.Sprintf("Order %d", n)),
			},
		)
		if err != nil {
			return err
		}
		// ANCHOR_END: publish-all
	}

	for i := 0; i < orders; i++ {
		c, open := <-confirms
		if !open {
			return amqp.ErrClosed
		}
		// ANCHOR: on-return
		for len(returns) > 0 { // what is returned comes before its ack
			r := <-returns
			log.Printf("returned: %s: %s", r.Body, r.ReplyText)
		}
		// ANCHOR_END: on-return
		if c.Ack {
			// ANCHOR: on-ack
			log.Printf("confirmed: Order %d", c.DeliveryTag)
			// ANCHOR_END: on-ack
		} else {
			// ANCHOR: on-nack
			// To be sent again, or logged.
			log.Printf("refused: Order %d", c.DeliveryTag)
			// ANCHOR_END: on-nack
		}
	}
	return nil
}

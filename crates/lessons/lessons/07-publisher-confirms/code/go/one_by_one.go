// Send ten orders and await the broker's confirm of each.
package main

import (
	"context"
	"fmt"
	"log"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	if err := send(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func send(ctx context.Context) error {
	conn, err := amqp.Dial("amqp://guest:guest@localhost:5672/")
	if err != nil {
		return err
	}
	defer conn.Close()

	ch, err := conn.Channel()
	if err != nil {
		return err
	}

	_, err = ch.QueueDeclare(
		"single", // name
		true,     // durable
		false,    // auto-delete
		false,    // exclusive
		false,    // no-wait
		nil,      // arguments
	)
	if err != nil {
		return err
	}

	// ANCHOR: select
	if err := ch.Confirm(false); err != nil {
		return err
	}
	// ANCHOR_END: select

	for n := 1; n <= 10; n++ {
		order := fmt.Sprintf("Order %d", n)
		// ANCHOR: one-by-one
		confirm, err := ch.PublishWithDeferredConfirmWithContext(ctx,
			"",       // exchange: the default one
			"single", // routing key
			false,    // mandatory
			false,    // immediate
			amqp.Publishing{
				// ANCHOR: persistent
				DeliveryMode: amqp.Persistent,
				// ANCHOR_END: persistent
				ContentType: "text/plain",
				Body:        []byte(order),
			},
		)
		if err != nil {
			return err
		}
		if confirm.Wait() {
			log.Printf("confirmed: %s", order)
		} else {
			log.Printf("refused: %s", order)
		}
		// ANCHOR_END: one-by-one
	}
	return nil
}

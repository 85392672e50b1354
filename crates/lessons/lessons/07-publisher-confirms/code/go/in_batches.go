// Send orders in batches of five and await each batch's confirms.
package main

import (
	"context"
	"fmt"
	"log"

	amqp "github.com/rabbitmq/amqp091-go"
)

const batch = 5

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
		"batch", // name
		true,    // durable
		false,   // auto-delete
		false,   // exclusive
		false,   // no-wait
		nil,     // arguments
	)
	if err != nil {
		return err
	}

	// ANCHOR: select
	if err := ch.Confirm(false); err != nil {
		return err
	}
	// ANCHOR_END: select

	var unconfirmed []*amqp.DeferredConfirmation
	for n := 1; n <= 10; n++ {
		// ANCHOR: batch
		confirm, err := ch.PublishWithDeferredConfirmWithContext(ctx,
			"",      // exchange: the default one
			"batch", // routing key
			false,   // mandatory
			false,   // immediate
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
		unconfirmed = append(unconfirmed, confirm)
		// ANCHOR_END: batch

		// ANCHOR: await-batch
		if n%batch == 0 {
			for _, confirm := range unconfirmed {
				if !confirm.Wait() {
					log.Printf("refused: %d", confirm.DeliveryTag)
				}
			}
			unconfirmed = nil
			log.Printf("confirmed: all up to %d", n)
		}
		// ANCHOR_END: await-batch
	}
	return nil
}

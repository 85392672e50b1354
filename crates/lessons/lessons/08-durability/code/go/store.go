// Put a transient and a persistent message into two queues.
//
// usage: store [confirm]
package main

import (
	"context"
	"errors"
	"log"
	"os"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	confirm := len(os.Args) > 1 && os.Args[1] == "confirm"
	if err := store(context.Background(), confirm); err != nil {
		log.Fatal(err)
	}
}

func store(ctx context.Context, confirm bool) error {
	conn, err := amqp.Dial("amqp://guest:guest@localhost:5672/")
	if err != nil {
		return err
	}
	defer conn.Close()

	ch, err := conn.Channel()
	if err != nil {
		return err
	}

	// ANCHOR: fleeting
	_, err = ch.QueueDeclare(
		"fleeting", // name
		false,      // durable
		false,      // auto-delete
		false,      // exclusive
		false,      // no-wait
		nil,        // arguments
	)
	if err != nil {
		return err
	}
	// ANCHOR_END: fleeting
	// ANCHOR: lasting
	_, err = ch.QueueDeclare(
		"lasting", // name
		true,      // durable
		false,     // auto-delete
		false,     // exclusive
		false,     // no-wait
		nil,       // arguments
	)
	if err != nil {
		return err
	}
	// ANCHOR_END: lasting

	// ANCHOR: select
	if confirm {
		if err := ch.Confirm(false); err != nil {
			return err
		}
	}
	// ANCHOR_END: select

	messages := []amqp.Publishing{
		// ANCHOR: transient
		{DeliveryMode: amqp.Transient, Body: []byte("transient")},
		// ANCHOR_END: transient
		// ANCHOR: persistent
		{DeliveryMode: amqp.Persistent, Body: []byte("persistent")},
		// ANCHOR_END: persistent
	}
	for _, queue := range []string{"fleeting", "lasting"} {
		for _, message := range messages {
			// ANCHOR: confirmed
			c, err := ch.PublishWithDeferredConfirmWithContext(ctx,
				"",    // exchange: the default one
				queue, // routing key
				false, // mandatory
				false, // immediate
				message,
			)
			if err != nil {
				return err
			}
			if c != nil && !c.Wait() { // nil: without confirms
				return errors.New("the broker refused a message")
			}
			// ANCHOR_END: confirmed
		}
	}
	return nil
}

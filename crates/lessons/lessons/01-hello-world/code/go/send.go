// Send one greeting to the queue "hello" and leave.
package main

import (
	"context"
	"log"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	if err := send(context.Background(), "Hello World!"); err != nil {
		log.Fatal(err)
	}
	log.Print("sent")
}

func send(ctx context.Context, text string) error {
	// ANCHOR: connect
	conn, err := amqp.Dial("amqp://guest:guest@localhost:5672/")
	if err != nil {
		return err
	}
	// ANCHOR_END: connect
	// ANCHOR: close
	defer conn.Close()
	// ANCHOR_END: close

	// ANCHOR: connect
	ch, err := conn.Channel()
	if err != nil {
		return err
	}
	// ANCHOR_END: connect

	// ANCHOR: declare
	_, err = ch.QueueDeclare(
		"hello", // name
		false,   // durable
		false,   // auto-delete
		false,   // exclusive
		false,   // no-wait
		nil,     // arguments
	)
	if err != nil {
		return err
	}
	// ANCHOR_END: declare

	// ANCHOR: publish
	return ch.PublishWithContext(ctx,
		// ANCHOR: exchange
		"", // exchange: the default one
		// ANCHOR_END: exchange
		// ANCHOR: routing-key
		"hello", // routing key: the queue's name
		// ANCHOR_END: routing-key
		false, // mandatory
		false, // immediate
		amqp.Publishing{
			ContentType: "text/plain",
			Body:        []byte(text),
		},
	)
	// ANCHOR_END: publish
}

// Print every message of the queue "hello" until Ctrl+C.
package main

import (
	"log"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	if err := receive(); err != nil {
		log.Fatal(err)
	}
}

func receive() error {
	// ANCHOR: receiver-connect
	conn, err := amqp.Dial("amqp://guest:guest@localhost:5672/")
	if err != nil {
		return err
	}
	defer conn.Close()

	ch, err := conn.Channel()
	if err != nil {
		return err
	}
	// ANCHOR_END: receiver-connect

	// ANCHOR: declare-again
	q, err := ch.QueueDeclare(
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
	// ANCHOR_END: declare-again

	// ANCHOR: consume
	deliveries, err := ch.Consume(
		q.Name,
		"", // consumer tag: let the library choose
		// ANCHOR: auto-ack
		true, // auto-ack
		// ANCHOR_END: auto-ack
		false, // exclusive
		false, // no-local
		false, // no-wait
		nil,   // arguments
	)
	if err != nil {
		return err
	}
	// ANCHOR_END: consume

	// ANCHOR: callback
	for d := range deliveries {
		log.Printf("received: %s", d.Body)
	}
	// ANCHOR_END: callback
	return nil
}

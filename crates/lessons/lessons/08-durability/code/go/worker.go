// Take what is in "lasting" and say what comes for the first time.
package main

import (
	"fmt"
	"log"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	if err := work(); err != nil {
		log.Fatal(err)
	}
}

func work() error {
	conn, err := amqp.Dial("amqp://guest:guest@localhost:5672/")
	if err != nil {
		return err
	}
	defer conn.Close()

	ch, err := conn.Channel()
	if err != nil {
		return err
	}

	// ANCHOR: lasting
	q, err := ch.QueueDeclare(
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

	if err := ch.Qos(1, 0, false); err != nil {
		return err
	}
	deliveries, err := ch.Consume(
		q.Name,
		"",    // consumer tag: let the library choose
		false, // auto-ack
		false, // exclusive
		false, // no-local
		false, // no-wait
		nil,   // arguments
	)
	if err != nil {
		return err
	}

	for d := range deliveries {
		// ANCHOR: redelivered
		again := "new"
		if d.Redelivered {
			again = "again"
		}
		// ANCHOR_END: redelivered
		fmt.Printf("%s: %s\n", again, d.Body)
		// ANCHOR: ack
		if err := d.Ack(false); err != nil {
			return err
		}
		// ANCHOR_END: ack
	}
	return nil
}

// Print the lines of log of some severities.
//
// usage: receive_logs_direct info warning error
package main

import (
	"fmt"
	"log"
	"os"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	// ANCHOR: severities
	severities := os.Args[1:]
	if len(severities) == 0 {
		severities = []string{"error"}
	}
	// ANCHOR_END: severities
	if err := listen(severities); err != nil {
		log.Fatal(err)
	}
}

func listen(severities []string) error {
	conn, err := amqp.Dial("amqp://guest:guest@localhost:5672/")
	if err != nil {
		return err
	}
	defer conn.Close()

	ch, err := conn.Channel()
	if err != nil {
		return err
	}

	// ANCHOR: declare-exchange
	err = ch.ExchangeDeclare(
		"direct_logs", // name
		"direct",      // type
		false,         // durable
		false,         // auto-delete
		false,         // internal
		false,         // no-wait
		nil,           // arguments
	)
	if err != nil {
		return err
	}
	// ANCHOR_END: declare-exchange

	// ANCHOR: temporary-queue
	q, err := ch.QueueDeclare(
		"",    // name: let the broker make one
		false, // durable
		false, // auto-delete
		true,  // exclusive
		false, // no-wait
		nil,   // arguments
	)
	if err != nil {
		return err
	}
	// ANCHOR_END: temporary-queue

	// ANCHOR: bind
	for _, severity := range severities {
		err = ch.QueueBind(
			q.Name,
			severity,      // binding key
			"direct_logs", // exchange
			false,         // no-wait
			nil,           // arguments
		)
		if err != nil {
			return err
		}
	}
	// ANCHOR_END: bind

	deliveries, err := ch.Consume(
		q.Name,
		"",    // consumer tag: let the library choose
		true,  // auto-ack
		false, // exclusive
		false, // no-local
		false, // no-wait
		nil,   // arguments
	)
	if err != nil {
		return err
	}

	// ANCHOR: callback
	for d := range deliveries {
		fmt.Printf("%s\n", d.Body)
	}
	// ANCHOR_END: callback
	return nil
}

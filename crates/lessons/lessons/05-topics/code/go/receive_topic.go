// Print what is told of the animals that some patterns match.
//
// usage: receive_topic Q2 "*.*.rabbit" "lazy.#"
package main

import (
	"fmt"
	"log"
	"os"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	// ANCHOR: patterns
	queue, patterns := "Q3", []string{"#"}
	if len(os.Args) > 2 {
		queue, patterns = os.Args[1], os.Args[2:]
	}
	// ANCHOR_END: patterns
	if err := listen(queue, patterns); err != nil {
		log.Fatal(err)
	}
}

func listen(queue string, patterns []string) error {
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
		"animals", // name
		"topic",   // type
		false,     // durable
		false,     // auto-delete
		false,     // internal
		false,     // no-wait
		nil,       // arguments
	)
	if err != nil {
		return err
	}
	// ANCHOR_END: declare-exchange

	// ANCHOR: declare-queue
	_, err = ch.QueueDeclare(
		queue, // name
		false, // durable
		false, // auto-delete
		false, // exclusive
		false, // no-wait
		nil,   // arguments
	)
	if err != nil {
		return err
	}
	// ANCHOR_END: declare-queue

	// ANCHOR: bind
	for _, pattern := range patterns {
		err = ch.QueueBind(
			queue,
			pattern,   // binding key
			"animals", // exchange
			false,     // no-wait
			nil,       // arguments
		)
		if err != nil {
			return err
		}
	}
	// ANCHOR_END: bind

	deliveries, err := ch.Consume(
		queue,
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
		fmt.Printf("%s: %s\n", d.RoutingKey, d.Body)
	}
	// ANCHOR_END: callback
	return nil
}

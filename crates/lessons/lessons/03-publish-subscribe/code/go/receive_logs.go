// Print every line of log that is sent from now on.
package main

import (
	"fmt"
	"log"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	if err := listen(); err != nil {
		log.Fatal(err)
	}
}

func listen() error {
	// ANCHOR: listener-connect
	conn, err := amqp.Dial("amqp://guest:guest@localhost:5672/")
	if err != nil {
		return err
	}
	defer conn.Close()

	ch, err := conn.Channel()
	if err != nil {
		return err
	}
	// ANCHOR_END: listener-connect

	// ANCHOR: declare-exchange
	err = ch.ExchangeDeclare(
		"logs",   // name
		"fanout", // type
		false,    // durable
		false,    // auto-delete
		false,    // internal
		false,    // no-wait
		nil,      // arguments
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
	err = ch.QueueBind(
		q.Name,
		"",     // routing key
		"logs", // exchange
		false,  // no-wait
		nil,    // arguments
	)
	if err != nil {
		return err
	}
	// ANCHOR_END: bind

	// ANCHOR: consume
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
	// ANCHOR_END: consume

	for d := range deliveries {
		fmt.Printf("%s\n", d.Body)
	}
	return nil
}

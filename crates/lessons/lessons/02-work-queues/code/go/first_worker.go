// Do the tasks of the queue "hello": a second for each dot.
package main

import (
	"bytes"
	"log"
	"time"

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

	// ANCHOR: first-declare
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
	// ANCHOR_END: first-declare

	// ANCHOR: first-consume
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
	// ANCHOR_END: first-consume

	// ANCHOR: first-work
	for d := range deliveries {
		log.Printf("begin: %s", d.Body)
		dots := bytes.Count(d.Body, []byte("."))
		time.Sleep(time.Duration(dots) * time.Second)
		log.Print("done")
	}
	// ANCHOR_END: first-work
	return nil
}

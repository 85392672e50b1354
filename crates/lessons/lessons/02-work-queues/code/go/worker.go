// Do the tasks of "task_queue", one at a time, and lose none.
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

	q, err := ch.QueueDeclare(
		"task_queue", // name
		// ANCHOR: durable
		true, // durable
		// ANCHOR_END: durable
		false, // auto-delete
		false, // exclusive
		false, // no-wait
		nil,   // arguments
	)
	if err != nil {
		return err
	}

	// ANCHOR: prefetch
	err = ch.Qos(
		1,     // prefetch count
		0,     // prefetch size: no limit
		false, // global
	)
	if err != nil {
		return err
	}
	// ANCHOR_END: prefetch

	// ANCHOR: consume
	deliveries, err := ch.Consume(
		q.Name,
		"", // consumer tag: let the library choose
		// ANCHOR: manual-ack
		false, // auto-ack
		// ANCHOR_END: manual-ack
		false, // exclusive
		false, // no-local
		false, // no-wait
		nil,   // arguments
	)
	if err != nil {
		return err
	}
	// ANCHOR_END: consume

	// ANCHOR: work
	for d := range deliveries {
		log.Printf("begin: %s", d.Body)
		dots := bytes.Count(d.Body, []byte("."))
		time.Sleep(time.Duration(dots) * time.Second)
		log.Print("done")
		// ANCHOR_END: work
		// ANCHOR: ack
		if err := d.Ack(false); err != nil {
			return err
		}
		// ANCHOR_END: ack
	}
	return nil
}

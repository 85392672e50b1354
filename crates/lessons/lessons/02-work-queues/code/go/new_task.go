// Queue one task that survives a restart of the broker.
//
// usage: new_task "Task 1..."
package main

import (
	"context"
	"log"
	"os"
	"strings"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	task := strings.Join(os.Args[1:], " ")
	if task == "" {
		task = "Task."
	}
	if err := queue(context.Background(), task); err != nil {
		log.Fatal(err)
	}
	log.Printf("queued: %s", task)
}

func queue(ctx context.Context, task string) error {
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

	// ANCHOR: publish
	return ch.PublishWithContext(ctx,
		"",     // exchange: the default one
		q.Name, // routing key
		false,  // mandatory
		false,  // immediate
		amqp.Publishing{
			ContentType: "text/plain",
			// ANCHOR: persistent
			DeliveryMode: amqp.Persistent,
			// ANCHOR_END: persistent
			Body: []byte(task),
		},
	)
	// ANCHOR_END: publish
}

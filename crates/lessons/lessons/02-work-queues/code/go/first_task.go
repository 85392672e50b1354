// Queue one task; each dot in it stands for a second of work.
//
// usage: first_task "Task 1..."
package main

import (
	"context"
	"log"
	"os"
	"strings"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	// ANCHOR: task
	task := strings.Join(os.Args[1:], " ")
	if task == "" {
		task = "Task."
	}
	// ANCHOR_END: task
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

	// ANCHOR: first-publish
	return ch.PublishWithContext(ctx,
		"",     // exchange: the default one
		q.Name, // routing key
		false,  // mandatory
		false,  // immediate
		amqp.Publishing{
			ContentType: "text/plain",
			Body:        []byte(task),
		},
	)
	// ANCHOR_END: first-publish
}

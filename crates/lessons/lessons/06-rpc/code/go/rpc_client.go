// Ask for Fibonacci numbers and print the answers as they come.
//
// usage: rpc_client 30 20
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strconv"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	numbers := os.Args[1:]
	if len(numbers) == 0 {
		numbers = []string{"30"}
	}
	if err := ask(context.Background(), numbers); err != nil {
		log.Fatal(err)
	}
}

func ask(ctx context.Context, numbers []string) error {
	conn, err := amqp.Dial("amqp://guest:guest@localhost:5672/")
	if err != nil {
		return err
	}
	defer conn.Close()

	ch, err := conn.Channel()
	if err != nil {
		return err
	}

	// ANCHOR: declare-queue
	_, err = ch.QueueDeclare(
		"rpc_queue", // name
		false,       // durable
		false,       // auto-delete
		false,       // exclusive
		false,       // no-wait
		nil,         // arguments
	)
	if err != nil {
		return err
	}
	// ANCHOR_END: declare-queue

	// ANCHOR: callback-queue
	callback, err := ch.QueueDeclare(
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
	answers, err := ch.Consume(
		callback.Name,
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
	// ANCHOR_END: callback-queue

	waiting := make(map[string]string) // correlation id to number
	for i, n := range numbers {
		// ANCHOR: correlation-id
		id := strconv.Itoa(i + 1)
		waiting[id] = n
		// ANCHOR_END: correlation-id

		// ANCHOR: request
		err = ch.PublishWithContext(ctx,
			"",          // exchange: the default one
			"rpc_queue", // routing key
			false,       // mandatory
			false,       // immediate
			amqp.Publishing{
				ContentType: "text/plain",
				// ANCHOR: reply-to
				ReplyTo: callback.Name,
				// ANCHOR_END: reply-to
				CorrelationId: id,
				Body:          []byte(n),
			},
		)
		if err != nil {
			return err
		}
		// ANCHOR_END: request
	}

	// ANCHOR: on-answer
	for len(waiting) > 0 {
		d, open := <-answers
		if !open {
			return amqp.ErrClosed
		}
		n, asked := waiting[d.CorrelationId]
		if !asked {
			continue // not asked for, or answered before
		}
		delete(waiting, d.CorrelationId)
		fmt.Printf("fib(%s) = %s\n", n, d.Body)
	}
	// ANCHOR_END: on-answer
	return nil
}

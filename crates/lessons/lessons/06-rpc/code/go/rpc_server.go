// Answer requests for Fibonacci numbers until Ctrl+C.
package main

import (
	"context"
	"log"
	"strconv"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	if err := serve(context.Background()); err != nil {
		log.Fatal(err)
	}
}

// ANCHOR: fib
// fib is slow on purpose: it stands for real work.
func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

// ANCHOR_END: fib

func serve(ctx context.Context) error {
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
	q, err := ch.QueueDeclare(
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
	requests, err := ch.Consume(
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
	// ANCHOR_END: consume

	for d := range requests {
		n, err := strconv.Atoi(string(d.Body))
		if err != nil {
			return err
		}
		answer := strconv.Itoa(fib(n))
		log.Printf("fib(%d) = %s", n, answer)

		// ANCHOR: reply
		err = ch.PublishWithContext(ctx,
			"",        // exchange: the default one
			d.ReplyTo, // routing key
			false,     // mandatory
			false,     // immediate
			amqp.Publishing{
				ContentType:   "text/plain",
				CorrelationId: d.CorrelationId,
				Body:          []byte(answer),
			},
		)
		if err != nil {
			return err
		}
		// ANCHOR_END: reply
		// ANCHOR: ack
		if err := d.Ack(false); err != nil {
			return err
		}
		// ANCHOR_END: ack
	}
	return nil
}

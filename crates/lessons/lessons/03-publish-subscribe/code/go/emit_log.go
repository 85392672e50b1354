// Send a line of log to everybody who listens.
//
// usage: emit_log "info: all is well"
package main

import (
	"context"
	"log"
	"os"
	"strings"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	line := strings.Join(os.Args[1:], " ")
	if line == "" {
		line = "info: all is well"
	}
	if err := emit(context.Background(), line); err != nil {
		log.Fatal(err)
	}
	log.Printf("sent: %s", line)
}

func emit(ctx context.Context, line string) error {
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

	// ANCHOR: publish
	return ch.PublishWithContext(ctx,
		"logs",
		// ANCHOR_END: publish
		// ANCHOR: routing-key
		"", // routing key: a fanout exchange does not look at it
		// ANCHOR_END: routing-key
		// ANCHOR: publish
		false, // mandatory
		false, // immediate
		amqp.Publishing{
			ContentType: "text/plain",
			Body:        []byte(line),
		},
	)
	// ANCHOR_END: publish
}

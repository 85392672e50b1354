// Send a line of log to those who listen for its severity.
//
// usage: emit_log_direct error "disk full"
package main

import (
	"context"
	"log"
	"os"
	"strings"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	severity, text := "info", "all is well"
	// ANCHOR: severity
	if len(os.Args) > 1 {
		severity = os.Args[1]
	}
	// ANCHOR_END: severity
	if len(os.Args) > 2 {
		text = strings.Join(os.Args[2:], " ")
	}
	line := severity + ": " + text
	if err := emit(context.Background(), severity, line); err != nil {
		log.Fatal(err)
	}
	log.Printf("sent: %s", line)
}

func emit(ctx context.Context, severity, line string) error {
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

	// ANCHOR: publish
	return ch.PublishWithContext(ctx,
		"direct_logs",
		// ANCHOR: routing-key
		severity,
		// ANCHOR_END: routing-key
		false, // mandatory
		false, // immediate
		amqp.Publishing{
			ContentType: "text/plain",
			Body:        []byte(line),
		},
	)
	// ANCHOR_END: publish
}

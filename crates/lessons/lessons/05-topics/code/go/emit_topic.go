// Tell of an animal, with a routing key of several words.
//
// usage: emit_topic quick.orange.rabbit "a quick orange rabbit"
package main

import (
	"context"
	"log"
	"os"
	"strings"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	key, text := "quick.orange.rabbit", "some animal"
	// ANCHOR: key
	if len(os.Args) > 1 {
		key = os.Args[1]
	}
	// ANCHOR_END: key
	if len(os.Args) > 2 {
		text = strings.Join(os.Args[2:], " ")
	}
	if err := emit(context.Background(), key, text); err != nil {
		log.Fatal(err)
	}
	log.Printf("sent: %s: %s", key, text)
}

func emit(ctx context.Context, key, text string) error {
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

	// ANCHOR: publish
	return ch.PublishWithContext(ctx,
		"animals",
		// ANCHOR: routing-key
		key,
		// ANCHOR_END: routing-key
		false, // mandatory
		false, // immediate
		amqp.Publishing{
			ContentType: "text/plain",
			Body:        []byte(text),
		},
	)
	// ANCHOR_END: publish
}

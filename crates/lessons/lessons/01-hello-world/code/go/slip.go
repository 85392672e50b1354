// Send to "helo" by mistake: first dropped, then returned.
package main

import (
	"context"
	"log"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	if err := slip(context.Background(), "Hello?"); err != nil {
		log.Fatal(err)
	}
}

func slip(ctx context.Context, text string) error {
	conn, err := amqp.Dial("amqp://guest:guest@localhost:5672/")
	if err != nil {
		return err
	}
	defer conn.Close()

	ch, err := conn.Channel()
	if err != nil {
		return err
	}
	returns := ch.NotifyReturn(make(chan amqp.Return, 1))
	message := amqp.Publishing{
		ContentType: "text/plain",
		Body:        []byte(text),
	}

	// ANCHOR: slip
	err = ch.PublishWithContext(ctx,
		"",     // exchange: the default one
		"helo", // routing key: no queue has this name
		false,  // mandatory
		false,  // immediate
		message,
	)
	if err != nil {
		return err
	}
	// ANCHOR_END: slip

	// ANCHOR: mandatory
	err = ch.PublishWithContext(ctx,
		"",     // exchange: the default one
		"helo", // routing key
		true,   // mandatory
		false,  // immediate
		message,
	)
	if err != nil {
		return err
	}
	// ANCHOR_END: mandatory

	// ANCHOR: on-return
	r, open := <-returns
	if !open {
		return amqp.ErrClosed
	}
	log.Printf("returned: %s: %s", r.Body, r.ReplyText)
	// ANCHOR_END: on-return
	// ANCHOR: mandatory
	return conn.Close()
	// ANCHOR_END: mandatory
}

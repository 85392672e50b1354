//! Moments, word for word.

use std::time::Duration;

use warren_broker::command::{ExchangeDeclare, QueueBind};
use warren_broker::event::StopCause;
use warren_broker::{Command, ConnectionId, Input, Properties, Reply, Restart, Table, Value};

use super::stand::{Stand, channel, consume, declare, message, persistent, publish, qos};
use crate::{Actor, Answer, ClientId, Loss, Lost, MomentKind, Request};

/// Makes a producer and two workers with a prefetch of 1 on a durable queue. Both hold a message and one waits.
fn work_queue() -> (Stand, ClientId, ClientId, ClientId) {
    let mut stand = Stand::new();
    let producer = stand.client("new_task");
    let workers = [stand.client("worker1"), stand.client("worker2")];
    stand.handle(producer, declare("task_queue", true, Table::default()));
    for worker in workers {
        stand.handle(worker, qos(1));
        stand.handle(worker, consume("task_queue", false));
    }
    for n in 1..=3 {
        stand.handle(producer, publish("", "task_queue", &format!("Task {n}..."), persistent(), false));
    }
    (stand, producer, workers[0], workers[1])
}

#[test]
fn a_publish_goes_straight_on_or_waits_behind_full_consumers() {
    let mut stand = Stand::new();
    let producer = stand.client("new_task");
    let worker = stand.client("worker1");
    stand.handle(producer, declare("task_queue", true, Table::default()));
    assert_eq!(
        stand.handle(worker, qos(1)),
        "\
00:00.000 broker | basic.qos | 1 from worker1
= The broker handles basic.qos from worker1.
? Each consumer that this channel starts from now on holds at most this many unacknowledged messages: 1. Those that it has already keep their limit.
"
    );
    stand.handle(worker, consume("task_queue", false));
    assert_eq!(stand.handle(producer, publish("", "task_queue", "Task 1.", persistent(), false)), "\
00:00.000 broker | published | message 1 \"Task 1.\" from new_task
00:00.000 broker | routed | message 1 -> task_queue, the queue named by its key
00:00.000 broker | basic.deliver | message 1 of task_queue -> worker1, tag 1
= Message 1 arrives and goes straight on to worker1.
? Message 1 was published to the default exchange, where the routing key is the name of a queue: task_queue.
? task_queue is durable and message 1 has delivery_mode 2, so it will be written to the disk. Until that is done it is only in memory.
? task_queue hands out in turn, and worker1 was the next that could take a message: 1.
");
    assert_eq!(stand.handle(producer, publish("", "task_queue", "Task 2", Properties::default(), false)), "\
00:00.000 broker | published | message 2 \"Task 2\" from new_task
00:00.000 broker | routed | message 2 -> task_queue, the queue named by its key
00:00.000 broker | skipped | worker1 of task_queue, its prefetch of 1 is full
00:00.000 broker | enqueued | message 2 -> task_queue
= Message 2 arrives and waits in task_queue.
? Message 2 was published to the default exchange, where the routing key is the name of a queue: task_queue.
? It was worker1's turn in task_queue, but it holds as many unacked messages as its prefetch allows: 1. It rejoins at the back when it has room.
? Message 2 waits in task_queue because nobody can take it now: there is no consumer, or each one holds as many as its prefetch allows.
");
}

#[test]
fn an_ack_makes_room_for_the_next() {
    let (mut stand, _, worker, _) = work_queue();
    assert_eq!(
        stand.handle(worker, Command::BasicAck { delivery_tag: 1, multiple: false }),
        "\
00:00.000 broker | acked | message 1 of task_queue by worker1
00:00.000 broker | basic.deliver | message 3 of task_queue -> worker1, tag 2
= worker1 has acknowledged message 1. Next to go out, to worker1: 3.
? An acknowledged message is done: task_queue forgets message 1.
? worker1 has acknowledged or rejected a delivery, so its prefetch leaves room for message 3.
"
    );
}

#[test]
fn a_lost_connection_gives_its_messages_back() {
    let (mut stand, _, _, worker2) = work_queue();
    stand.now = stand.now + Duration::from_millis(7_250);
    stand.input(Input::ConnectionLost(ConnectionId(worker2.0)));
    assert_eq!(stand.handled(worker2, Request::SocketClosed), "\
00:07.250 worker2 | connection lost | 1 unacked message
00:07.250 broker | persisted | messages 1-3 of task_queue, page cache
00:07.250 broker | consumer removed | worker2 of task_queue, its channel is gone
00:07.250 broker | requeued | message 2 -> task_queue, its old place, connection lost
= The broker notices that worker2's connection is lost, and requeues message 2.
? worker2's socket was closed without connection.close. Its channels end with it, and what they held unacknowledged is the broker's again.
? The queue process was idle, so messages 1-3 of task_queue were written, to the operating system's page cache. There they survive a kill of the broker, but not a power failure.
? The connection was lost with message 2 unacknowledged, so task_queue has it again.
? A classic queue keeps the order of publishing: message 2 is back at its old place in task_queue, ahead of all that came later.
");
    let answer = Reply::BasicDeliver {
        consumer_tag: "c".into(),
        delivery_tag: 2,
        redelivered: true,
        message: message(2, "Task 2..."),
    };
    let what = MomentKind::Received {
        client: ClientId(1),
        channel: channel(ClientId(1)),
        answer: Answer::Channel { reply: answer, copy: None }.into(),
        starts_work: true,
    };
    assert_eq!(
        stand.does(ClientId(1), what, None),
        "\
00:07.250 worker1 | basic.deliver | message 2 \"Task 2...\", tag 2, redelivered, begins to work on it
= worker1 receives message 2 and begins to work on it.
? Message 2 is marked redelivered: somebody may have had it before.
"
    );
}

#[test]
fn topics_are_told_word_by_word() {
    let mut stand = Stand::new();
    let producer = stand.client("emit");
    let kind = "topic".into();
    let declared = ExchangeDeclare { exchange: "animals".into(), kind, ..ExchangeDeclare::default() };
    stand.handle(producer, Command::ExchangeDeclare(declared));
    for (queue, pattern) in [("q1", "*.orange.*"), ("q2", "lazy.#"), ("q2", "*.*.rabbit")] {
        stand.handle(producer, declare(queue, false, Table::default()));
        let (queue, exchange, routing_key) = (queue.into(), "animals".into(), pattern.into());
        stand.handle(producer, Command::QueueBind(QueueBind { queue, exchange, routing_key, ..QueueBind::default() }));
    }
    assert_eq!(stand.handle(producer, publish("animals", "lazy.pink.rabbit", "", Properties::default(), false)), "\
00:00.000 broker | published | message 1 \"\" from emit
00:00.000 broker | routed | message 1 by binding animals -> q2, key lazy.#
00:00.000 broker | routed | message 1 by binding animals -> q2, key *.*.rabbit
00:00.000 broker | enqueued | message 1 -> q2
= Message 1 arrives and waits in q2.
? Exchange animals is topic: the pattern \"lazy.#\" matches the routing key \"lazy.pink.rabbit\" of message 1, so queue q2 gets it. Word by word: lazy = lazy, # = pink.rabbit.
? Exchange animals is topic: the pattern \"*.*.rabbit\" matches the routing key \"lazy.pink.rabbit\" of message 1, so queue q2 gets it. Word by word: * = lazy, * = pink, rabbit = rabbit.
? Several bindings lead message 1 to q2, but a queue gets only one copy of a message.
? Message 1 waits in q2 because nobody can take it now: there is no consumer, or each one holds as many as its prefetch allows.
");
    assert_eq!(stand.handle(producer, publish("animals", "quick.brown.fox", "x", Properties::default(), true)), "\
00:00.000 broker | published | message 2 \"x\" from emit
00:00.000 broker | unroutable | message 2: no way from animals (not animals -> q1, key *.orange.*; not animals -> q2, key lazy.#; not animals -> q2, key *.*.rabbit), returned
00:00.000 broker | basic.return | message 2 -> emit
= Message 2 reaches no queue and goes back to its publisher.
? The pattern \"*.orange.*\" of the binding to queue q1 does not match the routing key \"quick.brown.fox\". As far as it got: * = quick, orange ≠ brown.
? The pattern \"lazy.#\" of the binding to queue q2 does not match the routing key \"quick.brown.fox\". As far as it got: lazy ≠ quick.
? The pattern \"*.*.rabbit\" of the binding to queue q2 does not match the routing key \"quick.brown.fox\". As far as it got: * = quick, * = brown, rabbit ≠ fox.
? Message 2 was mandatory, so its publisher gets it back with basic.return.
");
}

#[test]
fn headers_are_told_field_by_field() {
    let mut stand = Stand::new();
    let producer = stand.client("p");
    stand.handle(producer, declare("q", false, Table::default()));
    let arguments: Table = [("x-match", "any"), ("format", "pdf"), ("type", "log")].into_iter().collect();
    let (queue, exchange) = ("q".into(), "amq.headers".into());
    stand.handle(producer, Command::QueueBind(QueueBind { queue, exchange, arguments, ..QueueBind::default() }));
    let headers = |format: &str| Properties {
        headers: Some([("format", format.to_owned())].into_iter().map(|(k, v)| (k, Value::from(&*v))).collect()),
        ..Properties::default()
    };
    let told = stand.handle(producer, publish("amq.headers", "", "x", headers("pdf"), false));
    assert!(told.contains("here with x-match=any: those of message 1 match"), "{told}");
    assert!(told.contains("Field by field: format = pdf, type = log ≠ –."), "{told}");
    let told = stand.handle(producer, publish("amq.headers", "", "x", headers("zip"), false));
    assert!(told.contains("Field by field: format = pdf ≠ zip, type = log ≠ –."), "{told}");
}

#[test]
fn a_crash_tells_what_survived_and_why() {
    let mut stand = Stand::new();
    let producer = stand.client("p");
    stand.handle(producer, declare("durable", true, Table::default()));
    stand.handle(producer, declare("transient", false, Table::default()));
    stand.now = stand.now + Duration::from_secs(10);
    stand.handle(producer, publish("", "durable", "kept", persistent(), false));
    stand.handle(producer, publish("", "durable", "not", Properties::default(), false));
    stand.handle(producer, publish("", "transient", "not", persistent(), false));
    stand.now = stand.now + Duration::from_secs(1);
    stand.input(Input::Timeout);
    stand.handle(producer, publish("", "durable", "late", persistent(), false));
    stand.input(Input::Stop(Restart { cause: StopCause::Killed, luck: 0 }));
    assert_eq!(
        stand.tell(Actor::Scenario, MomentKind::BrokerStopped(StopCause::Killed)),
        "\
00:11.000 scenario | crash broker
00:11.000 broker | killed | connections gone: 1
00:11.000 broker | deleted | queue transient, 1 ready, 0 unacked, did not survive the stop
= The broker process is killed.
? kill -9 takes what was only in the broker's memory. What the operating system had in its page cache survives.
? transient is not durable (or its declaration had not reached the disk), so it ends with the broker's run.
? 1 message was in transient and is gone with it. Deleting a queue makes no dead letters.
"
    );
    stand.input(Input::Start);
    assert_eq!(stand.tell(Actor::Broker, MomentKind::BrokerStarted), "\
00:11.000 broker | started
00:11.000 broker | recovered | message 1 of durable, redelivered
00:11.000 broker | lost | message 2 of durable, not persistent
00:11.000 broker | lost | message 4 of durable, was in: memory
00:11.000 broker | lost | message 3 of transient, queue not durable
= The broker is up again. Messages recovered: 1, lost: 3.
? The broker found message 1 of durable on the disk. It cannot rule out that somebody had it before, so it is marked redelivered.
? durable survived, but message 2 was not persistent (its delivery_mode was not 2), so it was never to be kept on the disk.
? Message 4 of durable was persistent, but still only in the broker's memory when it went down.
? transient did not survive the stop, because it is not durable or its declaration had not reached the disk. Message 3 went with it.
");
    assert_eq!(
        stand.tell_in("ja", Actor::Broker, MomentKind::BrokerStarted).lines().nth(5),
        Some("= ブローカーが再び起動しました。復元されたメッセージは 1 件、失われたメッセージは 3 件です。")
    );
}

#[test]
fn dead_letters_tell_their_limit_and_their_new_way() {
    let mut stand = Stand::new();
    let producer = stand.client("p");
    let arguments = Table(vec![
        ("x-message-ttl".into(), Value::Int(1_500)),
        ("x-dead-letter-exchange".into(), "".into()),
        ("x-dead-letter-routing-key".into(), "graveyard".into()),
    ]);
    stand.handle(producer, declare("q", false, arguments));
    stand.handle(producer, declare("graveyard", false, Table::default()));
    for body in ["a", "b"] {
        stand.handle(producer, publish("", "q", body, Properties::default(), false));
    }
    stand.now = stand.now + Duration::from_millis(1_500);
    stand.input(Input::Timeout);
    assert_eq!(stand.tell(Actor::Broker, MomentKind::Timer), "\
00:01.500 broker | expired | messages 1, 2 of q, x-message-ttl 1500 ms
00:01.500 broker | dead-lettered | message 1 of q -> exchange (default), key graveyard, expired
00:01.500 broker | routed | message 1 -> graveyard, the queue named by its key
00:01.500 broker | enqueued | message 1 -> graveyard
00:01.500 broker | dead-lettered | message 2 of q -> exchange (default), key graveyard, expired
00:01.500 broker | routed | message 2 -> graveyard, the queue named by its key
00:01.500 broker | enqueued | message 2 -> graveyard
= Messages 1, 2 leave q as dead letters for the default exchange.
? Messages 1, 2 had reached the head of q and were older than x-message-ttl allows: 1.5 s.
? Messages 1, 2 expired, and q has a dead letter exchange: they are published anew to the default exchange with routing key \"graveyard\".
? Messages 1, 2 were published to the default exchange, where the routing key is the name of a queue: graveyard.
? Messages 1, 2 wait in graveyard because nobody can take them now: there is no consumer, or each one holds as many as its prefetch allows.
");
}

#[test]
fn confirms_tell_what_they_waited_for() {
    let mut stand = Stand::new();
    let producer = stand.client("p");
    stand.handle(producer, Command::ConfirmSelect { no_wait: false });
    stand.handle(producer, declare("q", true, Table::default()));
    let told = stand.handle(producer, publish("", "nowhere", "x", persistent(), false));
    assert!(told.contains("broker | basic.ack | publish 1 -> p"), "{told}");
    assert!(told.contains("? Publish 1 is confirmed although no queue got it"), "{told}");
    let told = stand.handle(producer, publish("", "q", "x", Properties::default(), false));
    assert!(told.contains("? Publish 2 is confirmed at once: its queues have the message"), "{told}");
    let told = stand.handle(producer, publish("", "q", "x", persistent(), false));
    assert!(!told.contains("confirmed"), "{told}");
    stand.now = stand.now + Duration::from_millis(200);
    stand.input(Input::Timeout);
    assert_eq!(
        stand.tell(Actor::Broker, MomentKind::Timer),
        "\
00:00.200 broker | persisted | message 3 of q, disk
00:00.200 broker | basic.ack | publish 3 -> p
= Message 3 of q is on the disk.
? Message 3 of q is on the disk now and survives any crash.
? Publish 3 is confirmed now because its message has reached the disk.
"
    );
}

#[test]
fn a_mistake_is_told_with_the_broker_s_own_words() {
    let (mut stand, _, worker1, _) = work_queue();
    assert_eq!(stand.handle(worker1, Command::BasicAck { delivery_tag: 9, multiple: false }), "\
00:00.000 broker | consumer removed | worker1 of task_queue, its channel is gone
00:00.000 broker | requeued | message 1 -> task_queue, its old place, channel closed
00:00.000 broker | channel.close | worker1: 406 PRECONDITION_FAILED - unknown delivery tag 9
= The broker closes worker1's channel because of an error: 406 PRECONDITION_FAILED - unknown delivery tag 9
? worker1 made a mistake that AMQP punishes by closing the channel: 406 PRECONDITION_FAILED - unknown delivery tag 9
? An error closed the channel with message 1 unacknowledged, so task_queue has it again.
? A classic queue keeps the order of publishing: message 1 is back at its old place in task_queue, ahead of all that came later.
");
}

#[test]
fn transactions_route_now_and_deliver_at_commit() {
    let mut stand = Stand::new();
    let producer = stand.client("p");
    stand.handle(producer, declare("q", false, Table::default()));
    stand.handle(producer, Command::TxSelect);
    let told = stand.handle(producer, publish("", "q", "x", Properties::default(), false));
    assert!(told.contains("= Message 1 is routed and waits for tx.commit."), "{told}");
    let told = stand.handle(producer, Command::TxCommit);
    assert!(told.contains("broker | enqueued | message 1 -> q"), "{told}");
}

#[test]
fn clients_are_told_by_what_they_do() {
    let (stand, producer, worker1, _) = work_queue();
    let long = "A task whose description does not fit into a line";
    let sent = Request::Command(publish("", "task_queue", long, persistent(), false));
    assert_eq!(
        stand.does(producer, MomentKind::Sends(producer), Some(sent)),
        "\
00:00.000 new_task | basic.publish | \"\" task_queue \"A task whose description does no…\" delivery_mode=2
= new_task publishes to the default exchange with routing key \"task_queue\".
"
    );
    let done = MomentKind::WorkDone { client: worker1, message: message(1, "Task 1..."), next: None };
    let ack = Request::Command(Command::BasicAck { delivery_tag: 1, multiple: false });
    assert_eq!(
        stand.does(worker1, done, Some(ack)),
        "\
00:00.000 worker1 | done | message 1 \"Task 1...\"
00:00.000 worker1 | basic.ack | tag 1, message 1
= worker1 is done with message 1.
"
    );
    let lost = [message(3, "c"), message(5, "e")].map(|message| Loss { client: worker1, what: Lost::Message(message) });
    assert_eq!(
        stand.loses(worker1, MomentKind::Killed(worker1), Request::SocketClosed, lost.into()),
        "\
00:00.000 worker1 | kill | worker1
00:00.000 worker1 | lost | messages 3, 5, settled but not worked off
00:00.000 worker1 | socket closed
= worker1 is killed, and messages 3, 5 are lost with it.
? The broker had let go of messages 3, 5 already, before worker1 had done the work. Nobody has them any more.
"
    );
}

#[test]
fn an_exchange_that_is_gone_is_still_told_by_its_kind() {
    let mut stand = Stand::new();
    let producer = stand.client("p");
    let declared = ExchangeDeclare { exchange: "x".into(), kind: "fanout".into(), ..ExchangeDeclare::default() };
    stand.handle(producer, Command::ExchangeDeclare(declared.clone()));
    let told = stand.handle(producer, Command::ExchangeDeclare(declared));
    assert!(told.contains("= Exchange x is there already; nothing changes."), "{told}");
    stand.handle(producer, declare("q", false, Table::default()));
    let (queue, exchange) = ("q".into(), "x".into());
    stand.handle(producer, Command::QueueBind(QueueBind { queue, exchange, ..QueueBind::default() }));
    let published = publish("x", "", "m", Properties::default(), false);
    let told = stand.handle(producer, published.clone());
    assert!(told.contains("? Exchange x is fanout: everything bound to it gets message 1, queue q too."), "{told}");
    let before = stand.events.clone();
    let (exchange, if_unused, no_wait) = ("x".into(), false, false);
    stand.handle(producer, Command::ExchangeDelete { exchange, if_unused, no_wait });
    stand.events = before;
    assert_eq!(stand.handled(producer, Request::Command(published)), told);
}

#[test]
fn an_argument_without_effect_is_told_with_the_one_that_was_meant() {
    let mut stand = Stand::new();
    let client = stand.client("shop");
    let arguments = Table(vec![("x-max-lenght".into(), Value::Int(5)), ("colour".into(), "red".into())]);
    assert_eq!(
        stand.handle(client, declare("orders", false, arguments)),
        "\
00:00.000 broker | declared | queue orders
00:00.000 broker | argument ignored | x-max-lenght of orders
00:00.000 broker | argument ignored | colour of orders
= Queue orders is created.
? No queue of this type has an argument x-max-lenght: RabbitMQ accepts it without an error, and it does nothing for orders.
? x-max-lenght may be a slip for x-max-length.
? No queue of this type has an argument colour: RabbitMQ accepts it without an error, and it does nothing for orders.
"
    );
}

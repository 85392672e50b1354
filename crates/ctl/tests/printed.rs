//! Compares the listings with the output of the real `rabbitmqctl` for the same topology (`printed/`). Rows are
//! compared as a set, because the real order is by chance; process identifiers, ports and generated names only as such.

use warren_broker::command::{BasicConsume, BasicPublish, ExchangeBind, ExchangeDeclare, QueueBind, QueueDeclare};
use warren_broker::{
    Broker, ChannelId, Command, Config, ConnectionId, Event, Input, Overview, Reply, Table, Time, Value,
};
use warren_ctl::{CtlError, run};

/// A broker and its clients at one moment.
struct Topology {
    broker: Broker,
}

impl Topology {
    fn connect(&mut self, connection: u32) -> ChannelId {
        let connection = ConnectionId(connection);
        self.give(Input::ConnectionOpen { connection, user: "guest".into() });
        let channel = ChannelId { connection, number: 1 };
        self.send(channel, Command::ChannelOpen);
        channel
    }

    fn send(&mut self, channel: ChannelId, command: Command) -> Vec<Event> {
        self.give(Input::Command(channel, command))
    }

    fn give(&mut self, input: Input) -> Vec<Event> {
        let mut events = Vec::new();
        self.broker.handle(Time::ZERO, input, &mut events);
        for event in &events {
            assert!(!matches!(event, Event::To(_, Reply::ChannelClose(_))), "{event:?}");
        }
        events
    }

    fn exchange(&mut self, channel: ChannelId, exchange: &str, kind: &str, durable: bool, arguments: Table) {
        let declare = ExchangeDeclare {
            exchange: exchange.into(),
            kind: kind.into(),
            durable,
            arguments,
            ..ExchangeDeclare::default()
        };
        self.send(channel, Command::ExchangeDeclare(declare));
    }

    fn bind(&mut self, channel: ChannelId, queue: &str, exchange: &str, routing_key: &str, arguments: Table) {
        let bind = QueueBind {
            queue: queue.into(),
            exchange: exchange.into(),
            routing_key: routing_key.into(),
            arguments,
            ..QueueBind::default()
        };
        self.send(channel, Command::QueueBind(bind));
    }

    fn work(&mut self, channel: ChannelId, tag: &str, prefetch_count: u16) {
        self.send(channel, Command::BasicQos { prefetch_size: 0, prefetch_count, global: false });
        let consume = BasicConsume { queue: "task_queue".into(), consumer_tag: tag.into(), ..BasicConsume::default() };
        self.send(channel, Command::BasicConsume(consume));
    }

    fn declare_everything(&mut self, channel: ChannelId) {
        let queue = |queue: &str| QueueDeclare { queue: queue.into(), ..QueueDeclare::default() };
        let arguments = Table(vec![
            ("x-message-ttl".into(), Value::Int(60_000)),
            ("x-max-length".into(), Value::Int(10)),
            ("x-dead-letter-exchange".into(), Value::from("logs")),
            ("x-dead-letter-routing-key".into(), Value::from("failed")),
            ("x-max-priority".into(), Value::Int(5)),
        ]);
        self.exchange(channel, "logs", "fanout", false, Table::default());
        self.exchange(channel, "topic_logs", "topic", true, Table::default());
        self.exchange(channel, "direct_logs", "direct", false, Table::default());
        let alternate = Table(vec![("alternate-exchange".into(), Value::from("logs"))]);
        self.exchange(channel, "h", "headers", false, alternate);
        self.send(channel, Command::QueueDeclare(QueueDeclare { durable: true, arguments, ..queue("ttl_queue") }));
        let events = self.send(channel, Command::QueueDeclare(QueueDeclare { exclusive: true, ..queue("") }));
        let made = events.iter().find_map(|event| {
            if let Event::To(_, Reply::QueueDeclareOk { queue, .. }) = event { Some(queue.to_string()) } else { None }
        });
        let made = made.expect("a queue was declared");
        self.send(channel, Command::QueueDeclare(queue("hello")));
        self.send(channel, Command::QueueDeclare(QueueDeclare { durable: true, ..queue("task_queue") }));
        let headers = Table(vec![("format".into(), Value::from("pdf")), ("x-match".into(), Value::from("all"))]);
        self.bind(channel, "task_queue", "h", "", headers);
        self.bind(channel, &made, "logs", &made, Table::default());
        self.bind(channel, "hello", "topic_logs", "*.orange.*", Table::default());
        self.bind(channel, "hello", "topic_logs", "lazy.#", Table::default());
        let bind = ExchangeBind {
            destination: "logs".into(),
            source: "topic_logs".into(),
            routing_key: "kern.*".into(),
            ..ExchangeBind::default()
        };
        self.send(channel, Command::ExchangeBind(bind));
    }
}

/// Makes the topology for which `printed/` was recorded.
fn recorded_topology() -> Overview {
    let mut topology = Topology { broker: Broker::new(Config::default()) };
    let (one, two) = (topology.connect(1), topology.connect(2));
    topology.declare_everything(one);
    topology.work(one, "worker1", 3);
    topology.work(two, "worker2", 1);
    for _ in 0..14 {
        let publish = BasicPublish { routing_key: "task_queue".into(), ..BasicPublish::default() };
        topology.send(one, Command::BasicPublish(publish));
    }
    topology.broker.overview()
}

/// Splits a listing into its head and its rows in a fixed order.
fn comparable(printed: &str) -> (Vec<String>, Vec<String>) {
    let mut lines: Vec<String> =
        printed.lines().map(|line| line.split('\t').map(unmade).collect::<Vec<_>>().join("\t")).collect();
    let rows = lines.iter().position(|line| line.contains('\t')).expect("there is a line of column names") + 1;
    let mut rows = lines.split_off(rows);
    rows.sort();
    (lines, rows)
}

/// Replaces the generated parts of a cell.
fn unmade(cell: &str) -> String {
    let port = cell.parse::<u32>().is_ok_and(|number| number > 30_000 && number != 60_000);
    match cell {
        pid if pid.starts_with("<") && pid.ends_with(".0>") => "<pid>".to_owned(),
        name if name.starts_with("amq.gen-") => "amq.gen-".to_owned(),
        _ if port => "port".to_owned(),
        other => other.to_owned(),
    }
}

fn prints_the_same(recorded: &str) {
    let (command, expected) = recorded.split_once('\n').expect("the first line is the command");
    let command = command.strip_prefix("$ ").expect("the command stands behind a prompt");
    let printed = run(command, Some(&recorded_topology())).expect("rabbitmqctl took it");
    assert_eq!(comparable(&printed), comparable(expected), "{command}");
}

#[test]
fn list_queues() {
    prints_the_same(include_str!("printed/list_queues.txt"));
    prints_the_same(include_str!("printed/list_queues_more.txt"));
    prints_the_same(include_str!("printed/list_queues_ready.txt"));
    prints_the_same(include_str!("printed/quiet.txt"));
}

#[test]
fn list_exchanges() {
    prints_the_same(include_str!("printed/list_exchanges.txt"));
    prints_the_same(include_str!("printed/list_exchanges_more.txt"));
}

#[test]
fn list_bindings() {
    prints_the_same(include_str!("printed/list_bindings.txt"));
}

#[test]
fn list_consumers() {
    prints_the_same(include_str!("printed/list_consumers.txt"));
}

#[test]
fn list_channels() {
    prints_the_same(include_str!("printed/list_channels.txt"));
}

#[test]
fn list_connections() {
    prints_the_same(include_str!("printed/list_connections.txt"));
}

#[test]
fn every_column_has_a_value_for_every_row() {
    let overview = recorded_topology();
    for command in warren_ctl::commands() {
        let columns = warren_ctl::columns(command).expect("it is a command");
        let printed =
            run(&format!("{command} -s {}", columns.join(" ")), Some(&overview)).expect("the columns are its own");
        assert!(!printed.is_empty(), "{command}");
        for row in printed.lines() {
            assert_eq!(row.split('\t').count(), columns.len(), "{command}: {row}");
        }
    }
}

#[test]
fn options_leave_out_the_banner_and_the_column_names() {
    let overview = recorded_topology();
    let lines = |command: &str| run(command, Some(&overview)).expect("it is well-formed").lines().count();
    assert_eq!(lines("list_queues"), 2 + 1 + 4);
    assert_eq!(lines("list_queues --quiet"), 1 + 4);
    assert_eq!(lines("list_queues --no-table-headers"), 2 + 4);
    assert_eq!(lines("list_queues -s -p /"), 4);
    assert_eq!(
        run("list_queues -q name,messages", Some(&overview)),
        run("rabbitmqctl list_queues name messages -q", Some(&overview))
    );
    let nothing = Overview::default();
    assert_eq!(run("list_queues -q", Some(&nothing)), Ok(String::new()));
}

#[test]
fn says_what_is_wrong_and_what_would_be_right() {
    let fails = |line: &str| run(line, Some(&Overview::default())).expect_err("it is wrong").to_string();
    assert_eq!(fails("list_queue"), "Command 'list_queue' not found.\nDid you mean 'list_queues'?");
    assert_eq!(
        fails("frobnicate"),
        "Command 'frobnicate' not found.\nCommands: list_queues, list_exchanges, list_bindings, list_consumers, \
         list_channels, list_connections"
    );
    assert_eq!(
        fails("list_exchanges name quack oink"),
        "Error: Info key(s) quack,oink are not supported\nlist_exchanges knows: name, type, durable, auto_delete, \
         internal, arguments, policy"
    );
    assert!(fails("list_queues memory").starts_with("Error: Info key(s) memory are RabbitMQ's, but"));
    assert!(fails("list_queues --formatter json").starts_with("Error (argument validation): Invalid options"));
    assert_eq!(run("list_queues -p other", Some(&Overview::default())), Err(CtlError::NoSuchVhost("other".to_owned())));
}

#[test]
fn a_broker_that_is_down_answers_nothing_but_the_line_is_looked_at_first() {
    assert_eq!(warren_ctl::check("sudo rabbitmqctl list_queues name -q"), Ok(()));
    assert_eq!(run("list_queues name -q", None), Err(CtlError::NodeDown));
    for wrong in ["list_queue", "list_queues nme", "list_queues -p other", ""] {
        let fault = warren_ctl::check(wrong).expect_err("it is wrong");
        assert_ne!(fault, CtlError::NodeDown);
        assert_eq!(run(wrong, None), Err(fault));
    }
}

#[test]
fn the_words_that_may_come_next_are_those_that_run_takes() {
    let next = |before: &str| {
        let (from, words) = warren_ctl::next_words(before);
        (before[from..].to_owned(), words)
    };
    assert_eq!(next("lis"), ("lis".to_owned(), warren_ctl::commands()));
    assert_eq!(next("sudo rabbitmqctl "), (String::new(), warren_ctl::commands()));
    let (word, columns) = next("list_exchanges name,ty");
    assert_eq!(word, "ty");
    assert_eq!(columns[..2], ["type", "durable"]);
    assert!(columns.contains(&"--quiet") && !columns.contains(&"name"));
    assert_eq!(next("list_queues --vhost ").1, ["/"]);
    assert_eq!(next("frobnicate "), (String::new(), Vec::new()));
    let overview = recorded_topology();
    for command in warren_ctl::commands() {
        for word in next(&format!("{command} ")).1 {
            let value = if word == "--vhost" { " /" } else { "" };
            run(&format!("{command} {word}{value}"), Some(&overview)).expect("it was said to come next");
        }
    }
}

#[test]
fn misspelt_words_are_put_right_if_each_is_nearly_one() {
    let fixed = |line: &str| warren_ctl::suggest_fix(line);
    assert_eq!(fixed("list_queue  nam,mesages --quite"), Some("list_queues  name,messages --quiet".to_owned()));
    assert_eq!(fixed("rabbitmqctl lst_bindings -q"), Some("rabbitmqctl list_bindings -q".to_owned()));
    assert_eq!(fixed("list_queues name quack"), None);
    assert_eq!(fixed("list_queues name name"), None);
    assert_eq!(fixed("frobnicate"), None);
    assert_eq!(
        run("list_exchanges nme", Some(&Overview::default())).map_err(|error| error.culprit().map(str::to_owned)),
        Err(Some("nme".to_owned()))
    );
}

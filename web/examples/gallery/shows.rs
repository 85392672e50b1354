//! The gallery's pictures: topologies small and large, ordinary and awkward, as scenarios (the files beside this one,
//! and a few generated ones).

/// A picture's name and its scenario.
pub type Show = (&'static str, fn() -> String);

/// All pictures.
pub const SHOWS: [Show; 15] = [
    ("hello", || include_str!("../../../crates/lessons/lessons/01-hello-world/scenario.warren").to_owned()),
    ("work-queues", || include_str!("../../../crates/lessons/lessons/02-work-queues/scenario.warren").to_owned()),
    ("killed", || include_str!("killed.warren").to_owned()),
    ("topics", || include_str!("topics.warren").to_owned()),
    ("fanout", || include_str!("fanout.warren").to_owned()),
    ("rpc", || include_str!("rpc.warren").to_owned()),
    ("retry", || include_str!("retry.warren").to_owned()),
    ("deep", || include_str!("deep.warren").to_owned()),
    ("long-names", long_names),
    ("cjk", || include_str!("cjk.warren").to_owned()),
    ("thirty", thirty),
    ("tangle", || include_str!("tangle.warren").to_owned()),
    ("confirms", || include_str!("confirms.warren").to_owned()),
    ("down", || include_str!("down.warren").to_owned()),
    ("loop", || include_str!("loop.warren").to_owned()),
];

fn long_names() -> String {
    let exchange = "com.example.platform.orders.europe-west.events.v2.topic-exch";
    let mut scenario = format!(
        "client a-producer-with-a-name-of-some-sixty-characters-in-all-xxxxx-p producer exchange={exchange} type=topic durable \
         routing_key=orders.created.v1 body=\"An order\" times=1\n"
    );
    for number in 1..=2 {
        let worker = format!("fulfilment-service-worker-instance-in-zone-europe-west-4-{number}");
        scenario += &format!(
            "client {worker} worker queue=com.example.platform.orders.fulfilment.returns-and-refunds.v{number} durable \
             exchange={exchange} type=topic bind=[orders.europe.west.*.returned.because-of-damage.#, orders.#.v{number}] \
             prefetch=10 think=9s\nstart {worker}\n"
        );
    }
    scenario + "at 100ms start a-producer-with-a-name-of-some-sixty-characters-in-all-xxxxx-p\nadvance 100ms\n"
}

fn thirty() -> String {
    let mut scenario = String::from("client publisher\n");
    let numbers = 0..30;
    for number in numbers.clone().filter(|number| number % 2 == 0) {
        scenario += &format!("client service-{number:02}\n");
    }
    scenario += "start publisher\npublisher: exchange.declare events topic\n";
    for number in numbers.clone() {
        let durable = if number % 3 == 0 { " durable" } else { "" };
        scenario += &format!("publisher: queue.declare service-{number:02}.inbox{durable}\n");
        scenario += &format!("publisher: queue.bind service-{number:02}.inbox events tenant.{number:02}.#\n");
    }
    scenario += "advance 1s\n";
    for number in numbers {
        if number % 2 == 0 {
            scenario += &format!("start service-{number:02}\nservice-{number:02}: basic.qos 5\n");
            scenario += &format!("service-{number:02}: basic.consume service-{number:02}.inbox\n");
        }
        if number > 0 {
            scenario += &format!(
                "publisher: every 1ms times {number} basic.publish events tenant.{number:02}.made \"Event\"\n"
            );
        }
    }
    scenario + "advance 1s\n"
}

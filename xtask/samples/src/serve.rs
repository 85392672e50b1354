//! `cargo xtask broker`: a broker to try things with, and the instructions printed for it.

use crate::broker::{self, Broker};
use crate::interrupt;
use anyhow::Context;
use std::net::TcpListener;
use std::path::Path;

/// The usual port of AMQP clients.
const USUAL: u16 = 5672;

/// Runs a broker until Ctrl-C.
pub fn serve(folder: &Path, port: Option<u16>) -> anyhow::Result<()> {
    let installed =
        broker::find().context("rabbitmq-server is not installed; `cargo xtask broker` installs it or says how")?;
    let port = port.or_else(|| TcpListener::bind(("127.0.0.1", USUAL)).is_ok().then_some(USUAL));
    println!("RabbitMQ starts (its files are in {}) ...", folder.display());
    let broker = Broker::start(&installed, folder, port)?;
    println!("\nRabbitMQ is at amqp://guest:guest@127.0.0.1:{}/  (Ctrl-C ends it)", broker.port());
    println!("To look into it:\n  {}", broker.ctl("list_queues"));
    interrupt::wait()?;
    println!("\nRabbitMQ ends ...");
    broker.stop()
}

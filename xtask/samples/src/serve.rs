//! `cargo xtask broker`: a broker of one's own to try things with. It owns what a person is told and waiting for Ctrl-C; it deliberately does not
//! know how a broker is started.

use crate::broker::{self, Broker};
use anyhow::Context;
use std::net::TcpListener;
use std::path::Path;

/// The port that AMQP clients try first.
const USUAL: u16 = 5672;

/// Runs a broker until Ctrl-C.
pub fn serve(folder: &Path, port: Option<u16>) -> anyhow::Result<()> {
    let installed =
        broker::find().context("rabbitmq-server is not installed; `cargo xtask broker` installs it or says how")?;
    let port = port.or_else(|| TcpListener::bind(("127.0.0.1", USUAL)).is_ok().then_some(USUAL));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().context("preparing for Ctrl-C")?;
    println!("RabbitMQ starts (its files are in {}) ...", folder.display());
    let broker = Broker::start(&installed, folder, port)?;
    println!("\nRabbitMQ is at amqp://guest:guest@127.0.0.1:{}/  (Ctrl-C ends it)", broker.port());
    println!("To look into it:\n  {}", broker.ctl("list_queues"));
    runtime.block_on(asked_to_end())?;
    println!("\nRabbitMQ ends ...");
    broker.stop()
}

/// Waits for Ctrl-C, or for a supervisor that ends us.
async fn asked_to_end() -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminated = signal(SignalKind::terminate()).context("waiting for SIGTERM")?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted.context("waiting for Ctrl-C"),
            _ = terminated.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await.context("waiting for Ctrl-C")
}

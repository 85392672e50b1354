//! Ctrl-C, for us and for the programs that we start.

use anyhow::Context;
use tokio::runtime::{Builder, Runtime};

/// The exit code of a program ended by Ctrl-C.
const INTERRUPTED: i32 = 130;

/// Ends this program at Ctrl-C, and makes sure that every program it starts can be ended so.
///
/// If we run in the background, Ctrl-C may be ignored, and the programs that we start inherit that: Python then never
/// receives it. A signal with a handler here is reset to its default in them.
pub fn heed() -> anyhow::Result<()> {
    let runtime = runtime()?;
    let mut interrupted = runtime.block_on(async { listen() })?;
    std::thread::spawn(move || {
        runtime.block_on(async { interrupted.recv().await });
        std::process::exit(INTERRUPTED);
    });
    Ok(())
}

/// Waits for Ctrl-C, or for a supervisor that ends us.
pub fn wait() -> anyhow::Result<()> {
    runtime()?.block_on(asked_to_end())
}

fn runtime() -> anyhow::Result<Runtime> {
    Builder::new_current_thread().enable_io().build().context("preparing for Ctrl-C")
}

#[cfg(unix)]
fn listen() -> anyhow::Result<tokio::signal::unix::Signal> {
    use tokio::signal::unix::{SignalKind, signal};
    signal(SignalKind::interrupt()).context("waiting for Ctrl-C")
}

#[cfg(windows)]
fn listen() -> anyhow::Result<tokio::signal::windows::CtrlC> {
    tokio::signal::windows::ctrl_c().context("waiting for Ctrl-C")
}

async fn asked_to_end() -> anyhow::Result<()> {
    let mut interrupted = listen()?;
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminated = signal(SignalKind::terminate()).context("waiting for SIGTERM")?;
        tokio::select! {
            _ = interrupted.recv() => Ok(()),
            _ = terminated.recv() => Ok(()),
        }
    }
    #[cfg(windows)]
    {
        interrupted.recv().await;
        Ok(())
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt;
    use std::process::Command;

    /// Set where the test runs itself again, in a shell that ignores Ctrl-C.
    const INSIDE: &str = "WARREN_IGNORES_CTRL_C";

    #[test]
    fn programs_are_ended_by_ctrl_c_even_if_we_were_started_to_ignore_it() {
        if std::env::var_os(INSIDE).is_none() {
            let ourselves = std::env::current_exe().expect("a test is a program");
            let name = "interrupt::tests::programs_are_ended_by_ctrl_c_even_if_we_were_started_to_ignore_it";
            let mut shell = Command::new("sh");
            shell.args(["-c", r#"trap "" INT; exec "$0" --exact "$1""#]).arg(ourselves).arg(name);
            assert!(shell.env(INSIDE, "yes").status().expect("there is a shell").success());
            return;
        }
        heed().expect("a handler can be set");
        let mut sleeper = Command::new("sleep").arg("5").spawn().expect("it starts");
        let id = rustix::process::Pid::from_child(&sleeper);
        rustix::process::kill_process(id, rustix::process::Signal::INT).expect("it runs");
        let interrupt = rustix::process::Signal::INT.as_raw();
        assert_eq!(sleeper.wait().expect("it ends").signal(), Some(interrupt));
    }
}

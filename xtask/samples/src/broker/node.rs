//! One Erlang node that is a broker, from its start to its end, and the epmd beside it. It owns the environment that
//! keeps all of it inside one folder and on loopback, and the protocol of requests and answers with it (`control.erl`).

use super::{Installed, Place};
use anyhow::{Context, bail};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// The longest time to start, to answer or to end, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(180);
/// The pause before asking again a program that is not ready yet.
const BETWEEN_TRIES: Duration = Duration::from_millis(10);
/// The node's Erlang name.
pub const NAME: &str = "warren@localhost";
/// The prefix of each line of `control.erl`.
const SAYS: &str = "warren: ";

pub struct Node {
    server: Child,
    /// Its end is the broker's end. `None` once the broker was told to end.
    requests: Option<ChildStdin>,
    answers: Receiver<String>,
    epmd: Child,
}

impl Node {
    /// Starts a broker and waits until it is up.
    pub fn start(installed: &Installed, place: &Place) -> anyhow::Result<Node> {
        let control = place.folder.join("control.erl");
        fs::write(&control, include_str!("../control.erl"))
            .with_context(|| format!("writing {}", control.display()))?;
        for folder in ["home", "data", "log"] {
            fs::create_dir_all(place.folder.join(folder)).with_context(|| format!("making its folder {folder}"))?;
        }
        let epmd = epmd(place)?;
        let mut server = Command::new(&installed.server);
        environment(&mut server, place);
        let mut server = (server.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()))
            .spawn()
            .with_context(|| format!("could not start {}", installed.server.display()))?;
        let piped = "it was piped above";
        let requests = Some(server.stdin.take().expect(piped));
        let (tell, answers) = channel();
        let output = BufReader::new(server.stdout.take().expect(piped));
        let complaints = BufReader::new(server.stderr.take().expect(piped));
        for reader in [Box::new(output) as Box<dyn BufRead + Send>, Box::new(complaints)] {
            let tell = tell.clone();
            std::thread::spawn(move || {
                // Nobody listens once the node is dropped. Its output is read all the same, so that it never blocks on
                // it.
                reader.split(b'\n').map_while(Result::ok).for_each(|line| {
                    let _ = tell.send(String::from_utf8_lossy(&line).into_owned());
                });
            });
        }
        let node = Node { server, requests, answers, epmd };
        node.answer()
            .with_context(|| format!("RabbitMQ did not come up; its log is in {}/log", place.folder.display()))?;
        Ok(node)
    }

    /// Sends one request and waits for the lines of its answer.
    pub fn ask(&mut self, request: &str) -> anyhow::Result<Vec<String>> {
        let pipe = self.requests.as_mut().context("the broker has been stopped")?;
        writeln!(pipe, "{request}").and_then(|()| pipe.flush()).context("the broker is gone")?;
        self.answer().with_context(|| format!("asking the broker for `{request}`"))
    }

    /// Tells it to end, and waits for the end.
    pub fn stop(&mut self) -> anyhow::Result<()> {
        self.requests = None;
        self.await_end().or_else(|_| self.kill())
    }

    /// Kills it: nothing is written to its files any more.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.server.kill().context("killing the broker")?;
        self.await_end()
    }

    fn await_end(&mut self) -> anyhow::Result<()> {
        loop {
            match self.answers.recv_timeout(PATIENCE) {
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => bail!("the broker did not end within {} s", PATIENCE.as_secs()),
            }
        }
        self.server.wait().context("waiting for the broker's end")?;
        end(&mut self.epmd);
        Ok(())
    }

    /// Returns the lines of an answer, up to its last one.
    fn answer(&self) -> anyhow::Result<Vec<String>> {
        let mut lines = Vec::new();
        let mut other = Vec::new();
        loop {
            match self.answers.recv_timeout(PATIENCE) {
                Ok(line) => match line.strip_prefix(SAYS) {
                    Some(".") => return Ok(lines),
                    Some(line) if line.starts_with('!') => bail!("{line}"),
                    Some(line) => lines.push(line.to_owned()),
                    None => other.push(line),
                },
                Err(RecvTimeoutError::Disconnected) => {
                    let last = other.len().saturating_sub(15);
                    bail!("it ended by itself, saying:\n{}", other[last..].join("\n"))
                }
                Err(RecvTimeoutError::Timeout) => bail!("no answer within {} s", PATIENCE.as_secs()),
            }
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // A node that cannot be stopped in order here ends with this process, whose end of the pipe keeps it alive.
        let _ = self.stop();
        end(&mut self.epmd);
    }
}

/// Starts Erlang's name server. A node starts one by itself if there is none, and leaves it running. This one is ours
/// and ends with us.
fn epmd(place: &Place) -> anyhow::Result<Child> {
    let script = r#"trap '' INT; epmd -port "$0" -address 127.0.0.1 </dev/null & read -r _; kill $!; wait"#;
    let mut shell = Command::new("sh");
    shell.args(["-c", script, &place.epmd.to_string()]);
    // Erlang's programs are on the PATH wherever RabbitMQ can run.
    let shell = shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut shell = shell.context("could not start epmd")?;
    // A node that finds none starts another one, which would outlive us.
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", place.epmd)).is_err() {
        if begun.elapsed() > PATIENCE {
            end(&mut shell);
            bail!("epmd, a part of Erlang, does not answer on port {}; is it on the PATH?", place.epmd);
        }
        // Nothing tells when a process of another program listens: it is asked again.
        std::thread::sleep(BETWEEN_TRIES);
    }
    Ok(shell)
}

/// Ends an epmd by closing the pipe that keeps it alive. A second call does no harm.
fn end(epmd: &mut Child) {
    drop(epmd.stdin.take());
    let _ = epmd.wait();
}

/// Sets every variable that RabbitMQ's scripts read, so that nothing of another RabbitMQ on this machine is read,
/// written or contacted.
fn environment(server: &mut Command, place: &Place) {
    let file = |name: &str| place.folder.join(name);
    let inherited = std::env::vars_os().map(|(name, _)| name);
    for name in inherited.filter(|name| {
        let name = name.to_string_lossy();
        name.starts_with("RABBITMQ_") || name.starts_with("ERL_") || name == "NOTIFY_SOCKET"
    }) {
        server.env_remove(name);
    }
    server.env("HOME", file("home"));
    server.env("RABBITMQ_NODENAME", NAME);
    server.env("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1").env("RABBITMQ_NODE_PORT", place.port.to_string());
    server.env("RABBITMQ_DIST_PORT", place.distribution.to_string());
    server.env("ERL_EPMD_ADDRESS", "127.0.0.1").env("ERL_EPMD_PORT", place.epmd.to_string());
    server.env("RABBITMQ_MNESIA_BASE", file("data")).env("RABBITMQ_LOG_BASE", file("log"));
    // These files do not exist, so only the defaults apply, whatever the settings of the machine's own broker.
    server.env("RABBITMQ_CONF_ENV_FILE", file("none-env.conf")).env("RABBITMQ_CONFIG_FILE", file("none.conf"));
    server.env("RABBITMQ_ADVANCED_CONFIG_FILE", file("none.config"));
    server.env("RABBITMQ_ENABLED_PLUGINS_FILE", file("enabled_plugins"));
    // Standard input is ours to use, and this very process becomes Erlang.
    server.env("RABBITMQ_ALLOW_INPUT", "1");
    server.env("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", erlang_arguments(&file("control.erl")));
}

/// Returns the node's arguments. RabbitMQ's script splits them at spaces without quoting, so a path with a space is
/// written in Erlang's escapes.
fn erlang_arguments(control: &Path) -> String {
    let path = control.to_string_lossy().replace(' ', "\\s");
    // `+Bi`: Ctrl-C on the terminal is for the calling program; the broker ends with its input.
    format!("+Bi -noshell -kernel inet_dist_use_interface {{127,0,0,1}} -eval {{ok,_}}=file:script(\"{path}\")")
}

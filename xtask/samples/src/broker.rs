//! A RabbitMQ of our own: it owns starting one on loopback with all its files in one folder, ending it in order or at once, and asking it
//! things. It lives no longer than this process, however that ends. It deliberately does not know what is sent through it.

mod installed;
mod node;

pub use installed::{Installed, find};

use anyhow::{Context, anyhow, bail};
use node::Node;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::net::TcpListener;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

/// Where we look for free ports: Linux gives 32768 and more to whoever asks for any.
const PORTS: Range<u16> = 20000..30000;

/// How a broker is restarted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Restart {
    /// Told to end, and started again.
    Clean,
    /// Killed, and started again.
    Killed,
}

/// A broker that runs. Dropping it ends it in order.
pub struct Broker {
    installed: Installed,
    place: Place,
    node: Mutex<Node>,
    _lock: File,
}

/// Where a broker lives: its files and its ports, all on loopback.
pub struct Place {
    pub folder: PathBuf,
    pub port: u16,
    pub distribution: u16,
    pub epmd: u16,
}

impl Broker {
    /// Starts a broker and waits until it answers. `folder` is made if it is not there; what an earlier broker left in it is kept.
    pub fn start(installed: &Installed, folder: &Path, port: Option<u16>) -> anyhow::Result<Broker> {
        fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
        // Only locked while this process lives, so nothing has to be tidied up after an accident.
        let lock = File::create(folder.join("lock")).with_context(|| format!("writing in {}", folder.display()))?;
        if lock.try_lock().is_err() {
            bail!("another broker of ours runs in {}; end it first", folder.display());
        }
        let [any, distribution, epmd] = free_ports()?;
        let port = port.unwrap_or(any);
        let folder = folder.canonicalize().with_context(|| format!("looking for {}", folder.display()))?;
        let place = Place { folder, port, distribution, epmd };
        let node = Mutex::new(Node::start(installed, &place)?);
        Ok(Broker { installed: installed.clone(), place, node, _lock: lock })
    }

    /// The port that clients connect to.
    pub fn port(&self) -> u16 {
        self.place.port
    }

    /// A command line that carries out a command of `rabbitmqctl`'s on it.
    pub fn ctl(&self, command: &str) -> String {
        let Place { folder, epmd, .. } = &self.place;
        let ctl = self.installed.server.with_file_name("rabbitmqctl");
        let home = folder.join("home");
        let (home, ctl) = (home.display(), ctl.display());
        format!("HOME={home} ERL_EPMD_PORT={epmd} {ctl} --node {} {command}", node::NAME)
    }

    /// Makes a virtual host in which `guest` may do everything.
    pub fn add_vhost(&self, vhost: &str) -> anyhow::Result<()> {
        self.node().ask(&format!("vhost {vhost}")).map(|_| ())
    }

    /// How many consumers there are in a virtual host.
    pub fn consumers(&self, vhost: &str) -> anyhow::Result<usize> {
        let answer = self.node().ask(&format!("consumers {vhost}"))?;
        answer.first().and_then(|number| number.parse().ok()).with_context(|| format!("the broker answered {answer:?}"))
    }

    /// The queues of a virtual host, and how many messages are in each.
    pub fn queues(&self, vhost: &str) -> anyhow::Result<BTreeMap<String, u64>> {
        let answer = self.node().ask(&format!("queues {vhost}"))?;
        let read = |line: &String| {
            let (messages, name) = line.split_once(' ')?;
            Some((name.to_owned(), messages.parse().ok()?))
        };
        answer.iter().map(read).collect::<Option<_>>().with_context(|| format!("the broker answered {answer:?}"))
    }

    /// Ends the broker and starts it again, with the same address and files.
    pub fn restart(&self, how: Restart) -> anyhow::Result<()> {
        let mut node = self.node();
        match how {
            Restart::Clean => node.stop()?,
            Restart::Killed => node.kill()?,
        }
        *node = Node::start(&self.installed, &self.place)?;
        Ok(())
    }

    /// Ends it in order and waits for that.
    pub fn stop(&self) -> anyhow::Result<()> {
        self.node().stop()
    }

    fn node(&self) -> MutexGuard<'_, Node> {
        // A thread that panicked while it asked has at worst left an answer unread; that shows as a wrong answer.
        self.node.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Ports that nobody listens on, below those that the system gives to whoever asks for any: a connection of somebody else's must not have one of
/// them while the broker comes up or is down for a restart.
fn free_ports<const N: usize>() -> anyhow::Result<[u16; N]> {
    // Two of us at a time look in different places first.
    let first = std::process::id() % u32::from(PORTS.end - PORTS.start);
    let later = PORTS.skip(usize::try_from(first).unwrap_or_default());
    let free = later.chain(PORTS).filter_map(|port| TcpListener::bind(("127.0.0.1", port)).ok());
    // Each is held until all are found, so that none is found twice.
    let held: Vec<TcpListener> = free.take(N).collect();
    let ports: Vec<u16> = held.iter().map(|held| held.local_addr().map(|at| at.port())).collect::<Result<_, _>>()?;
    let found = ports.len();
    ports.try_into().map_err(|_| anyhow!("{N} ports are needed on loopback; from {PORTS:?} only {found} are free"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_ports_differ_and_are_not_taken() {
        let [one, two, three] = free_ports().unwrap();
        assert!(one != two && two != three && one != three);
        let taken = TcpListener::bind(("127.0.0.1", one)).unwrap();
        assert!(!free_ports::<3>().unwrap().contains(&taken.local_addr().unwrap().port()));
    }
}

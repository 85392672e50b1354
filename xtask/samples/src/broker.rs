//! A RabbitMQ of our own: starts one on loopback with all its files in one folder, ends it in order or at once, and
//! queries it. It ends with this process, however that ends.

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

/// The range in which we look for free ports. Linux gives 32768 and above to programs that ask for any port.
const PORTS: Range<u16> = 20000..30000;

/// The kind of a restart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Restart {
    /// Stopped in order, and started again.
    Clean,
    /// Killed, and started again.
    Killed,
}

/// A running broker. Dropping it stops it in order.
pub struct Broker {
    installed: Installed,
    place: Place,
    node: Mutex<Node>,
    _lock: File,
}

/// The files and ports of a broker, all on loopback.
pub struct Place {
    pub folder: PathBuf,
    pub port: u16,
    pub distribution: u16,
    pub epmd: u16,
}

impl Broker {
    /// Starts a broker and waits until it answers. `folder` is made if it does not exist; files of an earlier broker in
    /// it are kept.
    pub fn start(installed: &Installed, folder: &Path, port: Option<u16>) -> anyhow::Result<Broker> {
        fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
        // The lock is held only while this process lives, so there is nothing to clean up after an accident.
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

    /// Returns the port for clients.
    pub fn port(&self) -> u16 {
        self.place.port
    }

    /// Returns a command line that runs a command of `rabbitmqctl` on this broker.
    pub fn ctl(&self, command: &str) -> String {
        let Place { folder, epmd, .. } = &self.place;
        let ctl = self.installed.server.with_file_name("rabbitmqctl");
        let home = folder.join("home");
        let (home, ctl) = (home.display(), ctl.display());
        format!("HOME={home} ERL_EPMD_PORT={epmd} {ctl} --node {} {command}", node::NAME)
    }

    /// Makes a virtual host in which `guest` has all permissions.
    pub fn add_vhost(&self, vhost: &str) -> anyhow::Result<()> {
        self.node().ask(&format!("vhost {vhost}")).map(|_| ())
    }

    /// Returns the number of consumers in a virtual host.
    pub fn consumers(&self, vhost: &str) -> anyhow::Result<usize> {
        let answer = self.node().ask(&format!("consumers {vhost}"))?;
        answer.first().and_then(|number| number.parse().ok()).with_context(|| format!("the broker answered {answer:?}"))
    }

    /// Returns the queues of a virtual host with their numbers of messages.
    pub fn queues(&self, vhost: &str) -> anyhow::Result<BTreeMap<String, u64>> {
        let answer = self.node().ask(&format!("queues {vhost}"))?;
        let read = |line: &String| {
            let (messages, name) = line.split_once(' ')?;
            Some((name.to_owned(), messages.parse().ok()?))
        };
        answer.iter().map(read).collect::<Option<_>>().with_context(|| format!("the broker answered {answer:?}"))
    }

    /// Restarts the broker with the same address and files.
    pub fn restart(&self, how: Restart) -> anyhow::Result<()> {
        let mut node = self.node();
        match how {
            Restart::Clean => node.stop()?,
            Restart::Killed => node.kill()?,
        }
        *node = Node::start(&self.installed, &self.place)?;
        Ok(())
    }

    /// Stops it in order and waits for the end.
    pub fn stop(&self) -> anyhow::Result<()> {
        self.node().stop()
    }

    fn node(&self) -> MutexGuard<'_, Node> {
        // A thread that panicked during a query has at worst left an answer unread, which shows as a wrong answer.
        self.node.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Returns ports without a listener, below those that the system gives to programs that ask for any port. Another
/// program's connection must not take one of them while the broker starts or is down for a restart.
fn free_ports<const N: usize>() -> anyhow::Result<[u16; N]> {
    // Two processes at a time begin in different places.
    let first = std::process::id() % u32::from(PORTS.end - PORTS.start);
    let later = PORTS.skip(usize::try_from(first).unwrap_or_default());
    let free = later.chain(PORTS).filter_map(|port| TcpListener::bind(("127.0.0.1", port)).ok());
    // Each port is held until all are found, so that none is found twice.
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

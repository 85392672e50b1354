//! A running program: reads the lines that it prints as they come, and ends it.

use anyhow::{Context, bail};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// The longest silence of a program whose output is awaited, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

pub struct Process {
    child: Child,
    lines: Receiver<String>,
    /// The lines printed and read so far.
    printed: Vec<String>,
    complaints: Option<JoinHandle<String>>,
}

/// A signal to a program.
enum Signal {
    Interrupt,
    Stop,
    Continue,
}

/// The end of a program.
pub struct End {
    pub status: ExitStatus,
    /// Its output not read before.
    pub unread: Vec<String>,
    /// Its standard error.
    pub complaints: String,
}

impl Process {
    pub fn start(command: &mut Command) -> anyhow::Result<Process> {
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child =
            command.spawn().with_context(|| format!("could not start {}", command.get_program().display()))?;
        let piped = "it was piped above";
        let output = BufReader::new(child.stdout.take().expect(piped));
        let mut complaints = child.stderr.take().expect(piped);
        let (tell, lines) = channel();
        std::thread::spawn(move || {
            // When nobody listens any more, the process is about to be dropped.
            output.split(b'\n').map_while(Result::ok).for_each(|line| {
                let _ = tell.send(String::from_utf8_lossy(&line).trim_end_matches('\r').to_owned());
            });
        });
        let complaints = std::thread::spawn(move || {
            let mut bytes = Vec::new();
            // The part read before an error is better than nothing.
            let _ = complaints.read_to_end(&mut bytes);
            String::from_utf8_lossy(&bytes).trim().to_owned()
        });
        Ok(Process { child, lines, printed: Vec::new(), complaints: Some(complaints) })
    }

    /// Returns the next line that it prints; `None` if it has ended.
    pub fn line(&mut self) -> anyhow::Result<Option<String>> {
        match self.lines.recv_timeout(PATIENCE) {
            Ok(line) => {
                self.printed.push(line.clone());
                Ok(Some(line))
            }
            Err(RecvTimeoutError::Disconnected) => Ok(None),
            Err(RecvTimeoutError::Timeout) => bail!("nothing came for {} s", PATIENCE.as_secs()),
        }
    }

    /// Returns whether it still runs.
    pub fn runs(&mut self) -> anyhow::Result<bool> {
        Ok(self.child.try_wait().context("asking whether it runs")?.is_none())
    }

    /// Waits for its end.
    pub fn end(&mut self) -> anyhow::Result<End> {
        let mut unread = Vec::new();
        while let Some(line) = self.line().context("it does not end")? {
            unread.push(line);
        }
        // Its output has ended, so it is about to end or has ended.
        let status = self.child.wait().context("waiting for its end")?;
        Ok(End { status, unread, complaints: self.complaints() })
    }

    /// Kills it.
    pub fn kill(&mut self) -> anyhow::Result<End> {
        self.child.kill().context("killing it")?;
        self.end()
    }

    /// Interrupts it, as Ctrl-C on its terminal does.
    pub fn interrupt(&mut self) -> anyhow::Result<()> {
        self.signal(Signal::Interrupt).context("sending it SIGINT")
    }

    /// Pauses it.
    pub fn pause(&mut self) -> anyhow::Result<()> {
        self.signal(Signal::Stop).context("sending it SIGSTOP")
    }

    /// Resumes it after a pause.
    pub fn resume(&mut self) -> anyhow::Result<()> {
        self.signal(Signal::Continue).context("sending it SIGCONT")
    }

    #[cfg(unix)]
    fn signal(&mut self, signal: Signal) -> anyhow::Result<()> {
        let signal = match signal {
            Signal::Interrupt => rustix::process::Signal::INT,
            Signal::Stop => rustix::process::Signal::STOP,
            Signal::Continue => rustix::process::Signal::CONT,
        };
        Ok(rustix::process::kill_process(rustix::process::Pid::from_child(&self.child), signal)?)
    }

    #[cfg(not(unix))]
    fn signal(&mut self, _: Signal) -> anyhow::Result<()> {
        bail!("programs can be sent signals only on Unix")
    }

    /// Kills it and returns its output, for an error message. Its standard error is complete only then.
    pub fn told(&mut self) -> String {
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.printed.extend(self.lines.iter());
        let complaints = self.complaints();
        let mut told = format!("it printed {:?}", self.printed);
        if !complaints.is_empty() {
            told = format!("{told}\n{complaints}");
        }
        told.replace('\n', "\n      ")
    }

    fn complaints(&mut self) -> String {
        self.complaints.take().and_then(|reader| reader.join().ok()).unwrap_or_default()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn who_has_ended_by_itself_runs_no_more() {
        let mut process = Process::start(Command::new("echo").arg("all that I came for")).expect("it starts");
        assert_eq!(process.line().expect("it prints"), Some("all that I came for".to_owned()));
        while process.runs().expect("it can be asked") {
            std::thread::yield_now();
        }
        assert!(process.end().expect("it has ended").status.success());
    }

    #[test]
    fn who_waits_runs_until_it_is_killed() {
        let mut process = Process::start(Command::new("sleep").arg("600")).expect("it starts");
        assert!(process.runs().expect("it can be asked"));
        assert!(!process.kill().expect("it is killed").status.success());
        assert!(!process.runs().expect("it can be asked"));
    }
}

//! `samples.toml`: how a lesson's programs are run together, what they print, and which run of the simulator is the
//! same. It owns the file's form and all errors in it.

mod read;

use crate::broker::Restart;
use std::collections::BTreeMap;

/// The name of the file, in a lesson's folder.
pub const FILE: &str = "samples.toml";

/// A lesson's `samples.toml`.
#[derive(Debug)]
pub struct Samples {
    /// The meaning of the lines that a program prints, by program.
    pub says: BTreeMap<String, Says>,
    pub runs: Vec<Run>,
}

/// Lines about messages, as patterns: `{body}` stands for the body, `{}` for anything.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Says {
    /// The program begins to work on the message.
    pub begins: Option<String>,
    /// The message was delivered to the program, marked as redelivered.
    pub repeated: Option<String>,
    /// The broker confirmed the message.
    pub confirmed: Option<String>,
    /// The broker refused the message.
    pub refused: Option<String>,
    /// The broker returned the message.
    pub returned: Option<String>,
}

/// Programs that run together against one broker.
#[derive(Debug)]
pub struct Run {
    pub name: String,
    pub steps: Vec<Step>,
    /// The queues after all programs have ended, with their numbers of messages.
    pub left: BTreeMap<String, u64>,
    /// The equivalent run of the simulator.
    pub simulated: Option<Simulated>,
}

/// A run of the simulator with the same results.
#[derive(Debug)]
pub enum Simulated {
    /// A stretch of the lesson's own run, from one mark to another or to the end.
    Stretch { from: String, until: Option<String> },
    /// A separate scenario. The contents of its queues at the end are compared, too.
    Scenario(String),
}

#[derive(Debug)]
pub enum Step {
    /// Runs a program to its end, which must be a success.
    Run { program: Start, prints: Lines },
    /// Starts a program that keeps running, and waits until it consumes.
    Start { program: Start, prints: Lines },
    /// Waits for output of a running program.
    Await { name: String, prints: Lines },
    /// Waits until a running program has ended by itself, with success.
    Ends { name: String, prints: Lines },
    /// Kills a running or paused program.
    Kill { name: String },
    /// Pauses a running program, which then does nothing, whatever the others take.
    Pause { name: String },
    /// Resumes a paused program.
    Resume { name: String },
    /// Waits until these queues have this many messages.
    Queues(BTreeMap<String, u64>),
    /// Restarts the broker. No program runs meanwhile.
    Restart(Restart),
}

/// A program with its arguments.
#[derive(Debug)]
pub struct Start {
    pub program: String,
    /// Its name in the run: the program's name, or another one where it is started twice.
    pub name: String,
    pub arguments: Vec<String>,
}

/// Lines that a program prints next.
#[derive(Debug)]
pub struct Lines {
    pub lines: Vec<String>,
    /// Whether their order is by chance.
    pub any_order: bool,
}

impl Samples {
    /// Reads the file's text. The error says where it is and what is wrong. `programs` are the lesson's.
    pub fn read(text: &str, programs: &[String]) -> anyhow::Result<Samples> {
        read::read(text, programs)
    }
}

impl Step {
    /// Returns the output of the step, with the name of the program that prints it.
    pub fn prints(&self) -> Option<(&str, &Lines)> {
        match self {
            Step::Run { program, prints } | Step::Start { program, prints } => Some((&program.name, prints)),
            Step::Await { name, prints } | Step::Ends { name, prints } => Some((name, prints)),
            Step::Kill { .. } | Step::Pause { .. } | Step::Resume { .. } | Step::Queues(_) | Step::Restart(_) => None,
        }
    }

    /// Returns the program that it starts.
    pub fn starts(&self) -> Option<&Start> {
        match self {
            Step::Run { program, .. } | Step::Start { program, .. } => Some(program),
            Step::Await { .. } | Step::Ends { .. } | Step::Kill { .. } | Step::Pause { .. } => None,
            Step::Resume { .. } | Step::Queues(_) | Step::Restart(_) => None,
        }
    }
}

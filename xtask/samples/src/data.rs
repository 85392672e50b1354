//! `samples.toml`: how a lesson's programs are run together, what they print, and where the simulator says the same. It owns the file's form
//! and everything that can be wrong with it; it deliberately runs nothing.

mod read;

use crate::broker::Restart;
use std::collections::BTreeMap;

/// The name of the file, in a lesson's folder.
pub const FILE: &str = "samples.toml";

/// A lesson's `samples.toml`.
#[derive(Debug)]
pub struct Samples {
    /// What the lines mean that a program prints, by program.
    pub says: BTreeMap<String, Says>,
    pub runs: Vec<Run>,
}

/// Lines that tell of a message, as patterns: `{body}` stands for its body, `{}` for anything.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Says {
    /// The program begins to work on it.
    pub begins: Option<String>,
    /// It came to the program, marked as redelivered.
    pub repeated: Option<String>,
    /// The broker confirmed it.
    pub confirmed: Option<String>,
    /// The broker refused it.
    pub refused: Option<String>,
    /// The broker returned it.
    pub returned: Option<String>,
}

/// Programs that run together against one broker.
#[derive(Debug)]
pub struct Run {
    pub name: String,
    pub steps: Vec<Step>,
    /// The queues that there are when all programs have ended, and how many messages are in each.
    pub left: BTreeMap<String, u64>,
    /// Where the simulator tells of the same.
    pub simulated: Option<Simulated>,
}

/// A run of the simulator's that should come to the same.
#[derive(Debug)]
pub enum Simulated {
    /// A stretch of the lesson's own, from one mark to another or to the end.
    Stretch { from: String, until: Option<String> },
    /// A scenario of its own. What is in the queues at its end is compared, too.
    Scenario(String),
}

#[derive(Debug)]
pub enum Step {
    /// Runs a program to its end; it must end well.
    Run { program: Start, prints: Lines },
    /// Starts a program that stays, and waits until it consumes.
    Start { program: Start, prints: Lines },
    /// Waits for what a running program prints.
    Await { name: String, prints: Lines },
    /// Waits until a running program has ended by itself, and well.
    Ends { name: String, prints: Lines },
    /// Kills a running program, or one that is paused.
    Kill { name: String },
    /// Stops a running program where it is: whatever the others take, it does nothing meanwhile.
    Pause { name: String },
    /// Lets a paused program go on.
    Resume { name: String },
    /// Waits until so many messages are in these queues.
    Queues(BTreeMap<String, u64>),
    /// Restarts the broker. No program runs meanwhile.
    Restart(Restart),
}

/// A program and how it is called.
#[derive(Debug)]
pub struct Start {
    pub program: String,
    /// What the run calls it: the program's name, or another one where it is started twice.
    pub name: String,
    pub arguments: Vec<String>,
}

/// Lines that a program prints next.
#[derive(Debug)]
pub struct Lines {
    pub lines: Vec<String>,
    /// Whether their order is left to chance.
    pub any_order: bool,
}

impl Samples {
    /// Reads the file's text; the error says where in it and what is wrong. `programs` are those that the lesson has.
    pub fn read(text: &str, programs: &[String]) -> anyhow::Result<Samples> {
        read::read(text, programs)
    }
}

impl Step {
    /// What the step prints, and the name of who prints it.
    pub fn prints(&self) -> Option<(&str, &Lines)> {
        match self {
            Step::Run { program, prints } | Step::Start { program, prints } => Some((&program.name, prints)),
            Step::Await { name, prints } | Step::Ends { name, prints } => Some((name, prints)),
            Step::Kill { .. } | Step::Pause { .. } | Step::Resume { .. } | Step::Queues(_) | Step::Restart(_) => None,
        }
    }

    /// The program that it starts.
    pub fn starts(&self) -> Option<&Start> {
        match self {
            Step::Run { program, .. } | Step::Start { program, .. } => Some(program),
            Step::Await { .. } | Step::Ends { .. } | Step::Kill { .. } | Step::Pause { .. } => None,
            Step::Resume { .. } | Step::Queues(_) | Step::Restart(_) => None,
        }
    }
}

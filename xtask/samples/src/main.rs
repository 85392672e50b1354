//! The program behind `cargo xtask broker` and `cargo xtask test samples`: a RabbitMQ of our own, and the lessons' code
//! samples compiled, or run against it. This file owns the command line. It installs nothing for the whole machine,
//! which is the task runner's part.

mod broker;
mod compiled;
mod data;
mod interrupt;
mod languages;
mod lessons;
mod play;
mod serve;
mod simulated;
mod suite;
mod tools;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Starts a RabbitMQ of its own, and compiles the lessons' code samples or runs them against it. `cargo xtask` calls this.
#[derive(Parser)]
#[command(name = "samples")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Start a broker on loopback, say where it is, and end it on Ctrl-C.
    Broker {
        /// Where its files go.
        #[arg(long)]
        folder: PathBuf,
        /// The port to listen on. Without it: 5672, or another one if that is taken.
        #[arg(long)]
        port: Option<u16>,
    },
    /// Compile or run every sample, as far as this machine can.
    Test {
        /// The lessons' folder.
        #[arg(long)]
        lessons: PathBuf,
        /// Where libraries, copies and the broker's files go.
        #[arg(long)]
        folder: PathBuf,
        /// Only lessons whose folder's name contains this.
        #[arg(long, default_value = "")]
        only: String,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Broker { folder, port } => serve::serve(&folder, port),
        Task::Test { lessons, folder, only } => interrupt::heed().and_then(|()| suite::run(&lessons, &folder, &only)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

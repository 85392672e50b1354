//! `warren`, the command line. This file reads the arguments and turns outcomes into exit codes; each command is in the
//! module of its name.

mod conform;
mod language;
mod lessons;
mod log;
mod run;
mod source;

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The outcome of a command, as the process's exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// 0: the command succeeded, and all is well.
    Good,
    /// 1: the command succeeded, and found something wrong.
    Bad,
    /// 2: an input could not be read; the rest was done.
    Unread,
}

/// Warren: RabbitMQ's semantics, exact and rewindable.
///
/// Exit codes: 0 all is well; 1 a recording differs, the simulated broker breaks down over it, or a statement of a scenario
/// was not carried out; 2 the arguments or an input file are wrong, be it one of many.
#[derive(Debug, Parser)]
#[command(name = "warren", version, about, long_about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Arguments),
    Lessons(lessons::Arguments),
    Conform(conform::Arguments),
}

fn main() -> ExitCode {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let outcome = match Arguments::parse().command {
        Command::Run(arguments) => run::run(&arguments, &mut out),
        Command::Lessons(arguments) => lessons::run(&arguments, &mut out),
        Command::Conform(arguments) => conform::run(&arguments, &mut out),
    };
    match outcome.and_then(|outcome| out.flush().map(|()| outcome).map_err(Into::into)) {
        Ok(Outcome::Good) => ExitCode::SUCCESS,
        Ok(Outcome::Bad) => ExitCode::from(1),
        Ok(Outcome::Unread) => ExitCode::from(2),
        // The reader of our output has read enough, such as `head`.
        Err(error) if is_broken_pipe(&*error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn is_broken_pipe(error: &(dyn Error + 'static)) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

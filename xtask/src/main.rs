//! `cargo xtask`: the commands that build, serve, measure and test Warren. This file owns the command line and the
//! order of steps; each module has its details.

mod bindgen;
mod commands;
mod compact;
mod gallery;
mod js_api;
mod links;
mod page;
mod progress;
mod samples;
mod screenshots;
mod server;
mod setup;
mod size;
mod suite;
mod tally;
mod wasm_speed;
mod wasm_split;
mod workspace;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Build, serve, measure and test Warren. Needs nothing but rustup; what else is missing is set up or named.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the page and serve it on this machine.
    Serve {
        /// The port to listen on. Without it: 8080, or the next one that is free.
        #[arg(long)]
        port: Option<u16>,
        #[command(flatten)]
        profile: page::Profile,
    },
    /// Build the stage's gallery (topologies that no lesson has) and serve it on this machine.
    Gallery {
        /// The port to listen on. Without it: 8080, or the next one that is free.
        #[arg(long)]
        port: Option<u16>,
    },
    /// Build the page into dist/.
    Build {
        #[command(flatten)]
        profile: page::Profile,
    },
    /// Build the page and print what a visitor downloads; fails above the limit.
    Size,
    /// Measure how much slower the broker is as WebAssembly than natively; fails above the limit.
    WasmSpeed,
    /// Build the page and take pictures of every lesson into target/screenshots, and the README's into docs/.
    Screenshots,
    /// Start a RabbitMQ of one's own on this machine, apart from any other, to try the lessons' programs with.
    Broker {
        /// The port to listen on. Without it: 5672, where the programs look for it, or another one if that is taken.
        #[arg(long)]
        port: Option<u16>,
    },
    /// Set up what is missing and run every test.
    Test(suite::Choice),
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> anyhow::Result<()> {
    let workspace = workspace::Workspace::find()?;
    match task {
        Task::Serve { port, profile } => {
            let listener = server::listen(port)?;
            let dist = page::build(&workspace, profile)?;
            let server = server::Server::start(listener, dist)?;
            println!("\nWarren is at {}  (Ctrl-C ends it)", server.address());
            server.wait()
        }
        Task::Gallery { port } => {
            let listener = server::listen(port)?;
            let server = server::Server::start(listener, gallery::build(&workspace)?)?;
            println!("\nThe gallery is at {}?show=topics  (Ctrl-C ends it)", server.address());
            server.wait()
        }
        Task::Build { profile } => page::build(&workspace, profile).map(|_| ()),
        Task::Size => {
            let dist = page::build(&workspace, page::Profile::default())?;
            size::report(&dist)
        }
        Task::WasmSpeed => wasm_speed::report(&workspace),
        Task::Screenshots => screenshots::take(&workspace),
        Task::Broker { port } => samples::broker(&workspace, port),
        Task::Test(choice) => suite::run(&workspace, &choice),
    }
}

//! The lessons' code samples and their broker: sets up what they need on the machine, and calls the program of
//! `xtask/samples`, which does the rest.

use crate::{commands, progress, setup, workspace::Workspace};
use std::process::Command;

/// Runs a RabbitMQ of one's own on loopback, until Ctrl-C.
pub fn broker(workspace: &Workspace, port: Option<u16>) -> anyhow::Result<()> {
    setup::rabbitmq()?;
    let mut command = program(workspace);
    command.arg("broker").arg("--folder").arg(workspace.target().join("rabbitmq"));
    if let Some(port) = port {
        command.args(["--port", &port.to_string()]);
    }
    commands::run(&mut command)
}

/// Returns the command that tests the samples. Needs that cannot be installed are no error: it tests the rest, and
/// reports what it could not test.
pub fn test(workspace: &Workspace, only: &str) -> Command {
    for (what, ready) in [
        ("RabbitMQ", setup::rabbitmq()),
        ("Python", setup::python()),
        ("Node.js", setup::node()),
        ("Go's amqp091-go", setup::go_library()),
        ("Java's amqp-client", setup::java_library()),
    ] {
        if let Err(why) = ready {
            progress::note(format!("{what} is missing: {why:#}"));
        }
    }
    let mut command = program(workspace);
    command.args(["test", "--only", only]);
    command.arg("--lessons").arg(workspace.root().join("crates/lessons/lessons"));
    command.arg("--folder").arg(workspace.target().join("samples"));
    command
}

fn program(workspace: &Workspace) -> Command {
    let mut cargo = commands::cargo();
    cargo.current_dir(workspace.root()).args(["run", "--locked", "--quiet", "--package", "samples", "--"]);
    cargo
}

//! Pictures of the page, for people to look at. tests/e2e/screenshots.mjs lists them.

use crate::{commands, page, progress, server, setup, workspace::Workspace};
use std::process::Command;

/// Builds the page and takes all pictures.
pub fn take(workspace: &Workspace) -> anyhow::Result<()> {
    setup::node_packages(workspace)?;
    let browser = setup::browser()?;
    setup::fonts()?;
    let dist = page::build(workspace, page::Profile::default())?;
    let server = server::Server::start(server::listen_anywhere()?, dist)?;
    progress::step("Take the pictures", || {
        let mut node = Command::new("node");
        node.current_dir(workspace.e2e()).arg("screenshots.mjs");
        node.arg(workspace.target().join("screenshots")).arg(workspace.root().join("docs/screenshot.png"));
        commands::run(node.env("WARREN_ADDRESS", server.address()).env("CHROMIUM", browser.program))
    })
}

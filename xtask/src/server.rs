//! Serves a folder on this machine alone. It owns the address, and makes browsers ask anew each time; protocol, paths
//! and media types are axum's and tower-http's, which Trunk serves with too. (Smaller, blocking servers were tried:
//! with a browser's handful of connections kept open, requests were left waiting.)

use anyhow::{Context, bail};
use axum::Router;
use axum::http::{HeaderValue, header::CACHE_CONTROL};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::thread::{self, JoinHandle};
use tower_http::{services::ServeDir, set_header::SetResponseHeader};

/// The default port.
const FIRST_PORT: u16 = 8080;
/// The number of ports tried from there.
const PORTS: u16 = 20;

/// A running server; it lives as long as the process.
pub struct Server {
    address: SocketAddr,
    thread: JoinHandle<anyhow::Result<()>>,
}

/// Listens on `port`, or on the first free one. This comes before anything is built, so that a taken port is known at
/// once.
pub fn listen(port: Option<u16>) -> anyhow::Result<TcpListener> {
    if let Some(port) = port {
        return TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .with_context(|| format!("port {port} cannot be had; name another with --port, or leave it out"));
    }
    for port in FIRST_PORT..FIRST_PORT + PORTS {
        if let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            return Ok(listener);
        }
        println!("    port {port} is taken, trying the next");
    }
    bail!("ports {FIRST_PORT} to {} are all taken; name a free one with --port", FIRST_PORT + PORTS - 1)
}

/// Listens on any free port, for tests.
pub fn listen_anywhere() -> anyhow::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port on this machine")
}

impl Server {
    /// Serves the files of `folder` on `listener`.
    pub fn start(listener: TcpListener, folder: PathBuf) -> anyhow::Result<Server> {
        let address = listener.local_addr()?;
        listener.set_nonblocking(true)?;
        let thread = thread::spawn(move || serve(listener, folder));
        Ok(Server { address, thread })
    }

    /// Returns the address to open.
    pub fn address(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Serves until the process ends.
    pub fn wait(self) -> anyhow::Result<()> {
        self.thread.join().unwrap_or_else(|_| bail!("the server panicked; it says why above"))
    }
}

fn serve(listener: TcpListener, folder: PathBuf) -> anyhow::Result<()> {
    // The page is rebuilt under the same address, so no answer may be cached without asking.
    let files =
        SetResponseHeader::overriding(ServeDir::new(folder), CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        axum::serve(listener, Router::new().fallback_service(files)).await
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpStream;
    use std::path::Path;

    fn sources() -> Server {
        Server::start(listen_anywhere().unwrap(), Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap()
    }

    fn ask(address: SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(format!("{request} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n").as_bytes()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn files_come_and_nothing_else_comes_at_all() {
        let server = sources();
        let found = ask(server.address, "GET /main.rs");
        assert!(found.starts_with("HTTP/1.1 200"), "{found}");
        assert!(found.contains("cache-control: no-cache"), "{found}");
        assert!(found.contains("mod server;"), "{found}");
        assert!(!ask(server.address, "HEAD /main.rs").contains("mod server;"));
        for outside in ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/nothing", "/"] {
            assert!(ask(server.address, &format!("GET {outside}")).starts_with("HTTP/1.1 404"), "{outside}");
        }
        assert!(ask(server.address, "POST /main.rs").starts_with("HTTP/1.1 405"));
    }

    #[test]
    fn a_module_and_its_wasm_have_the_types_browsers_insist_on() {
        let folder = std::env::temp_dir().join(format!("warren-server-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let server = Server::start(listen_anywhere().unwrap(), folder.clone()).unwrap();
        for (name, kind) in [
            ("a.js", "text/javascript"),
            ("a.wasm", "application/wasm"),
            ("a.svg", "image/svg+xml"),
            ("index.html", "text/html"),
        ] {
            std::fs::write(folder.join(name), "content").unwrap();
            let found = ask(server.address, &format!("GET /{name}"));
            assert!(found.contains(&format!("content-type: {kind}")), "{found}");
        }
        assert!(ask(server.address, "GET /").contains("content-type: text/html"));
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn connections_that_are_kept_open_hold_nobody_up() {
        let server = sources();
        let idle: Vec<TcpStream> = (0..50).map(|_| TcpStream::connect(server.address).unwrap()).collect();
        let askers = (0..50).map(|_| {
            let address = server.address;
            thread::spawn(move || ask(address, "GET /main.rs"))
        });
        for asker in askers.collect::<Vec<_>>() {
            assert!(asker.join().unwrap().starts_with("HTTP/1.1 200"));
        }
        drop(idle);
    }

    #[test]
    fn a_port_that_is_taken_is_named() {
        let taken = listen_anywhere().unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = format!("{:#}", listen(Some(port)).unwrap_err());
        assert!(error.contains(&format!("port {port}")) && error.contains("--port"), "{error}");
    }
}

//! Serves a folder on this machine alone. It owns addresses, paths, types and status codes; the protocol is `tiny_http`'s (blocking, no
//! runtime, and the library that wasm-bindgen's own test server stands on). It deliberately does not know what the folder holds.

use anyhow::{Context, bail};
use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use tiny_http::{Header, Method, Request, Response, StatusCode};

/// Where we listen if nobody says otherwise.
const FIRST_PORT: u16 = 8080;
/// How many ports are tried from there.
const PORTS: u16 = 20;
/// A page asks for a handful of files at once.
const THREADS: usize = 4;

/// A running server; it lives as long as the process.
pub struct Server {
    address: SocketAddr,
    threads: Vec<JoinHandle<()>>,
}

/// Takes `port`, or the first free one. Asked for before anything is built, so that a taken port is known at once.
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

/// Takes any free port: for tests.
pub fn listen_anywhere() -> anyhow::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port on this machine")
}

impl Server {
    /// Answers on `listener` with the files of `folder`.
    pub fn start(listener: TcpListener, folder: PathBuf) -> Server {
        let address = listener.local_addr().expect("a bound listener has an address");
        let http = tiny_http::Server::from_listener(listener, None).expect("a bound TCP listener can be served");
        let http = Arc::new(http);
        let folder = Arc::new(folder);
        let threads = (0..THREADS)
            .map(|_| {
                let (http, folder) = (Arc::clone(&http), Arc::clone(&folder));
                thread::spawn(move || {
                    while let Ok(request) = http.recv() {
                        // A browser that left before its answer came is no fault of ours.
                        let _ = answer(request, &folder);
                    }
                })
            })
            .collect();
        Server { address, threads }
    }

    /// The address to open.
    pub fn address(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Serves until the process ends.
    pub fn wait(self) {
        for thread in self.threads {
            thread.join().expect("a serving thread does not panic");
        }
    }
}

fn answer(request: Request, folder: &Path) -> std::io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return request
            .respond(Response::from_string("only GET and HEAD are answered\n").with_status_code(StatusCode(405)));
    }
    let Some(path) = file_of(request.url(), folder) else {
        return request.respond(Response::from_string("not found\n").with_status_code(StatusCode(404)));
    };
    let kind = mime_guess::from_path(&path).first_or_octet_stream();
    let kind = if kind.type_() == "text" { format!("{kind}; charset=utf-8") } else { kind.to_string() };
    let response = Response::from_file(File::open(&path)?);
    // The page is rebuilt under the same address: a browser must ask each time.
    request
        .respond(response.with_header(header("Content-Type", &kind)).with_header(header("Cache-Control", "no-cache")))
}

/// The file a request path means, if there is one. Only plain names are followed, so that no path leads out of the folder.
fn file_of(url: &str, folder: &Path) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let mut file = folder.to_path_buf();
    for name in path.split('/').filter(|name| !name.is_empty()) {
        if name.starts_with('.') || name.contains(['\\', ':', '%']) {
            return None;
        }
        file.push(name);
    }
    if path.ends_with('/') {
        file.push("index.html");
    }
    file.is_file().then_some(file)
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("our names and media types are plain ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    fn ask(address: SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(format!("{request} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n").as_bytes()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn files_come_with_their_type_and_nothing_else_comes_at_all() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let server = Server::start(listen_anywhere().unwrap(), folder);
        let found = ask(server.address, "GET /main.rs");
        assert!(found.starts_with("HTTP/1.1 200"), "{found}");
        assert!(found.contains("Content-Type: text/x-rust; charset=utf-8"), "{found}");
        assert!(found.contains("mod server;"), "{found}");
        assert!(!ask(server.address, "HEAD /main.rs").contains("mod server;"));
        for outside in ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/nothing", "/", "/main.rs/"] {
            assert!(ask(server.address, &format!("GET {outside}")).starts_with("HTTP/1.1 404"), "{outside}");
        }
        assert!(ask(server.address, "POST /main.rs").starts_with("HTTP/1.1 405"));
    }

    #[test]
    fn a_module_and_its_wasm_have_the_types_browsers_insist_on() {
        let of = |name| mime_guess::from_path(name).first_or_octet_stream().to_string();
        assert_eq!(of("page.wasm"), "application/wasm");
        assert_eq!(of("page.js"), "text/javascript");
    }

    #[test]
    fn a_port_that_is_taken_is_named() {
        let taken = listen_anywhere().unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = format!("{:#}", listen(Some(port)).unwrap_err());
        assert!(error.contains(&format!("port {port}")) && error.contains("--port"), "{error}");
    }
}

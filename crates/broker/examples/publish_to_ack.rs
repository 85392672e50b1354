//! Takes a million messages from publish to ack through the default exchange, as the bench `publish` does, and prints the seconds of processor
//! time. WebAssembly has no clock and prints nothing; `cargo xtask wasm-speed` measures both.

#[path = "../benches/publish/core.rs"]
mod core;

fn main() {
    let mut core = core::Core::new("", "work");
    #[cfg(not(target_family = "wasm"))]
    let start = cpu_time::ThreadTime::now();
    for _ in 0..1_000_000 {
        core.message();
    }
    #[cfg(not(target_family = "wasm"))]
    println!("{}", start.elapsed().as_secs_f64());
}

//! A million messages from publish to ack through the default exchange, as in the bench `publish`, and nothing else: to be measured from outside,
//! natively and as WebAssembly, where no program has a clock. `cargo xtask wasm-speed` does.

#[path = "../benches/publish/core.rs"]
mod core;

fn main() {
    let mut core = core::Core::new("", "work");
    for _ in 0..1_000_000 {
        core.message();
    }
}

//! Cargo's `runner` for wasm32 tests: wasm-bindgen's own test runner at the pinned version, so that nobody has to
//! install it. `webdriver.json` beside this crate has the browser's flags, and `.cargo/config.toml` points to it.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
